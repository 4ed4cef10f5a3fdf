import type { StateTarget } from './trading-states.js'

/** A limit was breached. Amounts in base currency. */
export interface RiskBreach {
  /** UTC epoch milliseconds: the instant at whose close it was judged. */
  readonly time: number
  readonly scope: StateTarget['scope']
  /** The strategy, or the account. */
  readonly of: string
  /** Where the limit is set, such as `risk.account.dailyLoss`. */
  readonly rule: string
  readonly value: number
  readonly limit: number
  readonly reason: string
}
