import { describe, expect, it } from 'vitest'
import { alwaysOpen } from '../calendar/always-open.js'
import { joinColumns } from '../domain/join-columns.js'
import type { BarEvent } from '../domain/bar-event.js'
import { throwIfAborted } from '../domain/abort.js'
import { TradewrightError } from '../domain/errors.js'
import { CachedDataGateway } from '../gateways/cached-data-gateway.js'
import { FallbackDataGateway } from '../gateways/fallback-data-gateway.js'
import { MemoryDataGateway } from '../gateways/memory-data-gateway.js'
import { ReplayDataGateway } from '../gateways/replay-data-gateway.js'
import type { BarRequest, BarSeries, DataGateway, StreamRequest, TickRequest } from '../ports/data-gateway.js'
import type { Quote, TradeTick } from '../domain/quote.js'
import { MemoryBarStore } from '../store/memory-bar-store.js'
import type { OpenedGateway } from './gateway-check.js'
import { dataGatewayCases, type GatewayHarness } from './gateway-conformance.js'
import { BEGIN, HOUR, type GatewayMarket } from './gateway-market.js'
import { nextTurn } from './next-turn.js'
import { VirtualClock } from './virtual-clock.js'

function memoryOf({ series, ticks, instruments }: GatewayMarket): MemoryDataGateway {
  return new MemoryDataGateway(
    series.map(({ instrument: { symbol }, timeframe, columns }) => ({ symbol, timeframe, bars: columns })),
    { ticks, instruments: instruments.map(({ symbol, currency }) => ({ symbol, currency, calendar: alwaysOpen() })) },
  )
}

/** A gateway that reads another one, until that cannot be reached. */
function breakable(inner: DataGateway): { source: DataGateway; breakSource: () => void } {
  let isBroken = false
  const source: DataGateway = {
    name: 'a source that can fail',
    capabilities: inner.capabilities ?? {},
    fetchBars: async (request) => {
      if (isBroken) throw new TradewrightError('SOURCE_FAILED', 'it cannot be reached')
      return await inner.fetchBars(request)
    },
  }
  for (const name of ['fetchTicks', 'instruments', 'calendar', 'streamBars', 'streamTrades'] as const) {
    const method = inner[name] as ((request: never) => unknown) | undefined
    if (method) Object.assign(source, { [name]: method.bind(inner) })
  }
  return {
    source,
    breakSource: () => {
      isBroken = true
    },
  }
}

const playing = (source: DataGateway): ReplayDataGateway =>
  new ReplayDataGateway({ source, from: BEGIN, speed: Number.POSITIVE_INFINITY })

/** A replay whose history is over, for what is asked of history. */
function replayed(source: DataGateway): DataGateway {
  const over = new ReplayDataGateway({ source, from: BEGIN + 1e6 * HOUR, speed: Number.POSITIVE_INFINITY })
  over.streamBars = (request) => playing(source).streamBars(request)
  Object.assign(over, { streamTrades: (request: StreamRequest) => playing(source).streamTrades!(request) })
  return over
}

/** Quotes at the pace of their reader: what came while he was busy is left out, but for the latest. */
function quoting(market: GatewayMarket): DataGateway {
  const memory = memoryOf(market)
  const { fetchBars } = memory
  async function* streamQuotes({ instrument: { symbol }, signal }: StreamRequest): AsyncGenerator<Quote> {
    const quotes = market.quotes[symbol]!
    for (let i = 0; ; i = Math.min(i + 3, quotes.length - 1)) {
      throwIfAborted(signal)
      yield quotes[i]!
      await nextTurn()
    }
  }
  return { name: 'quotes', capabilities: { streams: ['quotes'] }, fetchBars: fetchBars.bind(memory), streamQuotes }
}

const HARNESSES: readonly [string, GatewayHarness][] = [
  ['MemoryDataGateway', { open: (market) => ({ gateway: memoryOf(market) }) }],
  [
    'ReplayDataGateway',
    {
      open: (market) => {
        const { source, breakSource } = breakable(memoryOf(market))
        return { gateway: replayed(source), breakSource }
      },
    },
  ],
  [
    'CachedDataGateway',
    {
      open: (market) => {
        const { source, breakSource } = breakable(memoryOf(market))
        const clock = new VirtualClock(BEGIN + 1e4 * HOUR)
        return { gateway: new CachedDataGateway({ source, store: new MemoryBarStore(), clock }), breakSource }
      },
    },
  ],
  [
    'CachedDataGateway in the middle of the data',
    {
      open: (market) => {
        const { source, breakSource } = breakable(replayed(memoryOf(market)))
        const clock = new VirtualClock(BEGIN + 22.5 * HOUR)
        return { gateway: new CachedDataGateway({ source, store: new MemoryBarStore(), clock }), breakSource }
      },
    },
  ],
  ['a gateway that streams quotes', { open: (market) => ({ gateway: quoting(market) }) }],
  [
    'FallbackDataGateway whose first source never answers',
    {
      open: (market) => {
        const never: DataGateway = {
          name: 'never',
          fetchBars: ({ instrument: { symbol } }) =>
            Promise.reject(new TradewrightError(symbol === 'GAMMA' ? 'UNKNOWN_SYMBOL' : 'SOURCE_FAILED', 'never')),
        }
        const { source, breakSource } = breakable(replayed(memoryOf(market)))
        return { gateway: new FallbackDataGateway([never, source]), breakSource }
      },
    },
  ],
]

describe.each(HARNESSES)('%s', async (_, harness) => {
  for (const { name, skip, run } of await dataGatewayCases(harness)) it.skipIf(skip)(name, run)
})

/** A memory gateway of which one thing is wrong. */
function wrong(change: (gateway: DataGateway, market: GatewayMarket) => Partial<DataGateway>): GatewayHarness {
  return {
    open: (market): OpenedGateway => {
      const { source, breakSource } = breakable(replayed(memoryOf(market)))
      return { gateway: { ...source, ...change(source, market) }, breakSource }
    },
  }
}

const bars = (fetchBars: (gateway: DataGateway, request: BarRequest) => Promise<BarSeries>): GatewayHarness =>
  wrong((gateway) => ({ fetchBars: (request) => fetchBars(gateway, request) }))
const ticks = (fetchTicks: (gateway: DataGateway, request: TickRequest) => AsyncIterable<TradeTick>): GatewayHarness =>
  wrong((gateway) => ({ fetchTicks: (request) => fetchTicks(gateway, request) }))
const stream = (
  events: (inner: AsyncIterable<BarEvent>, signal?: AbortSignal) => AsyncIterable<BarEvent>,
): GatewayHarness =>
  wrong((gateway) => ({
    streamBars: ({ signal, ...request }) =>
      events(gateway.streamBars!(signal ? { ...request, signal } : request), signal),
  }))
const rowsOf = (series: BarSeries, rows: (length: number) => readonly number[]): BarSeries => {
  const { columns } = series
  const parts = rows(columns.length).map((row) => ({
    ...columns,
    length: 1,
    ...Object.fromEntries(
      (['openTime', 'closeTime', 'open', 'high', 'low', 'close', 'volume'] as const).map((name) => [
        name,
        columns[name]!.subarray(row, row + 1),
      ]),
    ),
  }))
  return { ...series, columns: joinColumns(parts) }
}
const upTo = (length: number): number[] => Array.from({ length }, (_, row) => row)
const NOTHING: BarSeries = { columns: joinColumns([]), source: 'none' }

/** What is wrong, and the cases that must find it. */
const WRONG: readonly [string, GatewayHarness, readonly RegExp[]][] = [
  [
    'that gives the bar at the end of a range',
    bars((gateway, request) =>
      gateway.fetchBars({ ...request, to: request.to === undefined ? undefined : request.to + 1 }),
    ),
    [
      /without its end/,
      /from its begin on/,
      /no error, for a range without bars/,
      /as many bars before/,
      /several who ask/,
    ],
  ],
  [
    'that leaves out the bar at the begin of a range',
    bars((gateway, request) => {
      const { from, to } = request
      const later = from === undefined || from === to ? from : from + 1
      return gateway.fetchBars({ ...request, from: later })
    }),
    [/from its begin on/],
  ],
  [
    'that gives the first page alone',
    bars(async (gateway, request) => rowsOf(await gateway.fetchBars(request), (length) => upTo(Math.min(10, length)))),
    [/over all pages/],
  ],
  [
    'that gives the newest bar first',
    bars(async (gateway, request) => rowsOf(await gateway.fetchBars(request), (length) => upTo(length).reverse())),
    [/sorted and each bar once/],
  ],
  [
    'that gives the bar between two pages twice',
    bars(async (gateway, request) =>
      rowsOf(await gateway.fetchBars(request), (length) =>
        upTo(length).flatMap((row) => (row === 10 ? [row, row] : [row])),
      ),
    ),
    [/sorted and each bar once/],
  ],
  [
    'that counts the bars of a range among those before it',
    bars((gateway, { barsBefore = 0, ...request }) =>
      gateway.fetchBars({ ...request, barsBefore: Math.max(0, barsBefore - 1) }),
    ),
    [/as many bars before/],
  ],
  [
    'that takes a failure for an empty answer',
    bars((gateway, request) => gateway.fetchBars(request).catch(() => NOTHING)),
    [/gives no empty series, where its source fails/, /UNKNOWN_SYMBOL/, /RANGE_INVALID/, /RUN_ABORTED where/],
  ],
  [
    'that takes an empty answer for a failure',
    bars(async (gateway, request) => {
      const series = await gateway.fetchBars(request)
      if (series.columns.length === 0) throw new TradewrightError('NO_DATA', 'there is none')
      return series
    }),
    [/no error, for a range without bars/],
  ],
  [
    'that takes a symbol it does not have for one without bars',
    bars(async (gateway, request) =>
      request.instrument.symbol === 'GAMMA' ? NOTHING : await gateway.fetchBars(request),
    ),
    [/UNKNOWN_SYMBOL for a symbol/],
  ],
  [
    'that gives nothing for a range that runs backwards',
    bars(async (gateway, request) =>
      (request.from ?? 0) > (request.to ?? Infinity) ? NOTHING : await gateway.fetchBars(request),
    ),
    [/RANGE_INVALID/],
  ],
  [
    'that does not heed the signal',
    bars((gateway, { signal: _, ...request }) => gateway.fetchBars(request)),
    [/RUN_ABORTED where the signal was given before/],
  ],
  [
    'that stays aborted',
    wrong((gateway) => {
      let aborted: AbortSignal | undefined
      return {
        fetchBars: (request) => {
          aborted ??= request.signal
          return gateway.fetchBars(aborted ? { ...request, signal: aborted } : request)
        },
      }
    }),
    [/goes on after a request that was aborted/],
  ],
  [
    'that has one series for all symbols',
    wrong((gateway, { instruments: [first] }) => ({
      fetchBars: (request) =>
        gateway.fetchBars(request.instrument.symbol === 'BETA' ? { ...request, instrument: first! } : request),
    })),
    [/each symbol its own bars/],
  ],
  [
    'that gives one answer to whoever asks at once',
    wrong((gateway) => {
      let shared: Promise<BarSeries> | undefined
      return {
        fetchBars: (request) => {
          shared ??= gateway.fetchBars(request).finally(() => {
            shared = undefined
          })
          return shared
        },
      }
    }),
    [/several who ask at once/],
  ],
  [
    'that declares what it does not have',
    wrong(() => ({ capabilities: { streams: ['quotes'], ticks: true, calendar: true, instruments: true } })),
    [/methods that its capabilities declare/],
  ],
  [
    'that finds instruments by nothing',
    wrong((gateway) => ({ instruments: () => gateway.instruments!() })),
    [/finds instruments/],
  ],
  [
    'that gives the trade at the end of a range',
    ticks((gateway, request) =>
      gateway.fetchTicks!({ ...request, to: request.to === undefined ? undefined : request.to + 1 }),
    ),
    [/begin and without its end/],
  ],
  [
    'that gives trades of one millisecond once',
    ticks(async function* (gateway, request) {
      let last = Number.NaN
      for await (const tick of gateway.fetchTicks!(request)) {
        if (tick.occurredAt !== last) yield tick
        last = tick.occurredAt
      }
    }),
    [/all trades in order/],
  ],
  [
    'that does not heed the signal of trades',
    ticks((gateway, { signal: _, ...request }) => gateway.fetchTicks!(request)),
    [/loop over trades with RUN_ABORTED/],
  ],
  [
    'that streams trades without heed of the signal',
    wrong((gateway) => ({ streamTrades: ({ signal: _, ...request }) => gateway.streamTrades!(request) })),
    [/stream of trades with RUN_ABORTED/],
  ],
  [
    'that streams every other trade',
    wrong((gateway) => ({
      streamTrades: async function* (request) {
        let count = 0
        for await (const tick of gateway.streamTrades!(request)) if (count++ % 2 === 1) yield tick
      },
    })),
    [/streams trades in order/],
  ],
  [
    'that streams quotes back in time, and without heed of the signal',
    {
      open: (market) => {
        const quotes = market.quotes.ALPHA!
        const ALPHA = [...quotes.slice(0, -1).reverse(), ...quotes.slice(-1)]
        const gateway = quoting({ ...market, quotes: { ALPHA } })
        const { streamQuotes } = gateway
        return { gateway: { ...gateway, streamQuotes: ({ signal: _, ...request }) => streamQuotes!(request) } }
      },
    },
    [/never go back in time/, /stream of quotes with RUN_ABORTED/],
  ],
  [
    'whose stream shows bars as views',
    stream(async function* (inner) {
      let shown: BarEvent | undefined
      for await (const event of inner) {
        if (event.kind !== 'closed') yield event
        else if (shown?.kind !== 'closed') yield (shown = { kind: 'closed', bar: { ...event.bar } })
        else {
          Object.assign(shown.bar, event.bar)
          yield shown
        }
      }
    }),
    [/final and stay as they are/],
  ],
  [
    'whose stream keeps the latest event alone',
    stream(async function* (inner) {
      const kept: BarEvent[] = []
      const pumped = { hasEnded: false }
      const pump = async (): Promise<void> => {
        for await (const event of inner) kept.splice(0, 1, event)
      }
      void pump().finally(() => {
        pumped.hasEnded = true
      })
      while (!pumped.hasEnded) {
        await nextTurn()
        yield* kept.splice(0, 1)
      }
    }),
    [/loses nothing on a slow reader/, /closes in order/],
  ],
  [
    'whose stream does not end with its signal',
    wrong((gateway) => ({ streamBars: ({ signal: _, ...request }) => gateway.streamBars!(request) })),
    [/stream with RUN_ABORTED/],
  ],
  [
    'whose stream tells closes alone, and declares opens',
    stream(async function* (inner) {
      for await (const event of inner) if (event.kind === 'closed') yield event
    }),
    [/before each the open/],
  ],
  [
    'whose stream goes on when it is left',
    stream((inner) => {
      const events = inner[Symbol.asyncIterator]()
      return { [Symbol.asyncIterator]: () => ({ next: () => events.next() }) }
    }),
    [/stream that is left/],
  ],
]

describe.each(WRONG)('a gateway %s', (_, harness, found) => {
  it('fails where it is wrong', async () => {
    const failed: string[] = []
    for (const { name, skip, run } of await dataGatewayCases(harness)) {
      if (skip !== undefined) continue
      await run().catch(() => failed.push(name))
    }
    for (const pattern of found) expect(failed).toContainEqual(expect.stringMatching(pattern))
  })
})
