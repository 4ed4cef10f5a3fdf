import { BAR_FILLED, BAR_PARTIAL, firstRowAtOrAfter, type BarColumns } from '../domain/bar-columns.js'
import type { BarEvent } from '../domain/bar-event.js'
import { BarCursor } from '../domain/bar.js'
import type { TradeTick } from '../domain/quote.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { ReplayTrack } from './replay-stream.js'
import type { ReplayHead } from './replay-timeline.js'

/** The opens and closes of bars. One that was carried forward has no open, since nothing traded; one that is not final has no close. */
export class BarTrack implements ReplayTrack<BarEvent> {
  readonly #columns: BarColumns
  readonly #cursor: BarCursor
  #hasOpened = false

  constructor(symbol: string, timeframe: Timeframe, columns: BarColumns) {
    this.#columns = columns
    this.#cursor = new BarCursor(symbol, timeframe, columns, 0)
  }

  get head(): ReplayHead | undefined {
    const { row } = this.#cursor
    const { length, openTime, closeTime } = this.#columns
    if (row >= length) return undefined
    return this.#hasOpened ? { time: closeTime[row]!, phase: 0 } : { time: openTime[row]!, phase: 1 }
  }

  take(): BarEvent {
    const cursor = this.#cursor
    if (this.#hasOpened) {
      const bar = cursor.copy()
      this.#go(cursor.row + 1, false)
      return { kind: 'closed', bar }
    }
    const { symbol, timeframe, openTime, open } = cursor
    const isPartial = this.#has(cursor.row, BAR_PARTIAL)
    this.#go(cursor.row + (isPartial ? 1 : 0), !isPartial)
    return { kind: 'opened', symbol, timeframe, openTime, open }
  }

  seek(time: number): void {
    const { openTime, closeTime, length } = this.#columns
    // What closes at this very time is history already, and what opens at it is still to come.
    let row = firstRowAtOrAfter(closeTime, length, time)
    if (row < length && closeTime[row] === time) row++
    this.#go(row, row < length && openTime[row]! < time)
  }

  #go(row: number, hasOpened: boolean): void {
    this.#cursor.row = row
    this.#hasOpened = hasOpened || this.#has(row, BAR_FILLED)
    if (this.#hasOpened && this.#has(row, BAR_PARTIAL)) this.#go(row + 1, false)
  }

  #has(row: number, flag: number): boolean {
    const { flags, length } = this.#columns
    return flags !== undefined && row < length && (flags[row]! & flag) !== 0
  }
}

/** Trades, which happen after the opens of their instant. */
export class TickTrack implements ReplayTrack<TradeTick> {
  readonly #ticks: readonly TradeTick[]
  #row = 0

  constructor(ticks: readonly TradeTick[]) {
    this.#ticks = ticks
  }

  get head(): ReplayHead | undefined {
    const tick = this.#ticks[this.#row]
    return tick && { time: tick.occurredAt, phase: 2 }
  }

  take(): TradeTick {
    return this.#ticks[this.#row++]!
  }

  seek(time: number): void {
    const row = this.#ticks.findIndex(({ occurredAt }) => occurredAt >= time)
    this.#row = row < 0 ? this.#ticks.length : row
  }
}
