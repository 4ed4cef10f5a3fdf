import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { xnys } from '../calendar/xnys.js'
import { zoneOffsets } from '../calendar/zone-offsets.js'
import { BAR_FILLED } from '../domain/bar-columns.js'
import { copyColumns } from './bar-rows.js'
import { checkDataQuality } from './check-quality.js'
import type { QualitySeries } from './quality-series.js'
import { repairSeries } from './repair-series.js'
import type { Repairs } from './repairs.js'
import { allRows, doubled, edited, moved, spikes, timesPrices, without } from './test-faults.js'
import { randomWalk } from './test-series.js'

const days = (seed: number): QualitySeries =>
  randomWalk({ calendar: xnys(), timeframe: '1d', from: '2011-01-01', to: '2012-12-31', seed })
const minutes = (seed: number): QualitySeries =>
  randomWalk({ calendar: xnys(), timeframe: '1m', from: '2012-03-05', to: '2012-03-16', seed })

const ALL: Repairs = {
  ZONE_WRONG: 'shift',
  TIME_INVALID: 'drop',
  PRICE_INVALID: 'drop',
  HIGH_BELOW_LOW: 'widen',
  BAR_OUT_OF_ORDER: 'sort',
  BAR_DUPLICATE: 'keepFirst',
  BAR_OUTSIDE_SESSION: 'drop',
  EXTENDED_HOURS: 'drop',
  SPLIT_UNADJUSTED: 'guess',
  PRICE_SPIKE: 'remove',
  INTERVAL_MISSING: 'carry',
}

/** Faults of several kinds, at rows that a seed draws. */
function withFaults(
  series: QualitySeries,
  [one, two, three, four]: readonly [number, number, number, number],
): QualitySeries {
  const hurt = edited(series, (columns) => {
    columns.low[one] = 0
    columns.high[two] = Math.max(columns.open[two]!, columns.close[two]!) - 0.01
    return undefined
  })
  return doubled(spikes(hurt, [three], 2), [four])[0]
}

describe('repairSeries', () => {
  it('gives a clean series back as it was, with no change', () => {
    const series = days(1)
    const { columns } = series
    const repaired = repairSeries(series, ALL)
    expect(repaired.changes).toEqual([])
    expect(repaired.series.columns).toEqual({ ...columns, flags: undefined, vwap: undefined })
    expect(repaired.notRepaired).toEqual([])
  })

  it('never changes what it was given', () => {
    const series = withFaults(minutes(1), [500, 700, 900, 1_100])
    const before = copyColumns(series.columns)
    repairSeries(series, ALL)
    expect(copyColumns(series.columns)).toEqual(before)
  })

  it('changes nothing when it is done twice', () => {
    const rows = fc.tuple(...([100, 130, 160, 190] as const).map((from) => fc.integer({ min: from, max: from + 20 })))
    const some = fc.record(
      Object.fromEntries(Object.entries(ALL).map(([code, repair]) => [code, fc.constant(repair)])),
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.nat({ max: 10_000 }), rows, some, fc.boolean(), (seed, at, repairs: Repairs, isDaily) => {
        const series = withFaults(isDaily ? days(seed) : minutes(seed), at as [number, number, number, number])
        const once = repairSeries(series, repairs)
        const twice = repairSeries(once.series, repairs)
        expect(twice.changes).toEqual([])
        expect(twice.series.columns).toEqual(once.series.columns)
      }),
      { numRuns: 25 },
    )
  })

  it('changes nothing that it was not asked to, and says what is still wrong', () => {
    const series = withFaults(days(1), [100, 130, 160, 190])
    const { changes, notRepaired, series: same } = repairSeries(series, {})
    expect(changes).toEqual([])
    expect(same.columns.close).toEqual(series.columns.close)
    expect(notRepaired.map(({ code, why }) => [code, why])).toEqual([
      ['BAR_DUPLICATE', 'it was not asked for'],
      ['PRICE_INVALID', 'it was not asked for'],
      ['HIGH_BELOW_LOW', 'it was not asked for'],
      ['PRICE_SPIKE', 'it was not asked for'],
      // That of the bar with a price of 0.
      ['SESSION_MISSING', 'there is no repair for it'],
    ])
  })

  it('lists each change with row, values and reason', () => {
    const series = withFaults(days(1), [100, 130, 160, 190])
    const { close, high, openTime } = series.columns
    const { changes, report } = repairSeries(series, ALL)
    expect(
      changes.map(({ code, kind, row, column, before, after }) => [code, kind, row, column, before, after]),
    ).toEqual([
      ['HIGH_BELOW_LOW', 'set', 130, 'high', high[130], high[130]! + 0.01],
      ['PRICE_INVALID', 'dropped', 100, undefined, Number.NaN, Number.NaN],
      ['BAR_DUPLICATE', 'dropped', 191, undefined, Number.NaN, Number.NaN],
      ['PRICE_SPIKE', 'dropped', 160, undefined, Number.NaN, Number.NaN],
    ])
    expect(changes[3]).toMatchObject({
      time: openTime[160],
      why: 'its close jumps beyond all proportion and comes straight back',
    })
    expect(close[160]).toBeGreaterThan(0)
    expect(report.codes).toEqual(['SESSION_MISSING'])
  })

  it('puts bars in order and keeps the one that was asked for of two', () => {
    const [twice] = doubled(days(2), [50])
    const second = edited(twice, ({ volume }) => void (volume![51] = 1))
    expect(repairSeries(second, { BAR_DUPLICATE: 'keepLast' }).series.columns.volume![50]).toBe(1)
    expect(repairSeries(second, { BAR_DUPLICATE: 'keepFirst' }).series.columns.volume).toEqual(days(2).columns.volume)
  })

  it('takes back a split that it guessed', () => {
    const series = days(3)
    const { close } = series.columns
    const raw = edited(timesPrices(series, 0, 200, 4), ({ volume }) => {
      for (let row = 0; row < 200; row++) volume![row] = volume![row]! / 4
      return undefined
    })
    const repaired = repairSeries(raw, { SPLIT_UNADJUSTED: 'guess' })
    expect(repaired.changes).toMatchObject([
      {
        code: 'SPLIT_UNADJUSTED',
        kind: 'scaled',
        row: 0,
        count: 200,
        before: raw.columns.close[0],
        after: close[0],
        why: 'a split of 4:1 at 2011-10-18T13:30:00Z',
      },
    ])
    expect(repaired.series.columns.close).toEqual(close)
    expect(repaired.series.columns.volume).toEqual(series.columns.volume)
  })

  it('adjusts for a split that is known once, and only where the price breaks', () => {
    const raw = timesPrices(days(3), 0, 200, 1.5)
    const known: Repairs = { SPLIT_UNADJUSTED: [{ date: '2011-10-18', numerator: 3, denominator: 2 }] }
    const once = repairSeries(raw, known)
    expect(once.changes.map(({ count }) => count)).toEqual([200])
    const twice = repairSeries(once.series, known)
    expect(twice.changes).toEqual([])
    expect(twice.notRepaired).toMatchObject([
      {
        code: 'SPLIT_UNADJUSTED',
        why: 'no break by 3:2 on 2011-10-18: prices are adjusted for it, or it was not there',
      },
    ])
  })

  it('sets a high that nobody else saw to the nearest price around it', () => {
    const series = edited(days(1), ({ high }) => void (high[222] = high[222]! * 1.5))
    const { changes, report } = repairSeries(series, { PRICE_SPIKE: 'remove' })
    expect(changes).toMatchObject([{ kind: 'set', row: 222, column: 'high', before: series.columns.high[222] }])
    expect(report.codes).toEqual([])
  })

  it('fills missing intervals with bars that say so, and no missing session', () => {
    const gone = [400, 401, 402, ...allRows(minutes(1).columns).slice(1_170, 1_560)]
    const series = without(minutes(1), gone)
    const { series: filled, changes, notRepaired } = repairSeries(series, { INTERVAL_MISSING: 'carry' })
    const { columns } = filled
    expect(changes).toHaveLength(3)
    expect(changes[0]).toMatchObject({ kind: 'added', row: undefined, after: columns.close[399] })
    for (const row of [400, 401, 402]) {
      expect([columns.open[row], columns.close[row], columns.volume![row], columns.flags![row]]).toEqual([
        columns.close[399],
        columns.close[399],
        0,
        BAR_FILLED,
      ])
      expect(columns.openTime[row]).toBe(minutes(1).columns.openTime[row])
    }
    expect(notRepaired).toEqual([{ code: 'SESSION_MISSING', count: 1, why: 'there is no repair for it' }])
  })

  it('moves times to the zone that they are of, and drops bars outside of sessions', () => {
    const newYork = zoneOffsets('America/New_York')
    const read = moved(minutes(1), (time) => newYork.at(time))
    const { series, changes } = repairSeries(read, { ZONE_WRONG: 'shift' })
    expect(series.columns.openTime).toEqual(minutes(1).columns.openTime)
    expect(series.zone).toBe('America/New_York')
    expect(changes).toMatchObject([
      {
        kind: 'shifted',
        row: 0,
        count: 3_900,
        column: 'openTime',
        why: 'times are of America/New_York, and were read as UTC',
      },
    ])

    const extended = randomWalk({
      calendar: xnys({ extendedHours: true }),
      timeframe: '1m',
      from: '2012-03-05',
      to: '2012-03-16',
      seed: 1,
    })
    const regular = repairSeries({ ...extended, calendar: xnys() }, { EXTENDED_HOURS: 'drop' })
    expect(regular.series.columns.length).toBe(3_900)
    expect(checkDataQuality(regular.series)).toMatchObject({ ok: true })
  })

  it('says why it could not fill or adjust', () => {
    const shuffled = { ...doubled(minutes(1), [5])[0], calendar: undefined }
    const { notRepaired } = repairSeries(shuffled, { INTERVAL_MISSING: 'carry', SPLIT_UNADJUSTED: 'guess' })
    expect(notRepaired.map(({ code, why }) => `${code}: ${why}`)).toEqual([
      'BAR_DUPLICATE: it was not asked for',
      'SPLIT_UNADJUSTED: bars are not in order, so that nothing lies before a split',
      'INTERVAL_MISSING: there is no calendar, so that nothing says where bars are missing',
    ])
  })

  it.each([
    [{ SPLITS: 'guess' }, /^QUALITY_INVALID: there is no repair for 'SPLITS'; expected one of ZONE_WRONG/],
    [{ BAR_DUPLICATE: 'drop' }, /^QUALITY_INVALID: BAR_DUPLICATE is "drop"; expected keepFirst or keepLast/],
    [{ SPLIT_UNADJUSTED: [{ date: 'June', numerator: 2, denominator: 1 }] }, /^QUALITY_INVALID: a split is .*"June"/],
  ])('refuses %o', (repairs, message) => {
    expect(() => repairSeries(days(1), repairs as Repairs)).toThrow(message)
  })
})
