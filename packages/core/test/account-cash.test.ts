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
  Strategy,
  type AccountEvent,
  type BacktestConfig,
  type Bar,
  type BarInput,
  type Order,
  type OrderTerms,
} from '../src/index.js'
import { MoneyCell } from '../src/domain/money.js'
import type { TradingKernel } from '../src/kernel/trading-kernel.js'
import { LEDGER_KINDS } from '../src/domain/ledger-kind.js'
import { ENTRY } from '../src/portfolio/ledger.js'
import { playBefore } from './account-witness.js'
import { walk } from './dice-trader.js'
import { day } from './engine-setup.js'
import { Exact } from './naive-books.js'

const HOUR = 3_600_000
const COUNT = 60
const NAMES = ['a', 'b', 'c']

/** Throws dice for whatever may spend cash: all of it at once, or a little; orders of all kinds, brackets, alternatives, exits, replaces, rebalances. */
class Spender extends Strategy {
  override onBar({ symbol, close }: Bar): void {
    const throwOf = this.random()
    const all = Math.max(1, Math.floor(((0.8 + 0.2 * this.random()) * this.portfolio.capital.cash) / close))
    const quantity = this.random() < 0.6 ? all : 1 + Math.floor(this.random() * 20)
    const exits = { stopLoss: this.cents(close * 0.9), takeProfit: this.cents(close * 1.1) }
    if (throwOf < 0.2) this.buy(symbol, { quantity, ...(this.random() < 0.2 ? { timeInForce: 'FOK' } : {}) })
    else if (throwOf < 0.3) this.buy(symbol, { quantity, ...exits })
    else if (throwOf < 0.35) this.buy(symbol, { quantity, ...this.terms(close) })
    else if (throwOf < 0.38) this.alternatives(symbol, close, quantity)
    else if (throwOf < 0.5) this.close(symbol)
    else if (throwOf < 0.6) this.sell(symbol, { quantity: 1 + Math.floor(this.random() * 50), ...this.terms(close) })
    else if (throwOf < 0.64) this.protect(symbol, exits)
    else if (throwOf < 0.67) this.rebalance({ [symbol]: this.random() })
    for (const order of this.openOrders(symbol)) {
      if (this.random() < 0.4) this.cancel(order)
      else if (this.random() < 0.1) this.replace(order, { quantity })
    }
  }
  override onFill(_: unknown, { symbol }: Order): void {
    if (this.random() < 0.2) this.buy(symbol, { quantity: 10 })
  }
  private alternatives(symbol: string, close: number, quantity: number): void {
    const [low, high] = [this.cents(close * 0.97), this.cents(close * 1.03)]
    this.oco([
      { symbol, side: 'buy', quantity, type: 'limit', limitPrice: low },
      { symbol, side: 'buy', quantity, type: 'stop', stopPrice: high },
    ])
  }
  private terms(close: number): OrderTerms & { readonly timeInForce?: never } {
    const level = this.cents(close * (0.95 + 0.1 * this.random()))
    const throwOf = this.random()
    if (throwOf < 0.3) return {}
    return throwOf < 0.65 ? { type: 'stop', stopPrice: level } : { type: 'limit', limitPrice: level }
  }
  private cents(price: number): number {
    return Math.max(0.01, Math.round(price * 100) / 100)
  }
}

const COMMISSIONS = [
  ...[noCommission(), percent('0.002'), perOrder(7), perShare('0.05', { minimum: 2 }), percent('-0.0005')],
]
const INSTRUMENTS = [
  { symbol: 'SHARE' },
  { symbol: 'EURO', currency: 'EUR' },
  { symbol: 'COIN', quantityStep: '0.01' },
] as const

const book = fc.option(fc.constantFrom(...NAMES), { nil: undefined })
const hour = fc.integer({ min: 0, max: COUNT }).map((hours) => day(1) + hours * HOUR)
const money = { at: hour, amount: fc.integer({ min: 1, max: 3000 }), currency: fc.constantFrom('USD', 'EUR') }
const action = { at: hour, symbol: fc.constantFrom('SHARE', 'EURO', 'COIN'), source: fc.constant('dice') }
const event = fc.oneof(
  fc
    .tuple(fc.record({ kind: fc.constantFrom('deposit', 'withdrawal'), ...money }), book)
    .map(([cash, strategy]) => ({ ...cash, ...(strategy && { strategy }) })),
  fc
    .tuple(fc.record({ kind: fc.constant('transfer'), ...money }), book, book)
    .filter(([, from, to]) => from !== to)
    .map(([cash, from, to]) => ({ ...cash, ...(from && { from }), ...(to && { to }) })),
  fc.record({ kind: fc.constant('dividend'), ...action, amount: fc.constantFrom('0.5', 3) }),
  fc.record({ kind: fc.constant('split'), ...action, ratio: fc.constantFrom(2, '3:2', '1:7', '5:3') }),
  fc.record({
    kind: fc.constantFrom('merger', 'delisting'),
    ...action,
    symbol: fc.constant('COIN'),
    price: fc.constantFrom(0, '80.5'),
  }),
  fc.record({ kind: fc.constant('stop'), at: hour, strategy: fc.constantFrom(...NAMES), flatten: fc.boolean() }),
)
const world = fc.record({
  seed: fc.nat({ max: 1e6 }),
  symbols: fc.subarray([...INSTRUMENTS], { minLength: 1 }),
  // Of most the capital is that of the account, which its venue looks at.
  strategies: fc.array(fc.option(fc.integer({ min: 10, max: 33 }), { nil: undefined, freq: 2 }), {
    minLength: 1,
    maxLength: 3,
  }),
  settlement: fc.constantFrom('hold', 'convert'),
  shortfall: fc.constantFrom('reject', 'reduce'),
  crossing: fc.constantFrom('net', 'allow'),
  buffer: fc.constantFrom(0, 0.0025),
  commission: fc.constantFrom(...COMMISSIONS),
  atClose: fc.boolean(),
  late: fc.boolean(),
  volume: fc.boolean(),
  rate: fc.constantFrom('0.05', '-0.9'),
  events: fc.array(event, { maxLength: 8 }),
})
type World = typeof world extends fc.Arbitrary<infer T> ? T : never

/** A walk whose price jumps by up to a fifth in front of every third bar. */
function jumping({ seed, volume }: World, index: number): BarInput[] {
  let factor = 1
  return walk({ seed: seed + index, count: COUNT, volume }).map((bar, i) => {
    if ((seed + i + index) % 3 === 0) factor *= 0.82 + ((seed + i * 7) % 38) / 100
    const times = (price: number): number => Math.max(0.01, Math.round(price * factor * 100) / 100)
    return { ...bar, open: times(bar.open), high: times(bar.high), low: times(bar.low), close: times(bar.close) }
  })
}

function configOf(own: World, bars: Readonly<Record<string, BarInput[]>>): BacktestConfig {
  const traded = own.symbols
  const strategies = own.strategies.map((percents, i) => ({
    ...{ strategy: Spender, name: NAMES[i]! },
    ...(percents === undefined ? {} : { capital: { targetWeight: percents / 100 } }),
  }))
  const names: readonly (string | undefined)[] = [undefined, ...strategies.map(({ name }) => name)]
  const symbols: readonly string[] = traded.map(({ symbol }) => symbol)
  const events = (own.events as AccountEvent[]).filter((each) => {
    if ('source' in each) return symbols.includes(each.symbol)
    if (each.kind === 'transfer') return names.includes(each.from) && names.includes(each.to)
    return !('strategy' in each) || names.includes(each.strategy)
  })
  return {
    data: new MemoryDataGateway(
      Object.entries(bars).map(([symbol, list]) => ({ symbol, timeframe: '1h', bars: list })),
    ),
    instruments: traded,
    series: traded.map(({ symbol }) => ({ symbol, timeframe: '1h' })),
    rates: [{ symbol: 'EURUSD', timeframe: '1h' }],
    account: {
      ...({ type: 'cash', capital: 15_000, cashBuffer: own.buffer } as const),
      ...({ settlement: own.settlement, insufficientFunds: own.shortfall, crossing: own.crossing } as object),
      financing: financing({ interest: { credit: own.rate, debit: '0.9' } }),
    },
    strategies,
    events,
    costs: { commission: own.commission, latency: latencyBars(own.late ? 1 : 0) },
    fills: { ...(own.atClose ? { fillAt: 'close' } : {}), touch: 'fill' },
    seed: own.seed,
  }
}

/** Fails at the first entry after which a currency is below zero; what belongs to one fill or one conversion is one movement. */
function checkNeverNegative({ account: { ledger, currencies } }: TradingKernel, converts: boolean): void {
  const { log } = ledger
  const sums = currencies.map(() => new Exact(0))
  for (let row = 0; row < log.length; row++) {
    const currency = log.get(row, ENTRY.currency)
    sums[currency] = sums[currency]!.plus(log.readAmount(row, ENTRY.amount, new MoneyCell()).toString())
    const next = row + 1 < log.length ? row + 1 : undefined
    const fill = log.get(row, ENTRY.fill)
    const goesOn = next !== undefined && fill >= 0 && log.get(next, ENTRY.fill) === fill
    const isConverted = next !== undefined && LEDGER_KINDS[log.get(next, ENTRY.kind)] === 'conversion'
    if (goesOn || isConverted) continue
    for (const [index, sum] of sums.entries()) {
      if (sum.isNegative() && !sum.isZero())
        expect(`row ${String(row)}: ${sum.toFixed()} ${currencies[index]!}`).toBe('0 or more')
      if (converts && index > 0 && !sum.isZero()) expect(sum.toFixed()).toBe('0')
    }
  }
}

/** What was refused at an open, and had no part of it filled there, the cash could not have paid for. */
function checkNotPaid(
  { now, account: { ledger, portfolio, currencies } }: TradingKernel,
  order: Order,
  { own, bars }: { readonly own: World; readonly bars: Readonly<Record<string, readonly BarInput[]>> },
): void {
  if (order.status !== 'REJECTED' || own.atClose || own.volume) return
  const { open } = bars[order.symbol]!.find(({ openTime }) => openTime === now)!
  const currency = portfolio.currencyOf(order.instrument)
  const [held, rate] = own.settlement === 'hold' ? [currency, 1] : [0, portfolio.rates.toBase[currency]!]
  const isWhole = own.shortfall === 'reject' || order.timeInForce === 'FOK'
  const least = isWhole ? order.quantity.toNumber() : order.symbol === 'COIN' ? 0.01 : 1
  // No commission here is more than this.
  const cost = least * open * rate * 1.002 + 7 + 0.05 * least
  const cash = ledger.cash(held).toNumber()
  if (cash >= cost) expect(`${String(cash)} ${currencies[held]!}`).toBe(`less than ${String(cost)}`)
}

describe('a cash account', () => {
  it('is never below zero in any currency, and no book is ever short, whatever is ordered and whatever happens', async () => {
    const seen = { fills: 0, unpaid: 0, short: 0 }
    await fc.assert(
      fc.asyncProperty(world, async (own) => {
        const bars = {
          ...Object.fromEntries(own.symbols.map(({ symbol }, i) => [symbol, jumping(own, i)])),
          EURUSD: walk({ seed: own.seed + 9, count: COUNT }).map((bar) => ({
            ...bar,
            open: 1.2,
            high: 1.3,
            low: 1.1,
            close: 1.1 + (Number(bar.openTime) % 7) / 35,
          })),
        }
        const paid = new Set<number>()
        const kernel = await playBefore(configOf(own, bars), {
          ordered: (present, order) => {
            if (order.outcome?.code !== 'INSUFFICIENT_FUNDS' || order.side === 'sell' || paid.has(order.number)) return
            paid.add(order.number)
            if (order.type === 'market') checkNotPaid(present, order, { own, bars })
          },
          filled: ({ account: { portfolio, names } }) => {
            for (const strategy of names.strategies.keys())
              for (const instrument of names.instruments.keys())
                if (portfolio.units(strategy, instrument) < 0) expect(portfolio.units(strategy, instrument)).toBe(0)
          },
        })
        checkNeverNegative(kernel, own.settlement === 'convert')
        expect([kernel.staleReports, kernel.overfills]).toEqual([0, 0])
        seen.fills += kernel.account.booking.fills.length
        const codes = [...kernel.orders.log.outcomes.values()].map(({ code }) => code)
        seen.unpaid += codes.filter((code) => code === 'INSUFFICIENT_FUNDS').length
        seen.short += codes.filter((code) => code === 'NOT_PERMITTED').length
      }),
      { numRuns: 150 },
    )
    expect(seen.fills).toBeGreaterThan(3000)
    expect([seen.unpaid > 5, seen.short > 5]).toEqual([true, true])
  }, 120_000)
})
