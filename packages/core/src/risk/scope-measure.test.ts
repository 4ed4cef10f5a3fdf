import { describe, expect, it } from 'vitest'
import type { CheckedOrder } from './checked-order.js'
import type { SeriesUpTo } from './correlation.js'
import { MEASURE, MEASURE_CELLS, ScopeMeasure } from './scope-measure.js'

/** The closes of A, B and C: B moves as A does, C mostly. D has no series. */
const CLOSES: readonly (readonly number[] | undefined)[] = [
  [100, 110, 99, 108.9],
  [50, 55, 49.5, 54.45],
  [10, 11, 10.5, 10.6],
  undefined,
]
const [A, B, C, D] = [0, 1, 2, 3]

interface Held {
  readonly units?: readonly number[]
  readonly buys?: readonly number[]
  readonly sells?: readonly number[]
  readonly bars?: number
}

function measureOf({ units = [], buys = [], sells = [], bars = 3 }: Held): ScopeMeasure {
  const of = (values: readonly number[], instrument: number): number => values[instrument] ?? 0
  const scope = {
    name: 'the account',
    symbol: (instrument: number) => 'ABCD'[instrument]!,
    equity: () => 1000,
    units: (instrument: number) => of(units, instrument),
    workingBuys: (instrument: number) => of(buys, instrument),
    workingSells: (instrument: number) => of(sells, instrument),
    marketNow: () => 0,
    exposed: () => [A, B, C, D].filter((i) => of(units, i) !== 0 || of(buys, i) !== 0 || of(sells, i) !== 0),
    mark: () => 100,
    valueOf: (_: number, count: number, price: number) => count * price,
  }
  const series = (instrument: number): SeriesUpTo | undefined => {
    const close = CLOSES[instrument]
    return close && { columns: { close: Float64Array.from(close), closeTime: Float64Array.of(1, 2, 3, 4) }, row: 3 }
  }
  const view = { now: 4, mark: () => 100, rateOf: () => 1, priceTime: () => 4, series }
  return new ScopeMeasure({
    ...{ scope, view, cells: new Float64Array(MEASURE_CELLS), unitsPerOne: [1, 1, 1, 1] },
    ...{ limited: new Set([MEASURE.correlation]), ordersMost: 0, symbolOrdersMost: 0, correlationBars: bars },
    ...{ group: [], currency: [] },
  })
}

function taken(held: Held, instrument = A, direction: 1 | -1 = 1): ScopeMeasure {
  const measure = measureOf(held)
  measure.take(order(instrument, direction), 100)
  return measure
}

const order = (instrument: number, direction: 1 | -1): CheckedOrder => ({
  ...{ number: 0, strategy: 0, instrument, direction, units: 1, unitsAhead: 0, reduceOnly: false },
  ...{ level: Number.NaN, limitLevel: Number.NaN, activationPrice: Number.NaN, expireAt: Number.NaN },
  ...{ immediate: false, isMarket: true },
})
const value = (held: Held, instrument = A, direction: 1 | -1 = 1): number =>
  Math.round(taken(held, instrument, direction).cells[MEASURE.correlation]! * 1000) / 1000

describe('the correlation with what is held', () => {
  it('is that of the returns on the same side, and its opposite on the other', () => {
    expect([value({ units: [0, 5] }), value({ units: [0, 5] }, A, -1)]).toEqual([1, -1])
    expect([value({ units: [0, -5] }), value({ units: [0, -5] }, A, -1)]).toEqual([-1, 1])
  })

  it('is none where nothing else is held, or where too few bars are known', () => {
    expect(value({})).toBeNaN()
    expect(value({ units: [7] })).toBeNaN()
    expect(value({ units: [0, 5], bars: 4 })).toBeNaN()
    expect(value({ units: [0, 0, 0, 5] })).toBeNaN()
    expect(value({ units: [5] }, D)).toBeNaN()
  })

  it('goes by what works where nothing is held yet, by the larger side of it, and else by what is held', () => {
    expect(value({ buys: [0, 5] })).toBe(1)
    expect(value({ sells: [0, 5] })).toBe(-1)
    expect(value({ buys: [0, 5], sells: [0, 9] })).toBe(-1)
    expect(value({ units: [0, 1], sells: [0, 9] })).toBe(1)
  })

  it('is the highest of several, whatever their order, and those that are not known left out', () => {
    const [first, last] = [{ units: [0, 5, 5, 5] }, { units: [0, -5, 5, 5] }]
    expect([value(first), value(last)]).toEqual([1, value({ units: [0, 0, 5] })])
    expect(value({ units: [0, 0, 5, 5] })).toBeLessThan(0.9)
    expect(value({ units: [5, 0, 5, 5] }, B)).toBe(1)
  })

  it('is told with the position that it is highest with, the first of those that are alike to the last digit', () => {
    expect(taken({ units: [0, 5, 5] }).mostAlike).toBe(B)
    expect(taken({ units: [0, -5, 5] }).mostAlike).toBe(C)
    expect(taken({ units: [5, 5] }, C).mostAlike).toBe(A)
  })
})
