import type { RiskScope } from '../domain/risk-check.js'
import type { CheckedOrder } from './checked-order.js'
import { worthOf, type LimitOrigin, type LimitSources } from './limit-sources.js'
import type { ResolvedWorth } from './risk-settings.js'
import type { RiskLimit } from './risk-limit.js'
import type { ScopeMeasure } from './scope-measure.js'
import { shown } from './shown.js'

/** What one order may be worth. */
export class OrderValueLimit implements RiskLimit {
  readonly code = 'NOTIONAL_LIMIT'
  readonly scope: RiskScope = 'order'
  readonly of: string
  readonly rule: string
  limit = Number.NaN
  readonly #worth: ResolvedWorth
  readonly #measure: ScopeMeasure
  readonly #sources: LimitSources

  constructor(origin: LimitOrigin, worth: ResolvedWorth, measure: ScopeMeasure, sources: LimitSources) {
    this.of = origin.of
    this.rule = `${origin.path}.orderValue`
    this.#worth = worth
    this.#measure = measure
    this.#sources = sources
  }

  measure({ instrument, units }: CheckedOrder, price: number): number {
    this.limit = worthOf(this.#worth, this.#measure.equity, this.#sources.view)
    return this.#measure.scope.valueOf(instrument, units, price)
  }

  explain({ instrument }: CheckedOrder, value: number): string {
    const symbol = this.#sources.symbol(instrument)
    return `order is worth ${shown(value)} in ${symbol}; ${this.rule} allows ${shown(this.limit)}`
  }
}

/** How far an order's prices may be from the last one, as a fraction of it: mistakes of typing, and prices that have run away. */
export class PriceCollar implements RiskLimit {
  readonly code = 'PRICE_COLLAR'
  readonly scope: RiskScope = 'order'
  readonly of: string
  readonly rule: string
  readonly limit: number
  readonly #sources: LimitSources

  constructor(origin: LimitOrigin, fraction: number, sources: LimitSources) {
    this.of = origin.of
    this.rule = `${origin.path}.priceCollar`
    this.limit = fraction
    this.#sources = sources
  }

  measure({ instrument, level, limitLevel, activationPrice }: CheckedOrder): number {
    const last = this.#sources.view.mark(instrument)
    return farther(farther(distance(level, last), distance(limitLevel, last)), distance(activationPrice, last))
  }

  explain({ instrument }: CheckedOrder, value: number): string {
    const { view } = this.#sources
    const last = `${this.#sources.symbol(instrument)}'s last price of ${shown(view.mark(instrument))}`
    return `price is ${percent(value)} away from ${last}; ${this.rule} allows ${percent(this.limit)}`
  }
}

/** How old the last price of a symbol may be, in milliseconds. */
export class PriceAgeLimit implements RiskLimit {
  readonly code = 'STALE_PRICE'
  readonly scope: RiskScope = 'symbol'
  readonly of: string
  readonly rule: string
  readonly limit: number
  readonly #sources: LimitSources

  constructor(origin: LimitOrigin, ms: number, sources: LimitSources) {
    this.of = origin.of
    this.rule = `${origin.path}.maxPriceAge`
    this.limit = ms
    this.#sources = sources
  }

  measure({ instrument }: CheckedOrder): number {
    const { view } = this.#sources
    return view.now - view.priceTime(instrument)
  }

  explain({ instrument }: CheckedOrder, value: number): string {
    const symbol = this.#sources.symbol(instrument)
    return `${symbol}'s last price is ${shown(value / 1000)} s old; ${this.rule} allows ${shown(this.limit / 1000)} s`
  }
}

function distance(price: number, last: number): number {
  return Math.abs(price / last - 1)
}

/** The larger of two distances, of which either may be none. */
function farther(a: number, b: number): number {
  return a >= b || Number.isNaN(b) ? a : b
}

function percent(fraction: number): string {
  return `${shown(fraction * 100)} %`
}
