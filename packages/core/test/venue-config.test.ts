import { describe, expect, it } from 'vitest'
import {
  latencyBars,
  latencyMs,
  MemoryDataGateway,
  noLatency,
  noSpread,
  spreadFraction,
  spreadTicks,
  Strategy,
  type Bar,
  type BarInput,
  type BarRequest,
} from '../src/index.js'
import { dayTrader } from './day-trader.js'
import { daily, day, engineOf, errorOf, failureOf, Idle, rising, type Bars } from './engine-setup.js'

const CANNOT = 'CONFIG_INVALID: the configuration cannot be used: '
const refusal = async (extra: object, bars?: Bars): Promise<string> =>
  (await errorOf(() => engineOf(Idle, bars, extra))).message
const settingsOf = async (extra: object, bars?: Bars) =>
  (await engineOf(Idle, bars, extra).run()).settings as Record<string, unknown>
const hashOf = async (extra: object, bars?: Bars): Promise<string> => (await engineOf(Idle, bars, extra).run()).hash

/** A bar for each half of each of the first days. */
const halves = (count: number): BarInput[] =>
  Array.from({ length: 2 * count }, (_, i) => ({
    openTime: day(1) + i * 43_200_000,
    ...{ open: 100, high: 101, low: 99, close: 100 },
  }))

describe('the venue of a configuration', () => {
  it.each([
    [
      'a side that is none',
      { series: [{ symbol: 'X', timeframe: '1d', side: 'offer' }] },
      'series.0.side: Invalid option: expected one of "trade"|"bid"|"ask"|"mid", "offer" came',
    ],
    [
      'a spread that the hash could not tell from others',
      { costs: { spread: { at: () => 1 } } },
      'costs.spread: expected an object with at() and a spec',
    ],
    [
      'a spread that is a number',
      { costs: { spread: 0.01 } },
      'costs.spread: expected an object with at() and a spec, 0.01 came',
    ],
    [
      'a latency that is a number',
      { costs: { latency: 50 } },
      'costs.latency: expected what noLatency(), latencyMs() or latencyBars() makes, 50 came',
    ],
    [
      'a latency that is negative',
      { costs: { latency: { ...noLatency(), ms: -1 } } },
      'costs.latency: expected what noLatency(), latencyMs() or latencyBars() makes',
    ],
    [
      'a time to fill at that is none',
      { fills: { fillAt: 'open' } },
      'fills.fillAt: Invalid option: expected one of "nextOpen"|"close"|"vwap", "open" came',
    ],
    [
      'a side that triggers no stop',
      { fills: { stopTrigger: 'last' } },
      'fills.stopTrigger: Invalid option: expected one of "fillSide"|"bid"|"ask"|"mid", "last" came',
    ],
    [
      "the policy 'finer' without series",
      { fills: { policy: 'finer' } },
      "fills.finer: expected the series that decide ambiguous bars, as the policy is 'finer'",
    ],
    [
      'finer series that no policy asks',
      { fills: { finer: [{ symbol: 'X', timeframe: '1h' }] } },
      "fills.finer: expected none, as only the policy 'finer' asks them",
    ],
    [
      'no finer series',
      { fills: { policy: 'finer', finer: [] } },
      'fills.finer: Too small: expected array to have >=1 items',
    ],
    [
      'two finer series of one symbol',
      {
        fills: {
          policy: 'finer',
          finer: [
            { symbol: 'X', timeframe: '1h' },
            { symbol: 'X', timeframe: '1m' },
          ],
        },
      },
      "fills.finer.1.symbol: 'X' came twice; expected each symbol once",
    ],
    [
      'a key of a finer series that nobody reads',
      { fills: { policy: 'finer', finer: [{ symbol: 'X', timeframe: '1h', side: 'bid' }] } },
      'fills.finer.0: Unrecognized key: "side"',
    ],
  ])('with %s is refused', async (_, extra, message) => {
    expect(await refusal(extra)).toBe(`${CANNOT}${message}`)
  })

  it('with a finer series of an unknown symbol, or of bars that are not shorter, is refused', async () => {
    const finer = (symbol: string, timeframe: string) => ({
      fills: { policy: 'finer', finer: [{ symbol, timeframe }] },
    })
    expect(await refusal(finer('Y', '1h'))).toBe("UNKNOWN_SYMBOL: fills.finer: 'Y' came; expected one of X")
    expect(await refusal(finer('X', '24h'))).toBe(
      'CONFIG_INVALID: fills.finer: X 24h came; expected shorter bars than 1d, on which its orders are filled',
    )
    expect(await refusal(finer('X', '1h'), { 'X 1d': rising, 'X 30m': rising })).toContain('shorter bars than 30m')
    expect(await refusal(finer('X', 'hour'))).toContain("TIMEFRAME_INVALID: 'hour' came")
  })

  it('is in the settings, and left out of them where it changes nothing', async () => {
    const plain = await settingsOf({})
    expect(plain).toMatchObject({ series: [{ symbol: 'X', timeframe: '1d' }] })
    expect(plain.costs).toEqual({ commission: 'none', slippage: 'none' })
    const same = {
      series: [{ symbol: 'X', timeframe: '1d', side: 'trade' }],
      costs: { spread: noSpread(), latency: noLatency() },
      fills: { policy: 'pessimistic', fillAt: 'nextOpen', stopTrigger: 'fillSide' },
    }
    expect(await settingsOf(same)).toEqual(plain)
    const other = {
      series: [{ symbol: 'X', timeframe: '1d', side: 'bid' }],
      costs: { spread: spreadFraction(0.001), latency: latencyBars(1) },
    }
    expect(await settingsOf(other)).toMatchObject({
      series: [{ symbol: 'X', timeframe: '1d', side: 'bid' }],
      costs: { spread: { spreadFraction: 0.001 }, latency: { latencyBars: 1 } },
    })
  })

  it('changes the hash with everything that is set, although nothing is traded', async () => {
    const finer = (timeframe: string) => ({ fills: { policy: 'finer', finer: [{ symbol: 'X', timeframe }] } })
    const settings: readonly object[] = [
      {},
      ...['bid', 'ask', 'mid'].map((side) => ({ series: [{ symbol: 'X', timeframe: '1d', side }] })),
      ...[spreadFraction(0.001), spreadFraction(0.002), spreadTicks(1)].map((spread) => ({ costs: { spread } })),
      ...[latencyBars(1), latencyBars(2), latencyMs(1)].map((latency) => ({ costs: { latency } })),
      ...['optimistic', 'ohlc', 'olhc', 'nearest'].map((policy) => ({ fills: { policy } })),
      ...['close', 'vwap'].map((fillAt) => ({ fills: { fillAt } })),
      ...['bid', 'ask', 'mid'].map((stopTrigger) => ({ fills: { stopTrigger } })),
      finer('12h'),
      finer('8h'),
    ]
    const bars = {
      X: rising.map((bar) => ({ ...bar, vwap: bar.close })),
      'X 12h': halves(5),
      'X 8h': halves(5),
    }
    const series = [{ symbol: 'X', timeframe: '1d' }]
    const hashes = await Promise.all(settings.map((extra) => hashOf({ series, ...extra }, bars)))
    expect(new Set(hashes).size).toBe(settings.length)
  })
})

describe('a fill', () => {
  // Bought at the open of the 2nd and sold at that of the 3rd.
  const prices = async (extra: object): Promise<readonly number[]> => {
    const bars = { X: daily(100, '200/201/199/200', '300/301/299/300', '400/401/399/400') }
    const { fills } = await engineOf(dayTrader({ 2: 'buy 10', 3: 'sell 10' }), bars, extra).run()
    return fills.map(({ price }) => price)
  }
  const shows = (side: string) => [{ symbol: 'X', timeframe: '1d', side }]
  const costs = { spread: spreadFraction(0.01) }

  it('is on the ask for a buy and on the bid for a sell, by the side that the bars show', async () => {
    expect(await prices({})).toEqual([200, 300])
    expect(await prices({ costs })).toEqual([201, 298.5])
    expect(await prices({ costs, series: shows('mid') })).toEqual([201, 298.5])
    expect(await prices({ costs, series: shows('bid') })).toEqual([202, 300])
    expect(await prices({ costs, series: shows('ask') })).toEqual([200, 297])
  })

  it('comes a bar later with a latency of one', async () => {
    expect(await prices({ costs: { latency: latencyBars(1) } })).toEqual([300, 400])
  })
})

describe("the policy 'finer'", () => {
  const rules = { fills: { policy: 'finer', finer: [{ symbol: 'X', timeframe: '12h' }] } }
  const series = [{ symbol: 'X', timeframe: '1d' }]

  it('loads its series for the bars that are traded on, and reports it by its role', async () => {
    const bars = { X: daily(100, 100, 100, 100, 100), 'X 12h': halves(5) }
    const result = await engineOf(Idle, bars, {
      ...rules,
      series,
      from: '2024-01-03',
      warmupBars: 1,
      to: '2024-01-04',
    }).run()
    expect(result.series).toMatchObject([
      { symbol: 'X', timeframe: '1d', role: 'execution', side: 'trade', bars: 1, source: 'X 1d in memory' },
      // The bar of the 3rd goes on to midnight.
      { symbol: 'X', timeframe: '12h', role: 'finer', side: 'trade', bars: 2, source: 'X 12h in memory' },
    ])
    expect(result.bars).toBe(1)
  })

  it('takes for its series the side of the bars that it decides, and hears their warnings', async () => {
    const memory = new MemoryDataGateway([
      { symbol: 'X', timeframe: '1d', bars: daily(100, 100) },
      { symbol: 'X', timeframe: '12h', bars: halves(2) },
    ])
    const data = {
      name: 'files',
      fetchBars: async (request: BarRequest) => {
        const warning = { code: 'ROWS_REFUSED', message: `of ${request.timeframe}` } as const
        return { ...(await memory.fetchBars(request)), source: request.timeframe, warnings: [warning] }
      },
    }
    const asks = [{ symbol: 'X', timeframe: '1d', side: 'ask' }]
    const result = await engineOf(Idle, { X: daily(100, 100) }, { ...rules, data, series: asks }).run()
    expect(result.series.map(({ role, side }) => `${role} ${side}`)).toEqual(['execution ask', 'finer ask'])
    expect(result.warnings.map(({ message }) => message)).toEqual(expect.arrayContaining(['of 1d', 'of 12h']))
  })

  it('tells the longer of two series apart by its role', async () => {
    const result = await engineOf(Idle, { 'X 12h': halves(4), X: daily(100, 100, 100) }).run()
    expect(result.series.map(({ timeframe, role }) => `${timeframe} ${role}`)).toEqual(['12h execution', '1d higher'])
  })

  it('shows strategies nothing of it', async () => {
    const seen = new Set<string>()
    class Watcher extends Strategy {
      override onBar({ timeframe }: Bar): void {
        seen.add(timeframe)
      }
    }
    await engineOf(Watcher, { X: daily(100, 100), 'X 12h': halves(2) }, { ...rules, series }).run()
    expect([...seen]).toEqual(['1d'])
  })

  it('changes the hash with its bars', async () => {
    const hash = (finer: readonly BarInput[]) => hashOf({ ...rules, series }, { X: daily(100, 100), 'X 12h': finer })
    const other = halves(2).map((bar, i) => (i === 3 ? { ...bar, low: 98 } : bar))
    expect(await hash(other)).not.toBe(await hash(halves(2)))
  })

  it('refuses a series that is wrong, or has no bar where the run has', async () => {
    const failure = (finer: readonly BarInput[]) =>
      failureOf(engineOf(Idle, { X: daily(100, 100), 'X 12h': finer }, { ...rules, series }))
    expect(await failure(halves(2).map((bar) => ({ ...bar, low: 102 })))).toContain('HIGH_BELOW_LOW: X 2024-01-01')
    expect(await failure(halves(9).slice(8))).toBe(
      'NO_DATA: X 12h: no bar opens in [2024-01-01T00:00:00Z, 2024-01-03T00:00:00Z) (X 12h in memory); expected at least one',
    )
  })
})

describe("fills at the 'vwap'", () => {
  const averaged = daily('98/101/97/100', '101/103/99/102', '102/104/100/103').map((bar) => ({
    ...bar,
    vwap: bar.low + 1,
  }))

  it('are refused at the start where the bars that are traded on have none', async () => {
    const options = { fills: { fillAt: 'vwap' } }
    expect(await failureOf(engineOf(Idle, undefined, options))).toBe(
      "COLUMN_MISSING: X 1d has no vwap (X 1d in memory); expected one for each bar, as fills.fillAt is 'vwap'",
    )
    const { lookahead } = await engineOf(Idle, { X: averaged, 'X 1w': rising.slice(0, 1) }, options).run()
    expect(lookahead).toBe(true)
  })

  it('are at the average of the bar that the decision saw', async () => {
    const result = await engineOf(
      dayTrader({ 2: 'buy 10', 3: 'sell 10' }),
      { X: averaged },
      { fills: { fillAt: 'vwap' } },
    ).run()
    expect(result.fills.map(({ price }) => price)).toEqual([98, 100])
  })

  it('is seen by strategies as well', async () => {
    const seen: number[] = []
    class Watcher extends Strategy {
      override onBar({ vwap }: Bar): void {
        seen.push(vwap)
      }
    }
    await engineOf(Watcher, { X: averaged }).run()
    expect(seen).toEqual([98, 100, 101])
  })
})

describe('the warning of opens at the close before', () => {
  it('counts the bars that were traded on, not those in front', async () => {
    // Of the first five all open at the close before, of the others none.
    const bars = daily(100, 100, 100, 100, 100, 101, 102, 103)
    const warnings = async (from: string) => (await engineOf(Idle, { X: bars }, { from, warmupBars: 9 }).run()).warnings
    expect(await warnings('2024-01-06')).toEqual([])
    expect(await warnings('2024-01-05')).toMatchObject([
      {
        code: 'OPEN_EQUALS_PREVIOUS_CLOSE',
        message: expect.stringContaining('1 of 4 bars of X open exactly') as string,
      },
    ])
  })
})
