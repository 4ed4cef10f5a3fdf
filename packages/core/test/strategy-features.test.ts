import { describe, expect, it } from 'vitest'
import { noSpread, spreadFraction, Strategy, type FeatureParams, type MarketSnapshot } from '../src/index.js'
import { DAY_MS, daily, day, engineOf, failureOf, rising } from './engine-setup.js'

const FEATURES: FeatureParams = [
  { name: 'mean', kind: 'SMA', period: 2 },
  { name: 'before', kind: 'Lag', source: 'mean' },
]
/** X closes on five days; Y has no bar on the third and a carried one on none. */
const BARS = { X: rising, Y: daily(10, 20, 30, 40, 50).filter((_, i) => i !== 2) }

async function slices(look: (snapshot: MarketSnapshot) => unknown, extra?: object): Promise<unknown[]> {
  const seen: unknown[] = []
  class Looking extends Strategy {
    readonly both = this.symbols.map((symbol) => this.features(FEATURES, { symbol }))

    override onSlice(snapshot: MarketSnapshot): void {
      seen.push(look(snapshot))
    }
  }
  await engineOf(Looking, BARS, extra).run()
  return seen
}

describe('a snapshot', () => {
  it('has the features of each symbol as of its last bar, NaN until they are ready', async () => {
    const values = (snapshot: MarketSnapshot): unknown =>
      ['X', 'Y'].map((symbol) => [snapshot.feature(symbol, 'mean'), snapshot.feature(symbol, 'before')])
    // From the third day on X is ready, and Y from the fourth.
    const expected = [
      [
        [101.5, 100.5],
        [15, Number.NaN],
      ],
      [
        [102.5, 101.5],
        [30, 15],
      ],
      [
        [103.5, 102.5],
        [45, 30],
      ],
    ]
    expect(await slices(values)).toEqual(expected)
    expect(await slices(values, { freshBars: true })).toEqual(expected)
  })

  it('knows how old each price is, and whose bars have closed', async () => {
    const ages = (snapshot: MarketSnapshot): unknown => [
      (snapshot.time - day(1)) / DAY_MS,
      ...['X', 'Y'].map((symbol) => [snapshot.age(symbol) / DAY_MS, snapshot.hasClosed(symbol)]),
      snapshot.bars.map(({ symbol }) => symbol).join(),
    ]
    const expected = [
      [3, [0, true], [1, false], 'X'],
      [4, [0, true], [0, true], 'X,Y'],
      [5, [0, true], [0, true], 'X,Y'],
    ]
    expect(await slices(ages)).toEqual(expected)
    expect(await slices(ages, { freshBars: true })).toEqual(expected)
  })

  it('has bid and ask at the last price, as far apart as the venue fills them', async () => {
    const quotes: unknown[] = []
    const fills: unknown[] = []
    class Looking extends Strategy {
      override onSlice(snapshot: MarketSnapshot): void {
        quotes.push([snapshot.quote('X'), snapshot.quote('Y')])
        this.buy('X', { quantity: 1 })
      }
    }
    const bars = { X: daily(100, 101), Y: daily(9).map((bar) => ({ ...bar, openTime: day(2) })) }
    const engine = engineOf(Looking, bars, {
      costs: { spread: spreadFraction(0.02) },
      series: [
        { symbol: 'X', timeframe: '1d', side: 'bid' },
        { symbol: 'Y', timeframe: '1d' },
      ],
    })
    engine.on('fill', ({ price }) => fills.push(price))
    await engine.run()
    const sizes = { bidSize: Number.NaN, askSize: Number.NaN }
    const x = { symbol: 'X', occurredAt: day(2), bid: 100, ask: 102, ...sizes }
    expect(quotes).toEqual([
      [x, undefined],
      [
        { ...x, occurredAt: day(3), bid: 101, ask: 103.02 },
        { ...sizes, symbol: 'Y', occurredAt: day(3), bid: 8.91, ask: 9.09 },
      ],
    ])
    // What was bought after the first close traded at the next open, 101, and its ask.
    expect(fills).toEqual([103.02])
    expect(Object.isFrozen((quotes[0] as readonly unknown[])[0])).toBe(true)
  })

  it.each([undefined, noSpread()])(
    'has no quote where no spread says how far bid and ask lie apart',
    async (spread) => {
      const costs = spread === undefined ? {} : { spread }
      expect(await slices((snapshot) => snapshot.quote('X'), { costs })).toEqual(Array(3).fill(undefined))
    },
  )

  it('has no age before the first price of a symbol', async () => {
    const seen: number[] = []
    class Looking extends Strategy {
      override onSlice(snapshot: MarketSnapshot): void {
        seen.push(snapshot.age('Y') / DAY_MS)
      }
    }
    await engineOf(Looking, { X: rising, Y: daily(1, 2).map((bar, i) => ({ ...bar, openTime: day(3 + i) })) }).run()
    expect(seen).toEqual([Number.NaN, Number.NaN, 0, 0, 1])
  })

  it.each([{}, { freshBars: true }])('cannot be changed, nor its lists (%j)', async (extra) => {
    const failed = await slices((snapshot) => {
      const writes = ['time', 'symbols', 'bars', 'price', 'more'].filter((name) => Reflect.set(snapshot, name, 0))
      return [writes, Object.isFrozen(snapshot), Object.isFrozen(snapshot.bars)]
    }, extra)
    expect(failed).toEqual(Array(3).fill([[], true, true]))
  })

  it('that was kept moves on with the run, and with freshBars it stays as it was', async () => {
    const first = async (extra: object): Promise<unknown[]> => {
      let kept: MarketSnapshot | undefined
      return await slices(
        (snapshot) => {
          kept ??= snapshot
          const { time, bars } = kept
          const [price, mean] = [kept.price('X'), kept.feature('X', 'mean')]
          return [
            (time - day(1)) / DAY_MS,
            bars.length,
            price,
            kept.bar('X')!.close,
            mean,
            kept.history('X', 9).length,
            kept.age('Y') / DAY_MS,
            kept.quote('X')!.ask,
          ]
        },
        { costs: { spread: spreadFraction(0.01) }, ...extra },
      )
    }
    expect(await first({})).toEqual([
      [3, 1, 102, 102, 101.5, 3, 1, 102.51],
      [4, 2, 103, 103, 102.5, 4, 0, 103.515],
      [5, 2, 104, 104, 103.5, 5, 0, 104.52],
    ])
    expect(await first({ freshBars: true })).toEqual(Array(3).fill([3, 1, 102, 102, 101.5, 3, 1, 102.51]))
  })
})

describe('declared features', () => {
  it('are an indicator that a strategy reads by name as well', async () => {
    const seen: number[] = []
    class Looking extends Strategy {
      readonly own = this.features(FEATURES)
      override onBar(): void {
        seen.push(this.own.feature('before'))
      }
    }
    await engineOf(Looking).run()
    expect(seen).toEqual([100.5, 101.5, 102.5])
  })

  it('that are not there are UNKNOWN_FEATURE, for a symbol without any as well', async () => {
    class Looking extends Strategy {
      readonly own = this.features(FEATURES, { symbol: 'X' })
      override onSlice(snapshot: MarketSnapshot): void {
        snapshot.feature(snapshot.time === day(3) ? 'Y' : 'X', 'maen')
      }
    }
    const at = 'Looking.onSlice at 2024-01-0'
    expect(await failureOf(engineOf(Looking, { X: rising }))).toBe(
      `UNKNOWN_FEATURE: ${at}4T00:00:00Z: 'maen' came; expected one of mean, before; did you mean 'mean'?`,
    )
    expect(await failureOf(engineOf(Looking, { X: rising, Y: rising }))).toContain("'maen' came; expected ")
  })

  it('of one name and symbol are FEATURE_INVALID, and so are those that cannot be used', async () => {
    class Twice extends Strategy {
      readonly first = this.features(FEATURES)
      readonly second = this.features([{ name: 'mean', kind: 'EMA', period: 3 }])
    }
    expect(await failureOf(engineOf(Twice))).toBe(
      'FEATURE_INVALID: Twice.constructor: X has features of these names: mean; expected others',
    )
    class Wrong extends Strategy {
      readonly own = this.features([{ name: 'mean', kind: 'EMA', period: 0 }])
    }
    expect(await failureOf(engineOf(Wrong))).toBe(
      'FEATURE_INVALID: Wrong.constructor: the features cannot be used:\n- features.0.period: expected a whole number from 1 on, 0 came',
    )
  })
})
