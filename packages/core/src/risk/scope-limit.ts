import type { DenialCode } from '../domain/denial.js'
import type { RiskScope } from '../domain/risk-check.js'
import type { CheckedOrder } from './checked-order.js'
import type { LimitView } from './limit-view.js'
import type { RiskLimit } from './risk-limit.js'
import type { ResolvedWorth } from './risk-settings.js'
import type { ScopeMeasure } from './scope-measure.js'

/** How much is allowed: a number that stays, or a worth, which hangs on equity or on a rate. */
export type Allowed = number | ResolvedWorth

/** One limit of an account, a strategy or a symbol on something that its measure reckons. One class for all of them: checking an order goes through dozens. */
export class ScopeLimit implements RiskLimit {
  readonly code: DenialCode
  readonly scope: RiskScope
  readonly of: string
  readonly rule: string
  readonly isFixed: boolean
  limit: number
  readonly #measure: ScopeMeasure
  readonly #cell: number
  /** NaN where it is no fraction of equity. */
  readonly #fraction: number
  readonly #amount: (ResolvedWorth & { readonly kind: 'amount' }) | undefined
  readonly #view: LimitView
  readonly #explain: (order: CheckedOrder, limit: ScopeLimit, value: number) => string

  constructor(options: {
    readonly code: DenialCode
    readonly scope: RiskScope
    readonly of: string
    readonly rule: string
    readonly allowed: Allowed
    readonly measure: ScopeMeasure
    readonly cell: number
    readonly view: LimitView
    readonly explain: (order: CheckedOrder, limit: ScopeLimit, value: number) => string
  }) {
    const { allowed } = options
    this.code = options.code
    this.scope = options.scope
    this.of = options.of
    this.rule = options.rule
    this.isFixed = typeof allowed === 'number'
    this.limit = typeof allowed === 'number' ? allowed : Number.NaN
    this.#fraction = typeof allowed === 'object' && allowed.kind === 'fraction' ? allowed.fraction : Number.NaN
    this.#amount = typeof allowed === 'object' && allowed.kind === 'amount' ? allowed : undefined
    this.#measure = options.measure
    this.#cell = options.cell
    this.#view = options.view
    this.#explain = options.explain
  }

  /** What the order that its measure took last comes to. */
  measure(): number {
    // Of no equity, or less than none, no fraction is left.
    if (!Number.isNaN(this.#fraction)) this.limit = Math.max(0, this.#measure.equity) * this.#fraction
    else if (this.#amount !== undefined) this.limit = this.#amount.amount * this.#view.rateOf(this.#amount.currency)
    return this.#measure.cells[this.#cell]!
  }

  explain(order: CheckedOrder, value: number): string {
    return this.#explain(order, this, value)
  }
}
