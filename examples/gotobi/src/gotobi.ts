import { Strategy } from '@tradewright/core'
import { z } from 'zod'
import { nextPaymentDay, tokyoTime } from './tokyo-days.js'

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'expected a time of day such as 09:55' })

/** On Japanese payment days: long into the Tokyo fix, then short until noon. */
export class Gotobi extends Strategy<typeof Gotobi.params> {
  /** Times of day in Tokyo. */
  static readonly params = z
    .object({
      buyAt: timeOfDay.default('02:00'),
      /** The fix: when banks set the rate at which they serve their customers that day. */
      turnAt: timeOfDay.default('09:55'),
      coverAt: timeOfDay.default('12:00'),
    })
    .refine(({ buyAt, turnAt, coverAt }) => buyAt < turnAt && turnAt < coverAt, {
      path: ['turnAt'],
      message: 'expected a time between buyAt and coverAt',
    })

  override onStart(): void {
    this.#awaitNextDay()
  }

  override onTimer(name: string): void {
    for (const symbol of this.symbols) {
      if (name === 'buy') this.buy(symbol, { reason: 'into the fix' })
      if (name === 'turn') {
        this.close(symbol, { reason: 'fixed' })
        this.sell(symbol, { reason: 'after the fix' })
      }
      if (name === 'cover') this.close(symbol, { reason: 'noon' })
    }
    if (name === 'cover') this.#awaitNextDay()
  }

  /** Where the calendar ends there is nothing left to wait for. */
  #awaitNextDay(): void {
    const { buyAt, turnAt, coverAt } = this.params
    const day = nextPaymentDay(this.now, buyAt)
    if (day === undefined) return
    this.schedule.at('buy', tokyoTime(day, buyAt))
    this.schedule.at('turn', tokyoTime(day, turnAt))
    this.schedule.at('cover', tokyoTime(day, coverAt))
  }
}
