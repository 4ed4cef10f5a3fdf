import { firstRowAtOrAfter, lastRowUpTo, type BarColumns } from '../domain/bar-columns.js'
import { PositionGuard } from '../risk/position-guard.js'
import type { ResolvedExits } from '../risk/risk-settings.js'
import type { ExitOrders } from './exit-orders.js'

/** A strategy's position in an instrument, as its exits see it; one object for all the positions that it ever has there. */
export class GuardedPosition {
  readonly strategy: number
  readonly instrument: number
  readonly exits: ResolvedExits
  readonly guard: PositionGuard
  /** What of it rests at the venue; undefined where marks decide. */
  readonly resting: ExitOrders | undefined
  /** The periods of the average true ranges that its exits need. */
  readonly periods: readonly number[]
  /** Signed; 0 where there is no position. */
  units = 0
  /** UTC epoch milliseconds. */
  openedAt = Number.NaN
  /** How many bars of the execution series have closed since it was opened, and the row of the last. */
  bars = 0
  row = -1
  /** An average true range that its exits need was not known yet. */
  awaitsRange = false
  readonly #columns: BarColumns | undefined

  constructor(options: {
    readonly strategy: number
    readonly instrument: number
    readonly exits: ResolvedExits
    readonly resting: ExitOrders | undefined
    /** Of the series that its instrument is executed in. */
    readonly columns: BarColumns | undefined
  }) {
    this.strategy = options.strategy
    this.instrument = options.instrument
    this.exits = options.exits
    this.resting = options.resting
    this.guard = new PositionGuard(options.exits)
    this.periods = periodsOf(options.exits)
    this.#columns = options.columns
  }

  opened(units: number, at: number): void {
    this.units = units
    this.openedAt = at
    this.bars = 0
    this.row = this.#rowAt(at)
  }

  /** The first instant at which its time may be over; Infinity where none is known. */
  timeOut(): number {
    const { deadline, barsMax } = this.guard
    const row = this.row + barsMax - this.bars
    if (this.#columns === undefined || !(row < this.#columns.length)) return deadline
    return Math.min(deadline, this.#columns.closeTime[row]!)
  }

  /** Time does not run back: the row is at or after the one of the position before. */
  #rowAt(at: number): number {
    const columns = this.#columns
    const known = columns !== undefined && this.row >= 0 && columns.closeTime[this.row]! <= at
    return known ? lastRowUpTo(columns.closeTime, columns.length, at, this.row) : rowAt(columns, at)
  }

  /** Lets the guard see the marks of bars that were quiet, and not shown to it. */
  showMarks(from: number, to: number): void {
    for (let row = from; row < to; row++) this.guard.passed(this.#columns!.close[row]!)
  }

  /** Whether a bar of its instrument has closed since it was last looked at: what others do is no news to it. */
  hasClosed(now: number): boolean {
    const columns = this.#columns
    if (columns === undefined) return false
    const { closeTime, length } = columns
    const before = this.row
    while (this.row + 1 < length && closeTime[this.row + 1]! <= now) {
      this.row++
      this.bars++
    }
    return this.row > before
  }
}

/** The row that closed last, at a time. */
export function rowAt(columns: BarColumns | undefined, at: number): number {
  if (columns === undefined) return -1
  const row = firstRowAtOrAfter(columns.closeTime, columns.length, at)
  return row < columns.length && columns.closeTime[row] === at ? row : row - 1
}

function periodsOf({ stopLoss, trailingStop, breakEven, takeProfit }: ResolvedExits): readonly number[] {
  return [stopLoss, trailingStop, breakEven?.after, breakEven?.offset, takeProfit].flatMap((distance) =>
    distance?.kind === 'atr' ? [distance.period] : [],
  )
}
