import { describe, expect, it } from 'vitest'
import {
  latencyBars,
  Strategy,
  type AccountEvent,
  type BacktestResult,
  type BarInput,
  type EntryOptions,
  type Order,
} from '../src/index.js'
import { daily, day, engineOf } from './engine-setup.js'

type Act = (strategy: Strategy) => unknown

/** What is done at the end of each day that is named. */
function run(
  diary: Readonly<Record<number, Act>>,
  bars: readonly BarInput[],
  ratio: number | string,
  extra: object = {},
): Promise<BacktestResult> {
  class Writer extends Strategy {
    override onBar(): void {
      diary[new Date(this.now).getUTCDate()]?.(this)
    }
  }
  // The first bar after the split opens on the 4th.
  const split: AccountEvent = { kind: 'split', at: '2024-01-04', symbol: 'X', ratio, source: 'by hand' }
  return engineOf(Writer, { X: bars }, { events: [split], ...extra }).run()
}
const buy =
  (quantity: number, options: EntryOptions = {}): Act =>
  (s) =>
    s.buy('X', { quantity, ...options })
const sell =
  (quantity: number, options: EntryOptions = {}): Act =>
  (s) =>
    s.sell('X', { quantity, ...options })
const adjustments = ({ ledger }: BacktestResult): string[] =>
  ledger.flatMap(({ kind, amount, strategy }) => (kind === 'adjustment' ? [`${strategy!} ${amount.toString()}`] : []))
const held = ({ portfolio }: BacktestResult): string[] =>
  portfolio.children.flatMap(({ children }) => children.flatMap((one) => (one.isCash ? [] : [one.quantity.toFixed()])))
/** Orders as they are at the end: what they wait for, how much, and how they stand. */
const orders = ({ orders: all }: BacktestResult): string[] =>
  all.map(({ side, type, level, limitLevel, trail, quantity, filledQuantity, status }) =>
    [
      ...[side, type, ...[level, limitLevel, trail?.distance ?? Number.NaN].filter((price) => !Number.isNaN(price))],
      ...[`${filledQuantity.toFixed()}/${quantity.toFixed()}`, status],
    ].join(' '),
  )

describe('a split', () => {
  it.each([
    [4, 30, ['40', '12', '-400'], []],
    ['3:2', 80, ['15', '4', '-150'], ['b 40']],
    ['1:10', 1200, ['1', '-10'], ['b 360']],
    [0.1, 1200, ['1', '-10'], ['b 360']],
    // 2.5 new ones for one: half a share of 48 for the second.
    [2.5, 48, ['25', '7', '-250'], ['b 24']],
  ])(
    'of %s leaves each book the same value: whole shares, and what is left of one in cash',
    async (ratio, price, positions, paid) => {
      const quantities = [10, 3, -100]
      const strategies = quantities.map((quantity, i) => ({
        strategy: class extends Strategy {
          override onBar(): void {
            if (this.now === day(2)) this.target('X', quantity)
          }
        },
        name: 'abc'[i]!,
      }))
      const bars = daily(120, 120, 120, price, price)
      const result = await run({}, bars, ratio, { strategies })
      expect(held(result)).toEqual(positions)
      expect(adjustments(result)).toEqual(paid)
      expect(Array.from(result.equityCurve.equity)).toEqual(Array<number>(5).fill(100_000))
      const books = result.portfolio.children.map(({ equity }) => equity)
      expect(books).toEqual([0, 0, 0, 100_000])
    },
  )

  it('is in the list of events, with what it did', async () => {
    const { events } = await run({ 2: buy(10) }, daily(120, 120, 120, 30), 4)
    expect(events).toEqual([
      {
        time: day(4),
        event: { kind: 'split', at: '2024-01-04', symbol: 'X', ratio: 4, source: 'by hand' },
        status: 'applied',
        message: '1 positions in X, last price 120 -> 30',
      },
    ])
  })

  it('takes round trips into new shares: quantity, prices and excursions, and keeps what they cost', async () => {
    const bars = daily(120, 120, '120/132/108/120', '30/33/28/30', 36)
    const { roundTrips, positionCycles } = await run(
      { 2: buy(10), 5: (s) => s.close('X') },
      [...bars, daily(36)[0]!].map((bar, i) => ({ ...bar, openTime: day(i + 1) })),
      4,
    )
    const [trip] = roundTrips
    expect([trip!.quantity.toFixed(), trip!.entryPrice, trip!.exitPrice, trip!.pnl.toFixed()]).toEqual([
      '40',
      30,
      36,
      '240',
    ])
    // 27 is 108 before the split, and 33 is 132 too.
    expect([trip!.maxAdverseExcursion, trip!.maxFavorableExcursion]).toEqual([120, 240])
    expect(positionCycles[0]!.quantityMax.toFixed()).toBe('40')
  })

  it.each([
    ['cfd', 'profit', ['30', '-30']],
    ['future', 'variation', ['30', '-30']],
    ['equity', 'full', ['-450', '30', '420']],
  ])(
    'of a %s, which is paid by %s, pays what is left of a share at once, and nothing twice',
    async (assetClass, _, amounts) => {
      const instruments = [{ symbol: 'X', assetClass }]
      const bars = daily(90, 90, 90, 60, 60, 60)
      const result = await run({ 2: buy(5), 5: (s) => s.close('X') }, bars, '3:2', { instruments })
      expect(Array.from(result.equityCurve.equity)).toEqual(Array<number>(6).fill(100_000))
      expect(result.ledger.slice(1).map(({ amount }) => amount.toString())).toEqual(amounts)
      expect(result.cash.USD!.toFixed()).toBe('100000')
    },
  )

  it.each(['cfd', 'future', 'equity'])(
    'that leaves no share of a position in a %s pays all of it out',
    async (assetClass) => {
      const instruments = [{ symbol: 'X', assetClass }]
      const bars = daily(90, 90, 96, 960, 960, 960)
      const strategies = [5, -5].map((quantity, i) => ({
        strategy: class extends Strategy {
          override onBar(): void {
            if (this.now === day(2)) this.target('X', quantity)
          }
        },
        name: 'ab'[i]!,
      }))
      const result = await run({}, bars, '1:10', { instruments, strategies })
      expect(held(result)).toEqual([])
      const [up, down] = result.portfolio.children.map(({ equity }) => equity)
      expect([up, down, result.cash.USD!.toFixed()]).toEqual([30, -30, '100000'])
    },
  )
})

describe('orders that work when shares are split', () => {
  const flat = daily(120, 120, 120, 30, 30)

  it.each<[string, Act, string]>([
    ['a limit', buy(5, { type: 'limit', limitPrice: 100 }), 'buy limit 25 0/20 ACKED'],
    ['a stop', sell(5, { type: 'stop', stopPrice: 90 }), 'sell stop 22.5 0/20 ACKED'],
    [
      'a stop-limit',
      buy(5, { type: 'stopLimit', stopPrice: 140, limitPrice: 141 }),
      'buy stopLimit 35 35.25 0/20 ACKED',
    ],
    [
      'what waits for a touch',
      buy(5, { type: 'marketIfTouched', touchPrice: 100 }),
      'buy marketIfTouched 25 0/20 ACKED',
    ],
    [
      'a stop that trails by an amount',
      sell(5, { type: 'trailingStop', trailAmount: 8 }),
      'sell trailingStop 2 0/20 ACKED',
    ],
    [
      'a stop that trails by a fraction',
      sell(5, { type: 'trailingStop', trailFraction: 0.1 }),
      'sell trailingStop 0.1 0/20 ACKED',
    ],
  ])('keep their places: %s', async (_, act, expected) => {
    expect(orders(await run({ 3: act }, flat, 4))).toEqual([expected])
  })

  it('are not met by the fall of the price itself, and are by what comes after', async () => {
    const act: Act = (s) => [
      s.sell('X', { quantity: 5, type: 'stop', stopPrice: 110 }),
      s.sell('X', { quantity: 5, type: 'trailingStop', trailAmount: 12 }),
      s.buy('X', { quantity: 5, type: 'limit', limitPrice: 112 }),
    ]
    // 27.5 and 28 are in reach of the last bar; the stop trails 3 below 30.5.
    const result = await run(
      { 2: act },
      daily(120, '120/122/119/120', '120/121/118/120', '30/30.25/29/30', '30/30/26.5/27'),
      4,
    )
    expect(result.fills.map(({ price, quantity, occurredAt }) => [price, quantity.toNumber(), occurredAt])).toEqual([
      [28, 20, day(6)],
      [27.5, 20, day(6)],
      [27.5, 20, day(6)],
    ])
  })

  it('are brought to the tick, and to whole steps; what nothing is left of is cancelled', async () => {
    const instruments = [{ symbol: 'X', tickSize: '0.05', quantityStep: 2 }]
    const act: Act = (s) => [
      s.buy('X', { quantity: 4, type: 'limit', limitPrice: '99.95' }),
      s.buy('X', { quantity: 2, type: 'limit', limitPrice: '99.95' }),
    ]
    const result = await run({ 3: act }, daily(120, 120, 120, 160, 160), '3:4', { instruments })
    // 99.95 x 4 / 3 is 133.2667; three shares are two whole steps of two, less one.
    expect(
      result.orders.map(({ quantity, level, status, outcome }) => [
        quantity.toNumber(),
        level,
        status,
        outcome?.message,
      ]),
    ).toEqual([
      [2, 133.25, 'ACKED', undefined],
      [0, 133.25, 'CANCELED', 'the split left nothing of it'],
    ])
  })

  it('that are filled in part count what is filled in new shares too', async () => {
    const bars = daily(120, 120, 120, 30, 30).map((bar) => ({ ...bar, volume: bar.open === 120 ? 10 : 1000 }))
    const result = await run({ 2: buy(25) }, bars, 4, { fills: { maxVolumeFraction: 1 } })
    expect(result.fills.map(({ quantity, price }) => `${quantity.toFixed()} at ${String(price)}`)).toEqual([
      ...['10 at 120', '10 at 120', '20 at 30'],
    ])
    expect(orders(result)).toEqual(['buy market 100/100 FILLED'])
    expect([result.orders[0]!.averagePrice, held(result)]).toEqual([30, ['100']])
  })

  it('that are about to be changed get what the change means in new shares', async () => {
    let order: Order
    const diary: Record<number, Act> = {
      2: (s) => (order = s.buy('X', { quantity: 5, type: 'limit', limitPrice: 80 })),
      3: (s) => s.replace(order, { quantity: 6, limitPrice: 100 }),
    }
    const bars = daily(120, 120, 120, 30, 30, 30, 30)
    for (const costs of [{}, { latency: latencyBars(1) }]) {
      const result = await run(diary, bars, 4, { costs })
      expect(orders(result)).toEqual(['buy limit 25 0/24 ACKED'])
      expect(result.warnings.map(({ code }) => code)).not.toContain('STALE_REPORT')
    }
  })

  it('of a bracket go on protecting what is there, and close it whole', async () => {
    const bracket = buy(10, { stopLoss: 100, takeProfit: [{ limitPrice: 140, fraction: 0.5 }, 160] })
    const result = await run({ 2: bracket }, daily(120, 120, 120, '30/36/30/36', '36/36/20/20'), 4)
    expect(orders(result)).toEqual([
      ...['buy market 10/10 FILLED', 'sell stop 25 20/20 FILLED', 'sell limit 35 20/20 FILLED'],
      'sell limit 40 0/20 CANCELED',
    ])
    expect([held(result), result.cash.USD!.toFixed()]).toEqual([[], '100000'])
  })

  it('of an entry that still waits grow with it', async () => {
    const entry = buy(10, { type: 'limit', limitPrice: 112, stopLoss: 100, takeProfit: 140 })
    const result = await run({ 3: entry }, daily(120, 120, 120, '30/30/28/29', '29/29/24/24'), 4, {
      fills: { touch: 'fill' },
    })
    expect(orders(result)).toEqual([
      ...['buy limit 28 40/40 FILLED', 'sell stop 25 40/40 FILLED', 'sell limit 35 0/40 CANCELED'],
    ])
  })
})
