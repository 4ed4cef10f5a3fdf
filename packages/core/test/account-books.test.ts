import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  financing,
  latencyBars,
  MemoryDataGateway,
  noCommission,
  percent,
  perOrder,
  perShare,
  type AccountEvent,
  type BacktestConfig,
  type BarInput,
} from '../src/index.js'
import { internalFills, LastPrices, NaiveAccount, playBefore } from './account-witness.js'
import { DiceTrader, walk } from './dice-trader.js'
import { day } from './engine-setup.js'
import { Exact } from './naive-books.js'

const HOUR = 3_600_000
const COUNT = 100
const INSTRUMENTS = [
  { symbol: 'SHARE' },
  { symbol: 'FUTURE', assetClass: 'future', multiplier: '12.5' },
  { symbol: 'EUROS', assetClass: 'cfd', currency: 'EUR', multiplier: '0.1' },
  { symbol: 'YEN', currency: 'JPY', multiplier: 10 },
] as const
const NAMES = ['a', 'b', 'c', 'd']
const COMMISSIONS = [
  noCommission(),
  percent('0.0007'),
  perOrder('1.5'),
  perShare('0.0035', { minimum: '0.35' }),
  percent('-0.0001'),
]

const book = fc.option(fc.constantFrom(...NAMES), { nil: undefined })
const hour = fc.integer({ min: -5, max: COUNT }).map((hours) => day(1) + hours * HOUR + 60_000)
const money = fc.record({
  at: hour,
  amount: fc.integer({ min: 1, max: 5000 }),
  currency: fc.constantFrom('USD', 'EUR', 'JPY'),
})
const merger = fc.record({
  ...{ kind: fc.constant('merger' as const), at: hour, symbol: fc.constant('SHARE') },
  ...{ price: fc.constantFrom(0, '95.5'), source: fc.constant('dice') },
})
const event = fc.oneof(
  merger,
  fc
    .tuple(money, book)
    .map(([cash, strategy]) => ({ kind: 'deposit' as const, ...cash, ...(strategy && { strategy }) })),
  fc
    .tuple(money, book)
    .map(([cash, strategy]) => ({ kind: 'withdrawal' as const, ...cash, ...(strategy && { strategy }) })),
  fc
    .tuple(money, book, book)
    .filter(([, from, to]) => from !== to)
    .map(([cash, from, to]) => ({ kind: 'transfer' as const, ...cash, ...(from && { from }), ...(to && { to }) })),
  fc.record({
    kind: fc.constantFrom('start' as const, 'pause' as const),
    at: hour,
    strategy: fc.constantFrom(...NAMES),
  }),
  fc.record({
    kind: fc.constant('stop' as const),
    at: hour,
    strategy: fc.constantFrom(...NAMES),
    flatten: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('dividend' as const),
    at: hour,
    symbol: fc.constantFrom('SHARE', 'YEN'),
    amount: fc.constantFrom('0.07', 1),
    source: fc.constant('dice'),
  }),
)
const capital = fc.oneof(
  fc.constant(undefined),
  fc.integer({ min: 1000, max: 200_000 }).map((amount) => ({ amount })),
  fc.integer({ min: 1, max: 20 }).map((percents) => ({ targetWeight: percents / 100 })),
)
const world = fc.record({
  seed: fc.nat({ max: 1e6 }),
  gaps: fc.boolean(),
  symbols: fc.subarray(
    INSTRUMENTS.map(({ symbol }) => symbol),
    { minLength: 1 },
  ),
  strategies: fc.array(fc.record({ capital, sees: fc.nat({ max: 2 }) }), { minLength: 2, maxLength: 4 }),
  crossing: fc.constantFrom('net', 'allow', 'deny'),
  settlement: fc.constantFrom('hold', 'convert'),
  lots: fc.constantFrom('fifo', 'average'),
  commission: fc.constantFrom(...COMMISSIONS),
  late: fc.boolean(),
  atClose: fc.boolean(),
  closeAtEnd: fc.boolean(),
  events: fc.array(event, { maxLength: 12 }),
})
type World = typeof world extends fc.Arbitrary<infer T> ? T : never

function barsOf({ seed, gaps }: World): Readonly<Record<string, BarInput[]>> {
  const symbols = [...INSTRUMENTS.map(({ symbol }) => symbol), 'EURUSD', 'USDJPY']
  return Object.fromEntries(
    symbols.map((symbol, i) => [symbol, walk({ seed: seed + i, count: COUNT, gaps, volume: i % 2 === 0 })]),
  )
}

function configOf(own: World, bars: Readonly<Record<string, BarInput[]>>): BacktestConfig {
  const { symbols, settlement, lots, crossing, commission, late, atClose, closeAtEnd, seed } = own
  const traded = INSTRUMENTS.filter(({ symbol }) => symbols.includes(symbol))
  const strategies = own.strategies.map(({ capital: given, sees }, i) => ({
    ...{ strategy: DiceTrader, name: NAMES[i]! },
    // One symbol, or all.
    ...(sees === 0 ? {} : { symbols: [traded[sees % traded.length]!.symbol] }),
    ...(given && { capital: given }),
  }))
  const known = new Set(strategies.map(({ name }) => name))
  const isKnown = (name: string | undefined): boolean => name === undefined || known.has(name)
  const events = (own.events as AccountEvent[]).filter((each) => {
    if ('source' in each) return (symbols as readonly string[]).includes(each.symbol)
    if (each.kind === 'transfer') return isKnown(each.from) && isKnown(each.to)
    return !('strategy' in each) || isKnown(each.strategy)
  })
  return {
    data: new MemoryDataGateway(
      Object.entries(bars).map(([symbol, list]) => ({ symbol, timeframe: '1h', bars: list })),
    ),
    instruments: traded,
    series: traded.map(({ symbol }) => ({ symbol, timeframe: '1h' })),
    rates: ['EURUSD', 'USDJPY'].map((symbol) => ({ symbol, timeframe: '1h' })),
    account: {
      ...({ capital: 1_000_000, leverage: 3, settlement, lots, crossing } as object),
      financing: financing({
        interest: { credit: '0.03', debit: '0.07' },
        borrow: { rate: '0.1' },
        swap: { EUROS: { longRate: '-0.1', shortRate: '0.02' } },
      }),
    },
    strategies,
    events,
    costs: { commission, latency: latencyBars(late ? 1 : 0) },
    fills: atClose ? { fillAt: 'close' } : {},
    closeAtEnd,
    seed,
  }
}

describe('accounts on which several strategies trade at random', () => {
  it('have books that add up to them, to the last decimal, and are worth what ledger and fills say, at every instant', async () => {
    const seen = { fills: 0, inside: 0, instants: 0 }
    await fc.assert(
      fc.asyncProperty(world, async (own) => {
        const bars = barsOf(own)
        const naive = new NaiveAccount()
        const prices = new LastPrices(bars)
        const kernel = await playBefore(configOf(own, bars), {
          filled: (present) => {
            naive.read(present)
            naive.checkSums(present)
          },
          instant: (present, time, equity) => {
            seen.instants++
            naive.read(present)
            naive.checkSums(present)
            const price = (symbol: string): number => prices.of(symbol, time)
            const rates = new Map<string, Exact>([
              ['USD', new Exact(1)],
              ['EUR', new Exact(price('EURUSD'))],
              ['JPY', new Exact(1).div(price('USDJPY'))],
            ])
            const { capital: books, portfolio, names } = present.account
            let all = new Exact(0)
            for (let each = 0; each <= names.strategies.length; each++) {
              const worth = naive.equity(present, each, { price, rate: (code) => rates.get(code)! })
              all = all.plus(worth)
              expectNear(portfolio.bookEquity(each), worth)
              if (books.isOwn(each)) expect(books.equity(each)).toBe(portfolio.bookEquity(each))
            }
            expectNear(equity, all)
          },
        })
        naive.read(kernel)
        naive.checkSums(kernel)
        const inside = internalFills(kernel)
        expect(inside.charged).toBe(false)
        // What a merger pays out is booked inside as well, for one side alone.
        if (!own.events.some(({ kind }) => kind === 'merger')) {
          expect(inside.net.filter((units) => units !== 0)).toEqual([])
          if (own.crossing !== 'net') expect(inside.count).toBe(0)
        }
        expect([kernel.staleReports, kernel.overfills]).toEqual([0, 0])
        seen.fills += kernel.account.booking.fills.length
        seen.inside += inside.count
      }),
      { numRuns: 60 },
    )
    expect(seen.fills).toBeGreaterThan(2000)
    expect(seen.inside).toBeGreaterThan(20)
    expect(seen.instants).toBeGreaterThan(4000)
  }, 120_000)
})

/** To 1e-9 of the account's capital at least. */
function expectNear(value: number, expected: Exact): void {
  const tolerance = Math.max(1e-9 * Math.abs(expected.toNumber()), 1e-3)
  if (!(Math.abs(value - expected.toNumber()) <= tolerance)) expect(value).toBe(expected.toNumber())
}
