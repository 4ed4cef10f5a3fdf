import { BarCursor } from '../domain/bar.js'
import type { BarColumns } from '../domain/bar-columns.js'
import { ATR } from '../indicators/atr.js'

/** An average true range and the bar up to which it has been taken. */
interface InstrumentRange {
  readonly atr: ATR
  readonly bar: BarCursor
}

/** Average true ranges of the series that instruments are executed in, by period. Bars are taken in when one is asked for: a bar costs nothing by itself. */
export class InstrumentRanges {
  readonly #columns: readonly (BarColumns | undefined)[]
  /** By instrument: the row after which its bars begin to count. */
  readonly #from: (number | undefined)[] = []
  readonly #ranges = new Map<string, InstrumentRange>()

  constructor(columns: readonly (BarColumns | undefined)[]) {
    this.#columns = columns
  }

  /** As it is once the bar of a row has closed; NaN before it is ready. */
  atr(instrument: number, period: number, row: number): number {
    const columns = this.#columns[instrument]
    if (columns === undefined) return Number.NaN
    const key = `${String(instrument)} ${String(period)}`
    let range = this.#ranges.get(key)
    if (range === undefined) {
      range = { atr: new ATR({ period }), bar: new BarCursor('', '1d', columns, this.#from[instrument] ?? -1) }
      this.#ranges.set(key, range)
    }
    const { atr, bar } = range
    while (bar.row < row) {
      bar.row++
      atr.update(bar)
    }
    return atr.ready ? atr.value : Number.NaN
  }

  /** Prices of an instrument are split: bars up to a row say nothing of ranges any more. */
  split(instrument: number, row: number): void {
    this.#from[instrument] = row
    for (const key of [...this.#ranges.keys()]) if (key.startsWith(`${String(instrument)} `)) this.#ranges.delete(key)
  }
}
