import { Strategy, xnys, type Bar } from '@tradewright/core'
import { z } from 'zod'

const BAR_MS = 900_000
const TICK = 0.01

/**
 * Buys when the price rises out of the range of a session's first bars: a stop order with a stop-loss and two targets for half each. What is left
 * of it is sold at the session's close.
 */
export class OpeningRange extends Strategy<typeof OpeningRange.params> {
  static readonly params = z.object({
    /** How many bars make the range. */
    bars: z.number().int().min(1).default(2),
    /** How deep in the range the stop-loss lies: 1 is at its low. */
    depth: z.number().positive().max(1).default(0.75),
    /** Where the targets lie, in multiples of the risk taken: the way from the entry to the stop-loss. */
    targets: z.tuple([z.number().positive(), z.number().positive()]).default([1, 2]),
  })
  static readonly allowShort = false

  readonly #calendar = xnys()

  override onBar({ symbol, openTime, closeTime }: Bar): void {
    const { open, close } = this.#calendar.nextSession(openTime)
    const lastOpen = close - BAR_MS
    if (closeTime === open + this.params.bars * BAR_MS) this.#enter(symbol, lastOpen)
    if (closeTime === lastOpen) this.close(symbol, { type: 'marketOnClose', reduceOnly: true, reason: 'session ends' })
  }

  /** One call places all of it; what is not bought by `expireAt` is not wanted any more. */
  #enter(symbol: string, expireAt: number): void {
    const { bars, depth, targets } = this.params
    const { highs, lows } = this.history(symbol, bars)
    const [high, low] = [Math.max(...highs), Math.min(...lows)]
    const stopPrice = onTick(high + TICK)
    const stopLoss = onTick(high - depth * (high - low))
    const risk = stopPrice - stopLoss
    this.buy(symbol, {
      type: 'stop',
      stopPrice,
      timeInForce: 'GTD',
      expireAt,
      stopLoss,
      takeProfit: targets.map((multiple) => ({ limitPrice: onTick(stopPrice + multiple * risk) })),
      reason: `range ${low.toFixed(2)} to ${high.toFixed(2)}`,
    })
  }
}

function onTick(price: number): number {
  return Math.round(price / TICK) / (1 / TICK)
}
