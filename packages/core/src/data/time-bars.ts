import type { Calendar } from '../domain/calendar.js'
import { BAR_PARTIAL, type BarColumns } from '../domain/bar-columns.js'
import { formatTime, TradewrightError } from '../domain/errors.js'
import { thousands } from '../domain/thousands.js'
import type { Timeframe } from '../domain/timeframe.js'
import { LATE, OUTSIDE, straddles, TAKEN, type BarShape, type Taken } from './bar-shape.js'
import type { BuiltBars } from './built-bars.js'
import { OpenBar } from './open-bar.js'
import { TimeGrid } from './time-grid.js'

/** Bars that may be filled between two trades: eleven days of seconds. A wild time is not to fill the memory. */
const MOST_CARRIED = 1_000_000

/** Bars of equal lengths of time, within sessions. */
export class TimeBars implements BarShape {
  readonly #grid: TimeGrid
  readonly #built: BuiltBars
  readonly #bar = new OpenBar()
  readonly #fill: boolean
  /** The interval of the bar that is under way. */
  #open = Number.NaN
  #close = Number.NaN
  /** The part of it in which the next tick needs no look at the calendar: [from, until), or nothing. */
  #from = Number.POSITIVE_INFINITY
  #until = Number.NEGATIVE_INFINITY
  /** What is before it is late. */
  #floor = Number.NEGATIVE_INFINITY
  /** Where the last small bar closed. */
  #rowsTo = Number.NEGATIVE_INFINITY

  constructor(
    built: BuiltBars,
    options: { readonly timeframe: Timeframe; readonly calendar: Calendar; readonly fill: boolean },
  ) {
    this.#built = built
    this.#grid = new TimeGrid(options.timeframe, options.calendar)
    this.#fill = options.fill
  }

  add(time: number, price: number, size: number): Taken {
    if (!(time >= this.#from && time < this.#until)) {
      const taken = this.#enter(time, time)
      if (taken !== TAKEN) return taken
    }
    this.#bar.add(time, price, size)
    return TAKEN
  }

  addRow(columns: BarColumns, row: number, ticks: number): Taken {
    const opens = columns.openTime[row]!
    const closes = columns.closeTime[row]!
    if (opens < this.#rowsTo) return LATE
    if (!(opens >= this.#from && closes <= this.#until)) {
      const taken = this.#enter(opens, closes)
      if (taken !== TAKEN) return taken
    }
    this.#bar.addRow(columns, row, ticks)
    this.#rowsTo = closes
    // Nothing more can come: the bar is whole at this very instant, and not only with the next one.
    if (closes >= this.#close) this.#finish()
    return TAKEN
  }

  advanceTo(time: number): void {
    this.#checkGap(time)
    this.#grid.seekNext(time)
    const begins = Math.min(time, this.#grid.open)
    if (!this.#bar.isEmpty && time >= this.#close) this.#finish()
    this.#fillUpTo(time)
    if (this.#bar.isEmpty) this.#floor = Math.max(this.#floor, begins)
  }

  flush(): void {
    if (!this.#bar.isEmpty) this.#finish(BAR_PARTIAL)
  }

  /** Makes the bar of [time, until] the one under way. */
  #enter(time: number, until: number): Taken {
    if (time < this.#floor) return LATE
    this.#checkGap(time)
    const grid = this.#grid
    if (!grid.seek(time, until)) {
      if (until > grid.from) throw straddles(time, until, grid.from)
      return OUTSIDE
    }
    if (until > grid.end) throw straddles(time, until, grid.end)
    const { open, close, from } = grid
    const partEnd = grid.until
    if (this.#bar.isEmpty || open !== this.#open) {
      if (!this.#bar.isEmpty) this.#finish()
      this.#fillUpTo(open)
      this.#open = this.#floor = open
      this.#close = close
    }
    this.#from = from
    this.#until = partEnd
    return TAKEN
  }

  #finish(flag = 0): void {
    this.#from = Number.POSITIVE_INFINITY
    this.#until = Number.NEGATIVE_INFINITY
    this.#floor = this.#close
    this.#built.take(this.#bar, this.#open, this.#close, this.#bar.flags | flag)
  }

  /** Throws TIME_INVALID where so many bars would be carried up to a time that it must be a mistake. */
  #checkGap(time: number): void {
    if (!this.#fill) return
    const grid = this.#grid
    let from = this.#bar.isEmpty ? this.#built.closedTo : this.#close
    if (!(time - from > MOST_CARRIED * grid.lengthMs) || from === Number.NEGATIVE_INFINITY) return
    for (let carried = 0; carried <= MOST_CARRIED; carried++) {
      grid.seekNext(from)
      if (grid.close > time) return
      from = grid.close
    }
    const most = thousands(MOST_CARRIED)
    throw new TradewrightError(
      'TIME_INVALID',
      `${formatTime(time)} came; expected a time with at most ${most} bars to be filled before it, from ${formatTime(this.#floor)} on`,
      { details: { time } },
    )
  }

  /** Carries the last price through all intervals that end by a time. */
  #fillUpTo(time: number): void {
    const built = this.#built
    if (!this.#fill || Number.isNaN(built.lastClose) || !this.#bar.isEmpty) return
    const grid = this.#grid
    while (built.closedTo < time) {
      grid.seekNext(built.closedTo)
      if (grid.close > time) return
      built.takeCarried(grid.open, grid.close)
    }
  }
}
