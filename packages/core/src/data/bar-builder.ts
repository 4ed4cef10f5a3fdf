import { zoneDays } from '../calendar/zone-days.js'
import { BAR_FILLED, BAR_PARTIAL, PRICE_SIDES, type BarColumns, type PriceSide } from '../domain/bar-columns.js'
import type { Bar } from '../domain/bar.js'
import type { Calendar } from '../domain/calendar.js'
import { formatTime, TradewrightError } from '../domain/errors.js'
import type { Quote, TradeTick } from '../domain/quote.js'
import { checkRule, ruleError, type BarRule } from './bar-rule.js'
import { LATE, OUTSIDE, type BarShape, type Taken } from './bar-shape.js'
import { BuiltBars, type BuiltColumns } from './built-bars.js'
import { checkColumns } from './check-columns.js'
import { EventBars } from './event-bars.js'
import { RenkoBars } from './renko-bars.js'
import { TimeBars } from './time-bars.js'
import { requireDayDivisor } from './time-grid.js'

export interface BarBuilderOptions {
  readonly symbol: string
  readonly bars: BarRule
  /**
   * Bars lie within its sessions: those by time begin with them, and after each of their breaks, and the last one ends with the session's close. Default: bars by
   * time lie within UTC days, others anywhere.
   */
  readonly calendar?: Calendar
  /** What the bars are of: trades, or one side of quotes, or the middle between both; default 'trade'. */
  readonly side?: PriceSide
  /** What becomes of a tick before the bar that is under way: it is left out and counted, or it is thrown as TICK_LATE. Default 'leaveOut'. */
  readonly late?: 'leaveOut' | 'throw'
  /** Hears of each bar as it closes; the bar is a view. What it throws, the builder throws once it has taken what it was given. Without it, bars are kept in `columns`. */
  readonly onBar?: (bar: Bar) => void
}

const OPTIONS = ['symbol', 'bars', 'calendar', 'side', 'late', 'onBar']

/**
 * Makes bars of trades, quotes or smaller bars: by time, ticks, volume, value, range, or as Renko bricks. A backtest and a live feed use it in the same way, and
 * however the ticks are handed over, the bars are the same. Nothing is made per tick.
 *
 * Within a bar, the earliest tick is its open and the latest its close; of equal times, the order of arrival counts. A tick before the bar that is under way is
 * late. One that comes while the calendar's venue does not trade is left out and counted. What throws has changed nothing, and the builder can go on; what `onBar` throws
 * is thrown on once the tick is taken.
 */
export class BarBuilder {
  readonly symbol: string
  readonly #side: PriceSide
  readonly #throwsLate: boolean
  readonly #built: BuiltBars
  readonly #shape: BarShape
  #taken = 0
  #late = 0
  #outside = 0
  #row: BarColumns | undefined

  /** Throws BAR_RULE_INVALID, TIMEFRAME_INVALID, TIMEFRAME_UNALIGNED. */
  constructor(options: BarBuilderOptions) {
    checkOptions(options)
    const { symbol, bars, side = 'trade', late = 'leaveOut', onBar } = options
    this.symbol = symbol
    this.#side = side
    this.#throwsLate = late === 'throw'
    const { timeframe = '1m' } = bars
    const hasVolume = side === 'trade'
    // Of the price path that bricks show, no trade need have been at the average.
    this.#built = new BuiltBars({ symbol, timeframe, hasVolume, hasVwap: hasVolume && bars.by !== 'renko', onBar })
    this.#shape = shapeOf(this.#built, options)
  }

  /** The bars that have closed, without the one that is under way. With a listener there are none. Rows are added in place, and the arrays change as they grow. */
  get columns(): BuiltColumns {
    return this.#built.columns
  }

  /** How many ticks or small bars are part of a bar, or of the one under way. */
  get taken(): number {
    return this.#taken
  }

  /** How many were left out because they came late. */
  get late(): number {
    return this.#late
  }

  /** How many were left out because the calendar's venue did not trade. */
  get outsideSessions(): number {
    return this.#outside
  }

  /** Takes a trade. Throws what `add` does, and UNKNOWN_SYMBOL for one of another symbol. */
  update(tick: TradeTick): void {
    if (tick.symbol !== this.symbol) throw this.#otherSymbol(tick.symbol)
    this.add(tick.occurredAt, tick.price, tick.size)
  }

  /** Takes a trade. Throws PRICE_INVALID, SIZE_INVALID, TIME_INVALID, CALENDAR_RANGE, and TICK_LATE where it was asked to. */
  add(time: number, price: number, size: number): void {
    if (!(size > 0 && size < Number.POSITIVE_INFINITY))
      throw this.#wrong('SIZE_INVALID', time, `size is ${String(size)}`)
    if (this.#side !== 'trade') throw ruleError('side', "'trade' for trades", this.#side)
    this.#addPrice(time, price, size)
  }

  /** Takes a quote, by the side that the builder is of. One whose ask is below its bid is a quote like others. Throws what `add` does. */
  updateQuote({ symbol, occurredAt, bid, ask }: Quote): void {
    if (symbol !== this.symbol) throw this.#otherSymbol(symbol)
    const side = this.#side
    if (side === 'trade') throw ruleError('side', "'bid', 'ask' or 'mid' for quotes", side)
    this.#addPrice(occurredAt, side === 'bid' ? bid : side === 'ask' ? ask : (bid + ask) / 2, 0)
  }

  /** Takes a smaller bar, whole; see `addBars`. */
  updateBar(bar: Bar): void {
    if (bar.symbol !== this.symbol) throw this.#otherSymbol(bar.symbol)
    this.#row ??= oneRow()
    this.addBars(toRow(this.#row, bar))
  }

  /**
   * Takes smaller bars, rows [from, to) of columns. A bar by time is closed by the small bar that ends with it; those by volume and value end with a small bar. Of
   * bricks only the closes count. Throws BAR_STRADDLES for one that lies in two bars or in part in a session, COLUMN_MISSING, what a series is
   * refused for, and BAR_RULE_INVALID for bars by ticks and range, which small bars do not show.
   */
  addBars(columns: BarColumns & { readonly ticks?: Float64Array }, from = 0, to = columns.length): void {
    checkColumns(columns, { symbol: this.symbol, source: 'the small bars', firstRow: 0 })
    this.#built.haveOnly(columns, this.#taken === 0)
    for (let row = from; row < to; row++) {
      const taken = this.#shape.addRow(columns, row, columns.ticks === undefined ? 0 : columns.ticks[row]!)
      if (taken === 0) this.#taken++
      else this.#leaveOut(taken, columns.openTime[row]!)
    }
    this.#built.throwOn()
  }

  /** Says what time it is: closes the bar whose interval is over, without waiting for the next tick. */
  advanceTo(time: number): void {
    if (!Number.isFinite(time)) throw this.#wrong('TIME_INVALID', time, `time is ${String(time)}`)
    this.#shape.advanceTo(time)
    this.#built.throwOn()
  }

  /** At the end of the data: gives out the bar that is under way, its `final` flag false, since it may not be whole. */
  flush(): void {
    this.#shape.flush()
    this.#built.throwOn()
  }

  #addPrice(time: number, price: number, size: number): void {
    if (!(price > 0 && price < Number.POSITIVE_INFINITY))
      throw this.#wrong('PRICE_INVALID', time, `price is ${String(price)}`)
    if (!(time > Number.NEGATIVE_INFINITY && time < Number.POSITIVE_INFINITY))
      throw this.#wrong('TIME_INVALID', time, `time is ${String(time)}`)
    const taken = this.#shape.add(time, price, size)
    if (taken === 0) this.#taken++
    else this.#leaveOut(taken, time)
    this.#built.throwOn()
  }

  #leaveOut(taken: Taken, time: number): void {
    if (taken === OUTSIDE) this.#outside++
    if (taken !== LATE) return
    if (this.#throwsLate) throw this.#wrong('TICK_LATE', time, 'came after the bar that it belongs to')
    this.#late++
  }

  #wrong(code: 'PRICE_INVALID' | 'SIZE_INVALID' | 'TIME_INVALID' | 'TICK_LATE', time: number, came: string) {
    const expected = {
      PRICE_INVALID: 'a positive number',
      SIZE_INVALID: 'a positive number',
      TIME_INVALID: 'epoch milliseconds',
      TICK_LATE: 'ticks of the bar that is under way, or later ones',
    }
    return new TradewrightError(code, `${this.symbol} ${formatTime(time)}: ${came}; expected ${expected[code]}`, {
      details: { symbol: this.symbol, time },
    })
  }

  #otherSymbol(symbol: string): TradewrightError {
    return new TradewrightError('UNKNOWN_SYMBOL', `'${symbol}' came; expected ${this.symbol}`, { details: { symbol } })
  }
}

function checkOptions(options: BarBuilderOptions): void {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name))
  if (unknown !== undefined) throw ruleError('an option', OPTIONS.join(', '), unknown)
  const { bars, side = 'trade', late = 'leaveOut' } = options
  checkRule(bars)
  const known: readonly string[] = PRICE_SIDES
  if (!known.includes(side)) throw ruleError('side', known.join(', '), side)
  const lates: readonly string[] = ['leaveOut', 'throw']
  if (!lates.includes(late)) throw ruleError('late', lates.join(', '), late)
  if (side !== 'trade' && (bars.by === 'volume' || bars.by === 'value'))
    throw ruleError('by', 'time, ticks, range or renko for quotes, which have no volume', bars.by)
}

function shapeOf(built: BuiltBars, { bars, calendar }: BarBuilderOptions): BarShape {
  if (bars.by === 'renko') return new RenkoBars(built, bars, calendar)
  if (bars.by !== 'time') return new EventBars(built, bars, calendar)
  const { timeframe, fill = false } = bars
  const shape = new TimeBars(built, { timeframe, calendar: calendar ?? zoneDays('UTC'), fill })
  if (calendar === undefined) requireDayDivisor(timeframe)
  return shape
}

function oneRow(): BarColumns {
  const cell = (): Float64Array => new Float64Array(1)
  return {
    ...{ length: 1, openTime: cell(), closeTime: cell(), open: cell(), high: cell(), low: cell(), close: cell() },
    flags: new Uint8Array(1),
  }
}

function toRow(row: BarColumns, bar: Bar): BarColumns {
  for (const name of ['openTime', 'closeTime', 'open', 'high', 'low', 'close'] as const) row[name][0] = bar[name]
  for (const name of ['volume', 'vwap'] as const) {
    if (Number.isNaN(bar[name])) row[name] = undefined
    else (row[name] ??= new Float64Array(1))[0] = bar[name]
  }
  row.flags![0] = (bar.filled ? BAR_FILLED : 0) | (bar.final ? 0 : BAR_PARTIAL)
  return row
}
