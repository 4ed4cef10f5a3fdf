import { Strategy, type Bar, type Fill, type Order } from '@tradewright/core'
import { z } from 'zod'

/** Goes with the last bar, holds for a while, and after each loss trades twice as much: a martingale, which behaves badly on purpose. */
export class Doubler extends Strategy<typeof Doubler.params> {
  static readonly params = z.object({
    /** Shares of a first try. */
    quantity: z.number().int().positive().default(200),
    /** How many bars a position is held. */
    hold: z.number().int().positive().default(8),
  })

  #quantity = this.params.quantity
  #barsHeld = 0
  #entryPrice = 0

  override onBar({ symbol, open, close }: Bar): void {
    if (!this.position(symbol).isFlat) {
      if (++this.#barsHeld >= this.params.hold) this.close(symbol)
    } else if (close > open) this.buy(symbol, { quantity: this.#quantity })
    else if (close < open) this.sell(symbol, { quantity: this.#quantity })
  }

  override onFill({ symbol, side, price }: Fill): void {
    if (!this.position(symbol).isFlat) {
      this.#entryPrice = price
      this.#barsHeld = 0
      return
    }
    const hasLost = side === 'sell' ? price < this.#entryPrice : price > this.#entryPrice
    this.#quantity = hasLost ? this.#quantity * 2 : this.params.quantity
  }

  /** Told that it may not, it begins again. */
  override onOrder({ status }: Order): void {
    if (status === 'DENIED') this.#quantity = this.params.quantity
  }
}
