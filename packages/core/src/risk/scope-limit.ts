import type { OrderOutcome } from '../domain/order.js'
import type { CheckedOrder } from './checked-order.js'
import type { RiskLimit } from './risk-limit.js'
import type { ResolvedWorth } from './risk-settings.js'

/** How much is allowed: a number that stays, or a worth, which hangs on equity or on a rate. */
export type Allowed = number | ResolvedWorth

/** One limit of an account, a strategy or a symbol, on something that a measure reckons. */
export interface ScopeLimit extends Pick<RiskLimit, 'code' | 'scope' | 'of' | 'rule' | 'isFixed' | 'limit'> {
  readonly allowed: Allowed
  /** Where its value and the equity of its scope are found, among the cells of all measures. */
  readonly cell: number
  readonly equityCell: number
  /** Why an order that comes to `value`, where only `most` is allowed, is denied. */
  refuse(order: CheckedOrder, value: number, most: number): OrderOutcome
}
