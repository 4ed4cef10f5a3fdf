import { describe, expect, it } from 'vitest'
import {
  BacktestEngine,
  customCommission,
  MemoryDataGateway,
  Strategy,
  type BarInput,
  type BarRequest,
  type BarSeries,
} from '../src/index.js'
import { config, daily, day, engineOf, errorOf, failureOf, Idle, rising } from './engine-setup.js'
import { expectSilence } from './quiet.js'

expectSilence()

describe('bars', () => {
  const [first, second, third] = daily(100, 101, 102) as [BarInput, BarInput, BarInput]
  const at = 'X 2024-01-02T00:00:00Z'
  const row = '(row 1 of X 1d in memory)'

  it.each([
    [
      'out of order',
      [second, first, third],
      `BAR_OUT_OF_ORDER: X 2024-01-01T00:00:00Z: came after 2024-01-02T00:00:00Z; expected rising times ${row}`,
    ],
    [
      'that come twice',
      [first, second, second],
      'BAR_DUPLICATE: X 2024-01-02T00:00:00Z: a second bar with this time came; expected one (row 2 of X 1d in memory)',
    ],
    [
      'that overlap',
      [{ ...first, closeTime: day(2) + 1 }, second, third],
      `BAR_OVERLAP: ${at}: opens before the bar in front of it closes, at 2024-01-02T00:00:00.001Z; expected no overlap ${row}`,
    ],
    [
      'that close before they open',
      [first, { ...second, closeTime: day(2) }, third],
      `BAR_OVERLAP: ${at}: closes at 2024-01-02T00:00:00Z; expected a close after the open ${row}`,
    ],
    [
      'with a NaN price',
      [first, { ...second, close: Number.NaN }],
      `PRICE_INVALID: ${at}: close is NaN; expected a positive number ${row}`,
    ],
    [
      'with a price of zero',
      [first, { ...second, low: 0 }],
      `PRICE_INVALID: ${at}: low is 0; expected a positive number ${row}`,
    ],
    [
      'with a negative price',
      [first, { ...second, open: -5 }],
      `PRICE_INVALID: ${at}: open is -5; expected a positive number ${row}`,
    ],
    [
      'with an infinite price',
      [first, { ...second, high: Infinity }],
      `PRICE_INVALID: ${at}: high is Infinity; expected a positive number ${row}`,
    ],
    [
      'whose high is below their low',
      [first, { ...second, high: 99, low: 103 }],
      `HIGH_BELOW_LOW: ${at}: open 101, high 99, low 103, close 101; expected low <= open and close <= high ${row}`,
    ],
    [
      'that close outside their range',
      [first, { ...second, close: 103 }],
      `HIGH_BELOW_LOW: ${at}: open 101, high 101, low 101, close 103; expected low <= open and close <= high ${row}`,
    ],
    [
      'with a negative volume',
      [
        { ...first, volume: 5 },
        { ...second, volume: -1 },
      ],
      `VOLUME_INVALID: ${at}: volume is -1; expected a number from 0 ${row}`,
    ],
  ])('%s end the run before it begins', async (_, bars, message) => {
    const engine = engineOf(Idle, { X: bars })
    expect(await failureOf(engine)).toBe(message)
    const error = await errorOf(() => engine.run())
    expect([error.name, error.details.symbol]).toEqual(['DataError', 'X'])
  })

  it('that are not there for a series are an UNKNOWN_SYMBOL', async () => {
    const engine = engineOf(Idle, { X: rising }, { series: [{ symbol: 'X', timeframe: '1h' }] })
    expect(await failureOf(engine)).toBe('UNKNOWN_SYMBOL: X 1h came; expected one of X 1d')
    const series = (['1d', '1w'] as const).map((timeframe) => ({ symbol: 'X', timeframe }))
    expect(await failureOf(engineOf(Idle, { X: rising }, { series }))).toBe(
      "UNKNOWN_SYMBOL: X 1w came; expected one of X 1d; or to build it, series with builtFrom: '1d'",
    )
  })

  it.each([
    [{}, '[any, any)'],
    [{ from: '2024-02-01' }, '[2024-02-01T00:00:00Z, any)'],
    [{ to: '2023-12-31' }, '[any, 2023-12-31T00:00:00Z)'],
    [{ from: '2024-01-02T06:00Z', to: '2024-01-02T18:00Z' }, '[2024-01-02T06:00:00Z, 2024-01-02T18:00:00Z)'],
  ])('of which none opens in the range %j are NO_DATA', async (range, text) => {
    const bars = 'from' in range || 'to' in range ? rising : []
    const engine = engineOf(Idle, { X: bars }, range)
    expect(await failureOf(engine)).toBe(
      `NO_DATA: X 1d: no bar opens in ${text} (X 1d in memory); expected at least one`,
    )
    expect((await errorOf(() => engine.run())).recoverable).toBe(true)
  })

  it('that a gateway fails to fetch end the run with its own error', async () => {
    const data = { name: 'broken', fetchBars: () => Promise.reject(new RangeError('line down')) }
    await expect(engineOf(Idle, undefined, { data }).run()).rejects.toThrow(new RangeError('line down'))
  })
})

describe('a cost model', () => {
  class Buyer extends Strategy {
    override onBar(): void {
      this.buy('X', { quantity: 1 })
    }
  }

  it.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['one', 'one'],
    ['undefined', undefined],
  ])('that charges %s ends the run with COST_RESULT', async (text, amount) => {
    const costs = { commission: customCommission('mine', () => amount as number) }
    expect(await failureOf(engineOf(Buyer, undefined, { costs }))).toBe(
      `COST_RESULT: commission 'mine' returned ${text}; expected an amount`,
    )
  })
})

describe('a run that is aborted', () => {
  it.each([
    ['before it begins', Idle],
    [
      'while it goes',
      class Aborting extends Strategy {
        override onBar(): void {
          controller.abort(new RangeError('enough'))
        }
      },
    ],
  ])('%s rejects with RUN_ABORTED, and its reason as the cause', async (when, strategy) => {
    controller = new AbortController()
    if (when === 'before it begins') controller.abort(new RangeError('enough'))
    // Longer than the breath between two looks at the signal.
    const engine = engineOf(strategy, { X: manyBars })
    const error = await errorOf(() => engine.run({ signal: controller.signal }))
    expect([error.message, error.cause, error.recoverable]).toEqual([
      'RUN_ABORTED: the run was stopped through its signal',
      new RangeError('enough'),
      true,
    ])
    await expect(engine.run()).resolves.toMatchObject({ bars: manyBars.length })
  })

  it('while a gateway that heeds the signal fetches rejects with RUN_ABORTED too', async () => {
    const { signal } = (controller = new AbortController())
    const data = {
      name: 'slow',
      fetchBars: (request: BarRequest) =>
        new Promise<BarSeries>((_, reject) => {
          request.signal?.addEventListener('abort', () => {
            reject(new RangeError('stopped reading'))
          })
          setImmediate(() => {
            controller.abort('enough')
          })
        }),
    }
    const error = await errorOf(() => engineOf(Idle, undefined, { data }).run({ signal }))
    expect([error.message, error.cause]).toEqual(['RUN_ABORTED: the run was stopped through its signal', 'enough'])
  })
})

let controller = new AbortController()
const manyBars = Array.from({ length: 10_001 }, (_, i) => ({
  openTime: i * 60_000,
  closeTime: (i + 1) * 60_000,
  open: 1,
  high: 1,
  low: 1,
  close: 1,
}))

describe('an engine', () => {
  it('that is asked to run while it runs rejects with RUN_STARTED, and the run before goes on', async () => {
    const engine = engineOf(Idle)
    const first = engine.run()
    const error = await errorOf(() => engine.run())
    expect(error.message).toBe('RUN_STARTED: this engine is running; expected the run before to end first')
    await expect(first).resolves.toMatchObject({ bars: 5 })
    await expect(engine.run()).resolves.toMatchObject({ bars: 5 })
  })

  it('tells of a failed run with a halt, and of one that never began with none', async () => {
    class Failing extends Strategy {
      override onBar(): void {
        throw new RangeError('boom')
      }
    }
    const halts: unknown[] = []
    const engine = engineOf(Failing)
    engine.on('halt', (halt) => halts.push(halt))
    const message = await failureOf(engine)
    expect(halts).toEqual(Array(2).fill({ reason: message, time: day(2) }))
    const empty = new BacktestEngine({ ...config(Idle), data: new MemoryDataGateway([]) })
    empty.on('halt', (halt) => halts.push(halt))
    await expect(empty.run()).rejects.toThrow('UNKNOWN_SYMBOL')
    expect(halts).toHaveLength(2)
  })
})
