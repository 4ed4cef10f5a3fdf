import { describe, expect, it } from 'vitest'
import { Strategy, type AccountEvent, type BacktestResult, type Order, type StrategyClass } from '../src/index.js'
import { daily, day, engineOf, type Bars } from './engine-setup.js'

const source = 'test'
const split: AccountEvent = { kind: 'split', at: day(3), symbol: 'X', ratio: 4, source }
/** A split of four for one at the third day's open. */
const bars: Bars = { X: daily(100, 100, 25, 25, 25) }

class BuysAtTheClose extends Strategy {
  override onBar(): void {
    if (this.now === day(3)) this.buy('X', { quantity: 10 })
  }
}
class BuysOnATimer extends Strategy {
  override onStart(): void {
    this.schedule.at('buy', day(3))
  }
  override onTimer(): void {
    this.buy('X', { quantity: 10 })
  }
}
/** Answers the venue's acknowledgement with another order. */
class Answers extends BuysAtTheClose {
  #answered = false
  override onOrder({ status }: Order): void {
    if (status !== 'ACKED' || this.#answered) return
    this.#answered = true
    this.buy('X', { quantity: 1, type: 'limit', limitPrice: 100 })
  }
}

const run = (strategy: StrategyClass, extra: object): Promise<BacktestResult> =>
  engineOf(strategy, bars, { account: { capital: 10_000 }, ...extra }).run()
const orders = (result: BacktestResult): string[] =>
  result.orders.map(
    ({ side, type, quantity, filledQuantity, limitPrice, status }) =>
      `${side} ${type} ${quantity.toFixed()}${limitPrice ? ` at ${limitPrice.toFixed()}` : ''}: ${filledQuantity.toFixed()} ${status}`,
  )

describe('what happens from outside at the instant of a decision', () => {
  it.each([
    ['at a close', BuysAtTheClose],
    ['on a timer of that instant', BuysOnATimer],
  ])('finds an order that was decided %s on its way: a split makes four shares of each, once', async (_, strategy) => {
    const result = await run(strategy, { events: [split] })
    expect(orders(result)).toEqual(['buy market 40: 40 FILLED'])
    expect([result.fills[0]!.price, result.cash.USD!.toFixed()]).toEqual([25, '9000'])
    expect(Array.from(result.equityCurve.equity)).toEqual(Array<number>(5).fill(10_000))
  })

  it('comes after what was filled at that very close', async () => {
    const result = await run(BuysAtTheClose, { events: [split], fills: { fillAt: 'close' } })
    expect(orders(result)).toEqual(['buy market 10: 10 FILLED'])
    expect(result.portfolio.children[0]!.children.map(({ quantity }) => quantity.toFixed())).toEqual(['-1000', '40'])
    expect(Array.from(result.equityCurve.equity)).toEqual(Array<number>(5).fill(10_000))
  })

  it("comes after what strategies made of their orders' reports", async () => {
    const result = await run(Answers, { events: [split] })
    expect(orders(result)).toEqual(['buy market 40: 40 FILLED', 'buy limit 4 at 25: 4 FILLED'])
  })

  it('does not take the cash of a cash account that a fill of that instant has spent', async () => {
    const withdrawal: AccountEvent = { kind: 'withdrawal', at: day(3), amount: 9500 }
    const cash = { account: { type: 'cash', capital: 10_000 }, fills: { fillAt: 'close' }, events: [withdrawal] }
    const result = await run(BuysAtTheClose, cash)
    expect(result.events.map(({ status, message }) => `${status}: ${message}`)).toEqual([
      "refused: 9000 USD is there; a cash account can't go below zero",
    ])
    expect(result.cash.USD!.toFixed()).toBe('9000')
  })

  it('comes in the order of the list where several things happen at once', async () => {
    const dividend: AccountEvent = { kind: 'dividend', at: day(3), symbol: 'X', amount: '0.5', source }
    class Holds extends Strategy {
      override onBar(): void {
        if (this.now === day(2)) this.buy('X', { quantity: 10 })
      }
    }
    const paid = async (...events: AccountEvent[]) => {
      const { ledger } = await run(Holds, { events })
      return ledger.flatMap(({ kind, amount }) => (kind === 'dividend' ? [amount.toString()] : []))
    }
    expect(await paid(dividend, split)).toEqual(['5'])
    expect(await paid(split, dividend)).toEqual(['20'])
  })

  it('is done before the opens of that instant: who sells at the open of the ex-date has the dividend, who buys has not', async () => {
    class Trades extends Strategy {
      override onBar(): void {
        if (this.now === day(this.name === 'sells' ? 2 : 3)) this.buy('X', { quantity: 10 })
        if (this.now === day(3) && this.name === 'sells') this.close('X')
      }
    }
    const strategies = ['sells', 'buys'].map((name) => ({ strategy: Trades, name }))
    const dividend = { kind: 'dividend', at: day(3), symbol: 'X', amount: '0.5', source }
    const { ledger, fills } = await run(Trades, { strategies, events: [dividend] })
    expect(ledger.flatMap(({ kind, strategy }) => (kind === 'dividend' ? [strategy] : []))).toEqual(['sells'])
    expect(fills.map(({ strategy, occurredAt }) => `${strategy} ${String(new Date(occurredAt).getUTCDate())}`)).toEqual(
      ['sells 2', 'sells 3', 'buys 3'],
    )
  })

  it('is the same on a single series and beside another', async () => {
    const both: AccountEvent[] = [split, { kind: 'deposit', at: day(3), amount: 500 }]
    for (const strategy of [BuysAtTheClose, BuysOnATimer, Answers]) {
      const alone = await run(strategy, { events: both })
      const beside = await engineOf(
        strategy,
        { ...bars, OTHER: daily(1) },
        { account: { capital: 10_000 }, events: both },
      ).run()
      expect(alone.fills).toEqual(beside.fills)
      expect(alone.ledger).toEqual(beside.ledger)
      expect(Array.from(alone.equityCurve.equity)).toEqual(Array.from(beside.equityCurve.equity))
    }
  })
})
