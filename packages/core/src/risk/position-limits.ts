import type { DenialCode } from '../domain/denial.js'
import type { RiskScope } from '../domain/risk-check.js'
import type { CheckedOrder } from './checked-order.js'
import { worthOf, type LimitOrigin, type LimitSources } from './limit-sources.js'
import type { RiskLimit } from './risk-limit.js'
import type { ResolvedWorth } from './risk-settings.js'
import type { ScopeMeasure } from './scope-measure.js'
import { shown } from './shown.js'

/** What limits on positions have in common. */
export interface PositionLimitOptions {
  readonly origin: LimitOrigin & { readonly scope: RiskScope }
  readonly measure: ScopeMeasure
  readonly sources: LimitSources
}

/** How many units of one symbol may be held. */
export class PositionSizeLimit implements RiskLimit {
  readonly code = 'POSITION_SIZE_LIMIT'
  readonly scope: RiskScope
  readonly of: string
  readonly rule: string
  readonly limit: number
  readonly #measure: ScopeMeasure
  readonly #sources: LimitSources
  readonly #unitsPerOne: readonly number[]

  /** `unitsPerOne` is by instrument. */
  constructor({ origin, measure, sources }: PositionLimitOptions, most: number, unitsPerOne: readonly number[]) {
    this.scope = origin.scope
    this.of = origin.of
    this.rule = `${origin.path}.positionSize`
    this.limit = most
    this.#measure = measure
    this.#sources = sources
    this.#unitsPerOne = unitsPerOne
  }

  measure({ instrument }: CheckedOrder): number {
    return this.#measure.units / this.#unitsPerOne[instrument]!
  }

  explain({ instrument }: CheckedOrder, value: number): string {
    const symbol = this.#sources.symbol(instrument)
    return `${this.#measure.name}'s position in ${symbol} would be ${shown(value)}; ${this.rule} allows ${shown(this.limit)}`
  }
}

/** What one position, or all of them, may be worth. */
export class WorthLimit implements RiskLimit {
  readonly code: 'POSITION_VALUE_LIMIT' | 'TOTAL_EXPOSURE_LIMIT'
  readonly scope: RiskScope
  readonly of: string
  readonly rule: string
  limit = Number.NaN
  readonly #worth: ResolvedWorth
  readonly #measure: ScopeMeasure
  readonly #sources: LimitSources
  readonly #isTotal: boolean

  constructor(
    { origin, measure, sources }: PositionLimitOptions,
    rule: 'positionValue' | 'totalExposure',
    worth: ResolvedWorth,
  ) {
    this.#isTotal = rule === 'totalExposure'
    this.code = this.#isTotal ? 'TOTAL_EXPOSURE_LIMIT' : 'POSITION_VALUE_LIMIT'
    this.scope = origin.scope
    this.of = origin.of
    this.rule = `${origin.path}.${rule}`
    this.#worth = worth
    this.#measure = measure
    this.#sources = sources
  }

  measure(): number {
    this.limit = worthOf(this.#worth, this.#measure.equity, this.#sources.view)
    return this.#isTotal ? this.#measure.total : this.#measure.position
  }

  explain({ instrument }: CheckedOrder, value: number): string {
    const symbol = this.#sources.symbol(instrument)
    const what = this.#isTotal ? `positions, with this order in ${symbol},` : `position in ${symbol}`
    return `${this.#measure.name}'s ${what} would be worth ${shown(value)}; ${this.rule} allows ${shown(this.limit)}`
  }
}

/** How large a fraction, or a multiple, of equity some positions may be: all, those in one symbol, or those in a group or a currency. */
export class EquityFractionLimit implements RiskLimit {
  readonly code: DenialCode
  readonly scope: RiskScope
  readonly of: string
  readonly rule: string
  readonly limit: number
  readonly #measure: ScopeMeasure
  readonly #sources: LimitSources
  readonly #worthOf: (order: CheckedOrder, measure: ScopeMeasure) => number
  readonly #what: (order: CheckedOrder) => string

  constructor(
    { origin, measure, sources }: PositionLimitOptions,
    own: {
      readonly code: 'LEVERAGE_LIMIT' | 'CONCENTRATION_LIMIT'
      readonly rule: string
      readonly fraction: number
      /** What is compared with equity; NaN where the limit does not concern the order. */
      readonly worthOf: (order: CheckedOrder, measure: ScopeMeasure) => number
      /** How messages call it. */
      readonly what: (order: CheckedOrder) => string
    },
  ) {
    this.code = own.code
    this.scope = origin.scope
    this.of = origin.of
    this.rule = `${origin.path}.${own.rule}`
    this.limit = own.fraction
    this.#measure = measure
    this.#sources = sources
    this.#worthOf = own.worthOf
    this.#what = own.what
  }

  measure(order: CheckedOrder): number {
    const worth = this.#worthOf(order, this.#measure)
    // Of no equity, or less than none, nothing is a small part.
    return this.#measure.equity > 0 || worth === 0 ? worth / this.#measure.equity : Number.POSITIVE_INFINITY
  }

  explain(order: CheckedOrder, value: number): string {
    const { name, equity } = this.#measure
    const what = `${name}'s ${this.#what(order)}, with this order in ${this.#sources.symbol(order.instrument)},`
    return `${what} would be worth ${shown(value)} times its equity of ${shown(equity)}; ${this.rule} allows ${shown(this.limit)}`
  }
}
