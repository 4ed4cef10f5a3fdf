import type { Calendar } from '../domain/calendar.js'
import { BAR_PARTIAL, type BarColumns } from '../domain/bar-columns.js'
import { ROUNDING, ruleError, type EventBarRule } from './bar-rule.js'
import { LATE, OUTSIDE, TAKEN, type BarShape, type Taken } from './bar-shape.js'
import type { BuiltBars } from './built-bars.js'
import { eventClose, eventOpen } from './event-times.js'
import { OpenBar } from './open-bar.js'
import { SessionPart } from './session-part.js'

/** Bars that end when so much has happened: ticks, volume, value or range. */
export class EventBars implements BarShape {
  readonly #built: BuiltBars
  readonly #by: EventBarRule['by']
  readonly #enough: number
  readonly #bar = new OpenBar()
  readonly #session: SessionPart
  /** What is before it is late. */
  #floor = Number.NEGATIVE_INFINITY

  constructor(built: BuiltBars, rule: EventBarRule, calendar: Calendar | undefined) {
    const { by, size, multiplier = 1 } = rule
    this.#built = built
    this.#by = by
    this.#enough = by === 'ticks' ? size : (size / multiplier) * (1 - ROUNDING)
    this.#session = new SessionPart(calendar)
  }

  add(time: number, price: number, size: number): Taken {
    if (time < this.#floor) return LATE
    if (!this.#session.holds(time) && !this.#enter(time)) return OUTSIDE
    this.#bar.add(time, price, size)
    if (this.#measure() >= this.#enough) this.#finish()
    return TAKEN
  }

  addRow(columns: BarColumns, row: number, ticks: number): Taken {
    const by = this.#by
    if (by === 'ticks' || by === 'range') throw ruleError('by', 'time, volume, value or renko for small bars', by)
    if (columns.volume === undefined) throw ruleError('a column', 'volume', 'missing')
    if (by === 'value' && columns.vwap === undefined) throw ruleError('a column', 'vwap', 'missing')
    const opens = columns.openTime[row]!
    const closes = columns.closeTime[row]!
    if (opens < this.#floor) return LATE
    if (!this.#session.holdsBar(opens, closes) && !this.#enter(opens, closes)) return OUTSIDE
    this.#bar.addRow(columns, row, ticks)
    if (this.#measure() >= this.#enough) this.#finish()
    else this.#floor = closes
    return TAKEN
  }

  advanceTo(time: number): void {
    if (time >= this.#session.close) this.#endSession()
  }

  flush(): void {
    if (!this.#bar.isEmpty) this.#finish(BAR_PARTIAL)
  }

  #measure(): number {
    const bar = this.#bar
    switch (this.#by) {
      case 'ticks':
        return bar.ticks
      case 'volume':
        return bar.volume
      case 'value':
        return bar.turnover
      case 'range':
        return bar.high - bar.low
    }
  }

  /** Goes on to where a trade comes, or a small bar until it closes. */
  #enter(time: number, closes?: number): boolean {
    const session = this.#session
    const { close } = session
    if (!(closes === undefined ? session.enter(time) : session.enterBar(time, closes))) return false
    if (session.close === close) return true
    if (!this.#bar.isEmpty) this.#finish(0, close)
    this.#floor = session.open
    return true
  }

  #endSession(): void {
    const { close } = this.#session
    if (!this.#bar.isEmpty) this.#finish(0, close)
    this.#floor = Math.max(this.#floor, close)
  }

  #finish(flag = 0, closes = this.#bar.lastTime): void {
    const bar = this.#bar
    const opens = eventOpen(this.#built, bar.firstTime)
    this.#floor = bar.lastTime
    this.#built.take(bar, opens, eventClose(opens, closes), bar.flags | flag)
  }
}
