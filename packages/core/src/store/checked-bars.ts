import { checkColumns } from '../data/check-columns.js'
import { checkRange } from '../data/check-range.js'
import type { BarColumns } from '../domain/bar-columns.js'
import { formatTime, TradewrightError } from '../domain/errors.js'
import { rowsBetween } from '../domain/rows-between.js'
import type { TimeRange } from '../domain/time-range.js'
import { parseTimeframe } from '../domain/timeframe.js'
import type { SeriesKey } from '../ports/bar-store.js'
import { TIMES_END } from './field-kinds.js'
import { checked } from './checked-records.js'

const COLUMNS = ['openTime', 'closeTime', 'open', 'high', 'low', 'close', 'volume', 'vwap', 'flags'] as const

/**
 * The rows of a series that a write keeps, without copying. Throws RECORD_INVALID and TIMEFRAME_INVALID for an impossible key, RANGE_INVALID, COLUMN_LENGTH, a DataError for bars
 * that cannot be, TIME_INVALID for those that open before 1970 or after 2199.
 */
export function checkedBars(key: SeriesKey, range: TimeRange, columns: BarColumns): BarColumns {
  checkedKey(key)
  const what = `${key.symbol} ${key.timeframe}`
  checkRange(what, range)
  for (const name of COLUMNS) {
    const rows = columns[name]?.length
    if (rows === undefined || rows >= columns.length) continue
    const message = `${what}: column ${name} has ${String(rows)} rows; expected ${String(columns.length)}`
    throw new TradewrightError('COLUMN_LENGTH', message, { details: { symbol: key.symbol, column: name } })
  }
  checkColumns(columns, { symbol: key.symbol, source: key.source, firstRow: 0 })
  // They are in order by now, so that the first and the last say it of all.
  const { openTime, length } = columns
  for (const row of length === 0 ? [] : [0, length - 1]) {
    if (openTime[row]! >= 0 && openTime[row]! < TIMES_END) continue
    const message = `${what}: a bar opens at ${formatTime(openTime[row]!)}; expected a time from 1970 to 2199 (row ${String(row)} of ${key.source})`
    throw new TradewrightError('TIME_INVALID', message, { details: { symbol: key.symbol, time: openTime[row]!, row } })
  }
  return rowsBetween(columns, range)
}

/** Throws RECORD_INVALID and TIMEFRAME_INVALID for a key that no series can have. */
export function checkedKey(key: SeriesKey): SeriesKey {
  const name = { kind: 'name' } as const
  const taken = checked('a series', { source: name, symbol: name, timeframe: name }, key)
  parseTimeframe(taken.timeframe)
  return taken
}
