import type { SeriesKey } from '../ports/bar-store.js'
import { EARLIEST, LATEST } from '../domain/time-range.js'
import { expectSame } from './conformance.js'
import { ALPHA, expectBars, expectCoverage, FIRST_HOUR, HOUR, hourBars, hoursFrom, span } from './store-bar-samples.js'
import type { StoreCheck } from './store-check.js'
import { expectKept, spoil } from './store-compare.js'
import { LAST_TIME } from './store-samples.js'

/** Series that only differ in what a careless name of a file, a row or a key would lose. */
const LIKE_ALPHA: readonly SeriesKey[] = [
  ALPHA,
  { ...ALPHA, source: 'Vendor' },
  { ...ALPHA, source: 'vendor ALPHA', symbol: '1h' },
  { ...ALPHA, symbol: 'alpha' },
  { ...ALPHA, symbol: 'ALPHA ' },
  { ...ALPHA, symbol: 'ALPH_' },
  { ...ALPHA, symbol: 'ALPH%' },
  { ...ALPHA, symbol: '../ALPHA' },
  { ...ALPHA, symbol: 'ALPHA/USD:\\"\u00e9' },
  { ...ALPHA, symbol: 'ALPHA/USD:\\"e\u0301' },
  { ...ALPHA, source: 'a', symbol: 'b|c' },
  { ...ALPHA, source: 'a|b', symbol: 'c' },
  { ...ALPHA, timeframe: '1m' },
  { ...ALPHA, timeframe: '1M' },
]

export const storeBarCases: readonly StoreCheck[] = [
  {
    name: 'gives the bars of a range from its begin on and without its end',
    of: 'bars',
    run: async (trial) => {
      await trial.store.writeBars(ALPHA, span(0, 100), hourBars(hoursFrom(0, 100)))
      await trial.next()
      await expectBars(trial, span(0, 100), [hourBars(hoursFrom(0, 100))])
      await expectBars(trial, span(3, 6), [hourBars([3, 4, 5])])
      await expectBars(trial, span(2.5, 5.5), [hourBars([3, 4, 5])])
      await expectBars(trial, span(70, 74), [hourBars([70, 71, 72, 73])])
      await expectBars(trial, span(5, 5), [])
      await expectBars(trial, span(100, 200), [])
      await expectBars(trial, span(-50, 1), [hourBars([0])])
    },
  },
  {
    name: 'remembers which stretches were written, those without bars too, as few as there can be',
    of: 'bars',
    run: async (trial) => {
      const { store } = trial
      await store.writeBars(ALPHA, span(0, 10), hourBars([1, 5]))
      await store.writeBars(ALPHA, span(20, 30), hourBars([]))
      await trial.next()
      await expectCoverage(trial, [
        [0, 10],
        [20, 30],
      ])
      await trial.store.writeBars(ALPHA, span(30, 40), hourBars([35]))
      await trial.store.writeBars(ALPHA, span(8, 15), hourBars([]))
      await trial.store.writeBars(ALPHA, span(22, 25), hourBars([]))
      await trial.next()
      await expectCoverage(trial, [
        [0, 15],
        [20, 40],
      ])
      await trial.store.writeBars(ALPHA, span(-5, 1000), hourBars([]))
      await trial.next()
      await expectCoverage(trial, [[-5, 1000]])
    },
  },
  {
    name: 'knows nothing of a series that was never written, or over a range without length',
    of: 'bars',
    run: async (trial) => {
      await trial.store.writeBars(ALPHA, span(5, 5), hourBars([5]))
      await trial.next()
      await expectCoverage(trial, [])
      await expectBars(trial, span(0, 10), [])
      expectKept(await trial.store.barWarnings(ALPHA, span(0, 10)), [], 'warnings')
      expectKept(await trial.store.storedSeries(), [], 'series')
    },
  },
  {
    name: 'puts the bars of a stretch in place of those that were there',
    of: 'bars',
    run: async (trial) => {
      await trial.store.writeBars(ALPHA, span(0, 100), hourBars(hoursFrom(0, 100)))
      await trial.next()
      await trial.store.writeBars(ALPHA, span(70, 74), hourBars([71], 2))
      await trial.store.writeBars(ALPHA, span(20, 30), hourBars([]))
      await trial.next()
      const kept = [hourBars(hoursFrom(0, 20)), hourBars(hoursFrom(30, 70)), hourBars([71], 2)]
      await expectBars(trial, span(0, 100), [...kept, hourBars(hoursFrom(74, 100))])
      await expectCoverage(trial, [[0, 100]])
    },
  },
  {
    name: 'writes nothing outside of the range that it was given',
    of: 'bars',
    run: async (trial) => {
      await trial.store.writeBars(ALPHA, span(0, 3), hourBars([0, 1, 2]))
      await trial.store.writeBars(ALPHA, span(3, 6), hourBars(hoursFrom(0, 10), 2))
      await trial.next()
      await expectBars(trial, span(-10, 20), [hourBars([0, 1, 2]), hourBars([3, 4, 5], 2)])
      await expectCoverage(trial, [[0, 6]])
    },
  },
  {
    name: 'takes all of time for a range',
    of: 'bars',
    run: async (trial) => {
      const everything = { from: EARLIEST, to: LATEST }
      await trial.store.writeBars(ALPHA, everything, hourBars([1, 2, 80]))
      await trial.next()
      expectKept(await trial.store.coverage(ALPHA), [everything], 'coverage')
      await expectBars(trial, everything, [hourBars([1, 2, 80])])
      await trial.store.writeBars(ALPHA, { from: EARLIEST, to: span(2, 2).to }, hourBars([0]))
      await trial.next()
      await expectBars(trial, everything, [hourBars([0, 2, 80])])
      expectKept(await trial.store.coverage(ALPHA), [everything], 'coverage')
    },
  },
  {
    name: 'takes bars that open at the first and the last instant there is',
    of: 'bars',
    run: async (trial) => {
      const columns = hourBars([0, 1])
      columns.openTime.set([0, LAST_TIME])
      columns.closeTime.set([1, LAST_TIME + 1])
      await trial.store.writeBars(ALPHA, { from: 0, to: LATEST }, columns)
      await trial.next()
      await expectBars(trial, { from: 0, to: LATEST }, [columns])
      await expectBars(trial, { from: 1, to: LAST_TIME }, [])
    },
  },
  {
    name: 'keeps every bit of prices and volumes',
    of: 'bars',
    run: async (trial) => {
      const prices = [1e-7, 0.1, 0.30000000000000004, 1 / 3, 5e-324, 4503599627370497.5, 1.7976931348623157e308]
      const price = Float64Array.from(prices)
      const volume = Float64Array.of(0, 1e-8, 0.30000000000000004, 123456789.123, 5e-324, 9007199254740993, 1e300)
      const times = hourBars(hoursFrom(0, prices.length))
      const columns = { ...times, open: price, high: price, low: price, close: price, vwap: price, volume }
      await trial.store.writeBars(ALPHA, span(0, 24), columns)
      await trial.next()
      await expectBars(trial, span(0, 24), [columns])
    },
  },
  {
    name: 'gives volume and vwap where all bars of the answer have them',
    of: 'bars',
    run: async (trial) => {
      await trial.store.writeBars(ALPHA, span(0, 5), hourBars([1, 2], 1, ['volume', 'vwap']))
      await trial.store.writeBars(ALPHA, span(5, 10), hourBars([6, 7], 1, ['volume']))
      await trial.store.writeBars(ALPHA, span(10, 15), hourBars([11]))
      await trial.store.writeBars(ALPHA, span(15, 20), hourBars([]))
      await trial.next()
      await expectBars(trial, span(0, 5), [hourBars([1, 2], 1, ['volume', 'vwap'])])
      await expectBars(trial, span(0, 10), [hourBars([1, 2, 6, 7], 1, ['volume'])])
      await expectBars(trial, span(5, 11), [hourBars([6, 7], 1, ['volume'])])
      await expectBars(trial, span(0, 20), [hourBars([1, 2, 6, 7, 11])])
      await trial.store.writeBars(ALPHA, span(2, 20), hourBars([9], 2, ['volume', 'vwap']))
      await trial.next()
      const [before, after] = [hourBars([1], 1, ['volume', 'vwap']), hourBars([9], 2, ['volume', 'vwap'])]
      await expectBars(trial, span(0, 20), [before, after])
    },
  },
  {
    name: 'gives the flags of bars that have any',
    of: 'bars',
    run: async (trial) => {
      await trial.store.writeBars(ALPHA, span(0, 5), hourBars([1, 2, 3], 1, ['flags']))
      await trial.store.writeBars(ALPHA, span(5, 10), hourBars([7, 8]))
      await trial.next()
      await expectBars(trial, span(0, 10), [hourBars([1, 2, 3], 1, ['flags']), hourBars([7, 8])])
      await trial.store.writeBars(ALPHA, span(2, 3), hourBars([2]))
      await trial.next()
      await expectBars(trial, span(0, 10), [hourBars([1], 1, ['flags']), hourBars([2, 3, 7, 8])])
    },
  },
  {
    name: 'gives three years of hours, written in parts, as they were written',
    of: 'bars',
    run: async (trial) => {
      const years = 3 * 365 * 24
      const steps = [0, 700, 701, 9000, 20_000, years]
      for (const [index, from] of steps.slice(0, -1).entries()) {
        const hours = hoursFrom(from, steps[index + 1]!)
        await trial.store.writeBars(ALPHA, span(from, steps[index + 1]!), hourBars(hours, 1, ['volume']))
      }
      await trial.next()
      await expectCoverage(trial, [[0, years]])
      await expectBars(trial, span(0, years), [hourBars(hoursFrom(0, years), 1, ['volume'])])
      for (const [from, to] of [
        [23, 25],
        [71, 73],
        [690, 1500],
        [8999.5, 9000.5],
        [19_000, 21_000],
      ] as const) {
        const hours = hoursFrom(Math.ceil(from), Math.ceil(to))
        await expectBars(trial, span(from, to), [hourBars(hours, 1, ['volume'])])
      }
    },
  },
  {
    name: 'keeps series of other sources, symbols and timeframes apart',
    of: 'bars',
    run: async (trial) => {
      for (const [index, key] of LIKE_ALPHA.entries())
        await trial.store.writeBars(key, span(index, index + 9), hourBars([index + 1], index + 1))
      await trial.next()
      for (const [index, key] of LIKE_ALPHA.entries()) {
        await expectBars(trial, span(0, 99), [hourBars([index + 1], index + 1)], key)
        await expectCoverage(trial, [[index, index + 9]], key)
      }
      await trial.store.deleteBars(ALPHA)
      await trial.next()
      await expectBars(trial, span(0, 99), [])
      await expectCoverage(trial, [])
      for (const [index, key] of LIKE_ALPHA.slice(1).entries())
        await expectBars(trial, span(0, 99), [hourBars([index + 2], index + 2)], key)
    },
  },
  {
    name: 'lists the series that it knows, in order of source, symbol and timeframe',
    of: 'bars',
    run: async (trial) => {
      const keys = ['b B 1h', 'a C 1d', 'b A 1h', 'a C 15m', 'a B 1m'].map((text): SeriesKey => {
        const [source, symbol, timeframe] = text.split(' ') as [string, string, SeriesKey['timeframe']]
        return { source, symbol, timeframe }
      })
      for (const key of keys) await trial.store.writeBars(key, span(0, 10), hourBars(key.source === 'a' ? [] : [1]))
      await trial.next()
      const listed = async (): Promise<string> =>
        (await trial.store.storedSeries()).map((key) => `${key.source} ${key.symbol} ${key.timeframe}`).join(', ')
      expectSame(await listed(), 'a B 1m, a C 15m, a C 1d, b A 1h, b B 1h', 'series')
      await trial.store.deleteBars(keys[1]!)
      await trial.store.deleteBars({ ...ALPHA, symbol: 'never written' })
      await trial.next()
      expectSame(await listed(), 'a B 1m, a C 15m, b A 1h, b B 1h', 'series after one was deleted')
    },
  },
  {
    name: 'keeps copies of bars',
    of: 'bars',
    run: async (trial) => {
      const given = hourBars([1, 2, 3], 1, ['volume', 'vwap', 'flags'])
      const warnings = [{ code: 'BARS_REVISED', message: 'as it was', count: 3 } as const]
      const written = trial.store.writeBars(ALPHA, span(0, 9), given, warnings)
      spoil(given)
      spoil(warnings)
      await written
      await trial.next()
      spoil(await trial.store.readBars(ALPHA, span(0, 9)))
      spoil(await trial.store.coverage(ALPHA))
      spoil(await trial.store.barWarnings(ALPHA, span(0, 9)))
      spoil(await trial.store.storedSeries())
      await expectBars(trial, span(0, 9), [hourBars([1, 2, 3], 1, ['volume', 'vwap', 'flags'])])
      await expectCoverage(trial, [[0, 9]])
      const kept = [{ code: 'BARS_REVISED', message: 'as it was', count: 3 }]
      expectKept(await trial.store.barWarnings(ALPHA, span(0, 9)), kept, 'warnings')
      expectKept(await trial.store.storedSeries(), [ALPHA], 'series')
    },
  },
  {
    name: 'takes no more rows of longer columns than their length says',
    of: 'bars',
    run: async (trial) => {
      const longer = { ...hourBars([1, 2, 3, 0, 0], 1, ['volume', 'flags']), length: 3 }
      await trial.store.writeBars(ALPHA, span(0, 9), longer)
      await trial.next()
      await expectBars(trial, span(0, 9), [hourBars([1, 2, 3], 1, ['volume', 'flags'])])
    },
  },
  {
    name: 'writes bars in the order in which it was asked, whether or not that was awaited',
    of: 'bars',
    run: async (trial) => {
      const { store } = trial
      const [, between] = await Promise.all([
        store.writeBars(ALPHA, span(0, 10), hourBars(hoursFrom(0, 10))),
        store.readBars(ALPHA, span(0, 10)),
        store.writeBars(ALPHA, span(0, 10), hourBars([5], 2)),
        store.deleteBars(ALPHA),
        store.writeBars(ALPHA, span(3, 9), hourBars([4, 5], 3)),
        store.writeBars(ALPHA, span(5, 12), hourBars([6, 11], 4)),
      ])
      expectSame(between.length, 10, 'rows that were read between two writes')
      await trial.next()
      await expectBars(trial, span(0, 20), [hourBars([4], 3), hourBars([6, 11], 4)])
      await expectCoverage(trial, [[3, 12]])
    },
  },
  {
    name: 'keeps what was said of bars, each warning once, until they are replaced or deleted',
    of: 'bars',
    run: async (trial) => {
      const told = async (from: number, to: number): Promise<string> => {
        const warnings = await trial.store.barWarnings(ALPHA, span(from, to))
        const texts = warnings.map(({ code, message, count }) => `${code} ${message} ${String(count)}`)
        return texts.sort().join(', ')
      }
      const [revised, failed] = [
        { code: 'BARS_REVISED', message: 'it\'s a "split" 📈', count: 2 },
        { code: 'SOURCE_FAILED', message: 'the first' },
      ] as const
      const first = 'BARS_REVISED it\'s a "split" 📈 2'
      const second = 'SOURCE_FAILED the first undefined'
      await trial.store.writeBars(ALPHA, span(0, 10), hourBars([1, 2, 9]), [revised, revised])
      await trial.store.writeBars(ALPHA, span(10, 20), hourBars([11, 15]), [revised, failed])
      await trial.store.writeBars({ ...ALPHA, symbol: 'BETA' }, span(0, 20), hourBars([1]), [failed])
      await trial.next()
      expectSame(await told(0, 20), `${first}, ${second}`, 'warnings of all bars')
      expectSame(await told(0, 10), first, 'warnings of the first stretch')
      expectSame(await told(900, 999), '', 'warnings of hours that were never written')
      await trial.store.writeBars(ALPHA, span(10, 13), hourBars([11]))
      await trial.next()
      expectSame(await told(13, 20), `${first}, ${second}`, 'warnings of bars half of which were replaced')
      await trial.store.writeBars(ALPHA, span(10, 20), hourBars([11, 15]))
      await trial.next()
      expectSame(await told(0, 20), first, 'warnings after the second stretch was replaced')
      await trial.store.deleteBars(ALPHA)
      await trial.store.writeBars(ALPHA, span(0, 10), hourBars([1, 2]))
      await trial.next()
      expectSame(await told(0, 20), '', 'warnings of a series that was deleted and written again')
    },
  },
  {
    name: 'gives what another one wrote to the same store',
    of: 'bars',
    needs: ['second'],
    run: async (trial) => {
      const other = await trial.second()
      await trial.store.writeBars(ALPHA, span(0, 100), hourBars(hoursFrom(0, 100)))
      expectSame((await other.readBars(ALPHA, span(0, 100))).length, 100, 'bars that the second reads')
      await other.writeBars(ALPHA, span(70, 74), hourBars([71], 2))
      await trial.next()
      await expectBars(trial, span(69, 75), [hourBars([69]), hourBars([71], 2), hourBars([74])])
      expectKept((await trial.store.coverage(ALPHA)).length, 1, 'stretches')
      const rows = await trial.store.readBars(ALPHA, { from: FIRST_HOUR, to: FIRST_HOUR + 72 * HOUR })
      expectSame(rows.length, 71, 'bars of the first three days')
    },
  },
]
