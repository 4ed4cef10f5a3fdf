import { sliceColumns } from '../domain/bar-columns.js'
import { joinColumns } from '../domain/join-columns.js'
import type { SeriesKey } from '../ports/bar-store.js'
import type { Store } from '../ports/store.js'
import { MemoryStore } from '../store/memory-store.js'
import { always, copyOf, wrongStore, type WrongStore } from './wrong-stores.js'

/** Bars that a write does not take away. */
function beside(right: Store): Partial<Store> {
  return {
    writeBars: async (key, range, given, warnings) => {
      const columns = copyOf(given)
      const before = range.from < range.to ? await right.readBars(key, range) : joinColumns([])
      await right.writeBars(key, range, columns, copyOf(warnings))
      const after = await right.readBars(key, range)
      for (const [row, from] of before.openTime.entries())
        if (!after.openTime.includes(from))
          await right.writeBars(key, { from, to: from + 1 }, sliceColumns(before, row, row + 1))
    },
  }
}

/** Stores of bars that are wrong. */
export const wrongBars: readonly WrongStore[] = [
  {
    that: 'forgets the ranges that it cached when it is closed, and keeps their bars',
    harness: wrongStore(
      ['bars'],
      always((right) => {
        const written = new MemoryStore()
        return {
          writeBars: async (key, range, columns, warnings) => {
            await right.writeBars(key, range, columns, warnings)
            await written.writeBars(key, range, joinColumns([]))
          },
          deleteBars: async (key) => {
            await right.deleteBars(key)
            await written.deleteBars(key)
          },
          coverage: async (key) => {
            await right.coverage(key)
            return await written.coverage(key)
          },
        }
      }),
    ),
    meant: 'remembers which stretches were written, those without bars too, as few as there can be',
    lives: ['reopened', 'after a crash'],
    others: [
      /in place of those/,
      /outside of the range/,
      /all of time/,
      /three years/,
      /sources, symbols and timeframes apart/,
      /keeps copies/,
      /in the order in which it was asked/,
      /what another one wrote/,
      /leaves what was there/,
      /random/,
    ],
  },
  {
    that: 'knows a stretch by its first bar and its last',
    harness: wrongStore(
      ['bars'],
      always((right) => ({
        coverage: async (key) => {
          const { openTime, closeTime, length } = await right.readBars(key, { from: 0, to: 8.64e15 })
          return length === 0 ? [] : [{ from: openTime[0]!, to: closeTime[length - 1]! }]
        },
      })),
    ),
    meant: 'remembers which stretches were written, those without bars too, as few as there can be',
    others: [
      /all of time/,
      /timeframes apart/,
      /keeps copies/,
      /in the order in which/,
      /1970 or after 2199/,
      /random/,
    ],
  },
  {
    that: 'keeps prices in four bytes',
    harness: wrongStore(
      ['bars'],
      always((right) => ({
        readBars: async (key, range) => {
          const bars = await right.readBars(key, range)
          return { ...bars, close: bars.close.map(Math.fround) }
        },
      })),
    ),
    meant: 'keeps every bit of prices and volumes',
    others: [
      /bars/,
      /volume and vwap/,
      /flags/,
      /three years/,
      /all of time/,
      /outside of the range/,
      /timeframes apart/,
      /longer columns/,
      /what another one wrote/,
      /asked before it is closed/,
    ],
  },
  {
    that: 'puts bars beside those that were there rather than in their place',
    harness: wrongStore(['bars'], always(beside)),
    meant: 'puts the bars of a stretch in place of those that were there',
    others: [
      /all of time/,
      /volume and vwap/,
      /keeps copies/,
      /in the order in which/,
      /what another one wrote/,
      /asked before it is closed/,
      /random/,
    ],
  },
  {
    that: 'names series without heed of capitals',
    harness: wrongStore(
      ['bars'],
      always((right) => {
        const low = (key: SeriesKey): SeriesKey => ({ ...key, symbol: key.symbol.toLowerCase() })
        return {
          writeBars: (key, ...args) => right.writeBars(low(key), ...args),
          readBars: (key, range) => right.readBars(low(key), range),
          coverage: (key) => right.coverage(low(key)),
          deleteBars: (key) => right.deleteBars(low(key)),
          barWarnings: (key, range) => right.barWarnings(low(key), range),
        }
      }),
    ),
    meant: 'keeps series of other sources, symbols and timeframes apart',
    others: [/lists the series/, /keeps copies/, /random/],
  },
  {
    that: 'forgets warnings when it is closed',
    harness: wrongStore(
      ['bars'],
      always((right) => {
        const told = new MemoryStore()
        return {
          writeBars: async (...args) => {
            const again = told.writeBars(...args).catch(() => undefined)
            await right.writeBars(...args)
            await again
          },
          deleteBars: async (key) => {
            await Promise.all([told.deleteBars(key), right.deleteBars(key)])
          },
          barWarnings: async (key, range) => {
            await right.barWarnings(key, range)
            return await told.barWarnings(key, range)
          },
        }
      }),
    ),
    meant: 'keeps what was said of bars, each warning once, until they are replaced or deleted',
    lives: ['reopened', 'after a crash'],
    others: [/keeps copies/, /leaves what was there/],
  },
  {
    that: 'gives the bar at the end of a range',
    harness: wrongStore(
      ['bars'],
      always((right) => ({ readBars: (key, { from, to }) => right.readBars(key, { from, to: to + 1 }) })),
    ),
    meant: 'gives the bars of a range from its begin on and without its end',
    others: [/first and the last instant/, /volume and vwap/, /three years/, /what another one wrote/, /random/],
  },
]
