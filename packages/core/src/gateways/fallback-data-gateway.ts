import { checkRange } from '../data/check-range.js'
import { throwIfAborted } from '../domain/abort.js'
import { isTradewrightError, TradewrightError, type ErrorDetails } from '../domain/errors.js'
import type { BarEvent } from '../domain/bar-event.js'
import type { Quote, TradeTick } from '../domain/quote.js'
import type {
  BarRequest,
  BarSeries,
  BarStreamRequest,
  DataGateway,
  GatewayCapabilities,
  SeriesWarning,
  StreamKind,
  StreamRequest,
  TickRequest,
} from '../ports/data-gateway.js'

/** A source that failed, and what the next one was asked for in its place. */
export interface SourceFailure {
  /** The gateway's name. */
  readonly source: string
  /** What it was asked for, such as `AAPL 1d`. */
  readonly request: string
  readonly error: unknown
}

/**
 * Several sources of the same data: where the first fails, the next is asked. What it gives then has the warning SOURCE_FAILED, and `failures` lists it. An empty
 * answer is an answer. A feed that fails is gone on with at the next source from the last event's time on. Where all have failed, SOURCE_FAILED is thrown with what each
 * failed with. It can do what any of its sources can.
 */
export class FallbackDataGateway implements DataGateway {
  readonly name: string
  readonly capabilities: GatewayCapabilities
  readonly fetchTicks?: NonNullable<DataGateway['fetchTicks']>
  readonly streamBars?: NonNullable<DataGateway['streamBars']>
  readonly streamQuotes?: NonNullable<DataGateway['streamQuotes']>
  readonly streamTrades?: NonNullable<DataGateway['streamTrades']>
  readonly calendar?: NonNullable<DataGateway['calendar']>
  readonly instruments?: NonNullable<DataGateway['instruments']>
  readonly #sources: readonly DataGateway[]
  readonly #failures: SourceFailure[] = []

  /** In the order in which they are asked. Throws CONFIG_INVALID where there are fewer than two. */
  constructor(sources: readonly DataGateway[]) {
    if (sources.length < 2)
      throw new TradewrightError(
        'CONFIG_INVALID',
        `FallbackDataGateway: ${String(sources.length)} sources came; expected at least two`,
      )
    this.#sources = [...sources]
    this.name = sources.map(({ name }) => name).join(' or ')
    const having = (name: keyof DataGateway): readonly DataGateway[] =>
      sources.filter((source) => source[name] !== undefined)
    this.capabilities = capabilitiesOf(sources)
    const [ticks, bars, quotes, trades] = (['fetchTicks', 'streamBars', 'streamQuotes', 'streamTrades'] as const).map(
      having,
    ) as [DataGateway[], DataGateway[], DataGateway[], DataGateway[]]
    if (ticks.length > 0) this.fetchTicks = (request) => this.#ticks(ticks, request)
    if (bars.length > 0) this.streamBars = (request) => this.#bars(bars, request)
    if (quotes.length > 0) this.streamQuotes = (request) => this.#quotes(quotes, request)
    if (trades.length > 0) this.streamTrades = (request) => this.#trades(trades, request)
    const [calendars, listings] = [having('calendar'), having('instruments')]
    if (calendars.length > 0)
      this.calendar = (instrument) =>
        this.#first(calendars, `the calendar of ${instrument.symbol}`, (source) => source.calendar!(instrument))
    if (listings.length > 0)
      this.instruments = (query) => this.#first(listings, 'instruments', (source) => source.instruments!(query))
  }

  /** Every time that a source failed, in order. */
  get failures(): readonly SourceFailure[] {
    return this.#failures
  }

  /** Throws SOURCE_FAILED, RANGE_INVALID, RUN_ABORTED. */
  async fetchBars(request: BarRequest): Promise<BarSeries> {
    const what = `${request.instrument.symbol} ${request.timeframe}`
    checkRange(what, request)
    const before = this.#failures.length
    const series = await this.#first(this.#sources, what, (source) => source.fetchBars(request), request.signal)
    const failed = this.#failures.slice(before).filter((failure) => failure.request === what)
    if (failed.length === 0) return series
    return {
      ...series,
      warnings: [...failed.map((failure) => warningOf(failure, series.source)), ...(series.warnings ?? [])],
    }
  }

  async *#ticks(sources: readonly DataGateway[], request: TickRequest): AsyncGenerator<TradeTick> {
    const what = `trades of ${request.instrument.symbol}`
    checkRange(what, request)
    yield* this.#oneAfterTheOther(sources, what, {
      signal: request.signal,
      open: (source, from) => source.fetchTicks!(from === undefined ? request : { ...request, from }),
      timeOf: ({ occurredAt }) => occurredAt,
    })
  }

  #bars(sources: readonly DataGateway[], request: BarStreamRequest): AsyncIterable<BarEvent> {
    return this.#oneAfterTheOther(sources, `bars of ${request.instrument.symbol} ${request.timeframe}`, {
      signal: request.signal,
      open: (source) => source.streamBars!(request),
      timeOf: (event) => (event.kind === 'opened' ? event.openTime : event.bar.closeTime),
      rankOf: (event) => (event.kind === 'opened' ? 1 : 0),
    })
  }

  #quotes(sources: readonly DataGateway[], request: StreamRequest): AsyncIterable<Quote> {
    return this.#oneAfterTheOther(sources, `quotes of ${request.instrument.symbol}`, {
      signal: request.signal,
      open: (source) => source.streamQuotes!(request),
      timeOf: ({ occurredAt }) => occurredAt,
    })
  }

  #trades(sources: readonly DataGateway[], request: StreamRequest): AsyncIterable<TradeTick> {
    return this.#oneAfterTheOther(sources, `trades of ${request.instrument.symbol}`, {
      signal: request.signal,
      open: (source) => source.streamTrades!(request),
      timeOf: ({ occurredAt }) => occurredAt,
    })
  }

  /** What the first source answers that does not fail. */
  async #first<T>(
    sources: readonly DataGateway[],
    request: string,
    ask: (source: DataGateway) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const errors: unknown[] = []
    for (const source of sources) {
      throwIfAborted(signal)
      try {
        return await ask(source)
      } catch (error) {
        throwIfAborted(signal)
        errors.push(error)
        this.#failures.push({ source: source.name, request, error })
      }
    }
    throw allFailed(sources, request, errors)
  }

  /**
   * The events of the first source, and from where that fails on those of the next. Of the last instant the next one tells as many again as were told, which are left out.
   */
  async *#oneAfterTheOther<T>(sources: readonly DataGateway[], request: string, feed: Feed<T>): AsyncGenerator<T> {
    const errors: unknown[] = []
    let [last, count] = [Number.NEGATIVE_INFINITY, 0]
    for (const source of sources) {
      throwIfAborted(feed.signal)
      let skip = count
      try {
        for await (const event of feed.open(source, count === 0 ? undefined : last)) {
          const rank = feed.timeOf(event) + (feed.rankOf?.(event) ?? 0) / 2
          if (rank < last || (rank === last && skip-- > 0)) continue
          count = rank === last ? count + 1 : 1
          last = rank
          skip = 0
          yield event
        }
        return
      } catch (error) {
        throwIfAborted(feed.signal)
        errors.push(error)
        this.#failures.push({ source: source.name, request, error })
      }
    }
    throw allFailed(sources, request, errors)
  }
}

/** How a feed is opened and ordered. */
interface Feed<T> {
  readonly signal: AbortSignal | undefined
  readonly open: (source: DataGateway, from: number | undefined) => AsyncIterable<T>
  /** UTC epoch milliseconds. */
  readonly timeOf: (event: T) => number
  /** 0 for what comes first at an instant, 1 for what comes after it. */
  readonly rankOf?: (event: T) => 0 | 1
}

function capabilitiesOf(sources: readonly DataGateway[]): GatewayCapabilities {
  const all = sources.map(({ capabilities = {} }) => capabilities)
  const has = (name: 'ticks' | 'calendar' | 'instruments'): boolean => all.some((one) => one[name] === true)
  const kinds: readonly StreamKind[] = ['bars', 'quotes', 'trades']
  const streams = kinds.filter((kind) => all.some((one) => one.streams?.includes(kind)))
  const feeds = all.filter((one) => one.streams?.includes('bars'))
  return {
    ...(has('ticks') && { ticks: true }),
    ...(has('calendar') && { calendar: true }),
    ...(has('instruments') && { instruments: true }),
    ...(streams.length > 0 && { streams }),
    // Only what goes on whichever of them is asked.
    ...(feeds.length > 0 && feeds.every((one) => one.barOpens === true) && { barOpens: true }),
  }
}

function warningOf({ source, request, error }: SourceFailure, other: string): SeriesWarning {
  const message = `${source} failed for ${request}: ${messageOf(error)}; it is ${other}`
  return { code: 'SOURCE_FAILED', message }
}

function allFailed(sources: readonly DataGateway[], request: string, errors: readonly unknown[]): TradewrightError {
  const lines = errors.map((error, i) => `\n  ${sources[i]!.name}: ${messageOf(error)}`)
  const details: ErrorDetails = {
    request,
    failures: errors.map((error, i) => ({ source: sources[i]!.name, error })),
  }
  // What none of them has is not there, which is another thing than a failure.
  const isUnknown = errors.every((error) => isTradewrightError(error) && error.code === 'UNKNOWN_SYMBOL')
  return new TradewrightError(
    isUnknown ? 'UNKNOWN_SYMBOL' : 'SOURCE_FAILED',
    `${request}: every source failed${lines.join('')}`,
    {
      details,
      cause: errors[0],
    },
  )
}

function messageOf(error: unknown): string {
  return isTradewrightError(error) || error instanceof Error ? error.message : String(error)
}
