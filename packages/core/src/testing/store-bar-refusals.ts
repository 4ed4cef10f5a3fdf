import type { BarColumns } from '../domain/bar-columns.js'
import type { TimeRange } from '../domain/time-range.js'
import type { SeriesKey } from '../ports/bar-store.js'
import { expectCode } from './conformance.js'
import { ALPHA, expectBars, expectCoverage, hourBars, hoursFrom, span } from './store-bar-samples.js'
import type { StoreCheck } from './store-check.js'
import { expectKept } from './store-compare.js'

/** Three bars, one number of which is another. */
function barsWith(column: keyof Omit<BarColumns, 'length'>, value: number, row = 1): BarColumns {
  const columns = hourBars([10, 11, 12], 2, ['volume', 'vwap', 'flags'])
  columns[column]![row] = value
  return columns
}

const REFUSED: readonly (readonly [string, BarColumns, readonly string[]])[] = [
  ['a price that is no number', barsWith('close', Number.NaN), ['PRICE_INVALID']],
  ['a price of 0', barsWith('low', 0), ['PRICE_INVALID']],
  ['an endless price', barsWith('high', Number.POSITIVE_INFINITY), ['PRICE_INVALID']],
  ['a high below the low', barsWith('high', 0.5), ['HIGH_BELOW_LOW']],
  ['a negative volume', barsWith('volume', -1), ['VOLUME_INVALID']],
  ['a vwap above the high', barsWith('vwap', 99), ['VWAP_INVALID']],
  ['a time that is none', barsWith('openTime', Number.NaN), ['TIME_INVALID']],
  ['bars out of order', hourBars([10, 12, 11], 2), ['BAR_OUT_OF_ORDER']],
  ['a bar twice', hourBars([10, 11, 11], 2), ['BAR_DUPLICATE']],
  ['bars that overlap', barsWith('closeTime', span(12.5, 13).from), ['BAR_OVERLAP']],
  ['a bar that closes when it opens', barsWith('closeTime', span(11, 12).from), ['BAR_OVERLAP']],
  ['a column that is too short', { ...hourBars([10, 11, 12], 2), close: Float64Array.of(2, 2) }, ['COLUMN_LENGTH']],
  ['flags that are too short', { ...hourBars([10, 11, 12], 2), flags: Uint8Array.of(0) }, ['COLUMN_LENGTH']],
]

export const storeBarRefusals: readonly StoreCheck[] = [
  {
    name: 'refuses bars that cannot be, and leaves what was there',
    of: 'bars',
    run: async (trial) => {
      const warning = { code: 'BARS_REVISED', message: 'of the first' } as const
      await trial.store.writeBars(ALPHA, span(0, 24), hourBars(hoursFrom(0, 24)), [warning])
      for (const [what, columns, codes] of REFUSED) {
        const refused = [{ code: 'SOURCE_FAILED', message: what }] as const
        await expectCode(() => trial.store.writeBars(ALPHA, span(5, 48), columns, refused), codes, what)
      }
      await trial.next()
      await expectBars(trial, span(0, 48), [hourBars(hoursFrom(0, 24))])
      await expectCoverage(trial, [[0, 24]])
      expectKept(await trial.store.barWarnings(ALPHA, span(0, 48)), [warning], 'warnings')
    },
  },
  {
    name: 'refuses bars that open before 1970 or after 2199, and leaves what was there',
    of: 'bars',
    run: async (trial) => {
      await trial.store.writeBars(ALPHA, span(0, 24), hourBars([1, 2]))
      for (const opens of [-1, Date.UTC(1969, 11, 31), Date.UTC(2200, 0, 1), Date.UTC(3000, 0, 1)]) {
        const columns = hourBars([0])
        columns.openTime[0] = opens
        columns.closeTime[0] = opens + 1
        const range = { from: Math.min(opens, span(0, 0).from), to: Math.max(opens + 1, span(24, 24).to) }
        await expectCode(() => trial.store.writeBars(ALPHA, range, columns), ['TIME_INVALID'], `a bar at ${opens}`)
      }
      await trial.next()
      await expectBars(trial, span(-10, 99), [hourBars([1, 2])])
      await expectCoverage(trial, [[0, 24]])
    },
  },
  {
    name: 'refuses series that cannot be',
    of: 'bars',
    once: true,
    run: async ({ store }) => {
      const keys: readonly (readonly [SeriesKey, string])[] = [
        [{ ...ALPHA, source: '' }, 'RECORD_INVALID'],
        [{ ...ALPHA, symbol: '' }, 'RECORD_INVALID'],
        [{ ...ALPHA, symbol: 'half of \ud83d' }, 'RECORD_INVALID'],
        [{ ...ALPHA, timeframe: '0h' }, 'TIMEFRAME_INVALID'],
        [Object.assign({ ...ALPHA }, { timeframe: '1x' as '1h' }), 'TIMEFRAME_INVALID'],
      ]
      for (const [key, code] of keys) {
        const write = (): Promise<void> => store.writeBars(key, span(0, 9), hourBars([1]))
        await expectCode(write, [code], `bars of ${JSON.stringify(key)}`)
      }
      expectKept(await store.storedSeries(), [], 'series')
    },
  },
  {
    name: 'refuses ranges of bars that run backwards or have no bounds',
    of: 'bars',
    once: true,
    run: async ({ store }) => {
      await store.writeBars(ALPHA, span(0, 24), hourBars([1, 2]))
      const ranges: readonly (readonly [TimeRange, string])[] = [
        [span(6, 3), 'RANGE_INVALID'],
        [{ from: Number.NaN, to: span(3, 3).to }, 'TIME_INVALID'],
        [{ from: Number.NEGATIVE_INFINITY, to: span(3, 3).to }, 'TIME_INVALID'],
        [{ from: span(3, 3).from, to: Number.POSITIVE_INFINITY }, 'TIME_INVALID'],
      ]
      for (const [range, code] of ranges) {
        const what = JSON.stringify([String(range.from), String(range.to)])
        await expectCode(() => store.writeBars(ALPHA, range, hourBars([1])), [code], `bars written to ${what}`)
        await expectCode(() => store.readBars(ALPHA, range), [code], `bars of ${what}`)
        await expectCode(() => store.barWarnings(ALPHA, range), [code], `warnings of ${what}`)
      }
    },
  },
]
