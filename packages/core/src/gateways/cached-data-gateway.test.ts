import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { xnys } from '../calendar/xnys.js'
import { BAR_PARTIAL, type BarColumns } from '../domain/bar-columns.js'
import { createInstrument, type Instrument } from '../domain/instrument.js'
import { joinColumns } from '../domain/join-columns.js'
import { rowsBetween } from '../domain/rows-between.js'
import { EARLIEST, LATEST } from '../domain/time-range.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { BarRequest, BarSeries, DataGateway, SeriesWarning } from '../ports/data-gateway.js'
import { MemoryBarStore } from '../store/memory-bar-store.js'
import { VirtualClock } from '../testing/virtual-clock.js'
import { CachedDataGateway } from './cached-data-gateway.js'
import { MemoryDataGateway } from './memory-data-gateway.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const BEGIN = Date.UTC(2024, 0, 8)
const X = createInstrument({ symbol: 'X' })

/** Hourly bars by their hours since the beginning; a price is the hour, or what `price` makes of it. */
function hourly(hours: readonly number[], price = (hour: number): number => 100 + hour): BarColumns {
  const column = (value: (hour: number) => number): Float64Array => Float64Array.from(hours, value)
  const prices = { open: column(price), high: column(price), low: column(price), close: column(price) }
  return {
    ...{ length: hours.length, ...prices },
    openTime: column((hour) => BEGIN + hour * HOUR),
    closeTime: column((hour) => BEGIN + (hour + 1) * HOUR),
  }
}

/** A source that knows the time: what has not closed is there as far as it has come, or not at all. */
class Source implements DataGateway {
  readonly name = 'vendor'
  readonly requests: BarRequest[] = []
  /** What it says of the bars that it gives. */
  warningsOf: (bars: BarColumns) => readonly SeriesWarning[] = () => []
  bars: BarColumns
  readonly #clock: VirtualClock
  readonly #showsUnfinished: boolean

  constructor(bars: BarColumns, clock: VirtualClock, showsUnfinished = true) {
    this.bars = bars
    this.#clock = clock
    this.#showsUnfinished = showsUnfinished
  }

  async fetchBars(request: BarRequest): Promise<BarSeries> {
    this.requests.push(request)
    const now = this.#clock.now()
    const known = rowsBetween(this.bars, { from: EARLIEST, to: now })
    const isOpen = known.length > 0 && known.closeTime[known.length - 1]! > now
    const shown = { ...known, length: known.length - (isOpen && !this.#showsUnfinished ? 1 : 0) }
    if (isOpen && this.#showsUnfinished) {
      shown.flags = new Uint8Array(known.length)
      shown.flags[known.length - 1] = BAR_PARTIAL
    }
    const memory = new MemoryDataGateway([{ symbol: 'X', timeframe: request.timeframe, bars: shown }])
    const series = await memory.fetchBars(request)
    return { ...series, warnings: this.warningsOf(series.columns) }
  }

  /** Ranges that were asked for, in hours since the beginning. */
  get asked(): readonly (readonly [number | undefined, number | undefined])[] {
    const hour = (time: number | undefined): number | undefined => (time === undefined ? time : (time - BEGIN) / HOUR)
    return this.requests.map(({ from, to }) => [hour(from), hour(to)])
  }
}

/** A warning that is about the series, and comes with every fetch. */
const unused: SeriesWarning = { code: 'ADJUSTED_COLUMN_UNUSED', message: 'adjclose was not used' }
/** A warning of each bar whose hour is a multiple of 3. */
const ofThirds = ({ openTime, length }: BarColumns): readonly SeriesWarning[] =>
  Array.from(openTime.subarray(0, length), (time) => (time - BEGIN) / HOUR)
    .filter((hour) => hour % 3 === 0)
    .map((hour) => ({ code: 'ROWS_REFUSED', message: `a row of hour ${String(hour)}`, count: hour }))

const upTo = (count: number): number[] => Array.from({ length: count }, (_, hour) => hour)

function setup(
  bars: BarColumns,
  options: {
    now?: number
    settleMs?: number
    showsUnfinished?: boolean
    instrument?: Instrument
    timeframe?: Timeframe
  } = {},
) {
  const { now = BEGIN + 1000 * DAY, settleMs = 0, showsUnfinished, instrument = X, timeframe = '1h' } = options
  const clock = new VirtualClock(now)
  const source = new Source(bars, clock, showsUnfinished)
  const store = new MemoryBarStore()
  const gateway = new CachedDataGateway({ source, store, clock, settleMs })
  const time = (hour: number | undefined): number | undefined => (hour === undefined ? undefined : BEGIN + hour * HOUR)
  const request = (from?: number, to?: number, more: Partial<BarRequest> = {}): BarRequest => ({
    ...{ instrument, timeframe, from: time(from), to: time(to), ...more },
  })
  const hours = async (from?: number, to?: number, more: Partial<BarRequest> = {}): Promise<number[]> => {
    const { columns } = await gateway.fetchBars(request(from, to, more))
    return Array.from(columns.openTime, (at) => (at - BEGIN) / HOUR)
  }
  const covered = async (): Promise<unknown> =>
    (await store.coverage({ source: 'vendor', symbol: 'X', timeframe })).map(({ from, to }) => [
      from === EARLIEST ? undefined : (from - BEGIN) / HOUR,
      to === LATEST ? undefined : (to - BEGIN) / HOUR,
    ])
  return { clock, source, store, gateway, hours, covered, request }
}

describe('a cached gateway', () => {
  it('fetches a range once', async () => {
    const { source, hours, gateway } = setup(hourly(upTo(48)))
    expect(await hours(3, 6)).toEqual([3, 4, 5])
    expect(await hours(3, 6)).toEqual([3, 4, 5])
    expect(await hours(4, 5)).toEqual([4])
    expect([source.asked, gateway.fetches]).toEqual([[[3, 6]], 1])
  })

  it('fetches only what is missing of a range, and begins with the last bar that it has', async () => {
    const { source, hours } = setup(hourly(upTo(48)))
    await hours(10, 20)
    await hours(30, 40)
    source.requests.length = 0
    expect(await hours(5, 45)).toEqual(upTo(45).slice(5))
    expect(source.asked).toEqual([
      [5, 10],
      [19, 30],
      [39, 45],
    ])
  })

  it('knows a stretch without bars from one that it has not asked for', async () => {
    const { source, hours } = setup(hourly([0, 1, 40]))
    expect(await hours(2, 30)).toEqual([])
    expect(await hours(5, 20)).toEqual([])
    expect(source.asked).toEqual([[2, 30]])
    expect(await hours(29, 41)).toEqual([40])
    expect(source.asked.slice(1)).toEqual([[30, 41]])
  })

  it('gives what it keeps of all there is, and asks for the rest', async () => {
    const { source, hours, clock } = setup(hourly(upTo(100)), { now: BEGIN + 50 * HOUR })
    expect(await hours()).toEqual(upTo(50))
    // The day that has begun at hour 48 is not over.
    await clock.advanceTo(BEGIN + 80 * HOUR)
    expect(await hours()).toEqual(upTo(80))
    expect(source.asked).toEqual([
      [undefined, undefined],
      [47, undefined],
    ])
  })

  it.each([true, false])('keeps no bar that is under way (shown by the source: %s)', async (showsUnfinished) => {
    const bars = hourly(upTo(30))
    const calendar = xnys()
    // 2024-01-09 at 00:30 UTC, in the night: no session is open, and of the hour from 0:00 half an hour is left.
    const { hours, covered, clock, source } = setup(bars, {
      ...{ now: BEGIN + 24.5 * HOUR, showsUnfinished },
      instrument: createInstrument({ symbol: 'X', calendar }),
    })
    expect((await hours(0, 30)).length).toBe(showsUnfinished ? 25 : 24)
    expect(await covered()).toEqual([[0, 24]])
    await clock.advanceTo(BEGIN + 26 * HOUR)
    expect(await hours(0, 26)).toEqual(upTo(26))
    expect(source.asked.at(-1)).toEqual([23, 26])
  })

  it('keeps no day that is not over, nor one that may still settle', async () => {
    // A day of UTC, since X has no calendar.
    const whole = setup(hourly(upTo(60)), { now: BEGIN + 30 * HOUR })
    await whole.hours(0, 30)
    expect(await whole.covered()).toEqual([[0, 24]])
    const settling = setup(hourly(upTo(60)), { now: BEGIN + 24.5 * HOUR, settleMs: HOUR })
    await settling.hours(0, 24)
    expect(await settling.covered()).toEqual([])
    await settling.clock.advanceTo(BEGIN + 25 * HOUR)
    await settling.hours(0, 24)
    expect(await settling.covered()).toEqual([[0, 24]])
  })

  it('gives bars before a range from what it keeps, and fetches them where they are missing', async () => {
    const { source, hours } = setup(hourly([0, 1, 2, 3, 10, 11, 12]))
    expect(await hours(11, 13, { barsBefore: 3 })).toEqual([2, 3, 10, 11, 12])
    const fetched = source.requests.length
    expect(await hours(11, 13, { barsBefore: 3 })).toEqual([2, 3, 10, 11, 12])
    expect(await hours(11, 13, { barsBefore: 2 })).toEqual([3, 10, 11, 12])
    expect(source.requests).toHaveLength(fetched)
    expect(await hours(11, 13, { barsBefore: 9 })).toEqual([0, 1, 2, 3, 10, 11, 12])
    // From here on it knows that there are no more.
    expect(await hours(11, 13, { barsBefore: 99 })).toEqual([0, 1, 2, 3, 10, 11, 12])
    expect(source.requests).toHaveLength(fetched + 1)
  })

  it('shares one fetch among those who ask for a range at once, of whom each may give up', async () => {
    const { source, hours } = setup(hourly(upTo(48)))
    const abort = new AbortController()
    const both = [hours(3, 6, { signal: abort.signal }), hours(3, 6)] as const
    abort.abort()
    await expect(both[0]).rejects.toThrow('RUN_ABORTED')
    expect(await both[1]).toEqual([3, 4, 5])
    expect(source.asked).toEqual([[3, 6]])
    expect(source.requests[0]!.signal!.aborted).toBe(false)
  })

  it('asks for the overlap of ranges once', async () => {
    const { source, hours } = setup(hourly(upTo(48)))
    await Promise.all([hours(0, 10), hours(5, 15), hours(2, 8)])
    expect(source.asked).toEqual([
      [0, 10],
      [9, 15],
    ])
  })

  it('aborts a fetch that nobody waits for any more, and goes on after it', async () => {
    const { source, hours } = setup(hourly(upTo(48)))
    const abort = new AbortController()
    const waiting = hours(3, 6, { signal: abort.signal })
    await Promise.resolve()
    abort.abort()
    await expect(waiting).rejects.toThrow('RUN_ABORTED')
    expect(await hours(3, 6)).toEqual([3, 4, 5])
    expect(source.requests.at(-1)!.signal!.aborted).toBe(false)
  })

  it('fetches all of a series again once the source gives its last stored bar otherwise', async () => {
    const { source, gateway, request } = setup(hourly(upTo(48)))
    await gateway.fetchBars(request(0, 20))
    // A split: all prices are halved.
    source.bars = hourly(upTo(48), (hour) => (100 + hour) / 2)
    const stale = await gateway.fetchBars(request(0, 10))
    expect([stale.columns.close[3], stale.warnings]).toEqual([103, undefined])
    const { columns, warnings } = await gateway.fetchBars(request(0, 30))
    expect([...columns.close]).toEqual(upTo(30).map((hour) => (100 + hour) / 2))
    expect(warnings).toEqual([
      {
        code: 'BARS_REVISED',
        message:
          'X 1h: vendor gave open 119 of the bar at 2024-01-08T19:00:00Z before and gives 59.5 now; all of the series was fetched again',
      },
    ])
    expect((await gateway.fetchBars(request(0, 30))).warnings).toBeUndefined()
  })

  it('says what was revised where it is asked to look, and keeps what is new', async () => {
    const { source, gateway, request, hours } = setup(hourly([0, 1, 3, 4, 5]))
    await hours(0, 4)
    source.bars = hourly([0, 2, 3, 4, 5], (hour) => (hour === 3 ? 99 : 100 + hour))
    expect(await gateway.revalidate(request(0, 6))).toEqual([
      { openTime: BEGIN + HOUR, field: 'bar', before: 101, now: Number.NaN },
      { openTime: BEGIN + 2 * HOUR, field: 'bar', before: Number.NaN, now: 102 },
      { openTime: BEGIN + 3 * HOUR, field: 'open', before: 103, now: 99 },
    ])
    expect(await gateway.revalidate(request(0, 6))).toEqual([])
  })

  it('gives an answer the warnings that it had when it was fetched, those of the bars before it too, each once', async () => {
    const { source, gateway, request } = setup(hourly(upTo(48)))
    source.warningsOf = (bars) => [unused, ...ofThirds(bars)]
    const wanted = request(10, 14, { barsBefore: 3 })
    const first = await gateway.fetchBars(wanted)
    expect(first.warnings!.map(({ message }) => message)).toEqual([
      ...['adjclose was not used', 'a row of hour 9', 'a row of hour 12'],
    ])
    const asked = source.requests.length
    expect(await gateway.fetchBars(wanted)).toEqual(first)
    expect((await gateway.fetchBars(request(11, 13))).warnings).toEqual([unused, ofThirds(hourly([12]))[0]])
    expect(source.requests).toHaveLength(asked)
  })

  it('has nothing to say of an empty range, nor of one that was stored without warnings', async () => {
    const { source, gateway, request } = setup(hourly(upTo(48)))
    await gateway.fetchBars(request(0, 6))
    source.warningsOf = ofThirds
    await gateway.fetchBars(request(6, 12))
    expect((await gateway.fetchBars(request(7, 7))).warnings).toBeUndefined()
    expect((await gateway.fetchBars(request(0, 6))).warnings).toBeUndefined()
  })

  it('keeps warnings with what is over, and hears those of the rest each time', async () => {
    const { source, gateway, request, clock, covered } = setup(hourly(upTo(60)), { now: BEGIN + 26 * HOUR })
    let fetches = 0
    source.warningsOf = () => [{ code: 'ROWS_REFUSED', message: `fetch ${String(++fetches)}` }]
    const messages = async () => (await gateway.fetchBars(request(20, 30))).warnings!.map(({ message }) => message)
    expect(await messages()).toEqual(['fetch 1'])
    expect(await covered()).toEqual([[20, 24]])
    expect(await messages()).toEqual(['fetch 1', 'fetch 2'])
    await clock.advanceTo(BEGIN + 50 * HOUR)
    expect(await messages()).toEqual(['fetch 1', 'fetch 3'])
    expect(await messages()).toEqual(['fetch 1', 'fetch 3'])
  })

  it('puts new warnings in place of old ones where bars are fetched anew, and does not keep that they were revised', async () => {
    const { source, gateway, request } = setup(hourly(upTo(48)))
    const say = (message: string): void => {
      source.warningsOf = () => [{ code: 'ROWS_REFUSED', message }]
    }
    const messages = async (from: number, to: number) =>
      (await gateway.fetchBars(request(from, to))).warnings!.map(
        ({ code, message }) => `${code} ${message.slice(0, 5)}`,
      )
    say('first')
    await gateway.fetchBars(request(0, 20))
    say('again')
    await gateway.revalidate(request(5, 10))
    expect(await messages(6, 8)).toEqual(['ROWS_REFUSED again'])
    expect(await messages(0, 20)).toEqual(['ROWS_REFUSED first', 'ROWS_REFUSED again'])
    source.bars = hourly(upTo(48), (hour) => hour + 7)
    source.warningsOf = () => [{ code: 'BARS_REVISED', message: 'by a cache behind it' }]
    expect(await messages(0, 30)).toEqual(['BARS_REVISED X 1h:', 'BARS_REVISED by a '])
    expect((await gateway.fetchBars(request(0, 30))).warnings).toBeUndefined()
  })

  it('keeps nothing of a fetch that failed', async () => {
    const { source, hours, covered } = setup(hourly(upTo(10)))
    const { fetchBars } = source
    source.fetchBars = () => Promise.reject(new Error('cannot be reached'))
    await expect(hours(0, 5)).rejects.toThrow('cannot be reached')
    expect(await covered()).toEqual([])
    source.fetchBars = fetchBars
    expect(await hours(0, 5)).toEqual([0, 1, 2, 3, 4])
  })

  it('gives what the source would, whatever was asked for before and while time goes on', async () => {
    const ask = fc.record({
      from: fc.option(fc.integer({ min: -5, max: 70 }), { nil: undefined }),
      length: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
      barsBefore: fc.nat({ max: 6 }),
      passes: fc.nat({ max: 8 }),
    })
    const hoursDrawn = fc.uniqueArray(fc.integer({ min: 0, max: 70 }), { maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(
        hoursDrawn,
        fc.array(ask, { maxLength: 8 }),
        fc.boolean(),
        fc.constantFrom(0, HOUR / 2),
        // In New York it is night at first, and no session is open.
        fc.constantFrom(X, createInstrument({ symbol: 'X', calendar: xnys() })),
        async (drawn, asks, showsUnfinished, settleMs, instrument) => {
          const { clock, source, gateway, request } = setup(hourly(drawn.sort((a, b) => a - b)), {
            ...{ now: BEGIN + 20.25 * HOUR, showsUnfinished, settleMs, instrument },
          })
          const direct = new Source(source.bars, clock, showsUnfinished)
          const said = new Set<string>()
          direct.warningsOf = ofThirds
          source.warningsOf = (bars) => {
            const warnings = ofThirds(bars)
            for (const { message } of warnings) said.add(message)
            return warnings
          }
          for (const { from, length, barsBefore, passes } of asks) {
            const wanted = request(from, length === undefined ? undefined : (from ?? 0) + length, { barsBefore })
            const [came, expected] = [await gateway.fetchBars(wanted), await direct.fetchBars(wanted)]
            expect([...came.columns.openTime]).toEqual([...joinColumns([expected.columns]).openTime])
            expect([...came.columns.close]).toEqual([...joinColumns([expected.columns]).close])
            // A warning is kept with all bars of its fetch: it may come with others than those that it is about.
            const messages = (came.warnings ?? []).map(({ message }) => message)
            expect(messages).toEqual(expect.arrayContaining(expected.warnings!.map(({ message }) => message)))
            expect(messages).toEqual([...new Set(messages)])
            expect(messages.filter((message) => !said.has(message))).toEqual([])
            expect((await gateway.fetchBars(wanted)).warnings).toEqual(came.warnings)
            await clock.advanceTo(clock.now() + passes * HOUR)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('refuses a time to settle that is none', () => {
    const [source, store, clock] = [new MemoryDataGateway([]), new MemoryBarStore(), new VirtualClock(0)]
    expect(() => new CachedDataGateway({ source, store, clock, settleMs: -1 })).toThrow(
      'CONFIG_INVALID: CachedDataGateway: settleMs is -1; expected milliseconds from 0',
    )
  })
})
