import { describe, expect, it } from 'vitest'
import { BAR_FILLED, BAR_PARTIAL, type BarColumns } from '../domain/bar-columns.js'
import type { BarEvent } from '../domain/bar-event.js'
import { createInstrument } from '../domain/instrument.js'
import type { TradeTick } from '../domain/quote.js'
import { VirtualClock } from '../testing/virtual-clock.js'
import { MemoryDataGateway, type BarInput } from './memory-data-gateway.js'
import { ReplayDataGateway, type ReplayOptions } from './replay-data-gateway.js'

const [X, Y] = [createInstrument({ symbol: 'X' }), createInstrument({ symbol: 'Y' })]
const START = Date.UTC(2024, 0, 2, 10)
const MINUTE = 60_000
const at = (minutes: number): number => START + minutes * MINUTE

/** Bars of a minute at 10:00 and after, at the minutes given; each opens at 100 and its number, and closes half a point higher. */
const minutes = (...opens: readonly number[]): BarInput[] =>
  opens.map((minute) => ({
    openTime: at(minute),
    open: 100 + minute,
    high: 101 + minute,
    low: 100 + minute,
    close: 100.5 + minute,
  }))
const trades = (...times: readonly number[]): TradeTick[] =>
  times.map((minute) => ({ symbol: 'X', occurredAt: at(minute), price: 100 + minute, size: 1 }))

const source = new MemoryDataGateway(
  [
    { symbol: 'X', timeframe: '1m', bars: minutes(-1, 0, 1, 2, 3) },
    { symbol: 'Y', timeframe: '1m', bars: minutes(0, 2) },
    { symbol: 'X', timeframe: '2m', bars: [{ ...minutes(0)[0]!, high: 103, close: 102 }] },
  ],
  { ticks: { X: trades(-1, 0, 0.5, 1) } },
)
const replayOf = (options: Partial<ReplayOptions> = {}): ReplayDataGateway =>
  new ReplayDataGateway({ source, from: START, speed: Number.POSITIVE_INFINITY, ...options })

const named = (event: BarEvent): string => {
  const [symbol, time, price] =
    event.kind === 'opened'
      ? [event.symbol, event.openTime, event.open]
      : [event.bar.symbol, event.bar.closeTime, event.bar.close]
  return `${symbol} ${event.kind} ${String((time - START) / MINUTE)} at ${String(price)}`
}

/** Everything of a stream, in order, written into one list for all of them. */
async function follow<T>(stream: AsyncIterable<T>, into: string[], name: (event: T) => string): Promise<void> {
  for await (const event of stream) into.push(name(event))
}

const nothingMore = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

describe('a replay', () => {
  it('tells opens and closes as events of their own, in order of time', async () => {
    const events: string[] = []
    await follow(replayOf({ to: at(2) }).streamBars({ instrument: X, timeframe: '1m' }), events, named)
    expect(events).toEqual(['X opened 0 at 100', 'X closed 1 at 100.5', 'X opened 1 at 101', 'X closed 2 at 101.5'])
  })

  it('puts all streams in one order: closes, opens, trades, and then as they were first read', async () => {
    const replay = replayOf({ paused: true, to: at(2) })
    const events: string[] = []
    const followed = [
      follow(
        replay.streamTrades!({ instrument: X }),
        events,
        ({ occurredAt }) => `X traded ${String((occurredAt - START) / MINUTE)}`,
      ),
      follow(replay.streamBars({ instrument: Y, timeframe: '1m' }), events, named),
      follow(replay.streamBars({ instrument: X, timeframe: '1m' }), events, named),
    ]
    await nothingMore()
    expect([events, replay.now]).toEqual([[], START])
    replay.play()
    await Promise.all(followed)
    expect(events).toEqual([
      'Y opened 0 at 100',
      'X opened 0 at 100',
      'X traded 0',
      'X traded 0.5',
      'Y closed 1 at 100.5',
      'X closed 1 at 100.5',
      'X opened 1 at 101',
      'X traded 1',
      'X closed 2 at 101.5',
    ])
  })

  it('holds all up while one reader is slow', async () => {
    const replay = replayOf({ paused: true })
    const events: string[] = []
    const slow = replay.streamBars({ instrument: Y, timeframe: '1m' })[Symbol.asyncIterator]()
    const first = slow.next()
    const followed = follow(replay.streamBars({ instrument: X, timeframe: '1m' }), events, named)
    replay.play()
    await first
    await nothingMore()
    // The first open of Y was read, and no more of it asked for.
    expect(events).toEqual([])
    void slow.return!()
    await followed
    expect(events).toHaveLength(8)
  })

  it('shows of history what has happened by its time, and nothing later', async () => {
    const replay = replayOf({ from: at(1.5) })
    const { columns } = await replay.fetchBars({ instrument: X, timeframe: '1m' })
    expect([...columns.closeTime].map((time) => (time - START) / MINUTE)).toEqual([0, 1])
    expect((await replay.fetchBars({ instrument: X, timeframe: '2m' })).columns.length).toBe(0)
    const warmup = await replay.fetchBars({ instrument: X, timeframe: '1m', from: at(9), barsBefore: 1 })
    expect([...warmup.columns.closeTime].map((time) => (time - START) / MINUTE)).toEqual([1])
    const ticks: number[] = []
    for await (const { occurredAt } of replay.fetchTicks!({ instrument: X })) ticks.push((occurredAt - START) / MINUTE)
    expect(ticks).toEqual([-1, 0, 0.5, 1])
    replay.seek(at(2))
    expect((await replay.fetchBars({ instrument: X, timeframe: '2m' })).columns.length).toBe(1)
  })

  it('tells the close of the bar that is under way where it begins', async () => {
    const events: string[] = []
    await follow(replayOf({ from: at(2.5) }).streamBars({ instrument: X, timeframe: '1m' }), events, named)
    expect(events).toEqual(['X closed 3 at 102.5', 'X opened 3 at 103', 'X closed 4 at 103.5'])
  })

  it('has no open of a bar that was carried forward, and no close of one that is not final', async () => {
    const column = (...values: readonly number[]) => Float64Array.from(values)
    const ones = column(1, 1, 1)
    const bars: BarColumns = {
      ...{ length: 3, openTime: column(at(0), at(1), at(2)), closeTime: column(at(1), at(2), at(3)) },
      ...{ open: ones, high: ones, low: ones, close: ones, flags: Uint8Array.of(0, BAR_FILLED, BAR_PARTIAL) },
    }
    const events: string[] = []
    const replay = replayOf({ source: new MemoryDataGateway([{ symbol: 'X', timeframe: '1m', bars }]) })
    await follow(replay.streamBars({ instrument: X, timeframe: '1m' }), events, named)
    expect(events).toEqual(['X opened 0 at 1', 'X closed 1 at 1', 'X closed 2 at 1', 'X opened 2 at 1'])
  })

  it('goes at its speed by the clock', async () => {
    const clock = new VirtualClock(0)
    const replay = replayOf({ clock, speed: 60 })
    const events: string[] = []
    const followed = follow(replay.streamBars({ instrument: Y, timeframe: '1m' }), events, named)
    const seen: [number, number][] = []
    for (const seconds of [0, 0.999, 1, 2, 3]) {
      await clock.advanceTo(seconds * 1000)
      seen.push([seconds, events.length])
    }
    expect(seen).toEqual([
      [0, 1],
      [0.999, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ])
    await followed
    expect(replay.now).toBe(at(3))
  })

  it('pauses, and goes on at another speed without a jump', async () => {
    const clock = new VirtualClock(0)
    const replay = replayOf({ clock, speed: 1 })
    const events: string[] = []
    const followed = follow(replay.streamBars({ instrument: Y, timeframe: '1m' }), events, named)
    await clock.advanceTo(30_000)
    replay.pause()
    await clock.advanceTo(500_000)
    expect([replay.isPaused, replay.now, events]).toEqual([true, at(0.5), ['Y opened 0 at 100']])
    replay.play(30)
    await clock.advanceTo(500_999)
    expect(events).toHaveLength(1)
    await clock.advanceTo(501_000)
    expect([replay.now, events.length]).toEqual([at(1), 2])
    await clock.advanceTo(600_000)
    await followed
  })

  it('is sought forward and back, with streams that are open', async () => {
    const replay = replayOf()
    const stream = replay.streamBars({ instrument: X, timeframe: '1m' })[Symbol.asyncIterator]()
    const next = async (): Promise<string> => named((await stream.next()).value as BarEvent)
    expect(await next()).toBe('X opened 0 at 100')
    replay.seek(at(3))
    expect(await next()).toBe('X opened 3 at 103')
    replay.seek('2024-01-02T10:01:30Z')
    expect([await next(), await next()]).toEqual(['X closed 2 at 101.5', 'X opened 2 at 102'])
    expect(replay.now).toBe(at(2))
  })

  it('gives what is asked for at once one after the other', async () => {
    const stream = replayOf().streamBars({ instrument: Y, timeframe: '1m' })[Symbol.asyncIterator]()
    const asked = await Promise.all(Array.from({ length: 5 }, () => stream.next()))
    expect(asked.map(({ done, value }) => (done === true ? 'end' : named(value)))).toEqual([
      'Y opened 0 at 100',
      'Y closed 1 at 100.5',
      'Y opened 2 at 102',
      'Y closed 3 at 102.5',
      'end',
    ])
  })

  it('ends a stream with RUN_ABORTED when its signal is given, while it waits and after', async () => {
    const abort = new AbortController()
    const replay = replayOf({ paused: true })
    const stream = replay.streamBars({ instrument: X, timeframe: '1m', signal: abort.signal })[Symbol.asyncIterator]()
    const waiting = stream.next()
    await nothingMore()
    abort.abort()
    await expect(waiting).rejects.toThrow('RUN_ABORTED')
    await expect(stream.next()).rejects.toThrow('RUN_ABORTED')
    const other: string[] = []
    replay.play()
    await follow(replay.streamBars({ instrument: Y, timeframe: '1m' }), other, named)
    expect(other).toHaveLength(4)
  })

  it('throws what its source does, without holding up the others', async () => {
    const replay = replayOf()
    const Z = createInstrument({ symbol: 'Z' })
    const stream = replay.streamBars({ instrument: Z, timeframe: '1m' })[Symbol.asyncIterator]()
    await expect(stream.next()).rejects.toThrow('UNKNOWN_SYMBOL')
    const other: string[] = []
    await follow(replay.streamBars({ instrument: Y, timeframe: '1m' }), other, named)
    expect(other).toHaveLength(4)
  })

  it.each([
    [{ speed: 0 }, 'CONFIG_INVALID: ReplayDataGateway: speed is 0; expected a positive number, or Infinity'],
    [
      { speed: 10 },
      'CONFIG_INVALID: ReplayDataGateway: clock is undefined; expected one to wait by, such as systemClock(), or speed: Infinity',
    ],
    [{ from: 'soon' }, 'TIME_INVALID: from: soon came; expected epoch milliseconds or an ISO 8601 time with an offset'],
    [
      { to: at(-1) },
      'CONFIG_INVALID: ReplayDataGateway: to is 2024-01-02T09:59:00Z; expected a time from 2024-01-02T10:00:00Z on',
    ],
  ])('refuses %j', (options, message) => {
    expect(() => replayOf(options)).toThrow(message)
  })

  it('refuses to be sought outside of its range', () => {
    expect(() => {
      replayOf({ to: at(2) }).seek(at(-1))
    }).toThrow(
      'RANGE_INVALID: seek: 2024-01-02T09:59:00Z came; expected a time from 2024-01-02T10:00:00Z to 2024-01-02T10:02:00Z',
    )
  })
})
