import { describe, expect, it } from 'vitest'
import type { BarEvent } from '../domain/bar-event.js'
import { TradewrightError } from '../domain/errors.js'
import { createInstrument } from '../domain/instrument.js'
import type { TradeTick } from '../domain/quote.js'
import type { DataGateway } from '../ports/data-gateway.js'
import { FallbackDataGateway } from './fallback-data-gateway.js'
import { MemoryDataGateway } from './memory-data-gateway.js'

const X = createInstrument({ symbol: 'X' })
const bar = { openTime: 0, open: 1, high: 1, low: 1, close: 1 }
const good = new MemoryDataGateway([{ symbol: 'X', timeframe: '1d', bars: [bar] }])
const broken: DataGateway = { name: 'vendor', fetchBars: () => Promise.reject(new Error('503')) }
const REQUEST = { instrument: X, timeframe: '1d' } as const

/** Trades at seconds, each told from others by its size, and then an error or the end. */
function tradesOf(name: string, times: readonly number[], error?: Error): DataGateway {
  const ticks = times.map((second, i): TradeTick => ({ symbol: 'X', occurredAt: second * 1000, price: 1, size: i + 1 }))
  async function* given(from = 0): AsyncGenerator<TradeTick> {
    await Promise.resolve()
    yield* ticks.filter(({ occurredAt }) => occurredAt >= from)
    if (error) throw error
  }
  return {
    ...{ name, capabilities: { ticks: true }, fetchBars: broken.fetchBars },
    fetchTicks: ({ from }) => given(from),
  }
}

async function all<T>(events: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const event of events) found.push(event)
  return found
}

describe('a gateway with something to fall back on', () => {
  it('gives what the first source gives, and asks no other', async () => {
    const gateway = new FallbackDataGateway([good, broken])
    const { columns, warnings } = await gateway.fetchBars(REQUEST)
    expect([columns.length, warnings, gateway.failures]).toEqual([1, undefined, []])
    expect(gateway.name).toBe('memory or vendor')
  })

  it('gives what the next gives where the first fails, and says so in the result', async () => {
    const gateway = new FallbackDataGateway([broken, good])
    const { columns, warnings } = await gateway.fetchBars(REQUEST)
    expect(columns.length).toBe(1)
    expect(warnings).toEqual([{ code: 'SOURCE_FAILED', message: 'vendor failed for X 1d: 503; it is X 1d in memory' }])
    expect(gateway.failures).toEqual([{ source: 'vendor', request: 'X 1d', error: new Error('503') }])
  })

  it('takes an empty answer for an answer', async () => {
    const empty = new MemoryDataGateway([{ symbol: 'X', timeframe: '1d', bars: [] }])
    const { columns } = await new FallbackDataGateway([empty, good]).fetchBars(REQUEST)
    expect(columns.length).toBe(0)
  })

  it('fails with what each source failed with', async () => {
    const none = new MemoryDataGateway([])
    const both = new FallbackDataGateway([broken, none])
    await expect(both.fetchBars(REQUEST)).rejects.toThrow(
      'SOURCE_FAILED: X 1d: every source failed\n  vendor: 503\n  memory: UNKNOWN_SYMBOL: X 1d came; expected none',
    )
    // What nobody has is unknown, and nothing has failed.
    await expect(new FallbackDataGateway([none, none]).fetchBars(REQUEST)).rejects.toThrow(
      'UNKNOWN_SYMBOL: X 1d: every',
    )
  })

  it('asks no other source once the signal is given, nor for a range that runs backwards', async () => {
    const abort = new AbortController()
    const first: DataGateway = {
      name: 'slow',
      fetchBars: () => {
        abort.abort()
        return Promise.reject(new TradewrightError('RUN_ABORTED', 'stopped'))
      },
    }
    const gateway = new FallbackDataGateway([first, good])
    await expect(gateway.fetchBars({ ...REQUEST, signal: abort.signal })).rejects.toThrow('RUN_ABORTED')
    await expect(gateway.fetchBars({ ...REQUEST, from: 1, to: 0 })).rejects.toThrow('RANGE_INVALID')
    expect(gateway.failures).toEqual([])
  })

  it('goes on with trades at the next source where the first fails in the middle, each once', async () => {
    const gateway = new FallbackDataGateway([
      tradesOf('first', [1, 2, 2], new Error('reset')),
      tradesOf('second', [1, 2, 2, 2, 3]),
    ])
    const seconds = (await all(gateway.fetchTicks!({ instrument: X }))).map(({ occurredAt }) => occurredAt / 1000)
    expect(seconds).toEqual([1, 2, 2, 2, 3])
    expect(gateway.failures.map(({ source, request }) => [source, request])).toEqual([['first', 'trades of X']])
  })

  it('goes on with a stream of bars, without what was told before', async () => {
    const opened = (openTime: number): BarEvent => ({ kind: 'opened', symbol: 'X', timeframe: '1m', openTime, open: 1 })
    const streaming = (times: readonly number[], error?: Error): DataGateway => ({
      ...{ name: 'feed', capabilities: { streams: ['bars'], barOpens: true }, fetchBars: broken.fetchBars },
      streamBars: async function* () {
        await Promise.resolve()
        yield* times.map(opened)
        if (error) throw error
      },
    })
    const gateway = new FallbackDataGateway([streaming([1, 2], new Error('reset')), streaming([2, 3])])
    const told = await all(gateway.streamBars!({ instrument: X, timeframe: '1m' }))
    expect(told).toEqual([1, 2, 3].map(opened))
  })

  it('can do what any of its sources can', () => {
    const listing = new MemoryDataGateway([], { instruments: [{ symbol: 'X' }] })
    const gateway = new FallbackDataGateway([tradesOf('first', []), listing])
    expect(gateway.capabilities).toEqual({ ticks: true, calendar: true, instruments: true })
    expect(gateway.streamBars).toBeUndefined()
  })

  it('needs two sources', () => {
    expect(() => new FallbackDataGateway([good])).toThrow(
      'CONFIG_INVALID: FallbackDataGateway: 1 sources came; expected at least two',
    )
  })
})
