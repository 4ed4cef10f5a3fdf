import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alwaysOpen } from '../calendar/always-open.js'
import { fx } from '../calendar/fx.js'
import { xasx } from '../calendar/xasx.js'
import { xnys } from '../calendar/xnys.js'
import { xtks } from '../calendar/xtks.js'
import { zoneOffsets } from '../calendar/zone-offsets.js'
import { BAR_FILLED } from '../domain/bar-columns.js'
import { checkDataQuality } from './check-quality.js'
import type { QualityCode } from './quality-code.js'
import type { QualitySeries } from './quality-series.js'
import { allRows, doubled, edited, moved, spikes, stale, timesPrices, without } from './test-faults.js'
import { daysAfter, randomWalk, type WalkOptions } from './test-series.js'

/** Of one seed: checks that weigh what is likely miss a planted fault in about one of a thousand walks, where the walk itself jumps beside it. */
const RUNS = { numRuns: 20, seed: 1 }
const FEW_RUNS = { numRuns: 8, seed: 1 }

/** Three years of days in New York. */
const days = (seed: number): QualitySeries =>
  randomWalk({ calendar: xnys(), timeframe: '1d', from: '2010-01-01', to: '2012-12-31', seed })
/** Four weeks of minutes in New York, 7,800 of them from 2012-02-27 on; clocks change on 2012-03-11. */
const minutes = (seed: number, more: Partial<WalkOptions> = {}): QualitySeries =>
  randomWalk({ calendar: xnys(), timeframe: '1m', from: '2012-02-27', to: '2012-03-23', seed, ...more })

const seeds = fc.nat({ max: 1_000_000 })

/** Rows of a series, none of them near an end or another. */
function rowsApart(length: number, count = 4): fc.Arbitrary<readonly number[]> {
  const places = Math.floor((length - 200) / 40)
  return fc
    .uniqueArray(fc.nat({ max: places - 1 }), { minLength: 1, maxLength: count })
    .map((drawn) => drawn.sort((a, b) => a - b).map((place) => 100 + place * 40))
}

/** The series of a seed, for properties: one that has none of a code yet, since a random walk may have one by chance. */
function clean(code: QualityCode, series: QualitySeries): QualitySeries {
  fc.pre(checkDataQuality(series).count(code) === 0)
  return series
}

/** The rows of all findings of a code. */
function rowsOf(series: QualitySeries, code: QualityCode): readonly number[] {
  const { findings } = checkDataQuality(series, { listedMax: 1_000 })
  return findings.flatMap((each) => (each.code === code ? each.rows : [])).sort((a, b) => a - b)
}

function found(series: QualitySeries, code: QualityCode) {
  const finding = checkDataQuality(series).findings.find((each) => each.code === code)
  if (finding === undefined) throw new Error(`no ${code} was found`)
  return finding
}

/** Rows around which the market itself moves by less than a share: where it moves as far as a spike, nobody can say that the price came back. */
function calmRows({ columns: { close } }: QualitySeries, rows: readonly number[], share: number): readonly number[] {
  return rows.filter((row) => Math.abs(close[row + 1]! / close[row - 1]! - 1) < share)
}

describe('clean series', () => {
  const year = (from: string) => ({ from, to: daysAfter(from, 365) })
  const pairs = { price: 1.1, tickSize: 0.00001, volatility: 0.006 }
  it.each<readonly [string, Omit<WalkOptions, 'seed'>]>([
    ['ten years of days in New York', { calendar: xnys(), timeframe: '1d', from: '2005-01-01', to: '2014-12-31' }],
    ['a year of days', { calendar: xnys(), timeframe: '1d', ...year('2010-01-01') }],
    ['nervous days', { calendar: xnys(), timeframe: '1d', from: '2005-01-01', to: '2014-12-31', volatility: 0.03 }],
    ['minutes in New York', { calendar: xnys(), timeframe: '1m', from: '2012-02-27', to: '2012-03-23' }],
    [
      'minutes in steps as large as moves',
      { calendar: xnys(), timeframe: '1m', from: '2012-02-27', to: '2012-03-23', price: 5 },
    ],
    ['hours in New York', { calendar: xnys(), timeframe: '1h', ...year('2010-01-01') }],
    [
      'quarters of hours in Tokyo',
      { calendar: xtks(), timeframe: '15m', ...year('2012-01-01'), price: 2_500, tickSize: 1 },
    ],
    ['half hours in Sydney', { calendar: xasx(), timeframe: '30m', ...year('2012-01-01') }],
    ['hours of a currency', { calendar: fx(), timeframe: '1h', ...year('2015-01-01'), ...pairs }],
    [
      'days without a pause',
      { calendar: alwaysOpen(), timeframe: '1d', ...year('2015-01-01'), price: 3_000, volatility: 0.04 },
    ],
    [
      'minutes without a pause',
      { calendar: alwaysOpen(), timeframe: '1m', from: '2020-01-01', to: '2020-01-14', price: 30_000 },
    ],
  ])('have no finding: %s', (_, options) => {
    for (const seed of [11, 12, 13, 14, 15, 16]) {
      const report = checkDataQuality(randomWalk({ ...options, seed }))
      expect({ seed, codes: report.codes, ok: report.ok }).toEqual({ seed, codes: [], ok: true })
      const { sessionsExpected, sessionsSeen, barsExpected, barsSeen, bars } = report.coverage
      expect([sessionsSeen, barsSeen]).toEqual([sessionsExpected, barsExpected])
      expect(bars).toBe(barsSeen)
    }
  })
})

describe('impossible bars', () => {
  it('are found at their rows: prices that are zero, negative or no number', () => {
    fc.assert(
      fc.property(
        seeds,
        rowsApart(750),
        fc.constantFrom(0, -1, Number.NaN, Number.POSITIVE_INFINITY),
        (seed, rows, price) => {
          const series = edited(days(seed), (columns) => {
            for (const row of rows) columns.low[row] = price
            return undefined
          })
          expect(rowsOf(series, 'PRICE_INVALID')).toEqual(rows)
          expect(found(series, 'PRICE_INVALID')).toMatchObject({
            severity: 'error',
            column: 'low',
            count: rows.length,
            numbers: { value: price },
          })
        },
      ),
      RUNS,
    )
  })

  it('are found at their rows: a high below the close', () => {
    fc.assert(
      fc.property(seeds, rowsApart(750), (seed, rows) => {
        const series = edited(days(seed), ({ open, high, close }) => {
          for (const row of rows) high[row] = Math.max(open[row]!, close[row]!) - 0.01
          return undefined
        })
        expect(rowsOf(series, 'HIGH_BELOW_LOW')).toEqual(rows)
        expect(found(series, 'HIGH_BELOW_LOW').column).toBe('high')
      }),
      RUNS,
    )
  })

  it('are found at their rows: second bars of one time, equal and others', () => {
    fc.assert(
      fc.property(seeds, rowsApart(750), (seed, rows) => {
        const [twice, seconds] = doubled(days(seed), rows)
        const series = edited(twice, ({ volume }) => void (volume![seconds[0]!] = 7))
        expect(rowsOf(series, 'BAR_DUPLICATE')).toEqual(seconds)
        expect(found(series, 'BAR_DUPLICATE').numbers).toEqual({ equal: rows.length - 1, different: 1 })
        expect(checkDataQuality(series).count('BAR_OUT_OF_ORDER')).toBe(0)
      }),
      RUNS,
    )
  })

  it('are found where order breaks, and other checks go on with the bars in order', () => {
    const series = days(1)
    const order = allRows(series.columns)
    order.splice(310, 0, ...order.splice(300, 1))
    const shuffled = edited(series, (columns) => {
      const before = { ...columns, openTime: columns.openTime.slice(), closeTime: columns.closeTime.slice() }
      for (const name of ['openTime', 'closeTime', 'open', 'high', 'low', 'close', 'volume'] as const) {
        const source = before[name]!.slice()
        order.forEach((row, at) => (columns[name]![at] = source[row]!))
      }
      return undefined
    })
    expect(rowsOf(shuffled, 'BAR_OUT_OF_ORDER')).toEqual([310])
    expect(checkDataQuality(shuffled).codes).toEqual(['BAR_OUT_OF_ORDER'])
  })

  it('are found by time: one that is none, a close before the open, an overlap', () => {
    const series = edited(days(1), (columns) => {
      columns.openTime[10] = Number.NaN
      columns.closeTime[20] = columns.openTime[20]!
      return undefined
    })
    expect(rowsOf(series, 'TIME_INVALID')).toEqual([10, 20])
    const overlap = edited(days(1), (columns) => void (columns.closeTime[30] = columns.openTime[31]! + 1))
    expect(rowsOf(overlap, 'BAR_OVERLAP')).toEqual([31])
  })

  it('are found by volume and average price', () => {
    const series = edited(days(1), (columns) => {
      columns.volume![5] = -1
      columns.vwap = columns.close.slice()
      columns.vwap[6] = columns.high[6]! + 1
      return undefined
    })
    expect([rowsOf(series, 'VOLUME_INVALID'), rowsOf(series, 'VWAP_INVALID')]).toEqual([[5], [6]])
  })
})

describe('moves', () => {
  it('that come straight back are spikes, and no others are', () => {
    fc.assert(
      fc.property(seeds, rowsApart(750), fc.constantFrom(0.4, 2.2), (seed, rows, factor) => {
        const series = clean('PRICE_SPIKE', days(seed))
        const calm = calmRows(series, rows, 0.05)
        expect(rowsOf(spikes(series, calm, factor), 'PRICE_SPIKE')).toEqual(calm)
      }),
      RUNS,
    )
  })

  it('that come straight back within minutes are spikes', () => {
    fc.assert(
      fc.property(seeds, rowsApart(7_000), (seed, rows) => {
        const series = clean('PRICE_SPIKE', minutes(seed))
        // Moves around an open are larger.
        const inside = rows.filter((row) => row % 390 > 30 && row % 390 < 360)
        const quiet = calmRows(series, inside, 0.005)
        expect(rowsOf(spikes(series, quiet, 1.1), 'PRICE_SPIKE')).toEqual(quiet)
      }),
      FEW_RUNS,
    )
  })

  it('are told with the prices around and the score', () => {
    const series = spikes(days(1), [300], 2)
    const { close } = days(1).columns
    const { numbers, message, from } = found(series, 'PRICE_SPIKE')
    expect(numbers).toMatchObject({ before: close[299], price: Math.round(close[300]! * 200) / 100, after: close[301] })
    expect(from).toBe(series.columns.openTime[300])
    expect(message).toMatch(/it comes back; score \d+$/)
  })

  it('of a high or an open that nobody else saw are spikes of that column', () => {
    const high = edited(days(1), (columns) => void (columns.high[400] = columns.high[400]! * 1.5))
    expect(found(high, 'PRICE_SPIKE')).toMatchObject({ rows: [400], column: 'high' })
    const open = edited(days(1), (columns) => {
      columns.open[400] = columns.low[400]! * 0.6
      columns.low[400] = columns.open[400]
      return undefined
    })
    expect(found(open, 'PRICE_SPIKE')).toMatchObject({ rows: [400], column: 'open' })
  })

  it('that stay are level shifts', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 500, max: 7_000 }), (seed, row) => {
        const series = clean('LEVEL_SHIFT', minutes(seed))
        const inside = row % 390 === 0 ? row + 60 : row
        const shifted = timesPrices(series, inside, series.columns.length, 1.77)
        expect(rowsOf(shifted, 'LEVEL_SHIFT')).toEqual([inside])
        expect(rowsOf(shifted, 'PRICE_SPIKE')).toEqual(rowsOf(series, 'PRICE_SPIKE'))
      }),
      FEW_RUNS,
    )
  })

  it('by a hundred are a change of units', () => {
    const series = timesPrices(days(2), 350, days(2).columns.length, 100)
    expect(found(series, 'PRICE_SCALE')).toMatchObject({ severity: 'error', rows: [350], numbers: { ratio: 100 } })
    expect(checkDataQuality(series).codes).toEqual(['PRICE_SCALE'])
  })
})

describe('splits', () => {
  const ratios = fc.constantFrom([2, 1], [3, 1], [4, 1], [7, 1], [10, 1], [20, 1], [1, 2], [1, 5], [1, 10])
  /** Raw prices and volumes of a series that was split before a row. */
  const split = (series: QualitySeries, row: number, [numerator, denominator]: readonly number[]): QualitySeries =>
    edited(timesPrices(series, 0, row, numerator! / denominator!), ({ volume }) => {
      for (let before = 0; before < row; before++)
        volume![before] = Math.ceil((volume![before]! * denominator!) / numerator!)
      return undefined
    })

  it('that prices are not adjusted for are found, with their ratio', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 50, max: 700 }), ratios, (seed, row, ratio) => {
        const series = clean('SPLIT_UNADJUSTED', days(seed))
        const { open, close } = series.columns
        // A night that moved the price itself by more than a few percent hides the ratio.
        fc.pre(Math.abs(Math.log(open[row]! / close[row - 1]!)) < 0.015)
        const raw = split(series, row, ratio)
        const [numerator, denominator] = ratio
        expect(rowsOf(raw, 'SPLIT_UNADJUSTED')).toEqual([row])
        expect(found(raw, 'SPLIT_UNADJUSTED').numbers).toMatchObject({ numerator, denominator })
      }),
      RUNS,
    )
  })

  it('are found in minutes, between two sessions only', () => {
    const series = minutes(3)
    expect(found(split(series, 3_900, [2, 1]), 'SPLIT_UNADJUSTED').rows).toEqual([3_900])
    expect(checkDataQuality(split(series, 4_000, [2, 1])).codes).toEqual(['LEVEL_SHIFT'])
  })

  it('are expected of raw prices, and an error in adjusted ones', () => {
    const raw = split(days(1), 300, [2, 1])
    expect(found(raw, 'SPLIT_UNADJUSTED').severity).toBe('warning')
    expect(found({ ...raw, adjustment: 'raw' }, 'SPLIT_UNADJUSTED').severity).toBe('info')
    expect(found({ ...raw, adjustment: 'total' }, 'SPLIT_UNADJUSTED').severity).toBe('error')
  })

  it('are not what a night does that no split could have done', () => {
    const series = timesPrices(days(1), 0, 300, 1.8)
    expect(checkDataQuality(series).count('SPLIT_UNADJUSTED')).toBe(0)
  })

  it('that only a part is adjusted for are found by the decimals of that part', () => {
    const series = edited(days(4), ({ open, high, low, close }) => {
      for (const column of [open, high, low, close]) {
        for (let row = 0; row < 400; row++) column[row] = Number((column[row]! / 1.837).toPrecision(9))
      }
      return undefined
    })
    expect(found(series, 'ADJUSTMENT_MIXED')).toMatchObject({ rows: [400], count: 400 })
  })
})

describe('what stands still', () => {
  it('for longer than the series lets expect is stale', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 200, max: 7_000 }),
        fc.integer({ min: 45, max: 120 }),
        (seed, from, count) => {
          const series = clean('STALE_PRICES', minutes(seed))
          const finding = found(stale(series, from, count), 'STALE_PRICES')
          expect(from - finding.rows[0]!).toBeLessThan(3)
          expect(finding.count).toBeGreaterThanOrEqual(count)
          expect(finding.count).toBeLessThan(count + 5)
          expect(finding.numbers.price).toBe(series.columns.close[from - 1])
        },
      ),
      FEW_RUNS,
    )
  })

  it('and says that it was carried is not stale', () => {
    const series = edited(stale(minutes(1), 1_000, 200), (columns) => {
      columns.flags = new Uint8Array(columns.length).fill(BAR_FILLED, 1_000, 1_200)
      return undefined
    })
    expect(checkDataQuality(series).count('STALE_PRICES')).toBe(0)
    expect(checkDataQuality(series).coverage.barsFilled).toBe(200)
  })

  it('from a close to the next open too often are synthetic opens', () => {
    const series = edited(days(1), ({ open, high, low, close, length }) => {
      for (let row = 3; row < length; row += 3) {
        open[row] = close[row - 1]!
        high[row] = Math.max(high[row]!, open[row]!)
        low[row] = Math.min(low[row]!, open[row]!)
      }
      return undefined
    })
    const finding = found(series, 'SYNTHETIC_OPENS')
    expect(finding).toMatchObject({ severity: 'warning', numbers: { of: series.columns.length - 1 } })
    expect(finding.count / (series.columns.length - 1)).toBeCloseTo(1 / 3, 1)
  })
})

describe('volume', () => {
  it('that is missing where the price moved is found', () => {
    fc.assert(
      fc.property(seeds, rowsApart(750), (seed, rows) => {
        const series = edited(days(seed), ({ volume, high }) => {
          for (const row of rows) {
            volume![row] = 0
            high[row] = high[row]! + 0.01
          }
          return undefined
        })
        expect(rowsOf(series, 'VOLUME_HOLE')).toEqual(rows)
      }),
      RUNS,
    )
  })

  it('that is missing for whole sessions is told by session', () => {
    const series = edited(minutes(1), ({ volume }) => void volume!.fill(0, 780, 1_560))
    const report = checkDataQuality(series)
    expect(report.codes).toEqual(['SESSION_WITHOUT_VOLUME'])
    expect(report.findings.map(({ rows, message }) => [rows[0], message])).toEqual([
      [780, '2012-02-29 has no volume in any of its 390 bars'],
      [1_170, '2012-03-01 has no volume in any of its 390 bars'],
    ])
  })

  it('of no bar is said once', () => {
    const series = edited(days(1), ({ volume }) => void volume!.fill(0))
    expect(checkDataQuality(series)).toMatchObject({ ok: true, codes: ['VOLUME_NONE'] })
    expect(checkDataQuality({ ...series, volumeUnit: 'none' }).notChecked).toEqual([
      'volume, which is said to be of no use',
    ])
  })

  it('is whole where its unit is', () => {
    const series = edited(days(1), ({ volume }) => void (volume![9] = 12.5))
    expect(checkDataQuality(series).codes).toEqual([])
    expect(found({ ...series, volumeUnit: 'shares' }, 'VOLUME_FRACTION').message).toBe(
      'volume is 12.5; expected whole shares',
    )
  })
})

describe('sessions', () => {
  it('without a bar are missed, in days and in minutes', () => {
    expect(found(without(days(1), [200, 201, 500]), 'SESSION_MISSING')).toMatchObject({ rows: [200], count: 2 })
    const series = without(minutes(1), allRows(minutes(1).columns).slice(780, 1_170))
    expect(found(series, 'SESSION_MISSING')).toMatchObject({ rows: [780], message: '2012-02-29 has no bar' })
    expect(checkDataQuality(series)).toMatchObject({
      codes: ['SESSION_MISSING'],
      coverage: { sessionsExpected: 20, sessionsSeen: 19, barsExpected: 20 * 390, barsSeen: 19 * 390 },
    })
  })

  it('that lack minutes are told by the stretch', () => {
    fc.assert(
      fc.property(seeds, rowsApart(7_000), fc.integer({ min: 1, max: 30 }), (seed, rows, count) => {
        const gone = rows.flatMap((row) => Array.from({ length: count }, (_, i) => row + i))
        const series = without(minutes(seed), gone)
        const findings = checkDataQuality(series).findings.filter(({ code }) => code === 'INTERVAL_MISSING')
        expect(findings.map(({ rows: [row] }) => row).sort((a, b) => a! - b!)).toEqual(
          expect.arrayContaining([rows[0]]),
        )
        expect(checkDataQuality(series).count('INTERVAL_MISSING')).toBe(gone.length)
      }),
      FEW_RUNS,
    )
  })

  it('that usually lack minutes are told in one line, and only long holes besides', () => {
    const series = minutes(1)
    const third = allRows(series.columns).filter((row) => row % 3 === 1 && row > 0)
    const sparse = without(series, [...third, ...allRows(series.columns).slice(1_000, 1_090)])
    const report = checkDataQuality(sparse)
    expect(report.codes).toEqual(['INTERVAL_MISSING', 'SPARSE_INTERVALS'])
    expect(report.findings[0]!.count).toBeGreaterThanOrEqual(90)
  })

  it('are left alone by bars on other days, which are found', () => {
    // 2010-01-16 was a Saturday.
    const series = edited(days(1), (columns) => {
      columns.openTime[9] = Date.UTC(2010, 0, 16, 14, 30)
      columns.closeTime[9] = Date.UTC(2010, 0, 16, 21)
      return undefined
    })
    expect(rowsOf(series, 'BAR_OUTSIDE_SESSION')).toEqual([9])
    expect(rowsOf(series, 'SESSION_MISSING')).toEqual([10])
  })

  it('with bars around them have extended hours, in one finding', () => {
    const extended = { ...minutes(1, { calendar: xnys({ extendedHours: true }) }), calendar: xnys() }
    const report = checkDataQuality(extended)
    expect(report.codes).toEqual(['EXTENDED_HOURS'])
    expect(report.findings[0]!.message).toMatch(/^looks like extended hours: 11,400 bars .* from 04:00 to 20:00$/)
  })

  it('with bars here and there outside have none', () => {
    const extended = { ...minutes(1, { calendar: xnys({ extendedHours: true }) }), calendar: xnys() }
    const { openTime, closeTime } = extended.columns
    const outside = allRows(extended.columns).filter((row) => !xnys().isOpen(openTime[row]!) && closeTime[row]! > 0)
    const kept = outside.filter((_, i) => i === 30 || i === 2_000)
    const series = without(
      extended,
      outside.filter((row) => !kept.includes(row)),
    )
    expect(checkDataQuality(series).codes).toEqual(['BAR_OUTSIDE_SESSION'])
    expect(checkDataQuality(series).count('BAR_OUTSIDE_SESSION')).toBe(2)
  })

  it('are not known without a calendar, and long breaks are told', () => {
    const series = { ...without(days(1), allRows(days(1).columns).slice(300, 320)), calendar: undefined }
    expect(checkDataQuality(series)).toMatchObject({
      ok: true,
      codes: ['GAP_UNUSUAL'],
      notChecked: ['sessions, without a calendar'],
    })
  })

  it('are not judged where the calendar ends', () => {
    const series = moved(days(1), -40 * 365.25 * 86_400_000)
    expect(checkDataQuality(series).notChecked.join()).toMatch(/^sessions: CALENDAR_RANGE/)
  })
})

describe('zones', () => {
  const newYork = zoneOffsets('America/New_York')

  it('that times were not read in are found by first and last bars, in winter and summer', () => {
    // Wall times of New York, read as if they were UTC.
    const series = moved(minutes(1), (time) => newYork.at(time))
    const finding = found(series, 'ZONE_WRONG')
    expect(finding.numbers).toEqual({ standardShiftMs: 5 * 3_600_000, aheadShiftMs: 4 * 3_600_000 })
    expect(finding.message).toContain('look like times of America/New_York that were read as UTC')
    expect(checkDataQuality(series).codes).toEqual(['ZONE_WRONG'])
  })

  it('that are wrong in summer only are found', () => {
    // Eastern Standard Time the whole year, read as times of New York.
    const series = {
      ...moved(minutes(1), (time) => (newYork.at(time) === -4 * 3_600_000 ? -3_600_000 : 0)),
      zone: 'America/New_York',
    }
    const finding = found(series, 'ZONE_WRONG')
    expect(finding.numbers).toEqual({ standardShiftMs: 0, aheadShiftMs: 3_600_000 })
    expect(finding.message).toContain('Etc/GMT+5')
  })

  it('are found by where the volume is, if bars reach far beyond the sessions', () => {
    const extended = minutes(1, { calendar: xnys({ extendedHours: true }) })
    const regular = xnys()
    const series = edited({ ...extended, calendar: regular }, ({ openTime, volume, length }) => {
      for (let row = 0; row < length; row++) if (!regular.isOpen(openTime[row]!)) volume![row] = 1
      return undefined
    })
    expect(checkDataQuality(series).codes).toEqual(['EXTENDED_HOURS'])
    expect(found(moved(series, -3_600_000), 'ZONE_WRONG').numbers.standardShiftMs).toBe(3_600_000)
  })

  it('of currencies are found by the ends of weeks', () => {
    const options = { calendar: fx(), timeframe: '1h', from: '2015-05-01', to: '2015-08-01', seed: 1 } as const
    const series = randomWalk({ ...options, price: 1.1, tickSize: 0.00001, volatility: 0.006 })
    expect(found(moved(series, 2 * 3_600_000), 'ZONE_WRONG').numbers.aheadShiftMs).toBe(-2 * 3_600_000)
  })
})

describe('labels', () => {
  it.each([
    ['1m', '5m'],
    ['1m', '1h'],
    ['1h', '5m'],
  ] as const)('of %s on bars of %s are wrong', (label, timeframe) => {
    const series = { ...minutes(1, { timeframe, to: '2012-06-01' }), timeframe: label }
    expect(found(series, 'TIMEFRAME_WRONG').message).toContain(`steps of ${timeframe}`)
  })

  it('of days on weeks are wrong, and those of minutes that often lack one are not', () => {
    const weekly = without(
      days(1),
      allRows(days(1).columns).filter((row) => row % 5 !== 0),
    )
    expect(found(weekly, 'TIMEFRAME_WRONG').numbers.foundMs).toBe(7 * 86_400_000)
    const sparse = without(
      minutes(1),
      allRows(minutes(1).columns).filter((row) => (row * 7) % 11 > 4),
    )
    expect(checkDataQuality(sparse).count('TIMEFRAME_WRONG')).toBe(0)
  })
})

describe('the grid of prices', () => {
  it('is kept by all but a few, which are found', () => {
    const series = edited(days(1), ({ close, high }) => {
      close[70] = close[70]! + 0.005
      high[70] = Math.max(high[70]!, close[70])
      return undefined
    })
    expect(found(series, 'PRICE_OFF_GRID')).toMatchObject({ severity: 'info', rows: [70], column: 'close' })
    expect(found({ ...series, tickSize: 0.01 }, 'PRICE_OFF_GRID').severity).toBe('warning')
    expect(checkDataQuality({ ...series, adjustment: 'total' }).codes).toEqual([])
  })

  it('of large whole numbers may be one of cents', () => {
    const cents = timesPrices(days(1), 0, days(1).columns.length, 10_000)
    expect(checkDataQuality(cents)).toMatchObject({ ok: true, codes: ['PRICES_WHOLE'] })
  })
})
