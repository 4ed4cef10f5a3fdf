import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { correlationOf, type SeriesUpTo } from './correlation.js'

type Bar = readonly [closeTime: number, close: number]

const seriesOf = (bars: readonly Bar[], row = bars.length - 1): SeriesUpTo => ({
  columns: {
    closeTime: Float64Array.from(bars, ([time]) => time),
    close: Float64Array.from(bars, ([, close]) => close),
  },
  row,
})

const everyMinute = (...closes: number[]): Bar[] => closes.map((close, i) => [i + 1, close])

describe('the correlation of two series', () => {
  it('is that of their last returns', () => {
    // Returns 0.1, -0.1, 0.3 (mean 0.1) and 0.2, 0.1, 0 (mean 0.1): products 0 x 0.1, -0.2 x 0, 0.2 x -0.1 = -0.02; squares 0.08 and 0.02.
    const a = seriesOf(everyMinute(100, 110, 99, 128.7))
    const b = seriesOf(everyMinute(100, 120, 132, 132))
    expect(correlationOf(a, b, 3)).toBeCloseTo(-0.02 / Math.sqrt(0.08 * 0.02), 12)
    // The last two alone go opposite ways.
    expect(correlationOf(a, b, 2)).toBeCloseTo(-1, 12)
  })

  it('of a series with itself is 1, with its mirror image -1, and never beyond', () => {
    // -0.1 and 0.3 against 0.1 and -0.3.
    const a = seriesOf(everyMinute(100, 90, 117))
    expect(correlationOf(a, a, 2)).toBe(1)
    expect(correlationOf(a, seriesOf(everyMinute(100, 110, 77)), 2)).toBeCloseTo(-1, 12)
  })

  it('looks no further than the rows it is given', () => {
    const closes = [100, 110, 99, 128.7]
    const upTo = seriesOf(everyMinute(...closes, 5, 1_000), 3)
    expect(correlationOf(upTo, seriesOf(everyMinute(100, 120, 132, 132)), 3)).toBeCloseTo(-0.5, 12)
  })

  it('takes returns between the bars that both have', () => {
    // Minutes 1, 3, 4 and 6 are in both: the closes of the first test, and others that do not count.
    const a = seriesOf([
      [1, 100],
      [2, 7],
      [3, 110],
      [4, 99],
      [5, 7],
      [6, 128.7],
    ])
    const b = seriesOf([
      [0, 9],
      [1, 100],
      [3, 120],
      [4, 132],
      [6, 132],
      [7, 9],
      [8, 9],
    ])
    expect(correlationOf(a, b, 3)).toBeCloseTo(-0.5, 12)
  })

  it('is NaN where too few bars are common in the last rows', () => {
    const a = seriesOf(everyMinute(100, 110, 99))
    expect([correlationOf(a, a, 3), correlationOf(a, a, 2)]).toEqual([Number.NaN, 1])
    // Of 9 rows the last 8 are looked through; with the first, which is not, there would be three common bars.
    const b = seriesOf([[1, 100], ...Array.from({ length: 6 }, (_, i): Bar => [2 + i / 10, 5]), [3, 110], [4, 99]])
    expect(correlationOf(a, b, 2)).toBeNaN()
    const c = seriesOf([[1, 100], ...Array.from({ length: 5 }, (_, i): Bar => [2 + i / 10, 5]), [3, 110], [4, 99]])
    expect(
      correlationOf(
        seriesOf([
          [1, 100],
          [3, 110],
          [4, 99],
        ]),
        c,
        2,
      ),
    ).toBe(1)
  })

  it('is 0 where a series never moves, and NaN where a price is none', () => {
    const a = seriesOf(everyMinute(100, 110, 99))
    expect(correlationOf(a, seriesOf(everyMinute(5, 5, 5)), 2)).toBe(0)
    expect(correlationOf(a, seriesOf(everyMinute(5, Number.NaN, 5)), 2)).toBeNaN()
    expect(correlationOf(a, seriesOf(everyMinute(0, 6, 5)), 2)).toBeNaN()
  })

  it('is that of the common closes, whichever bars are missing', { timeout: 120_000 }, () => {
    const close = fc.double({ min: 1, max: 1000, noNaN: true })
    const bar = fc.oneof({ weight: 2, arbitrary: close }, { weight: 3, arbitrary: fc.constant(null) })
    const minute = fc.record({ a: bar, b: bar })
    fc.assert(
      fc.property(fc.array(minute, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (minutes, bars) => {
        const side = (of: 'a' | 'b'): Bar[] =>
          minutes.flatMap((each, time): Bar[] => (each[of] === null ? [] : [[time, each[of]]]))
        const [a, b] = [side('a'), side('b')]
        const seen = b.slice(-4 * bars)
        const common = a.slice(-4 * bars).flatMap(([time, price]) => {
          const other = seen.find(([otherTime]) => otherTime === time)
          return other ? [[price, other[1]] as const] : []
        })
        const got = correlationOf(seriesOf(a), seriesOf(b), bars)
        if (common.length <= bars) {
          expect(got).toBeNaN()
          return
        }
        const returns = (of: 0 | 1): number[] =>
          common
            .slice(1)
            .map((pair, i) => pair[of] / common[i]![of] - 1)
            .slice(-bars)
        expect(Math.abs(got - textbook(returns(0), returns(1)))).toBeLessThan(1e-6)
      }),
      { numRuns: 2000 },
    )
  })
})

/** The mean of the products of standard scores. */
function textbook(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const scores = (values: readonly number[]): number[] => {
    const middle = mean(values)
    const deviation = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)))
    return values.map((value) => (deviation === 0 ? 0 : (value - middle) / deviation))
  }
  const others = scores(y)
  return mean(scores(x).map((score, i) => score * others[i]!))
}
