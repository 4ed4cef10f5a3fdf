import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BarColumns } from '../domain/bar-columns.js'
import { Excursions, type FillMoment, type HeldStretch, type ShareChange } from './excursion.js'

/** Bars from 'open time-close time open/high/low/close'. */
function barsOf(...bars: readonly string[]): BarColumns {
  const rows = bars.map((bar) => bar.split(/[ /-]/).map(Number))
  const column = (index: number) => Float64Array.from(rows, (row) => row[index]!)
  return {
    length: rows.length,
    openTime: column(0),
    closeTime: column(1),
    open: column(2),
    high: column(3),
    low: column(4),
    close: column(5),
  }
}

/** Three bars, the last two side by side, the first a gap before them. */
const three = barsOf('10-20 50/55/45/52', '30-40 60/66/58/61', '40-50 70/79/67/75')
const within = (time: number): FillMoment => ({ time, phase: 'within' })
const atClose = (time: number): FillMoment => ({ time, phase: 'close' })
const atOpen = (time: number): FillMoment => ({ time, phase: 'open' })

function range(from: FillMoment, to: FillMoment, series = [three], changes: readonly ShareChange[] = []) {
  const instrumentAfter = changes.reduce((last, change) => (change.kind === 'symbolChange' ? change.to : last), 0)
  const { low, high } = new Excursions({ series, changes }).between({ instrument: 0, instrumentAfter, from, to })
  return low > high ? 'none' : `${String(low)} to ${String(high)}`
}

describe('the prices between two fills', () => {
  it('are those of a bar that was opened and closed with', () => {
    expect([range(atOpen(10), atClose(20)), range(atOpen(10), atOpen(30))]).toEqual(['45 to 55', '45 to 55'])
  })

  it('are the close of a bar in which the first happened, and the open of one in which the second did', () => {
    expect(range(within(20), within(40))).toBe('52 to 60')
    expect(range(within(15), within(35))).toBe('52 to 60')
    expect(range(within(20), within(50))).toBe('52 to 70')
  })

  it('are none where both happened in one bar, or at one open', () => {
    expect([range(within(40), within(40)), range(atOpen(40), atOpen(40))]).toEqual(['none', 'none'])
  })

  it('of what was bought at an open are those from there on, and not the close of the same instant', () => {
    expect(range(atOpen(40), within(50))).toBe('70 to 70')
    expect(range(within(40), within(50))).toBe('61 to 70')
    expect(range(atOpen(40), atOpen(50))).toBe('67 to 79')
  })

  it('of what was sold at a close or an open are those of the bar before, whole', () => {
    expect(range(atOpen(30), atOpen(40))).toBe('58 to 66')
    expect(range(atOpen(30), atClose(40))).toBe('58 to 66')
    expect(range(atOpen(30), within(40))).toBe('60 to 60')
  })

  it('of what was held outside the bars are none', () => {
    expect([range(atOpen(0), atOpen(5)), range(atOpen(60), atOpen(70)), range(within(25), within(28))]).toEqual([
      'none',
      'none',
      'none',
    ])
    expect([range(atOpen(0), atOpen(99)), range(atOpen(0), atOpen(99), [])]).toEqual(['45 to 79', 'none'])
  })
})

describe('a split between two fills', () => {
  const split = (at: number, ratio = 2): ShareChange => ({ kind: 'split', at, instrument: 0, ratio })

  it('divides the prices of bars before it by its ratio', () => {
    expect(range(atOpen(10), atOpen(40), [three], [split(30)])).toBe('22.5 to 66')
    expect(range(atOpen(10), atOpen(50), [three], [split(30), split(40, 10)])).toBe('2.25 to 79')
    expect(range(within(20), within(40), [three], [split(20)])).toBe('26 to 60')
  })

  it('at the instant of a fill comes after a close and before an open', () => {
    expect(range(within(20), within(50), [three], [split(20)])).toBe('26 to 70')
    expect(range(atOpen(40), within(50), [three], [split(40)])).toBe('70 to 70')
    expect(range(atOpen(30), atClose(40), [three], [split(40)])).toBe('58 to 66')
    expect(range(atOpen(30), atOpen(40), [three], [split(40)])).toBe('29 to 33')
  })

  it('inside a bar leaves it open in which shares its prices are', () => {
    expect(range(atOpen(10), atClose(50), [three], [split(35)])).toBe('22.5 to 79')
  })

  it('of another instrument is none of it', () => {
    expect(range(atOpen(10), atOpen(40), [three], [{ ...split(30), instrument: 1 }])).toBe('45 to 66')
  })
})

describe('a change of symbol between two fills', () => {
  const other = barsOf('10-20 5/9/1/5', '40-50 72/73/71/72')
  const change: ShareChange = { kind: 'symbolChange', at: 40, instrument: 0, to: 1 }

  it('goes over from the bars of the one to those of the other, which splits as well', () => {
    expect(range(atOpen(10), atOpen(50), [three, other], [change])).toBe('45 to 73')
    const split: ShareChange = { kind: 'split', at: 40, instrument: 1, ratio: 5 }
    expect(range(atOpen(10), atOpen(50), [three, other], [change, split])).toBe('9 to 73')
  })

  it('that nobody told leaves no price certain', () => {
    const excursions = new Excursions({ series: [three, other] })
    const { low, high } = excursions.between({ instrument: 0, instrumentAfter: 1, from: atOpen(10), to: atOpen(50) })
    expect([low, high]).toEqual([Infinity, -Infinity])
  })
})

/** The same by looking at every bar: what counts is when, and at one instant closes come before changes and those before opens. */
function naiveRange(series: readonly BarColumns[], changes: readonly ShareChange[], held: HeldStretch): number[] {
  const rank = { within: 0, close: 1, change: 2, open: 3 }
  const key = (time: number, phase: keyof typeof rank) => time * 4 + rank[phase]
  const [from, to] = [key(held.from.time, held.from.phase), key(held.to.time, held.to.phase)]
  const inside = changes.filter(({ at }) => from < key(at, 'change') && key(at, 'change') < to)
  let instrument = held.instrument
  const legs: { instrument: number; from: number; to: number; ratios: number[] }[] = []
  let since = from
  for (const change of inside) {
    if (change.instrument !== instrument) continue
    const at = key(change.at, 'change')
    legs.push({ instrument, from: since, to: at, ratios: [] })
    since = at
    if (change.kind === 'split') for (const { ratios } of legs) ratios.push(change.ratio)
    else instrument = change.to
  }
  legs.push({ instrument, from: since, to, ratios: [] })
  const prices = legs.flatMap((leg) => {
    const bars = series[leg.instrument]!
    const found: number[] = []
    for (let row = 0; row < bars.length; row++) {
      const [opens, closes] = [key(bars.openTime[row]!, 'open'), key(bars.closeTime[row]!, 'close')]
      if (leg.from <= opens && closes <= leg.to) found.push(bars.high[row]!, bars.low[row]!)
      else if (leg.from === from && from < closes && closes <= leg.to && opens < from) found.push(bars.close[row]!)
      else if (leg.to === to && to < closes && opens < to && leg.from <= opens) found.push(bars.open[row]!)
    }
    return found.map((price) => leg.ratios.reduce((scaled, ratio) => scaled / ratio, price))
  })
  return instrument === held.instrumentAfter ? [Math.min(...prices), Math.max(...prices)] : [Infinity, -Infinity]
}

const price = fc.integer({ min: 1, max: 1000 })
const series = fc
  .array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 4 }), price, price, price, price), { maxLength: 30 })
  .map((bars) => {
    let time = 0
    return barsOf(
      ...bars.map(([gap, length, ...prices]) => {
        const [openTime, closeTime] = [time + gap * 2, time + (gap + length) * 2]
        time = closeTime
        const [open, close] = prices
        return `${String(openTime)}-${String(closeTime)} ${[open, Math.max(...prices), Math.min(...prices), close].join('/')}`
      }),
    )
  })
const time = fc.nat({ max: 120 })
const change = fc.oneof(
  fc.record({
    kind: fc.constant('split' as const),
    at: time,
    instrument: fc.nat({ max: 1 }),
    ratio: fc.constantFrom(2, 3, 0.1, 1.5),
  }),
  fc.nat({ max: 1 }).chain((instrument) => {
    return fc.record({
      kind: fc.constant('symbolChange' as const),
      at: time,
      instrument: fc.constant(instrument),
      to: fc.constant(1 - instrument),
    })
  }),
)

/** Moments as fills have them: at the open or the close of a bar, or within it and dated there or at its close. */
function momentsOf({ length, openTime, closeTime }: BarColumns): fc.Arbitrary<FillMoment> {
  const rows = fc.nat({ max: Math.max(0, length - 1) })
  return fc.record({ row: rows, kind: fc.constantFrom('open', 'close', 'dated', 'inside') }).map(({ row, kind }) => {
    if (kind === 'open') return atOpen(openTime[row] ?? 0)
    if (kind === 'close') return atClose(closeTime[row] ?? 0)
    return within(kind === 'dated' ? (closeTime[row] ?? 0) : (closeTime[row] ?? 0) - 1)
  })
}

it('the prices between any two fills are those that a look at every bar finds', () => {
  const held = fc.tuple(series, series, fc.nat({ max: 1 })).chain(([one, other, instrumentAfter]) =>
    fc.record({
      series: fc.constant([one, other]),
      from: momentsOf(one),
      to: momentsOf(instrumentAfter === 0 ? one : other),
      instrumentAfter: fc.constant(instrumentAfter),
      changes: fc.array(change, { maxLength: 4 }).map((list) => list.sort((a, b) => a.at - b.at)),
    }),
  )
  fc.assert(
    fc.property(held, ({ series, changes, ...rest }) => {
      const stretch = { instrument: 0, ...rest }
      fc.pre(stretch.from.time <= stretch.to.time)
      const { low, high } = new Excursions({ series, changes }).between(stretch)
      expect([low, high]).toEqual(naiveRange(series, changes, stretch))
    }),
    { numRuns: 3000 },
  )
})

it('extremes of long stretches are those of their bars, whatever was asked before, and of none that close later', () => {
  const length = 7000
  const highs = Float64Array.from({ length }, (_, row) => 1000 + ((row * 7919) % 4001))
  const lows = highs.map((high, row) => high - 1 - ((row * 104_729) % 997))
  const openTime = Float64Array.from({ length }, (_, row) => row)
  const closeTime = openTime.map((time) => time + 1)
  const columns = { length, openTime, closeTime, open: highs, high: highs, low: lows, close: lows }
  const rows = fc.nat({ max: length })
  fc.assert(
    fc.property(fc.array(fc.tuple(rows, rows), { minLength: 1, maxLength: 8 }), (stretches) => {
      const high = highs.slice()
      const low = lows.slice()
      const excursions = new Excursions({ series: [{ ...columns, high, low }] })
      let known = 0
      for (const [one, other] of stretches) {
        const [from, to] = [Math.min(one, other), Math.max(one, other)]
        known = Math.max(known, to)
        // What comes after all that was asked for so far is not known yet.
        high.fill(Number.NaN, known)
        low.fill(Number.NaN, known)
        high.set(highs.subarray(0, known))
        low.set(lows.subarray(0, known))
        const range = excursions.between({ instrument: 0, instrumentAfter: 0, from: atOpen(from), to: atOpen(to) })
        const expected = [Math.min(...lows.subarray(from, to)), Math.max(...highs.subarray(from, to))]
        expect([range.low, range.high]).toEqual(expected)
      }
    }),
    { numRuns: 200 },
  )
})
