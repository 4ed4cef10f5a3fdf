import type { DenialCode } from '../domain/denial.js'
import type { RiskScope } from '../domain/risk-check.js'
import type { CheckedOrder } from './checked-order.js'

/** One limit of somebody's: what an order would come to, and how much it may. */
export interface RiskLimit {
  readonly code: DenialCode
  readonly scope: RiskScope
  /** Whose it is: a symbol, a strategy, or the account. */
  readonly of: string
  /** Where it is set, such as `risk.account.positionValue`. */
  readonly rule: string
  /** Whether `limit` stays the same for all orders. */
  readonly isFixed: boolean
  /** How much an order may come to, as it was when one was last measured. */
  readonly limit: number
  /** What an order would come to at a price; NaN where the limit does not concern it. */
  measure(order: CheckedOrder, price: number): number
  /** Why an order that was just measured is denied. */
  explain(order: CheckedOrder, value: number): string
}

/** Whether a value is above its limit. Sums of float64 values may miss it by an ulp where the quantity was sized to meet it exactly. */
export function exceeds(value: number, limit: number): boolean {
  return value > limit + Math.abs(limit) * 1e-12
}
