import type { DenialCode } from './denial.js'

/** Whom a limit is for: a single order, a symbol over all books, a strategy's book, or the account. */
export const RISK_SCOPES = ['order', 'symbol', 'book', 'account'] as const
export type RiskScope = (typeof RISK_SCOPES)[number]

/** One check of an order before it was sent: what it would have come to, and how much it might. */
export interface RiskCheck {
  /** What it is denied with where `value` is above `limit`. */
  readonly code: DenialCode
  readonly scope: RiskScope
  /** Whose limit: the symbol, the strategy, or the account. */
  readonly of: string
  /** Where the limit is set, such as `risk.account.positionValue`. */
  readonly rule: string
  readonly value: number
  readonly limit: number
}
