import { tidy } from '../domain/tidy.js'
import type { VenueBook } from './venue-book.js'
import { DUE, RESTING, RISES, TRAILS, WAITING, type VenueOrder } from './venue-order.js'

/**
 * The laws by which one bar fills one order that stands alone (`docs/how-a-run-works.md` has them in words). All prices here are those of the
 * series; NaN is none.
 */

/** Law 2: whether an order is marketable at the open, and resolved there. */
export function marketableAtOpen(book: VenueBook, order: VenueOrder, open: number): boolean {
  switch (order.stage) {
    case DUE:
      return true
    case RESTING: {
      const limit = book.sides.limitOf(order)
      return order.direction > 0 ? open <= limit : open >= limit
    }
    case WAITING:
      return triggersAtOpen(book, order, open)
  }
  return false
}

/** Whether a stop or touch price is met at the open, or a trailing stop where it stood before. */
function triggersAtOpen(book: VenueBook, order: VenueOrder, open: number): boolean {
  if (order.trigger !== TRAILS) {
    const level = book.sides.levelOf(order, order.level)
    return order.trigger === RISES ? open >= level : open <= level
  }
  const { water } = order
  if (Number.isNaN(water)) return false
  const stop = book.sides.stopOf(order, book.sides.levelOf(order, water))
  return order.direction > 0 ? open >= stop : open <= stop
}

/** What the rest of a bar does to one order; one object, so that an order makes none. */
export class Outcome {
  /** The prices at which it may fill; NaN where it can't. */
  low = Number.NaN
  high = Number.NaN
  /** Whether some path leaves it unfilled. */
  mayMiss = false
  /** Whether its limit is only touched. */
  touched = false
  /** Whether every path triggers it. */
  triggers = false

  set(low: number, high: number, mayMiss: boolean, touched: boolean): void {
    this.low = low
    this.high = high
    this.mayMiss = mayMiss
    this.touched = touched
  }

  get fills(): boolean {
    return !Number.isNaN(this.low)
  }

  get certain(): boolean {
    return !this.mayMiss && this.low === this.high
  }
}

const MISSED = 0
const TOUCHED = 1
const PASSED = 2

/**
 * Sets `out` to what the rest of the present bar does to an order that was not marketable at its open. Of a trailing order whose activation price lies inside
 * the bar, only the solver knows; it must not be asked here.
 */
export function insideBar(book: VenueBook, order: VenueOrder, touchMayMiss: boolean, out: Outcome): void {
  out.set(Number.NaN, Number.NaN, false, false)
  out.triggers = false
  const { low, high, close } = book.columns
  if (order.stage === RESTING) {
    const limit = book.sides.limitOf(order)
    fillLimit(
      limit,
      limitMet(book, order, limit, order.direction > 0 ? low[book.row]! : high[book.row]!),
      touchMayMiss,
      out,
    )
  } else if (order.stage === WAITING) {
    if (order.trigger === TRAILS && order.trail!.by === 'extreme') trailInside(book, order, out)
    else triggerInside(book, order, touchMayMiss, out, close[book.row]!)
  }
}

/** Law 8: how far the price came, of which `extreme` is the farthest: past the limit, to it, or not so far. */
function limitMet(book: VenueBook, order: VenueOrder, limit: number, extreme: number): number {
  const through = order.direction > 0 ? limit - extreme : extreme - limit
  const { penetration } = book
  // Differences of prices on the grid miss its ticks by a few ulps of the price.
  if (penetration > 0) return through >= penetration * (1 - 1e-6) ? PASSED : MISSED
  return through > 0 ? PASSED : through === 0 ? TOUCHED : MISSED
}

function fillLimit(limit: number, met: number, touchMayMiss: boolean, out: Outcome): void {
  if (met === MISSED) return
  const mayMiss = met === TOUCHED && touchMayMiss
  out.set(limit, limit, mayMiss, met === TOUCHED)
}

/** Stops and if-touched orders, with and without a limit: law 5 where the trigger lies inside the bar. */
function triggerInside(book: VenueBook, order: VenueOrder, touchMayMiss: boolean, out: Outcome, close: number): void {
  const { row, sides } = book
  const low = book.columns.low[row]!
  const high = book.columns.high[row]!
  const buys = order.direction > 0
  const level = order.trigger === TRAILS ? standingStop(book, order) : sides.levelOf(order, order.level)
  const rises = order.trigger === RISES || (order.trigger === TRAILS && buys)
  if (rises ? high < level : low > level) return
  out.triggers = true
  const limit = sides.limitOf(order)
  if (Number.isNaN(limit) || (buys ? limit >= level : limit <= level)) {
    out.set(level, level, false, false)
    return
  }
  // An if-touched order is triggered on the way to its limit, a stop-limit on the way from it: then only the way to the close is sure.
  const sure = rises === buys ? close : buys ? low : high
  const met = limitMet(book, order, limit, sure)
  if (met === PASSED || (met === TOUCHED && !touchMayMiss)) out.set(limit, limit, false, met === TOUCHED)
  else {
    const possible = limitMet(book, order, limit, buys ? low : high)
    if (possible !== MISSED) out.set(limit, limit, true, possible === TOUCHED || met === TOUCHED)
  }
}

/** Where a stop that trails by closes stands inside the bar. */
function standingStop(book: VenueBook, order: VenueOrder): number {
  return book.sides.stopOf(order, book.sides.levelOf(order, order.water))
}

/** The limit that a trailing stop leaves behind where it stands; NaN for a market order. */
export function trailLimit(order: VenueOrder, stop: number): number {
  return tidy(stop + order.direction * order.trail!.limitOffset)
}

/** Law 6: a trailing stop whose open has ratcheted it already. */
function trailInside(book: VenueBook, order: VenueOrder, out: Outcome): void {
  const { row, sides } = book
  const sells = order.direction < 0
  const low = book.columns.low[row]!
  const high = book.columns.high[row]!
  const close = book.columns.close[row]!
  const water = sides.levelOf(order, order.water)
  const first = sides.stopOf(order, water)
  const last = sides.stopOf(order, sells ? Math.max(water, high) : Math.min(water, low))
  const reach = sells ? low : high
  if (sells ? last < reach : last > reach) return
  const certain = sells ? low <= first || close <= last : high >= first || close >= last
  const near = sells ? Math.max(low, first) : Math.min(high, first)
  out.set(Math.min(near, last), Math.max(near, last), !certain, false)
  out.triggers = certain
}

/** Whether a trailing order that sleeps is woken by the rest of the bar. */
export function wakesInside(book: VenueBook, order: VenueOrder): boolean {
  const price = book.sides.levelOf(order, order.trail!.activationPrice)
  return order.direction < 0 ? book.columns.high[book.row]! >= price : book.columns.low[book.row]! <= price
}
