import { BAR_FILLED, lastRowUpTo, type BarColumns } from '../domain/bar-columns.js'
import type { SeriesUpTo } from '../risk/correlation.js'
import type { KernelSetup } from './setup.js'

/** By instrument: the bars that it is executed in; undefined where it has none. */
export function executionColumns({ instruments, series }: KernelSetup): readonly (BarColumns | undefined)[] {
  return instruments.map(
    (_, index) => series.find(({ instrument, execution }) => execution && instrument === index)?.columns,
  )
}

/** The series that an instrument is executed in, up to its last bar that closed and was not carried forward; goes on with time. */
export class PricedSeries implements SeriesUpTo {
  readonly columns: BarColumns
  /** -1 before the first. */
  row = -1
  #closed = -1

  constructor(columns: BarColumns) {
    this.columns = columns
  }

  /** Goes on to a time, which never runs back; undefined before the first bar. */
  upTo(now: number): this | undefined {
    const { closeTime, length, flags } = this.columns
    const before = this.#closed
    if (before + 1 < length && closeTime[before + 1]! <= now) {
      this.#closed = lastRowUpTo(closeTime, length, now, before + 1)
      let row = this.#closed
      while (flags !== undefined && row > before && (flags[row]! & BAR_FILLED) !== 0) row--
      if (row > before) this.row = row
    }
    return this.row < 0 ? undefined : this
  }
}
