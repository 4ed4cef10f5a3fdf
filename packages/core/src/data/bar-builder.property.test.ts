import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alwaysOpen } from '../calendar/always-open.js'
import { weekdayCalendar } from '../calendar/weekday-calendar.js'
import { xnys } from '../calendar/xnys.js'
import { xtks } from '../calendar/xtks.js'
import { tradingHoursOf, type Calendar } from '../domain/calendar.js'
import type { Timeframe } from '../domain/timeframe.js'
import { BarBuilder, type BarBuilderOptions } from './bar-builder.js'
import type { BarRule } from './bar-rule.js'
import { barsOf } from './test-bars.js'

/** A trade as [time, price, size]. */
type Tick = readonly [number, number, number]

const RUNS = { numRuns: 500 }
const sydney = { name: 'night', zone: 'Australia/Sydney', open: '17:10', close: '07:00', holidays: [] }

/** Calendars, and a time shortly before their clocks change or a session is short. */
const places: readonly { readonly calendar: Calendar; readonly start: number }[] = [
  { calendar: xtks(), start: Date.UTC(2024, 2, 8, 1) },
  { calendar: xnys(), start: Date.UTC(2024, 2, 8, 13) },
  { calendar: xnys(), start: Date.UTC(2023, 10, 3, 13) },
  { calendar: xnys(), start: Date.UTC(2024, 6, 2, 13) },
  { calendar: weekdayCalendar(sydney), start: Date.UTC(2024, 3, 4, 5) },
  { calendar: weekdayCalendar(sydney), start: Date.UTC(2024, 9, 3, 5) },
  { calendar: alwaysOpen(), start: Date.UTC(2024, 1, 26, 22) },
]
const TIMEFRAMES = ['30s', '1m', '7m', '1h', '4h', '1d', '1w', '1M'] as const
const EVENTS = [
  { by: 'ticks', size: 7 },
  { by: 'volume', size: 120 },
  { by: 'value', size: 9_000, multiplier: 2 },
  { by: 'range', size: 3 },
] as const satisfies readonly BarRule[]

/** Trades from `start` on, mostly in order, now and then hours apart; prices in quarters and whole sizes, whose sums are exact. */
function ticksFrom(start: number, stepMsMax: number): fc.Arbitrary<Tick[]> {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.nat({ max: stepMsMax }) },
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: -stepMsMax * 2, max: -1 }) },
    { weight: 1, arbitrary: fc.nat({ max: 40 * stepMsMax }) },
  )
  return fc
    .array(fc.tuple(step, fc.integer({ min: 380, max: 420 }), fc.integer({ min: 1, max: 50 })), { maxLength: 120 })
    .map((drawn) => {
      let time = start
      return drawn.map(([ms, quarters, size]): Tick => {
        time = Math.max(start, time + ms)
        return [time, quarters / 4, size]
      })
    })
}

const ticksAt = (start: number) => fc.constantFrom(5_000, 60_000, 900_000).chain((step) => ticksFrom(start, step))
const cases = fc
  .constantFrom(...places)
  .chain((place) => fc.record({ place: fc.constant(place), ticks: ticksAt(place.start) }))

function feed(builder: BarBuilder, ticks: readonly Tick[]): void {
  for (const [time, price, size] of ticks) builder.add(time, price, size)
}

function builtOf(options: Omit<BarBuilderOptions, 'symbol'>, ticks: readonly Tick[]): BarBuilder {
  const builder = new BarBuilder({ symbol: 'X', ...options })
  feed(builder, ticks)
  builder.flush()
  return builder
}

/** The bars of trades that belong together, in order of arrival. */
function barOf(group: readonly Tick[], open: number, close: number) {
  const byTime = [...group].sort(([a], [b]) => a - b)
  const prices = group.map(([, price]) => price)
  return {
    open,
    close,
    prices: [byTime[0]![1], Math.max(...prices), Math.min(...prices), byTime.at(-1)![1]],
    volume: group.reduce((sum, [, , size]) => sum + size, 0),
    ticks: group.length,
  }
}

/** The interval of a time, found by listing all there are of the days around it. */
function intervalOf(calendar: Calendar, timeframe: Timeframe, time: number): readonly [number, number] | undefined {
  const date = (at: number) => new Date(at).toISOString().slice(0, 10)
  const near = calendar.sessions(date(time - 70 * 86_400_000), date(time + 70 * 86_400_000))
  const session = near.find(({ open, close }) => open <= time && time < close)
  const part = session && tradingHoursOf(session).find(({ open, close }) => open <= time && time < close)
  if (session === undefined || part === undefined) return undefined
  const lengths = { '30s': 30_000, '1m': 60_000, '7m': 420_000, '1h': 3_600_000, '4h': 14_400_000 }
  if (timeframe in lengths) {
    const length = lengths[timeframe as keyof typeof lengths]
    for (let from = part.open; ; from += length)
      if (time < from + length) return [from, Math.min(from + length, part.close)]
  }
  const keys = {
    '1d': (day: string) => day,
    // Mondays are the days whose number since 1970-01-05 is a multiple of seven.
    '1w': (day: string) => String(Math.floor((Date.parse(day) / 86_400_000 - 4) / 7)),
    '1M': (day: string) => day.slice(0, 7),
  }
  const key = keys[timeframe as keyof typeof keys]
  const same = near.filter((one) => key(one.date) === key(session.date))
  return [same[0]!.open, same.at(-1)!.close]
}

function naiveTimeBars(calendar: Calendar, timeframe: Timeframe, ticks: readonly Tick[]) {
  const groups: { interval: readonly [number, number]; ticks: Tick[] }[] = []
  let [late, outside] = [0, 0]
  for (const tick of ticks) {
    const last = groups.at(-1)
    const interval = intervalOf(calendar, timeframe, tick[0])
    if (last && tick[0] < last.interval[0]) late++
    else if (interval === undefined) outside++
    else if (last?.interval[0] === interval[0]) last.ticks.push(tick)
    else groups.push({ interval, ticks: [tick] })
  }
  return { late, outside, bars: groups.map(({ interval, ticks: own }) => barOf(own, ...interval)) }
}

function naiveEventBars(rule: (typeof EVENTS)[number], ticks: readonly Tick[]) {
  const done: Tick[][] = []
  let group: Tick[] = []
  let late = 0
  for (const tick of ticks) {
    if (tick[0] < Math.max(...(done.at(-1) ?? []).map(([time]) => time))) {
      late++
      continue
    }
    group.push(tick)
    const prices = group.map(([, price]) => price)
    const measure = {
      ticks: group.length,
      volume: group.reduce((sum, [, , size]) => sum + size, 0),
      value: group.reduce((sum, [, price, size]) => sum + price * size * 2, 0),
      range: Math.max(...prices) - Math.min(...prices),
    }[rule.by]
    if (measure < rule.size) continue
    done.push(group)
    group = []
  }
  return { late, bars: [...done, ...(group.length > 0 ? [group] : [])].map((own) => barOf(own, 0, 0)) }
}

/** Bricks as a walk from level to level, one at a time, in quarters of the price. */
function naiveBricks(height: number, ticks: readonly Tick[]) {
  const bricks: { from: number; to: number; ticks: number; volume: number }[] = []
  let [late, now, waiting, volume] = [0, Number.NEGATIVE_INFINITY, 0, 0]
  let [bottom, top] = ticks.slice(0, 1).flatMap(([, price]) => [price * 4, price * 4]) as [number, number]
  const draw = (from: number, to: number): void => {
    bricks.push({ from: from / 4, to: to / 4, ticks: waiting, volume })
    ;[waiting, volume] = [0, 0]
    ;[bottom, top] = [Math.min(from, to), Math.max(from, to)]
  }
  for (const [time, price, size] of ticks) {
    if (time < now) {
      late++
      continue
    }
    now = time
    waiting++
    volume += size
    while (price * 4 >= top + height) draw(top, top + height)
    while (price * 4 <= bottom - height) draw(bottom, bottom - height)
  }
  return { late, bricks }
}

describe('random ticks', () => {
  it('make the Renko bricks that a walk from level to level gives', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), ticksAt(places[0]!.start), (height, ticks) => {
        const { columns, late } = builtOf({ bars: { by: 'renko', size: height / 4 } }, ticks)
        const came = Array.from({ length: columns.length }, (_, row) => ({
          from: columns.open[row]!,
          to: columns.close[row]!,
          ticks: columns.ticks[row]!,
          volume: columns.volume![row]!,
        }))
        expect({ late, bricks: came }).toEqual(naiveBricks(height, ticks))
      }),
      RUNS,
    )
  })

  it.each(TIMEFRAMES)(
    'make the bars of %s that a list of all intervals gives, over changes of clocks and early closes',
    (timeframe) => {
      fc.assert(
        fc.property(cases, ({ place: { calendar }, ticks }) => {
          const builder = builtOf({ bars: { by: 'time', timeframe }, calendar }, ticks)
          const { late, outside, bars } = naiveTimeBars(calendar, timeframe, ticks)
          const plain = barsOf(builder.columns).map((bar) => ({
            ...bar,
            open: Date.parse(bar.open),
            close: Date.parse(bar.close),
          }))
          expect(plain).toEqual(bars)
          expect([builder.late, builder.outsideSessions]).toEqual([late, outside])
        }),
        { numRuns: 150 },
      )
    },
  )

  it.each(EVENTS)('make the bars by $by that grouping them by hand gives', (bars) => {
    fc.assert(
      fc.property(ticksAt(Date.UTC(2024, 2, 8)), (ticks) => {
        const builder = builtOf({ bars }, ticks)
        const naive = naiveEventBars(bars, ticks)
        const numbers = barsOf(builder.columns).map((bar) => ({ ...bar, open: 0, close: 0 }))
        expect(numbers).toEqual(naive.bars)
        expect(builder.late).toBe(naive.late)
      }),
      RUNS,
    )
  })

  const anyRule = fc.constantFrom<BarRule>(
    ...TIMEFRAMES.map((timeframe) => ({ by: 'time', timeframe }) as const),
    ...EVENTS,
    { by: 'time', timeframe: '1h', fill: true },
    { by: 'renko', size: 0.5 },
  )

  it('make the same bars in whatever chunks they come, and whether a clock runs beside them or not', () => {
    fc.assert(
      fc.property(cases, anyRule, fc.array(fc.nat({ max: 120 })), ({ place, ticks }, bars, cuts) => {
        const inOrder = [...ticks].sort(([a], [b]) => a - b)
        const options = { symbol: 'X', bars, calendar: place.calendar }
        const whole = new BarBuilder(options)
        feed(whole, inOrder)
        const pushed: unknown[] = []
        const chunked = new BarBuilder({
          ...options,
          onBar: ({ openTime, closeTime, open, high, low, close, volume, filled }) =>
            pushed.push([openTime, closeTime, open, high, low, close, volume, filled]),
        })
        inOrder.forEach(([time, price, size], i) => {
          chunked.update({ symbol: 'X', occurredAt: time, price, size })
          if (cuts.includes(i)) chunked.advanceTo(time)
        })
        const end = (inOrder.at(-1)?.[0] ?? place.start) + 40 * 86_400_000
        for (const builder of [whole, chunked]) builder.advanceTo(end)
        const { columns } = whole
        const kept = Array.from({ length: columns.length }, (_, row) => [
          ...[columns.openTime[row], columns.closeTime[row], columns.open[row], columns.high[row], columns.low[row]],
          ...[columns.close[row], columns.volume![row], ((columns.flags?.[row] ?? 0) & 1) === 1],
        ])
        expect(pushed).toEqual(kept)
      }),
      RUNS,
    )
  })

  it('are conserved: every tick is in one bar, late or outside, with its volume, the first, the last and the extremes', () => {
    const rules = anyRule.filter((rule) => rule.by !== 'renko')
    fc.assert(
      fc.property(cases, rules, ({ place: { calendar }, ticks }, bars) => {
        const builder = new BarBuilder({ symbol: 'X', bars, calendar })
        const kept = ticks.filter(([time, price, size]) => {
          const before = builder.taken
          builder.add(time, price, size)
          return builder.taken > before
        })
        builder.flush()
        expect(kept.length + builder.late + builder.outsideSessions).toBe(ticks.length)
        const made = barsOf(builder.columns).filter(({ ticks: count }) => count !== 0)
        const sum = (values: readonly (number | undefined)[]) => values.reduce<number>((all, one) => all + one!, 0)
        expect(sum(made.map(({ ticks: count }) => count))).toBe(kept.length)
        expect(sum(made.map(({ volume }) => volume))).toBe(sum(kept.map(([, , size]) => size)))
        if (kept.length === 0) return
        const prices = kept.map(([, price]) => price)
        const byTime = [...kept].sort(([a], [b]) => a - b)
        expect(made[0]!.prices[0]).toBe(byTime[0]![1])
        expect(made.at(-1)!.prices[3]).toBe(byTime.at(-1)![1])
        expect(Math.max(...made.map((bar) => bar.prices[1]!))).toBe(Math.max(...prices))
        expect(Math.min(...made.map((bar) => bar.prices[2]!))).toBe(Math.min(...prices))
      }),
      RUNS,
    )
  })

  it('make bars that follow each other without overlap, with the average within low and high', () => {
    fc.assert(
      fc.property(cases, anyRule, ({ place: { calendar }, ticks }, bars) => {
        const { columns } = builtOf({ bars, calendar }, ticks)
        for (let row = 0; row < columns.length; row++) {
          expect(columns.closeTime[row]).toBeGreaterThan(columns.openTime[row]!)
          if (row > 0) expect(columns.openTime[row]).toBeGreaterThanOrEqual(columns.closeTime[row - 1]!)
          if (!columns.vwap) continue
          expect(columns.vwap[row]).toBeGreaterThanOrEqual(columns.low[row]!)
          expect(columns.vwap[row]).toBeLessThanOrEqual(columns.high[row]!)
        }
      }),
      RUNS,
    )
  })

  it.each(['1h', '4h', '1d', '1w', '1M'] as const)('make the same bars of %s by way of minutes', (timeframe) => {
    fc.assert(
      fc.property(cases, fc.boolean(), ({ place: { calendar }, ticks }, fill) => {
        const inOrder = [...ticks].sort(([a], [b]) => a - b)
        const small = builtOf({ bars: { by: 'time', timeframe: '1m', fill }, calendar }, inOrder)
        const direct = new BarBuilder({ symbol: 'X', bars: { by: 'time', timeframe, fill }, calendar })
        feed(direct, inOrder)
        const large = new BarBuilder({ symbol: 'X', bars: { by: 'time', timeframe, fill }, calendar })
        large.addBars(small.columns)
        for (const builder of [direct, large]) {
          const end = (inOrder.at(-1)?.[0] ?? 0) + 40 * 86_400_000
          if (inOrder.length > 0) builder.advanceTo(end)
        }
        const flagged = ({ flags, length }: typeof small.columns) =>
          Array.from({ length }, (_, row) => (flags?.[row] ?? 0) & 1)
        expect(barsOf(large.columns)).toEqual(barsOf(direct.columns))
        expect(flagged(large.columns)).toEqual(flagged(direct.columns))
      }),
      { numRuns: 150 },
    )
  })
})
