import { SMA, Strategy, type Bar } from '@tradewright/core'
import { z } from 'zod'

/** Long while a fast moving average of closes is above a slow one, flat otherwise; trades on the day after they cross. */
export class SmaCross extends Strategy<typeof SmaCross.params> {
  static readonly params = z
    .object({
      fast: z.number().int().min(1).default(20),
      slow: z.number().int().min(2).default(50),
    })
    .refine(({ fast, slow }) => fast < slow, { path: ['fast'], message: 'expected less than slow' })
  static readonly allowShort = false

  readonly #fast = this.indicator(new SMA({ period: this.params.fast }))
  readonly #slow = this.indicator(new SMA({ period: this.params.slow }))
  #wasAbove: boolean | undefined

  override onBar({ symbol }: Bar): void {
    const isAbove = this.#fast.value > this.#slow.value
    if (this.#wasAbove === false && isAbove) this.buy(symbol, { reason: 'crossed above' })
    if (this.#wasAbove === true && !isAbove) this.close(symbol, { reason: 'crossed below' })
    this.#wasAbove = isAbove
  }
}
