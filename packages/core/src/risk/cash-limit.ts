import type { OrderOutcome } from '../domain/order.js'
import { closingNow, type ExposedOrder, type PositionScope } from './exposure-limit.js'
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
export class CashLimit {
  readonly #buffer: number

  /** `buffer` is a fraction. */
  constructor(buffer: number) {
    this.#buffer = buffer
  }

  check(scope: CashScope, order: ExposedOrder, price: number, symbol: string): OrderOutcome | undefined {
    if (order.direction < 0) return undefined
    const power = this.room(scope, order.instrument)
    const value = scope.valueOf(order.instrument, order.units, price)
    if (value <= power + Math.abs(power) * 1e-12) return undefined
    return {
      code: 'INSUFFICIENT_CAPITAL',
      message: `an order worth ${shown(value)} in ${symbol} came; ${scope.name}'s cash leaves a buying power of ${shown(power)}`,
    }
  }

  /** What a buy may be worth, in base currency. */
  room(scope: CashScope, instrument: number): number {
    let power = scope.cashFor(instrument) - scope.workingBuysValue(instrument)
    for (const other of scope.exposed()) {
      if (scope.sharesCash(instrument, other))
        power += scope.valueOf(other, closingNow(scope, other), scope.mark(other))
    }
    return Math.max(0, power * (1 - this.#buffer))
  }
}
