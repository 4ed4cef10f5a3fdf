import { checkRange } from '../data/check-range.js'
import { throwIfAborted } from '../domain/abort.js'
import { firstRowAtOrAfter, sliceColumns, type BarColumns } from '../domain/bar-columns.js'
import { formatTime, TradewrightError } from '../domain/errors.js'
import { joinColumns } from '../domain/join-columns.js'
import { rowsBetween } from '../domain/rows-between.js'
import { EARLIEST, LATEST, subtractRanges, type TimeRange } from '../domain/time-range.js'
import { eachWarningOnce } from '../domain/warning.js'
import type { BarStore, SeriesKey } from '../ports/bar-store.js'
import type { Clock } from '../ports/clock.js'
import type { BarRequest, BarSeries, DataGateway, GatewayCapabilities, SeriesWarning } from '../ports/data-gateway.js'
import { revisionsOf, type BarRevision } from './bar-revisions.js'
import { daysOverBy, finishedUntil } from './finished-until.js'
import { forwarded } from './forwarded.js'
import { SharedFetches } from './shared-fetches.js'

export interface CachedOptions {
  /** Whose bars are kept. */
  readonly source: DataGateway
  /** Where they are kept. */
  readonly store: BarStore
  /** By what a day is over. */
  readonly clock: Clock
  /** What its bars are stored under; default the source's name. Sources that give different bars of a symbol need names of their own. */
  readonly storeAs?: string
  /** How long after its end a day may still change, in milliseconds; default an hour. */
  readonly settleMs?: number
}

/**
 * A gateway in front of another that keeps its bars in a store and fetches only what it has not fetched before. A stretch without bars is remembered as well, so that
 * it is not asked for again. A bar or a day that is not over is never kept. What the source warned of is kept with the bars that it gave, so that an answer has the same warnings again. Those who
 * ask for the same range at the same time share one fetch.
 *
 * A fetch that goes on where the store ends begins with the last bar that is stored. If the source now gives that one otherwise, as after a split, all that is stored of the
 * series is fetched again as it is asked for, and the answer has the warning BARS_REVISED. Trades and streams go through as they are.
 */
export class CachedDataGateway implements DataGateway {
  readonly name: string
  readonly capabilities: GatewayCapabilities
  readonly fetchTicks?: NonNullable<DataGateway['fetchTicks']>
  readonly streamBars?: NonNullable<DataGateway['streamBars']>
  readonly streamQuotes?: NonNullable<DataGateway['streamQuotes']>
  readonly streamTrades?: NonNullable<DataGateway['streamTrades']>
  readonly calendar?: NonNullable<DataGateway['calendar']>
  readonly instruments?: NonNullable<DataGateway['instruments']>
  readonly #source: DataGateway
  readonly #store: BarStore
  readonly #clock: Clock
  readonly #settleMs: number
  readonly #storeAs: string
  readonly #shared = new SharedFetches<BarSeries>()
  /** By series: the last that has been begun, since one goes on from what the one before has stored. */
  readonly #lines = new Map<string, Promise<unknown>>()
  #fetches = 0

  /** Throws CONFIG_INVALID. */
  constructor({ source, store, clock, storeAs = source.name, settleMs = 3_600_000 }: CachedOptions) {
    if (!(settleMs >= 0))
      throw new TradewrightError(
        'CONFIG_INVALID',
        `CachedDataGateway: settleMs is ${String(settleMs)}; expected milliseconds from 0`,
      )
    this.#source = source
    this.#store = store
    this.#clock = clock
    this.#settleMs = settleMs
    this.#storeAs = storeAs
    this.name = `${source.name}, cached`
    this.capabilities = source.capabilities ?? {}
    Object.assign(this, forwarded(source), forwardedStreams(source))
  }

  /** How often the source was asked for bars. */
  get fetches(): number {
    return this.#fetches
  }

  /** Throws what the source and the store do, and RANGE_INVALID. */
  async fetchBars(request: BarRequest): Promise<BarSeries> {
    const { instrument, timeframe, from, to, barsBefore = 0, signal } = request
    checkRange(`${instrument.symbol} ${timeframe}`, request)
    const key = { source: this.#storeAs, symbol: instrument.symbol, timeframe }
    const name = JSON.stringify([key.symbol, timeframe, from, to, barsBefore])
    return await this.#shared.do(name, signal, (shared) =>
      this.#inLine(key, () => this.#answer(key, { ...request, signal: shared })),
    )
  }

  /**
   * Fetches a range anew and says what the source gives otherwise than it is stored; from then on it is stored as it came. Bars that were not stored are no revisions.
   */
  async revalidate(request: Omit<BarRequest, 'barsBefore'>): Promise<readonly BarRevision[]> {
    const { instrument, timeframe } = request
    checkRange(`${instrument.symbol} ${timeframe}`, request)
    const key = { source: this.#storeAs, symbol: instrument.symbol, timeframe }
    return await this.#inLine(key, async () => {
      const range = rangeOf(request)
      const fetched = await this.#fetch(request, range)
      const covered = subtractRanges(range, subtractRanges(range, await this.#store.coverage(key)))
      const found: BarRevision[] = []
      for (const part of covered)
        found.push(...revisionsOf(await this.#store.readBars(key, part), rowsBetween(fetched.columns, part)))
      await this.#keep(key, range, fetched, request)
      return found
    })
  }

  /** One after the other by series. */
  #inLine<T>(key: SeriesKey, run: () => Promise<T>): Promise<T> {
    const name = JSON.stringify([key.symbol, key.timeframe])
    const before = this.#lines.get(name) ?? Promise.resolve()
    const turn = before.then(run, run)
    this.#lines.set(name, turn)
    const forget = (): void => {
      if (this.#lines.get(name) === turn) this.#lines.delete(name)
    }
    turn.then(forget, forget)
    return turn
  }

  async #answer(key: SeriesKey, request: BarRequest): Promise<BarSeries> {
    throwIfAborted(request.signal)
    const range = rangeOf(request)
    const filled = await this.#fill(key, request, range)
    if (filled.revisions.length > 0) {
      await this.#store.deleteBars(key)
      const anew = await this.#fill(key, request, range)
      return this.#series(request, anew, [revised(key, filled.revisions)])
    }
    return this.#series(request, filled, [])
  }

  /** All bars of a range and as many before it as are asked for: stored ones, and what is missing of them from the source. */
  async #fill(key: SeriesKey, request: BarRequest, range: TimeRange): Promise<Filled> {
    const known = await this.#store.coverage(key)
    const unfinished: BarColumns[] = []
    const revisions: BarRevision[] = []
    const warnings: SeriesWarning[] = []
    for (const missing of subtractRanges(range, known)) {
      const last = await this.#lastBefore(key, missing.from, known)
      const from = last === undefined ? missing.from : last.openTime[0]!
      const fetched = await this.#fetch(request, { from, to: missing.to })
      warnings.push(...(fetched.warnings ?? []))
      if (last !== undefined) {
        const again = rowsBetween(fetched.columns, { from, to: missing.from })
        revisions.push(...revisionsOf(last, again))
        if (revisions.length > 0) break
      }
      const columns = rowsBetween(fetched.columns, missing)
      const until = await this.#keep(key, missing, { ...fetched, columns }, request)
      unfinished.push(rowsBetween(columns, { from: until, to: LATEST }))
    }
    if (revisions.length > 0) return { columns: joinColumns([]), revisions, warnings }
    const before = await this.#before(key, request, range.from)
    const stored = await this.#store.readBars(key, range)
    const rest = unfinished.map((part) => withoutRows(part, stored))
    return {
      columns: joinColumns([before.columns, stored, ...rest]),
      revisions,
      warnings: [...(await this.#warnings(key, { from: before.from, to: range.to })), ...before.warnings, ...warnings],
    }
  }

  /** What the source said of the stored bars of a range. */
  async #warnings(key: SeriesKey, range: TimeRange): Promise<readonly SeriesWarning[]> {
    return range.from < range.to ? await this.#store.barWarnings(key, range) : []
  }

  /** Stores what is over of the bars of a range, with what was said of them, and says until when that is. */
  async #keep(
    key: SeriesKey,
    range: TimeRange,
    { columns, warnings = [] }: BarSeries,
    request: BarRequest,
  ): Promise<number> {
    const over = daysOverBy(this.#clock.now() - this.#settleMs, request.instrument)
    const finished = finishedUntil(columns, request.timeframe, over)
    const until = Math.min(range.to, finished.until)
    if (until > range.from)
      await this.#store.writeBars(
        key,
        { from: range.from, to: until },
        rowsBetween(finished.columns, { from: range.from, to: until }),
        // That bars were others before is news, and nothing about those that are stored.
        warnings.filter(({ code }) => code !== 'BARS_REVISED'),
      )
    return Math.max(range.from, until)
  }

  /** The last stored bar in front of a stretch that is missing. */
  async #lastBefore(key: SeriesKey, time: number, known: readonly TimeRange[]): Promise<BarColumns | undefined> {
    const range = known.find(({ to }) => to === time)
    if (range === undefined) return undefined
    const stored = await this.#store.readBars(key, range)
    return stored.length === 0 ? undefined : sliceColumns(stored, stored.length - 1, stored.length)
  }

  /** As many bars in front of a time as are asked for. */
  async #before(key: SeriesKey, request: BarRequest, from: number): Promise<Before> {
    const { barsBefore = 0 } = request
    if (barsBefore <= 0 || from === EARLIEST) return { columns: joinColumns([]), from, warnings: [] }
    const known = (await this.#store.coverage(key)).find((range) => range.from < from && range.to >= from)
    const stored = known && (await this.#store.readBars(key, { from: known.from, to: from }))
    if (known !== undefined && stored !== undefined && (stored.length >= barsBefore || known.from === EARLIEST))
      return { ...lastRows(stored, barsBefore), warnings: [] }
    this.#fetches++
    const fetched = await this.#source.fetchBars({ ...request, from, to: from, barsBefore })
    const before = lastRows(fetched.columns, barsBefore)
    await this.#keep(key, { from: before.from, to: from }, fetched, request)
    return { ...before, warnings: fetched.warnings ?? [] }
  }

  async #fetch(request: Omit<BarRequest, 'barsBefore'>, { from, to }: TimeRange): Promise<BarSeries> {
    this.#fetches++
    return await this.#source.fetchBars({
      ...request,
      from: from === EARLIEST ? undefined : from,
      to: to === LATEST ? undefined : to,
      barsBefore: 0,
    })
  }

  #series({ instrument, timeframe }: BarRequest, filled: Filled, more: readonly SeriesWarning[]): BarSeries {
    const warnings = eachWarningOnce([...more, ...filled.warnings])
    const source = `${instrument.symbol} ${timeframe} of ${this.name}`
    return { columns: filled.columns, source, ...(warnings.length > 0 && { warnings }) }
  }
}

interface Filled {
  readonly columns: BarColumns
  /** What the source gives otherwise than it did; then there are no columns. */
  readonly revisions: readonly BarRevision[]
  readonly warnings: readonly SeriesWarning[]
}

/** Bars in front of a range. */
interface Before {
  readonly columns: BarColumns
  /** From when on they are all there are. */
  readonly from: number
  /** What the source said of them just now. */
  readonly warnings: readonly SeriesWarning[]
}

function rangeOf({ from = EARLIEST, to = LATEST }: Pick<BarRequest, 'from' | 'to'>): TimeRange {
  return { from, to }
}

/** The last so many of the bars that there are; where there are fewer, there are none before them. */
function lastRows(columns: BarColumns, count: number): Pick<Before, 'columns' | 'from'> {
  const first = columns.length - count
  if (first < 0) return { columns, from: EARLIEST }
  return { columns: sliceColumns(columns, first, columns.length), from: columns.openTime[first]! }
}

/** Rows that open after those of another series. */
function withoutRows(columns: BarColumns, before: BarColumns): BarColumns {
  const last = before.length === 0 ? EARLIEST : before.openTime[before.length - 1]!
  return sliceColumns(columns, firstRowAtOrAfter(columns.openTime, columns.length, last + 1), columns.length)
}

function revised({ symbol, timeframe, source }: SeriesKey, revisions: readonly BarRevision[]): SeriesWarning {
  const { openTime, field, before, now } = revisions[0]!
  const message = `${symbol} ${timeframe}: ${source} gave ${field} ${String(before)} of the bar at ${formatTime(openTime)} before and gives ${String(now)} now; all of the series was fetched again`
  return { code: 'BARS_REVISED', message }
}

function forwardedStreams(source: DataGateway): Partial<DataGateway> {
  return {
    ...(source.fetchTicks && { fetchTicks: (request) => source.fetchTicks!(request) }),
    ...(source.streamBars && { streamBars: (request) => source.streamBars!(request) }),
    ...(source.streamQuotes && { streamQuotes: (request) => source.streamQuotes!(request) }),
    ...(source.streamTrades && { streamTrades: (request) => source.streamTrades!(request) }),
  }
}
