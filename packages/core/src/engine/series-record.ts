import type { PriceSide } from '../domain/bar-columns.js'
import type { RunInput } from './run.js'

/** A series that a run used. */
export interface SeriesRecord {
  readonly symbol: string
  readonly timeframe: string
  /**
   * 'execution': orders are filled on its bars, and strategies see them; 'higher': longer bars that strategies see beside them; 'finer': shorter
   * ones that only decide ambiguous bars.
   */
  readonly role: 'execution' | 'higher' | 'finer'
  readonly side: PriceSide
  /** Bars that the run traded on, without warm-up. */
  readonly bars: number
  readonly source: string
  /** The timeframe of the series of the same symbol that it was built from; absent for one that was loaded. */
  readonly builtFrom?: string
  /** SHA-256 over its columns. */
  readonly hash: string
}

export function seriesRecords({ parts, data }: RunInput): readonly SeriesRecord[] {
  const { instruments, series, finer } = parts
  const seen = series.map(({ instrument, timeframe, execution, side, builtFrom }, i): SeriesRecord => {
    const { columns, firstRow, source, hash } = data.series[i]!
    const role = execution ? 'execution' : 'higher'
    const bars = columns.length - firstRow
    const from = builtFrom === undefined ? {} : { builtFrom: series[builtFrom]!.timeframe }
    return { symbol: instruments[instrument]!.symbol, timeframe, role, side, bars, source, ...from, hash }
  })
  const asked = finer.map(({ instrument, timeframe }, i): SeriesRecord => {
    const { columns, source, hash } = data.finer[i]!
    const { side } = series.find((each) => each.execution && each.instrument === instrument)!
    const bars = columns.length
    return { symbol: instruments[instrument]!.symbol, timeframe, role: 'finer', side, bars, source, hash }
  })
  return [...seen, ...asked]
}
