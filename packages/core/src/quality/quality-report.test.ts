import { describe, expect, it } from 'vitest'
import { xnys } from '../calendar/xnys.js'
import { checkDataQuality } from './check-quality.js'
import { QUALITY_CODES } from './quality-code.js'
import type { QualitySeries } from './quality-series.js'
import { doubled, edited, spikes, timesPrices, without } from './test-faults.js'
import { randomWalk } from './test-series.js'

const days = (): QualitySeries => ({
  ...randomWalk({ calendar: xnys(), timeframe: '1d', from: '2011-01-01', to: '2012-12-31', seed: 1 }),
  source: 'walk.csv',
  firstRow: 2,
})

/** A series with faults of several kinds. */
function faulty(): QualitySeries {
  const split = timesPrices(days(), 0, 250, 2)
  const spiky = without(spikes(split, [100, 140, 180], 1.8), [300, 301, 302])
  const series = edited(spiky, ({ volume, low }) => {
    volume![20] = 0
    low[30] = -1
    return undefined
  })
  return doubled(series, [400])[0]
}

describe('QualityReport', () => {
  it('is text that can be read in a terminal', () => {
    expect(checkDataQuality(faulty()).toText({ lines: 2 })).toMatchInlineSnapshot(`
      "WALK 1d (walk.csv): 2 errors, 4 warnings
        500 bars from 2011-01-03T14:30:00Z to 2012-12-31T21:00:00Z
        498 of 502 sessions of XNYS
        error    BAR_DUPLICATE  1  A bar opens at the same time as another.
                 row 403  2012-08-08T13:30:00Z  a second bar of this time; 1 of them is equal to the first, 0 not
        error    PRICE_INVALID  1  A price is zero, negative or not a number.
                 row 32  2011-02-15T14:30:00Z  low is -1; expected a positive number
        warning  SPLIT_UNADJUSTED  1  The price jumps between two sessions by the ratio of a split.
                 row 252  2011-12-29T14:30:00Z  165 to 82.79, volume 1.58364 times: looks like a split of 2:1 that prices are not adjusted for
        warning  PRICE_SPIKE  3  A price jumps beyond all proportion and comes straight back.
                 row 102  2011-05-26T13:30:00Z  close 296.6 (+81.8 %) between 163.12 and 164.7: it comes back; score 41
                 row 142  2011-07-25T13:30:00Z  close 302.72 (+79.8 %) between 168.38 and 166.42: it comes back; score 41
                 … and 1 more
        warning  SESSION_MISSING  4  A session has no bar that can be used.
                 row 33   2011-02-15T14:30:00Z  2011-02-15 has no bar
                 row 302  2012-03-13T13:30:00Z  2012-03-13 to 2012-03-15: 3 sessions without a bar
        warning  VOLUME_HOLE  1  The price moved in a bar without volume.
                 row 22  2011-02-01T14:30:00Z  0.2 % of the bars have no volume, although their price moved"
    `)
  })

  it('says of a clean series that nothing was found', () => {
    expect(checkDataQuality(days()).toText()).toBe(
      [
        'WALK 1d (walk.csv): nothing found',
        '  502 bars from 2011-01-03T14:30:00Z to 2012-12-31T21:00:00Z',
        '  502 of 502 sessions of XNYS',
      ].join('\n'),
    )
  })

  it('counts months of bars that are months', () => {
    const { columns } = days()
    const months = Array.from({ length: 5 }, (_, month) => Date.UTC(2011, month, 1))
    const price = columns.close.slice(0, 5)
    const prices = { open: price, high: price, low: price, close: price }
    const times = {
      openTime: Float64Array.from(months),
      closeTime: Float64Array.from(months, (each) => each + 28 * 86_400_000),
    }
    const text = checkDataQuality({ ...days(), timeframe: '1M', columns: { length: 5, ...times, ...prices } }).toText()
    expect(text).toContain('  5 of 5 months of XNYS\n')
  })

  it('counts all, and lists as many as it was asked to', () => {
    const report = checkDataQuality(faulty(), { listedMax: 1 })
    expect(report.count('PRICE_SPIKE')).toBe(3)
    expect(report.findings.filter(({ code }) => code === 'PRICE_SPIKE')).toHaveLength(1)
    expect(report.count('STALE_PRICES')).toBe(0)
  })

  it('is ok with infos only, and knows the worst', () => {
    expect(checkDataQuality(faulty())).toMatchObject({ ok: false, worst: 'error' })
    expect(checkDataQuality(days())).toMatchObject({ ok: true, worst: undefined })
    const info = edited(days(), ({ volume }) => void volume!.fill(0))
    expect(checkDataQuality(info)).toMatchObject({ ok: true, worst: 'info' })
  })

  it('is one of no bars, too', () => {
    const none = edited(days(), (columns) => ({ ...columns, length: 0 }))
    expect(checkDataQuality(none).toText()).toContain('the series has no bar')
    expect(checkDataQuality(none).codes).toEqual(['NO_BARS'])
  })

  it.each([
    [{ spikeScore: -1 }, 'QUALITY_INVALID: spikeScore is -1; expected a number above 0'],
    [{ listedMax: 1.5 }, 'QUALITY_INVALID: listedMax is 1.5; expected a whole number from 1'],
    [{ sameOpens: 2 }, 'QUALITY_INVALID: sameOpens is 2; expected a number above 0 and up to 1'],
  ])('is not made with %o', (options, message) => {
    expect(() => checkDataQuality(days(), options)).toThrow(message)
    expect(() => checkDataQuality(days(), { spikescore: 9 } as object)).toThrow(/did you mean 'spikeScore'/)
  })

  it('has a meaning for every code', () => {
    for (const { meaning } of Object.values(QUALITY_CODES)) expect(meaning).toMatch(/^[A-Z].*\.$/)
  })
})
