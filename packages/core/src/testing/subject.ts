import type { BarColumns } from '../domain/bar-columns.js'
import { TradewrightError } from '../domain/errors.js'
import { createInstrument } from '../domain/instrument.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { BacktestConfig } from '../engine/config.js'
import { MemoryDataGateway, type BarInput } from '../gateways/memory-data-gateway.js'
import type { DataEdit } from './data-edit.js'

/** Bars of one symbol, as `MemoryDataGateway` takes them. */
export interface ProofSeries {
  readonly symbol: string
  readonly timeframe: Timeframe
  readonly bars: BarColumns | readonly BarInput[]
}

/** Bars of one symbol in columns; a `MemoryDataGateway` takes them as they are. */
export interface ShownSeries {
  readonly symbol: string
  readonly timeframe: Timeframe
  readonly bars: BarColumns
}

/**
 * A backtest as a function of its bars. Whatever is computed from them outside of the engine's view, such as a mean over all of them, belongs inside of
 * `config`: there it is computed again on what each check shows.
 */
export interface PreparedBacktest {
  readonly series: readonly ProofSeries[]
  readonly config: (series: readonly ShownSeries[]) => BacktestConfig
}

/** What is proven: a backtest's configuration, or one that is made from bars. */
export type ProofSubject = BacktestConfig | PreparedBacktest

/** A subject whose bars have been read. */
export interface ReadSubject {
  /** Whether what is outside of the engine's view is computed anew for each run. */
  readonly isPrepared: boolean
  /** The configuration on bars that an edit has gone over, or on all of them. */
  configOn(edit?: DataEdit): BacktestConfig
}

export async function readSubject(subject: ProofSubject): Promise<ReadSubject> {
  if (!('config' in subject)) return { isPrepared: false, configOn: () => subject }
  const series = await Promise.all(subject.series.map(inColumns))
  return {
    isPrepared: true,
    configOn: (edit) => {
      // Copies, so that a configuration that writes to its bars spoils nothing.
      const shown = series.map((one) => ({ ...one, bars: (edit ?? copied)(one.bars, one) }))
      return subject.config(shown)
    },
  }
}

async function inColumns(series: ProofSeries): Promise<ShownSeries> {
  const { symbol, timeframe } = series
  const instrument = createInstrument({ symbol })
  const { columns } = await new MemoryDataGateway([series]).fetchBars({ instrument, timeframe })
  if (columns.length > 0) return { symbol, timeframe, bars: columns }
  throw new TradewrightError('NO_DATA', `${symbol} ${timeframe}: no bar came; expected at least one`, {
    details: { symbol, timeframe },
  })
}

const copied: DataEdit = (columns) => structuredClone(columns)
