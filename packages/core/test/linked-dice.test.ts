import { describe, expect, it } from 'vitest'
import {
  isTerminal,
  Strategy,
  type BacktestResult,
  type Bar,
  type EntryOptions,
  type ExitOptions,
  type Order,
  type OrderTerms,
} from '../src/index.js'
import { walk } from './dice-trader.js'
import { engineOf } from './engine-setup.js'

type FreeTerms = Exclude<OrderTerms, { readonly timeInForce?: never }>

/** Throws dice for everything that can be linked: brackets, alternatives, triggered orders, protection, replaces and cancels of any of them. */
class LinkedDice extends Strategy {
  override onBar({ symbol, close }: Bar): void {
    // Each further order that rests multiplies the paths of a bar.
    const throwOf = this.openOrders(symbol).length < 5 ? this.random() : 1
    if (throwOf < 0.25) this.trade(symbol, { ...this.terms(close), ...this.exits(close, 1) })
    else if (throwOf < 0.3) this.close(symbol)
    else if (throwOf < 0.35) this.protect(symbol, this.exits(close, this.position(symbol).isShort ? -1 : 1))
    else if (throwOf < 0.45) this.alternatives(symbol, close)
    else if (throwOf < 0.5) {
      const [first, second] = [this.terms(close), this.terms(close)]
      this.trade(symbol, { ...first, triggers: [{ side: 'buy', ...second }, { side: 'sell' }] })
    } else if (throwOf < 0.55) this.sell(symbol, { quantity: 5, ...this.terms(close), reduceOnly: true })
    else if (throwOf < 0.58) this.target(symbol, 0)
    for (const order of this.openOrders(symbol)) {
      if (this.random() < 0.1) this.cancel(order)
      else if (this.random() < 0.1) this.change(order)
    }
  }

  override onFill(_: unknown, order: Order): void {
    for (const other of this.linked(order)) if (this.random() < 0.1) this.change(other)
  }

  private trade(symbol: string, options: EntryOptions): void {
    const quantity = 1 + Math.floor(this.random() * 20)
    if (this.random() < 0.7) this.buy(symbol, { quantity, ...options })
    else this.sell(symbol, { quantity, ...options })
  }

  private alternatives(symbol: string, close: number): void {
    const quantity = 1 + Math.floor(this.random() * 20)
    const [first, second] = [this.terms(close), this.terms(close)]
    this.oco([
      { symbol, side: 'buy', quantity, ...first, ...this.exits(close, 1) },
      { symbol, side: 'sell', quantity, ...second, ...this.exits(close, -1) },
    ])
  }

  private terms(close: number): FreeTerms {
    const [level, other] = [this.around(close), this.around(close)]
    const all: readonly FreeTerms[] = [
      {},
      { type: 'limit', limitPrice: level },
      { type: 'stop', stopPrice: level },
      { type: 'stopLimit', stopPrice: level, limitPrice: other },
      { type: 'marketIfTouched', touchPrice: level },
      { type: 'limitIfTouched', touchPrice: level, limitPrice: other },
      { type: 'trailingStop', trailAmount: 1 },
      { type: 'trailingStopLimit', trailFraction: 0.01, limitOffset: 0.5, activationPrice: level },
    ]
    return all[Math.floor(this.random() * all.length)]!
  }

  private exits(close: number, direction: number): ExitOptions {
    const cents = (value: number): number => Math.round(value * 100) / 100
    const stopLoss = this.random() < 0.5 ? cents(close - direction * 2) : { trailAmount: 1.5 }
    const takeProfit = [1, 2].map((distance) => cents(close + direction * distance * (0.5 + this.random())))
    return this.random() < 0.3 ? { stopLoss } : { stopLoss, takeProfit }
  }

  private change(order: Order): void {
    const quantity = 1 + Math.floor(this.random() * 20)
    if (this.random() < 0.5) this.replace(order, { quantity })
    else if (order.stopPrice) this.replace(order, { stopPrice: this.around(order.stopPrice.toNumber()) })
    else if (order.limitPrice) this.replace(order, { limitPrice: this.around(order.limitPrice.toNumber()) })
  }

  private around(price: number): number {
    return Math.round((price + 3 * (this.random() - 0.5)) * 100) / 100
  }
}

const SEEDS = [1, 2, 3, 4]
const play = (seed: number, extra: object = {}): Promise<BacktestResult> =>
  engineOf(
    LinkedDice,
    { 'X 1h': walk({ seed, count: 400, volume: true }) },
    { seed, account: { capital: 1_000_000 }, fills: { maxVolumeFraction: 0.05 }, ...extra },
  ).run()

describe('random runs of linked orders', () => {
  it.each(SEEDS)('lose nothing: no stale report, no overfill, no exit without a position, seed %d', async (seed) => {
    const result = await play(seed)
    expect(result.warnings.filter(({ code }) => ['STALE_REPORT', 'OVERFILL'].includes(code))).toEqual([])
    expect(result.fills.length).toBeGreaterThan(50)
    let held = 0
    for (const fill of result.fills) {
      const { reduceOnly } = result.orders[fill.order]!
      const signed = fill.side === 'buy' ? fill.quantity.toNumber() : -fill.quantity.toNumber()
      if (reduceOnly) expect(Math.abs(held + signed)).toBe(Math.abs(held) - Math.abs(signed))
      held += signed
    }
  })

  it.each(SEEDS)('end what an ended order leaves behind, seed %d', async (seed) => {
    const { orders } = await play(seed)
    const orphans = orders.filter(({ status, link }) => {
      const parent = link?.parent === undefined ? undefined : orders[link.parent]!
      return status === 'HELD' && parent !== undefined && isTerminal(parent.status)
    })
    expect(orphans).toEqual([])
    const filledOf = new Map<number, number>()
    for (const { status, link } of orders) {
      if (link?.role !== 'alternative' || status !== 'FILLED') continue
      filledOf.set(link.group, (filledOf.get(link.group) ?? 0) + 1)
    }
    expect([...filledOf.values()].filter((filled) => filled > 1)).toEqual([])
  })

  it('are the same with fresh bars', async () => {
    const [plain, fresh] = await Promise.all([play(9), play(9, { freshBars: true })])
    expect(fresh.hash).toBe(plain.hash)
  })

  it('end flat where they are told to, with nothing that still works', async () => {
    const result = await play(10, { closeAtEnd: true })
    const held = result.fills.reduce(
      (sum, { side, quantity }) => (side === 'buy' ? sum + quantity.toNumber() : sum - quantity.toNumber()),
      0,
    )
    expect(held).toBe(0)
  })
})
