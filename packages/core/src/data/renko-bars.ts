import type { Calendar } from '../domain/calendar.js'
import type { BarColumns } from '../domain/bar-columns.js'
import { ROUNDING, type RenkoRule } from './bar-rule.js'
import { LATE, OUTSIDE, TAKEN, type BarShape, type Taken } from './bar-shape.js'
import type { BuiltBars } from './built-bars.js'
import { eventClose, eventOpen } from './event-times.js'
import { OpenBar } from './open-bar.js'
import { SessionPart } from './session-part.js'

/**
 * Renko bricks of one height, from the first price on. A brick up ends one height above the top of the last, a brick down one below its bottom. What has been
 * traded since counts to the first brick of a move.
 */
export class RenkoBars implements BarShape {
  readonly #built: BuiltBars
  readonly #size: number
  readonly #session: SessionPart
  /** What has been traded since the last brick. */
  readonly #since = new OpenBar()
  readonly #brick = new OpenBar()
  /** The first price; levels are it and whole bricks, so that no sum drifts away from it. */
  #base = Number.NaN
  /** Bottom and top of the last brick, as numbers of bricks from the base; both 0 before the first. */
  #bottom = 0
  #top = 0
  #lastTime = Number.NEGATIVE_INFINITY

  constructor(built: BuiltBars, { size }: RenkoRule, calendar: Calendar | undefined) {
    this.#built = built
    this.#size = size
    this.#session = new SessionPart(calendar)
  }

  add(time: number, price: number, size: number): Taken {
    // Bricks are a path: what comes out of order has no place in it.
    if (time < this.#lastTime) return LATE
    if (!this.#session.holds(time) && !this.#session.enter(time)) return OUTSIDE
    if (Number.isNaN(this.#base)) this.#base = price
    this.#since.add(time, price, size)
    this.#follow(time, price)
    return TAKEN
  }

  /** Of a small bar the close counts, as bricks are drawn of closes. */
  addRow(columns: BarColumns, row: number, ticks: number): Taken {
    const opens = columns.openTime[row]!
    const closes = columns.closeTime[row]!
    const price = columns.close[row]!
    if (opens < this.#lastTime) return LATE
    if (!this.#session.holdsBar(opens, closes) && !this.#session.enterBar(opens, closes)) return OUTSIDE
    if (Number.isNaN(this.#base)) this.#base = price
    this.#since.addRow(columns, row, ticks)
    this.#follow(closes, price)
    return TAKEN
  }

  /** Bricks end with prices, not with the clock. */
  advanceTo(): void {
    // Nothing is due.
  }

  /** Less than a brick is none. */
  flush(): void {
    this.#since.clear()
  }

  #follow(time: number, price: number): void {
    this.#lastTime = time
    const bricks = (price - this.#base) / this.#size
    const slack = ROUNDING * Math.max(1, Math.abs(price) / this.#size)
    while (bricks + slack >= this.#top + 1) this.#make(this.#top, this.#top + 1, time)
    while (bricks - slack <= this.#bottom - 1) this.#make(this.#bottom, this.#bottom - 1, time)
  }

  #make(from: number, to: number, time: number): void {
    const since = this.#since
    const brick = this.#brick
    brick.add(since.isEmpty ? time : since.firstTime, this.#level(from), 0)
    brick.add(time, this.#level(to), 0)
    brick.volume = since.isEmpty ? 0 : since.volume
    brick.ticks = since.isEmpty ? 0 : since.ticks
    since.clear()
    this.#bottom = Math.min(from, to)
    this.#top = Math.max(from, to)
    const opens = eventOpen(this.#built, brick.firstTime)
    this.#built.take(brick, opens, eventClose(opens, time))
  }

  /** To twelve digits, which leaves out what floating point adds to 100 + 3 × 0.1. */
  #level(bricks: number): number {
    return Number((this.#base + bricks * this.#size).toPrecision(12))
  }
}
