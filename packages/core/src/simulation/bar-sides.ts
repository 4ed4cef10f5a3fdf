import { sideShift, type SpreadModel } from '../costs/spread.js'
import type { BarColumns, PriceSide } from '../domain/bar-columns.js'
import type { Instrument } from '../domain/instrument.js'
import { tidy } from '../domain/tidy.js'
import type { FillRules } from './fill-rules.js'
import { TRAILS, NO_TRIGGER, type VenueOrder } from './venue-order.js'

/**
 * What the sides of the market add to the prices of a series in its present bar (law 13): buys fill on the ask, sells on the bid, and stops are
 * triggered by the side they fill on unless the rules say otherwise. The spread is one figure for the whole bar, so that all sides take the same
 * path.
 */
export class BarSides {
  /** Whether any side differs from the series at all. */
  differ: boolean
  #bid = 0
  #ask = 0
  #trigger = 0
  readonly #side: PriceSide
  readonly #spread: SpreadModel | undefined
  readonly #stopTrigger: NonNullable<FillRules['stopTrigger']>

  constructor(options: {
    readonly side: PriceSide
    readonly spread: SpreadModel | undefined
    readonly stopTrigger: NonNullable<FillRules['stopTrigger']>
  }) {
    this.#side = options.side
    this.#spread = options.spread
    this.#stopTrigger = options.stopTrigger
    this.differ = options.spread !== undefined && options.spread.spec !== 'none'
  }

  /** Takes the spread of a bar that is to be matched. */
  take(instrument: Instrument, columns: BarColumns, row: number): void {
    if (!this.differ) return
    const spread = this.#spread!.at({ instrument, openTime: columns.openTime[row]!, open: columns.open[row]! })
    this.#bid = sideShift(this.#side, 'bid', spread)
    this.#ask = sideShift(this.#side, 'ask', spread)
    this.#trigger = this.#stopTrigger === 'fillSide' ? 0 : sideShift(this.#side, this.#stopTrigger, spread)
  }

  /** Takes a quote in place of a bar; the price of the series is its bid. */
  quote(bid: number, ask: number): void {
    this.differ = true
    this.#bid = 0
    this.#ask = tidy(ask - bid)
    this.#trigger = this.#stopTrigger === 'ask' ? this.#ask : this.#stopTrigger === 'mid' ? this.#ask / 2 : 0
  }

  /** Takes a trade: one price for all sides. */
  trade(): void {
    this.#bid = 0
    this.#ask = 0
    this.#trigger = 0
  }

  /** What is added to the series to have the side that an order fills on. */
  fillShift({ direction }: VenueOrder): number {
    return direction > 0 ? this.#ask : this.#bid
  }

  /** What is added to the series to have the side that triggers an order. */
  triggerShift(order: VenueOrder): number {
    const { trigger } = order
    return trigger === NO_TRIGGER || this.#stopTrigger === 'fillSide' ? this.fillShift(order) : this.#trigger
  }

  /** An order's stop, touch or activation price in prices of the series. */
  levelOf(order: VenueOrder, level: number): number {
    return this.differ ? tidy(level - this.triggerShift(order)) : level
  }

  /** An order's limit in prices of the series. */
  limitOf(order: VenueOrder): number {
    return this.differ ? tidy(order.limit - this.fillShift(order)) : order.limit
  }

  /** Where the stop of a trailing order stands in prices of the series, for a best price in the same. */
  stopOf(order: VenueOrder, water: number): number {
    if (!this.differ || order.trigger !== TRAILS) return order.stopAt(water)
    const shift = this.triggerShift(order)
    return tidy(order.stopAt(water + shift) - shift)
  }

  /** The price of a fill for a price of the series. */
  priceOf(order: VenueOrder, price: number): number {
    return this.differ ? tidy(price + this.fillShift(order)) : price
  }
}
