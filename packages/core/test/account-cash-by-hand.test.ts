import { describe, expect, it } from 'vitest'
import {
  latencyBars,
  perOrder,
  perShare,
  Strategy,
  type AccountEvent,
  type BacktestResult,
  type Order,
  type StrategyClass,
} from '../src/index.js'
import { daily, day, engineOf, type Bars } from './engine-setup.js'

type Step = (strategy: Strategy) => unknown

/** Does one thing at the close of each day, from the first on. */
function stepping(...steps: readonly (Step | undefined)[]) {
  return class Steps extends Strategy {
    #step = 0
    override onSlice(): void {
      steps[this.#step++]?.(this)
    }
  }
}

const run = (strategy: StrategyClass, bars: Bars, account: object = {}, extra: object = {}): Promise<BacktestResult> =>
  engineOf(strategy, bars, { account: { type: 'cash', capital: 10_000, ...account }, ...extra }).run()
const ends = ({ orders }: BacktestResult): string[] =>
  orders.map(({ symbol, side, quantity, filledQuantity, status, outcome }) =>
    [
      symbol,
      side,
      `${filledQuantity.toFixed()}/${quantity.toFixed()}`,
      status,
      ...(outcome ? [outcome.code] : []),
    ].join(' '),
  )
const cashOf = ({ cash }: BacktestResult): string => cash.USD!.toFixed()
/** The buying power that the message of a denial shows. */
const powers = ({ orders }: BacktestResult): string[] =>
  orders.flatMap(({ outcome }) => /buying power of (.*)$/.exec(outcome?.message ?? '')?.[1] ?? [])

const flat: Bars = { A: daily(100, 100, 100, 100), B: daily(50, 50, 50, 50) }
const tooMuch: Step = (s) => s.buy('B', { quantity: 1_000_000 })

describe('the buying power of a cash account', () => {
  it('is its cash, less the buffer of a quarter of a percent', async () => {
    expect(powers(await run(stepping(tooMuch), flat))).toEqual(['9975'])
    expect(powers(await run(stepping(tooMuch), flat, { cashBuffer: 0.01 }))).toEqual(['9900'])
    const exact = await run(
      stepping((s) => s.buy('A', { quantity: 100 })),
      flat,
      { cashBuffer: 0 },
    )
    expect([ends(exact), cashOf(exact)]).toEqual([['A buy 100/100 FILLED'], '0'])
  })

  it('is less by what working buys cost at their own prices, or at the mark', async () => {
    const working: readonly [string, Step][] = [
      // 10,000 - 20 x 90, x 0.9975
      ['8179.5', (s) => s.buy('A', { quantity: 20, type: 'limit', limitPrice: 90 })],
      // 10,000 - 20 x 110
      ['7780.5', (s) => s.buy('A', { quantity: 20, type: 'stop', stopPrice: 110 })],
      // At its limit: 10,000 - 20 x 112
      ['7740.6', (s) => s.buy('A', { quantity: 20, type: 'stopLimit', stopPrice: 110, limitPrice: 112 })],
      // At the mark: 10,000 - 20 x 100
      ['7980', (s) => s.buy('A', { quantity: 20, type: 'trailingStop', trailAmount: 5 })],
      // Of alternatives the dearest alone: 10,000 - 30 x 80
      [
        '7581',
        (s) =>
          s.oco([
            { symbol: 'A', side: 'buy', quantity: 20, type: 'limit', limitPrice: 90 },
            { symbol: 'A', side: 'buy', quantity: 30, type: 'limit', limitPrice: 80 },
          ]),
      ],
    ]
    for (const [power, order] of working) expect(powers(await run(stepping(order, tooMuch), flat))).toEqual([power])
  })

  it('is more by what market orders of the same instant close, at the mark; by what others would close it is not', async () => {
    const bars = { A: daily(100, 100, 120, 120, 120), B: daily(50, 50, 50, 50, 50) }
    const after = (sell: Step) =>
      stepping(
        (s) => s.buy('A', { quantity: 50 }),
        undefined,
        (s) => [sell(s), tooMuch(s)],
      )
    // Cash is 5,000; 30 shares at 120 are 3,600.
    expect(
      powers(
        await run(
          after((s) => s.close('A', { quantity: 30 })),
          bars,
        ),
      ),
    ).toEqual(['8578.5'])
    expect(
      powers(
        await run(
          after((s) => s.sell('A', { quantity: 30, type: 'limit', limitPrice: 130 })),
          bars,
        ),
      ),
    ).toEqual(['4987.5'])
    // A buy of the same instant takes from what is closed.
    const both: Step = (s) => [s.sell('A', { quantity: 30 }), s.buy('A', { quantity: 10 })]
    // 5,000 - 10 x 120 + 20 x 120
    expect(powers(await run(after(both), bars))).toEqual(['6184.5'])
  })

  it('is not lessened by the very order that is to be changed', async () => {
    let order: Order
    const replaced: boolean[] = []
    const steps = stepping(
      (s) => (order = s.buy('A', { quantity: 90, type: 'limit', limitPrice: 80 })),
      (s) => replaced.push(s.replace(order, { limitPrice: 95 })),
      (s) => replaced.push(s.replace(order, { quantity: 110 })),
    )
    const result = await run(steps, flat)
    expect(replaced).toEqual([true, false])
    expect(result.orders[0]!.limitPrice!.toFixed()).toBe('95')
    expect(result.warnings.find(({ code }) => code === 'REPLACE_DENIED')!.message).toContain('buying power of 9975')
  })

  it('of a strategy with capital of its own is that of its book; all others share that of what is left', async () => {
    const buy = (quantity: number) => stepping((s) => s.buy('B', { quantity }))
    const strategies = [
      { strategy: buy(121), name: 'pooled' },
      { strategy: buy(10), name: 'pooled too' },
      { strategy: buy(62), name: 'own', capital: { amount: 3000 } },
      { strategy: buy(20), name: 'own too', capital: { targetWeight: 0.1 } },
    ]
    // The pool has 6,000, of which 121 at 49 take 5,929; 62 at 49 are 3,038.
    const result = await run(stepping(), { ...flat, B: daily(49, 49, 49) }, {}, { strategies })
    expect(ends(result).map((end) => end.split(' ')[3])).toEqual(['FILLED', 'DENIED', 'DENIED', 'FILLED'])
    expect(powers(result)).toEqual(['70.8225', '2992.5'])
  })
})

describe('a cash account', () => {
  it('exchanges all of one symbol for another in one instant', async () => {
    const exchange: Step = (s) => [s.buy('B', { quantity: 199 }), s.close('A')]
    const result = await run(
      stepping((s) => s.buy('A', { quantity: 99 }), undefined, exchange),
      flat,
    )
    expect(ends(result)).toEqual(['A buy 99/99 FILLED', 'B buy 199/199 FILLED', 'A sell 99/99 FILLED'])
    expect(result.ledger.map(({ amount }) => amount.toString())).toEqual(['10000', '-9900', '9900', '-9950'])
    expect(cashOf(result)).toBe('50')
  })

  const gap: Bars = { A: daily(100, 100, 104, 104), B: daily(50, 50, 50, 50) }

  it.each([
    ['reject', {}, 'A buy 0/98 REJECTED INSUFFICIENT_FUNDS', '10000'],
    // 10,000 / 104 = 96.15
    ['reduce', {}, 'A buy 96/98 CANCELED INSUFFICIENT_FUNDS', '16'],
    // 96 x 104 and a commission of 20 would be 10,004
    ['reduce', { costs: { commission: perOrder(20) } }, 'A buy 95/98 CANCELED INSUFFICIENT_FUNDS', '100'],
    // 0.5 a share: 96 x 104.5 = 10,032
    ['reduce', { costs: { commission: perShare('0.5') } }, 'A buy 95/98 CANCELED INSUFFICIENT_FUNDS', '72.5'],
  ])(
    '%ss what the open after a gap is too dear for, commission included',
    async (insufficientFunds, extra, end, cash) => {
      const result = await run(
        stepping(undefined, (s) => s.buy('A', { quantity: 98 })),
        gap,
        { insufficientFunds },
        extra,
      )
      expect([ends(result), cashOf(result)]).toEqual([[end], cash])
    },
  )

  it('never fills a part of what is to be filled whole or not at all', async () => {
    const all: Step = (s) => s.buy('A', { quantity: 98, timeInForce: 'FOK' })
    const result = await run(stepping(undefined, all), gap, { insufficientFunds: 'reduce' })
    expect([ends(result), cashOf(result)]).toEqual([['A buy 0/98 REJECTED INSUFFICIENT_FUNDS'], '10000'])
  })

  it('cuts an entry down with its exits, which then sell what it has bought', async () => {
    const bars = { A: daily(100, 100, 104, '104/104/90/95', 95), B: daily(50) }
    const bracket: Step = (s) => s.buy('A', { quantity: 98, stopLoss: 92, takeProfit: 130 })
    const result = await run(stepping(undefined, bracket), bars, { insufficientFunds: 'reduce' })
    expect(ends(result).slice(0, 2)).toEqual(['A buy 96/96 FILLED', 'A sell 96/96 FILLED'])
    // 10,000 - 96 x 104 + 96 x 92
    expect(cashOf(result)).toBe('8848')
  })

  it.each([
    ['reject', 'A sell 0/50 REJECTED NOT_PERMITTED', 20],
    ['reduce', 'A sell 20/20 FILLED', 0],
  ])(
    'sells nothing short, although an order was sent for more than is left: %ss it',
    async (insufficientFunds, end, left) => {
      // The limit sells 30 while the close of all 50 is on its way.
      const bars = { A: daily(100, 100, 100, 106, 106, 106), B: daily(50) }
      const steps = stepping(
        (s) => s.buy('A', { quantity: 50, takeProfit: { limitPrice: 105, fraction: 0.6 }, stopLoss: 1 }),
        undefined,
        (s) => s.sell('A', { quantity: 50 }),
      )
      const result = await run(steps, bars, { insufficientFunds }, { costs: { latency: latencyBars(1) } })
      expect(ends(result)).toContain(end)
      const held = result.portfolio.children[0]!.children.slice(1).map(({ quantity }) => quantity.toNumber())
      expect(held).toEqual(left > 0 ? [left] : [])
    },
  )

  it('does not sell what would bring less than its commission, where there is no cash for it', async () => {
    const bars = { A: daily(100, 100, 1, 1, 1), B: daily(50) }
    const steps = stepping(
      (s) => s.buy('A', { quantity: 99 }),
      undefined,
      (s) => s.sell('A', { quantity: 2 }),
    )
    const costs = { commission: perOrder(50) }
    const result = await run(steps, bars, { capital: 9_949, cashBuffer: 0 }, { costs })
    expect(ends(result)).toEqual(['A buy 0/99 REJECTED INSUFFICIENT_FUNDS', 'A sell 0/2 DENIED SHORT_NOT_ALLOWED'])
    // 9,960 - 9,900 - 50 leave 10, and 2 shares bring 2, less 50.
    const held = await run(steps, bars, { capital: 9_960, cashBuffer: 0 }, { costs })
    expect(ends(held)).toEqual(['A buy 99/99 FILLED', 'A sell 0/2 REJECTED INSUFFICIENT_FUNDS'])
    expect(cashOf(held)).toBe('10')
  })

  it.each(['future', 'fx', 'cfd'])(
    'opens no position in a %s: what is not paid in full may lose more than there is',
    async (assetClass) => {
      const instruments = [{ symbol: 'A', assetClass }, { symbol: 'B' }]
      const { orders } = await run(
        stepping((s) => s.buy('A', { quantity: 1 })),
        flat,
        {},
        { instruments },
      )
      expect(orders[0]!.outcome!.message).toMatch(/^A is paid by '.*'; a cash account buys only what is paid in full$/)
    },
  )

  it('takes deposits, and gives withdrawals what is there and no more, by book', async () => {
    const cash = (kind: 'deposit' | 'withdrawal', amount: number, strategy?: string): AccountEvent => ({
      ...{ kind, at: day(3), amount, ...(strategy === undefined ? {} : { strategy }) },
    })
    const transfer = (from: string | undefined, to: string | undefined, amount: number): AccountEvent => ({
      ...{
        kind: 'transfer',
        at: day(3),
        amount,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      },
    })
    const strategies = [
      { strategy: stepping((s) => s.buy('A', { quantity: 60 })), name: 'pooled' },
      { strategy: stepping(), name: 'own', capital: { amount: 3000 } },
    ]
    // The account's own book has 7,000, the pooled one -6,000: together 1,000.
    const events = [
      ...[cash('withdrawal', 1001), cash('withdrawal', 3001, 'own'), cash('withdrawal', 1001, 'pooled')],
      ...[transfer('own', undefined, 3001), transfer(undefined, 'own', 1001), transfer('pooled', 'own', 400)],
      ...[
        cash('deposit', 50, 'pooled'),
        cash('withdrawal', 650),
        transfer('own', 'pooled', 3400),
        cash('withdrawal', 3400),
      ],
    ]
    const result = await run(stepping(), flat, {}, { strategies, events })
    expect(result.events.map(({ status, message }) => `${status} ${message}`)).toEqual([
      ...["refused 1000 USD is there; a cash account can't go below zero"],
      ...["refused 3000 USD is there; a cash account can't go below zero"],
      ...["refused 1000 USD is there; a cash account can't go below zero"],
      ...["refused 3000 USD is there; a cash account can't go below zero"],
      ...["refused 1000 USD is there; a cash account can't go below zero"],
      ...['applied 400 USD', 'applied 50 USD', 'applied -650 USD', 'applied 3400 USD', 'applied -3400 USD'],
    ])
    expect(cashOf(result)).toBe('0')
  })

  it('that converts gives withdrawals and transfers in another currency from its own, at the rate', async () => {
    const at = day(3)
    const events: AccountEvent[] = [
      { kind: 'withdrawal', at, amount: 8001, currency: 'EUR' },
      { kind: 'withdrawal', at, amount: 1000, currency: 'EUR' },
      { kind: 'transfer', at, amount: 100, currency: 'EUR', to: 'own' },
      { kind: 'deposit', at, amount: 8, currency: 'EUR', strategy: 'own' },
    ]
    const strategies = [{ strategy: stepping(), name: 'own', capital: { amount: 3000 } }]
    const bars = { EURUSD: daily(1.25, 1.25, 1.25) }
    const instruments = [{ symbol: 'EURUSD', assetClass: 'fx' }]
    const result = await run(stepping(), bars, { settlement: 'convert' }, { events, strategies, instruments })
    expect(result.events.map(({ status }) => status)).toEqual(['refused', 'applied', 'applied', 'applied'])
    const cash = result.portfolio.children.map(
      ({ name, children }) =>
        `${name} ${children.map(({ symbol, quantity }) => `${quantity.toFixed()} ${symbol}`).join()}`,
    )
    expect(cash).toEqual(['own 3135 USD', 'account book 5625 USD'])
  })
})
