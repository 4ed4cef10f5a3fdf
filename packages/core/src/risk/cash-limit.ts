import type { RiskScope } from '../domain/risk-check.js'
import type { CheckedOrder } from './checked-order.js'
import { closingNow, type PositionScope } from './exposure-limit.js'
import type { RiskLimit } from './risk-limit.js'
import { shown } from './shown.js'

/** Cash that buys may use, all in base currency. */
export interface CashScope extends PositionScope {
  /** Cash that an instrument can be bought with: that of its currency, or all where cash is converted. */
  cashFor(instrument: number): number
  /** Whether two instruments are bought with the same cash. */
  sharesCash(instrument: number, other: number): boolean
  /** What buys that work will cost, at their own prices, or at the mark. Of instruments that take from the same cash. */
  workingBuysValue(instrument: number): number
}

/**
 * A cash account: an order may cost what there is, less what working buys will take, and with what closing market orders of this very instant will
 * bring, at the mark; less a buffer, since prices move until they are filled.
 */
export class CashLimit implements RiskLimit {
  readonly code = 'INSUFFICIENT_CAPITAL'
  readonly scope: RiskScope
  readonly of: string
  readonly rule = 'account.cashBuffer'
  readonly isFixed = false
  limit = Number.NaN
  readonly #buffer: number
  readonly #cash: CashScope

  /** `buffer` is a fraction. */
  constructor(buffer: number, cash: CashScope, scope: RiskScope) {
    this.#buffer = buffer
    this.#cash = cash
    this.scope = scope
    this.of = cash.name
  }

  measure({ instrument, direction, units }: CheckedOrder, price: number): number {
    if (direction < 0) return Number.NaN
    this.limit = this.room(instrument)
    return this.#cash.valueOf(instrument, units, price)
  }

  explain({ instrument }: CheckedOrder, value: number): string {
    const scope = this.#cash
    return `an order worth ${shown(value)} in ${scope.symbol(instrument)} came; ${scope.name}'s cash leaves a buying power of ${shown(this.limit)}`
  }

  /** What a buy may be worth, in base currency. */
  room(instrument: number): number {
    const scope = this.#cash
    let power = scope.cashFor(instrument) - scope.workingBuysValue(instrument)
    for (const other of scope.exposed()) {
      if (scope.sharesCash(instrument, other))
        power += scope.valueOf(other, closingNow(scope, other), scope.mark(other))
    }
    return Math.max(0, power * (1 - this.#buffer))
  }
}
