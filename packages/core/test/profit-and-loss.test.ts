import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BacktestEngine,
  Decimal,
  LEDGER_KINDS,
  MemoryStore,
  profitAndLoss,
  Strategy,
  type BacktestResult,
  type CashRecord,
  type LedgerKind,
  type ProfitAndLoss,
  type RoundTripRecord,
} from '../src/index.js'
import { busyAccount } from './busy-account.js'
import { daily, day, engineOf } from './engine-setup.js'
import { recordsOf } from './records-of.js'

const HOUR = 3_600_000

async function stored(result: BacktestResult): Promise<MemoryStore> {
  const store = new MemoryStore()
  await store.saveAccount({ account: 'paper', currency: result.currency, metadata: null, savedAt: day(1) })
  await store.record('paper', recordsOf(result))
  return store
}

const sumOf = (amounts: readonly Decimal[]): Decimal => amounts.reduce((sum, each) => sum.plus(each), new Decimal(0))
const totals = (rows: readonly ProfitAndLoss[]): string => sumOf(rows.map(({ total }) => total)).toFixed()
const shown = (rows: readonly ProfitAndLoss[]): unknown[] =>
  rows.map(({ strategy, symbol, currency, realized, other, total, roundTrips }) =>
    [strategy, symbol, currency, realized.toFixed(), other.toFixed(), total.toFixed(), roundTrips].join(' '),
  )

/** All that moved cash but what its owner paid in and out or moved: what was earned, by another road. */
function earned({ ledger }: BacktestResult, isWanted: (entry: BacktestResult['ledger'][number]) => boolean): string {
  const moved: readonly LedgerKind[] = ['deposit', 'withdrawal', 'transfer', 'conversion']
  return sumOf(
    ledger.filter((entry) => !moved.includes(entry.kind) && isWanted(entry)).map(({ amount }) => amount.toDecimal()),
  ).toFixed()
}

describe('the profit and loss of a real run', () => {
  it('is over all time exactly what equity has grown by, less what was paid in and out, once all is closed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const result = await new BacktestEngine(busyAccount(seed, { closeAtEnd: true })).run()
        const rows = await profitAndLoss(await stored(result), 'paper')
        const paid = 5000 + 700 - 1234
        expect(totals(rows)).toBe(result.cash.USD!.minus(result.initialCapital).minus(paid).toFixed())
        for (const strategy of [...result.strategies, undefined])
          expect(totals(rows.filter((row) => row.strategy === strategy))).toBe(
            earned(result, (entry) => entry.strategy === strategy),
          )
        expect(rows.reduce((count, { roundTrips }) => count + roundTrips, 0)).toBe(result.roundTrips.length)
      }),
      { numRuns: 8 },
    )
  })

  it('is what equity has grown by but for what is still open: its gain, and the commissions of its entries', async () => {
    // Without the split, after which a lot costs what the fraction did that was paid out.
    const { events = [], ...config } = busyAccount(5)
    const result = await new BacktestEngine({ ...config, events: events.filter(({ kind }) => kind !== 'split') }).run()
    const rows = await profitAndLoss(await stored(result), 'paper')
    const open = result.portfolio.children.flatMap(({ children }) => children.map(({ unrealizedPnl }) => unrealizedPnl))
    expect(open.filter((gain) => gain !== 0).length).toBeGreaterThan(2)
    const charged = sumOf(result.fills.map(({ commission }) => commission))
    const realizedCosts = sumOf(result.roundTrips.map(({ costs }) => costs))
    const unrealized = open.reduce((sum, gain) => sum + gain, 0) - charged.minus(realizedCosts).toNumber()
    const grown = result.finalEquity - result.initialCapital.toNumber() - (5000 + 700 - 1234)
    expect(Number(totals(rows)) + unrealized).toBeCloseTo(grown, 6)
  })

  it('of ranges that touch adds up to that of both, by strategy, by symbol and in all', async () => {
    const result = await new BacktestEngine(busyAccount(6, { closeAtEnd: true })).run()
    const store = await stored(result)
    const time = fc.integer({ min: -5, max: 200 }).map((hour) => day(1) + hour * HOUR)
    await fc.assert(
      fc.asyncProperty(time, time, time, async (...times) => {
        const [a, b, c] = times.sort((one, other) => one - other)
        const [early, late, both] = await Promise.all(
          [[a, b] as const, [b, c] as const, [a, c] as const].map(([from, to]) =>
            profitAndLoss(store, 'paper', { from, to }),
          ),
        )
        expect(new Decimal(totals(early!)).plus(totals(late!)).toFixed()).toBe(totals(both!))
        for (const by of ['strategy', 'symbol', 'currency'] as const)
          expect(totals(await profitAndLoss(store, 'paper', { from: a, to: c, by }))).toBe(totals(both!))
      }),
      { numRuns: 30 },
    )
  })

  it('of one strategy and one symbol is the row of both', async () => {
    const store = await stored(await new BacktestEngine(busyAccount(7)).run())
    const rows = await profitAndLoss(store, 'paper')
    const row = rows.filter(({ strategy, symbol }) => strategy === 'own' && symbol === 'FUT')
    expect(row).toHaveLength(1)
    expect(await profitAndLoss(store, 'paper', { strategy: 'own', symbol: 'FUT' })).toEqual(row)
  })

  it.each(['hold', 'convert'] as const)(
    'is in the currency of its symbol, where an account %ss',
    async (settlement) => {
      class Euros extends Strategy {
        override onSlice(): void {
          if (this.now === day(2)) this.buy('SAP', { quantity: 5 })
          if (this.now === day(4)) this.close('SAP')
        }
      }
      const result = await engineOf(
        Euros,
        { SAP: daily(100, 100, 110, 110), EURUSD: daily(1.1, 1.1, 1.2, 1.2) },
        {
          instruments: [{ symbol: 'SAP', currency: 'EUR' }],
          series: [{ symbol: 'SAP', timeframe: '1d' }],
          rates: [{ symbol: 'EURUSD', timeframe: '1d' }],
          account: { settlement },
        },
      ).run()
      expect(shown(await profitAndLoss(await stored(result), 'paper'))).toEqual(['Euros SAP EUR 50 0 50 1'])
    },
  )
})

describe('profit and loss', () => {
  const entry = (number: number, more: Partial<CashRecord>): CashRecord => ({
    ...{ number, time: day(number), strategy: 'S', currency: 'USD', kind: 'fill', amount: new Decimal('0.1') },
    ...{ fill: undefined, symbol: undefined, rate: undefined, ...more },
  })
  const trip = (number: number, pnl: string, more: Partial<RoundTripRecord> = {}): RoundTripRecord => ({
    ...{ number, strategy: 'S', symbol: 'X', direction: 'long', quantity: new Decimal(1), entryTime: day(1) },
    ...{ entryPrice: 1, exitTime: day(number), exitPrice: 1, currency: 'USD', pnl: new Decimal(pnl), rate: 1 },
    ...{ pnlInBase: new Decimal(pnl), costs: new Decimal(0), returnFraction: 0, holdingMs: 0, tags: [] },
    ...{ maxAdverseExcursion: 0, maxFavorableExcursion: 0, entryReason: '', exitReason: '', ...more },
  })

  async function storeOf(cash: readonly CashRecord[], roundTrips: readonly RoundTripRecord[]): Promise<MemoryStore> {
    const store = new MemoryStore()
    await store.saveAccount({ account: 'paper', currency: 'USD', metadata: null, savedAt: day(1) })
    await store.record('paper', { cash, roundTrips })
    return store
  }

  it('counts of cash what no round trip holds and no owner moved', async () => {
    const store = await storeOf(
      LEDGER_KINDS.map((kind, row) => entry(row + 1, { kind, symbol: kind, amount: new Decimal(2 ** row) })),
      [],
    )
    const rows = await profitAndLoss(store, 'paper')
    expect(rows.map(({ symbol }) => symbol)).toEqual([
      ...['adjustment', 'borrow', 'dividend', 'fee', 'financing', 'interest'],
    ])
    expect(rows.map(({ other }) => other.toNumber())).toEqual([4096, 128, 64, 32, 256, 512])
  })

  it('leaves out a fee of a fill, which is among the costs of its round trip', async () => {
    const store = await storeOf([entry(1, { kind: 'fee', fill: 'f1' }), entry(2, { kind: 'fee' })], [])
    expect(shown(await profitAndLoss(store, 'paper'))).toEqual(['S  USD 0 0.1 0.1 0'])
  })

  it('is exact, and in order of strategy, symbol and currency; the account comes first', async () => {
    const store = await storeOf(
      [
        entry(1, { kind: 'interest', strategy: undefined, amount: new Decimal('0.00000001') }),
        entry(2, { kind: 'dividend', symbol: 'X', amount: new Decimal('0.2') }),
        entry(3, { kind: 'interest', currency: 'EUR', amount: new Decimal('-7') }),
      ],
      [trip(1, '0.1'), trip(2, '-0.7', { symbol: 'Y' }), trip(3, '0.2'), trip(4, '5', { strategy: 'A' })],
    )
    expect(shown(await profitAndLoss(store, 'paper'))).toEqual([
      '  USD 0 0.00000001 0.00000001 0',
      'A X USD 5 0 5 1',
      'S  EUR 0 -7 -7 0',
      'S X USD 0.3 0.2 0.5 2',
      'S Y USD -0.7 0 -0.7 1',
    ])
    expect(shown(await profitAndLoss(store, 'paper', { by: 'strategy' }))).toEqual([
      '  USD 0 0.00000001 0.00000001 0',
      'A  USD 5 0 5 1',
      'S  EUR 0 -7 -7 0',
      'S  USD -0.4 0.2 -0.2 3',
    ])
    expect(shown(await profitAndLoss(store, 'paper', { by: 'symbol' }))).toEqual([
      '  EUR 0 -7 -7 0',
      '  USD 0 0.00000001 0.00000001 0',
      ' X USD 5.3 0.2 5.5 3',
      ' Y USD -0.7 0 -0.7 1',
    ])
    expect(shown(await profitAndLoss(store, 'paper', { by: 'currency', from: day(2), to: day(3) }))).toEqual([
      '  USD -0.7 0.2 -0.5 1',
    ])
  })

  it('rejects for an account that is not known, and a range that runs backwards', async () => {
    const store = await storeOf([], [])
    await expect(profitAndLoss(store, 'pepper')).rejects.toThrow('UNKNOWN_ACCOUNT')
    await expect(profitAndLoss(store, 'paper', { from: 2, to: 1 })).rejects.toThrow('RANGE_INVALID')
    expect(await profitAndLoss(store, 'paper')).toEqual([])
  })
})
