import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BacktestEngine,
  MemoryDataGateway,
  Strategy,
  type BacktestConfig,
  type BacktestResult,
  type BarInput,
} from '../src/index.js'
import { daily, DAY_MS, day, engineOf, errorOf, Idle, type Bars } from './engine-setup.js'
import { Exact } from './naive-books.js'

/** Holds so many of a symbol from the second day's open on, and sells them at that of the fifth. */
function holder(symbol: string, quantity: number) {
  return class Holder extends Strategy {
    override onSlice(): void {
      if (this.now === day(2)) this.target(symbol, quantity)
      if (this.now === day(5)) this.target(symbol, 0)
    }
  }
}
const equity = ({ equityCurve }: BacktestResult): number[] => Array.from(equityCurve.equity)
const ledger = ({ ledger: entries }: BacktestResult): string[] =>
  entries
    .slice(1)
    .map(({ kind, amount, currency, rate }) =>
      [kind, amount.toString(), currency, ...(rate === undefined ? [] : [rate])].join(' '),
    )
const fx = (symbol: string) => ({ symbol, assetClass: 'fx' })

describe('a position in another currency', () => {
  const share = daily(100, 100, 110, 120, 120)
  const cases: readonly [string, string, Bars, readonly object[], number[]][] = [
    // 10 x (110 x 1.3 - 100 x 1.2): what was borrowed in euros costs more as well.
    ['direct', 'EUR', { EURUSD: daily(1.2, 1.2, 1.3, 1.25, 1.25) }, [fx('EURUSD')], [1000, 1000, 1130, 1250, 1250]],
    // The other way round: a dollar costs 0.8 euros, then 0.5.
    ['inverse', 'EUR', { USDEUR: daily(0.8, 0.8, 0.5, 0.8, 0.8) }, [fx('USDEUR')], [1000, 1000, 1200, 1250, 1250]],
    // Pounds to euros to dollars: 1 / 0.8 x 1.2, then 1 / 0.5 x 1.2, then 1 / 0.5 x 1.1.
    [
      'crossed',
      'GBP',
      { EURGBP: daily(0.8, 0.8, 0.5, 0.5, 0.5), EURUSD: daily(1.2, 1.2, 1.2, 1.1, 1.1) },
      [fx('EURGBP'), fx('EURUSD')],
      [1000, 1000, 1240, 1440, 1440],
    ],
  ]

  it.each(cases)('is worth what its rate says, %s', async (_, currency, rates, pairs, expected) => {
    const instruments = [{ symbol: 'X', currency }, ...pairs]
    const account = { capital: 1000, leverage: 3 }
    const traded = await engineOf(holder('X', 10), { X: share, ...rates }, { instruments, account }).run()
    expect(equity(traded).map((value) => Number(value.toPrecision(12)))).toEqual(expected)
    // The same pairs, loaded for their rates alone.
    const result = await new BacktestEngine({
      data: new MemoryDataGateway([{ symbol: 'X', timeframe: '1d', bars: share }, ...named(rates)]),
      instruments: [{ symbol: 'X', currency }],
      series: [{ symbol: 'X', timeframe: '1d' }],
      rates: Object.keys(rates).map((symbol) => ({ symbol, timeframe: '1d' }) as const),
      strategies: [{ strategy: holder('X', 10) }],
      account,
    }).run()
    expect([equity(result), ledger(result)]).toEqual([equity(traded), ledger(traded)])
  })

  it('of a direct pair and of one that crosses goes by the shorter way', async () => {
    const instruments = [{ symbol: 'X', currency: 'GBP' }, fx('EURGBP'), fx('EURUSD'), fx('GBPUSD')]
    const bars = { X: share, EURGBP: daily(1, 1, 1), EURUSD: daily(7, 7, 7), GBPUSD: daily(1.5, 1.5, 1.5) }
    const result = await engineOf(holder('X', 10), bars, { instruments }).run()
    expect(equity(result).slice(2, 4)).toEqual([100_150, 100_300])
  })

  it('whose cash is held is paid in that currency, and converted nowhere', async () => {
    const instruments = [{ symbol: 'X', currency: 'EUR' }, fx('EURUSD')]
    const bars = { X: share, EURUSD: daily(1.2, 1.2, 1.3, 1.25, 1.25) }
    const result = await engineOf(holder('X', 10), bars, { instruments }).run()
    expect(ledger(result)).toEqual(['fill -1000 EUR', 'fill 1200 EUR'])
    expect(Object.entries(result.cash).map(([code, amount]) => `${amount.toFixed()} ${code}`)).toEqual([
      '100000 USD',
      '200 EUR',
    ])
    const [trip] = result.roundTrips
    expect([trip!.pnl.toFixed(), trip!.currency, trip!.rate, trip!.pnlInBase.toFixed()]).toEqual([
      '200',
      'EUR',
      1.25,
      '250',
    ])
  })

  it('whose cash is converted leaves none of that currency at any entry in a row', async () => {
    const instruments = [{ symbol: 'X', currency: 'JPY' }, fx('USDJPY')]
    const bars = { X: share, USDJPY: daily(150, 150, 145, 149, 151) }
    const account = { settlement: 'convert' }
    const result = await engineOf(holder('X', 7), bars, { instruments, account }).run()
    // 700 / 150 = 4.66666666666…; sold at the rate of the fourth day: 840 / 149 = 5.63758389261…
    expect(ledger(result)).toEqual([
      ...['fill -700 JPY', `conversion 700 JPY ${1 / 150}`, `conversion -4.66666667 USD ${1 / 150}`],
      ...['fill 840 JPY', `conversion -840 JPY ${1 / 149}`, `conversion 5.63758389 USD ${1 / 149}`],
    ])
    expect(result.cash.JPY!.toFixed()).toBe('0')
  })
})

describe('the rate of an instant', () => {
  const HOUR = 3_600_000
  const hourly = (...prices: number[]): BarInput[] =>
    prices.map((price, i) => ({
      openTime: day(3) + (9 + i) * HOUR,
      open: price,
      high: price,
      low: price,
      close: price,
    }))
  /** An hourly share in euros from 9 o'clock of the third day on, and daily rates. */
  const run = (rates: readonly BarInput[], extra: Partial<BacktestConfig> = {}) => {
    const seen: string[] = []
    class Watch extends Strategy {
      override onStart(): void {
        this.note()
      }
      override onBar(): void {
        this.note()
      }
      private note(): void {
        const nodes = this.portfolio.tree().children.flatMap(({ children }) => children)
        const cash = nodes.find(({ symbol }) => symbol === 'EUR')
        seen.push(`${String((this.now - day(3)) / HOUR)}h ${String(cash?.valueInBase)}`)
      }
    }
    return new BacktestEngine({
      data: new MemoryDataGateway([
        { symbol: 'X', timeframe: '1h', bars: hourly(...Array<number>(18).fill(10)) },
        { symbol: 'EURUSD', timeframe: '1d', bars: rates },
      ]),
      instruments: [{ symbol: 'X', currency: 'EUR' }],
      series: [{ symbol: 'X', timeframe: '1h' }],
      rates: [{ symbol: 'EURUSD', timeframe: '1d' }],
      strategies: [{ strategy: Watch }],
      events: [{ kind: 'deposit', at: 0, amount: 100, currency: 'EUR' }],
      ...extra,
    })
      .run()
      .then((result) => ({ result, seen }))
  }

  it('is the last close of the pair; the bar that is under way, and closes later, is not looked into', async () => {
    const { seen } = await run(daily(1.1, 1.2, '1.3/9/1.3/9', 1.5))
    // The second day's close, until the third day's comes at midnight.
    expect(new Set(seen.slice(0, 15).map((line) => line.split(' ')[1]))).toEqual(new Set(['120']))
    expect(seen.slice(14, 17)).toEqual(['23h 120', '24h 900', '25h 900'])
  })

  it('is the open of the bar that is under way, where none has closed before', async () => {
    const { seen } = await run(daily(1.1, 1.2, '1.3/9/1.3/9', 1.5).slice(2))
    expect(seen.slice(13, 17)).toEqual(['22h 130', '23h 130', '24h 900', '25h 900'])
  })

  it('is known from the start of a run that begins later than its data, for pairs that are traded as well', async () => {
    const bars = { X: daily(10, 10, 10, 10, 10, 10), EURUSD: daily(1.1, 1.2, '1.3/9/1.3/9', 1.5, 1.6, 1.7) }
    const extra = {
      instruments: [{ symbol: 'X', currency: 'EUR' }, fx('EURUSD')],
      events: [{ kind: 'deposit', at: 0, amount: 100, currency: 'EUR' }],
      account: { settlement: 'convert' },
    }
    for (const [from, amount] of [
      ['2024-01-01', '110'],
      ['2024-01-02', '110'],
      ['2024-01-03', '120'],
      ['2024-01-04', '900'],
    ])
      expect(ledger(await engineOf(Idle, bars, { ...extra, from }).run()).at(-1)).toMatch(`conversion ${amount!} USD`)
  })

  it('that comes too late is an error before anything happens, with all pairs and from when on they are known', async () => {
    const late = (bars: BarInput[], days: number) =>
      bars.map((bar) => ({ ...bar, openTime: (bar.openTime as number) + days * DAY_MS }))
    const bars = { X: daily(1, 1, 1), Y: daily(1, 1, 1), EURUSD: late(daily(1.2, 1.2), 1), USDJPY: late(daily(150), 2) }
    const instruments = [{ symbol: 'X', currency: 'EUR' }, { symbol: 'Y', currency: 'JPY' }, fx('EURUSD'), fx('USDJPY')]
    let began = false
    class Starts extends Strategy {
      override onStart(): void {
        began = true
      }
    }
    const { code, message } = await errorOf(() => engineOf(Starts, bars, { instruments }).run())
    expect([began, code]).toEqual([false, 'FX_RATE_MISSING'])
    expect(message).toContain(
      'the run begins at 2024-01-01T00:00:00Z, before rates are known: EURUSD, from 2024-01-02T00:00:00Z on; USDJPY, from 2024-01-03T00:00:00Z on; expected a bar of each that opens by then',
    )
  })

  it('that no pair gives is an error of the configuration, with the list of what is missing', async () => {
    const instruments = [
      { symbol: 'X', currency: 'EUR' },
      { symbol: 'Y', currency: 'JPY' },
      fx('EURUSD'),
      { symbol: 'Z', currency: 'CHF' },
    ]
    const bars = { X: daily(1), Y: daily(1), EURUSD: daily(1), Z: daily(1) }
    const { code, message } = await errorOf(() => engineOf(Idle, bars, { instruments }))
    expect([code, message]).toEqual([
      'FX_RATE_MISSING',
      'FX_RATE_MISSING: no rate to USD from JPY (of Y), CHF (of Z); expected a pair such as JPYUSD or USDJPY, CHFUSD or USDCHF among the instruments or in rates',
    ])
  })
})

function named(rates: Bars) {
  return Object.entries(rates).map(([symbol, bars]) => ({ symbol, timeframe: '1d' as const, bars }))
}

describe('a conversion', () => {
  it('is rounded once, half-even, to 8 decimals: by decimal.js, over every way from a currency to another', async () => {
    const price = fc.oneof(
      fc.integer({ min: 100, max: 30_000 }).map((points) => points / 1e4),
      fc.double({ min: 0.01, max: 200, noNaN: true }),
      // Of one share at 1, a tenth of these are ties.
      fc.integer({ min: 1e8, max: 1e9 }).map((points) => points / 1e9),
    )
    const world = fc.record({
      quantity: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 1e4 })),
      share: fc.oneof(
        fc.constant(1),
        fc.integer({ min: 1, max: 1e5 }).map((cents) => cents / 1e3),
      ),
      pairs: fc.array(fc.record({ price, inverse: fc.boolean() }), { minLength: 1, maxLength: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(world, async ({ quantity, share, pairs }) => {
        const names = ['AAA', 'BBB', 'CCC'].slice(0, pairs.length)
        const codes = [...names, 'USD']
        const symbols = pairs.map(({ inverse }, i) =>
          inverse ? `${codes[i + 1]!}${codes[i]!}` : `${codes[i]!}${codes[i + 1]!}`,
        )
        const bars: Bars = {
          X: daily(share, share, share),
          ...Object.fromEntries(pairs.map((pair, i) => [symbols[i]!, daily(pair.price, pair.price, pair.price)])),
        }
        const instruments = [{ symbol: 'X', currency: 'AAA' }, ...symbols.map(fx)]
        const account = { settlement: 'convert', capital: '1e12', leverage: 1e9 }
        const result = await engineOf(holder('X', quantity), bars, { instruments, account }).run()
        const own = new Exact(share).times(quantity)
        const top = pairs.reduce((value, pair) => (pair.inverse ? value : value.times(pair.price)), own)
        const bottom = pairs.reduce((value, pair) => (pair.inverse ? value.times(pair.price) : value), new Exact(1))
        const converted = result.ledger.at(-1)!
        expect([converted.kind, converted.currency]).toEqual(['conversion', 'USD'])
        expect(converted.amount.toString()).toBe(top.div(bottom).negated().toDecimalPlaces(8).toFixed())
      }),
      { numRuns: 150 },
    )
  })
})
