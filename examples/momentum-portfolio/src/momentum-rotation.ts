import { Strategy, xnys, type MarketSnapshot } from '@tradewright/core'
import { z } from 'zod'

/**
 * At the close of each month's last session, takes the shares that have risen most to equal weights: over so many months, without the last ones, in
 * which what rises tends to fall back.
 */
export class MomentumRotation extends Strategy<typeof MomentumRotation.params> {
  static readonly params = z.object({
    /** How many shares it holds. */
    top: z.number().int().min(1).default(3),
    /** Over how many months it measures. */
    months: z.number().int().min(1).default(6),
    /** How many months before now it leaves out. */
    skip: z.number().int().min(0).default(1),
    /** What part of the equity stays in cash, for opens above the close and for costs. */
    buffer: z.number().min(0).lt(1).default(0.02),
    /** Splits that the prices show: an ISO date, and new shares for an old one. */
    splits: z.array(z.object({ symbol: z.string(), at: z.string(), ratio: z.number().positive() })).default([]),
  })
  static readonly allowShort = false

  readonly #calendar = xnys()
  /** By symbol: the close of each month since it was listed, and the date of it. */
  readonly #closes = new Map<string, { readonly date: string; readonly close: number }[]>()

  override onSlice({ time, bars }: MarketSnapshot): void {
    const date = this.#calendar.sessionAt(time - 1)!.date
    if (this.#calendar.nextSession(time).date.slice(0, 7) === date.slice(0, 7)) return
    for (const { symbol, close } of bars) {
      const closes = this.#closes.get(symbol)
      if (closes) closes.push({ date, close })
      else this.#closes.set(symbol, [{ date, close }])
    }
    // Only what is traded today: a share that is delisted has no bar any more.
    const ranked = bars
      .map(({ symbol }) => ({ symbol, momentum: this.#momentum(symbol) }))
      .filter(({ momentum }) => !Number.isNaN(momentum))
      .sort((a, b) => b.momentum - a.momentum)
    const { top, buffer } = this.params
    if (ranked.length < top) return
    this.rebalance(Object.fromEntries(ranked.slice(0, top).map(({ symbol }) => [symbol, 1 / top])), { buffer })
  }

  /** The return of a share over the months that count, as if it had never been split in them; NaN where it is too young. */
  #momentum(symbol: string): number {
    const { months, skip } = this.params
    const closes = this.#closes.get(symbol)!
    const [from, to] = [closes.at(-1 - skip - months), closes.at(-1 - skip)]
    if (from === undefined || to === undefined) return Number.NaN
    const ratios = this.params.splits.filter(
      (split) => split.symbol === symbol && split.at > from.date && split.at <= to.date,
    )
    return ratios.reduce((close, { ratio }) => close * ratio, to.close) / from.close - 1
  }
}
