import type { BarColumns } from '../domain/bar-columns.js'
import type { ErrorCode } from '../domain/error-codes.js'
import { formatTime, TradewrightError } from '../domain/errors.js'

/** Where columns came from, for messages. */
export interface ColumnsOrigin {
  readonly symbol: string
  readonly source: string
  /** The source's own number of row 0. */
  readonly firstRow: number
}

/** By how much of itself a price that was divided out of sums may miss. */
const ROUNDING = 1e-9

/**
 * Checks every bar: times finite and in order, prices positive, the open, close and vwap within low and high, volume not negative. Throws a DataError
 * that names the first bar that is wrong; repairs nothing.
 */
export function checkColumns(columns: BarColumns, origin: ColumnsOrigin): void {
  const { openTime, closeTime, open, high, low, close, volume, vwap, length } = columns
  let before = -Number.MAX_VALUE
  let openedBefore = Number.NEGATIVE_INFINITY
  for (let row = 0; row < length; row++) {
    const opens = openTime[row]!
    const closes = closeTime[row]!
    if (!(opens >= before && closes > opens && closes < Number.POSITIVE_INFINITY))
      throw timeError(columns, row, openedBefore, origin)
    const h = high[row]!
    const l = low[row]!
    const o = open[row]!
    const c = close[row]!
    if (!(l > 0 && h < Number.POSITIVE_INFINITY && o >= l && o <= h && c >= l && c <= h))
      throw priceError(columns, row, origin)
    if (volume !== undefined && !(volume[row]! >= 0 && volume[row]! < Number.POSITIVE_INFINITY)) {
      throw error('VOLUME_INVALID', `volume is ${String(volume[row])}; expected a number from 0`, columns, row, origin)
    }
    if (vwap !== undefined && !(vwap[row]! >= l * (1 - ROUNDING) && vwap[row]! <= h * (1 + ROUNDING))) {
      const came = `vwap is ${String(vwap[row])}, low ${String(l)}, high ${String(h)}`
      throw error('VWAP_INVALID', `${came}; expected low <= vwap <= high`, columns, row, origin)
    }
    before = closes
    openedBefore = opens
  }
}

function timeError(columns: BarColumns, row: number, openedBefore: number, origin: ColumnsOrigin): TradewrightError {
  const opens = columns.openTime[row]!
  const closes = columns.closeTime[row]!
  if (!Number.isFinite(opens) || !Number.isFinite(closes)) {
    return error(
      'TIME_INVALID',
      `open time ${String(opens)}, close time ${String(closes)}; expected epoch milliseconds`,
      columns,
      row,
      origin,
    )
  }
  if (opens === openedBefore)
    return error('BAR_DUPLICATE', 'a second bar with this time came; expected one', columns, row, origin)
  if (opens < openedBefore) {
    return error(
      'BAR_OUT_OF_ORDER',
      `came after ${formatTime(openedBefore)}; expected rising times`,
      columns,
      row,
      origin,
    )
  }
  if (closes <= opens) {
    return error(
      'BAR_OVERLAP',
      `closes at ${formatTime(closes)}; expected a close after the open`,
      columns,
      row,
      origin,
    )
  }
  const closedBefore = formatTime(columns.closeTime[row - 1]!)
  return error(
    'BAR_OVERLAP',
    `opens before the bar in front of it closes, at ${closedBefore}; expected no overlap`,
    columns,
    row,
    origin,
  )
}

function priceError(columns: BarColumns, row: number, origin: ColumnsOrigin): TradewrightError {
  for (const field of ['open', 'high', 'low', 'close'] as const) {
    const price = columns[field][row]!
    if (!(price > 0 && price < Number.POSITIVE_INFINITY)) {
      return error('PRICE_INVALID', `${field} is ${String(price)}; expected a positive number`, columns, row, origin)
    }
  }
  const [open, high, low, close] = [columns.open[row]!, columns.high[row]!, columns.low[row]!, columns.close[row]!]
  return error(
    'HIGH_BELOW_LOW',
    `open ${String(open)}, high ${String(high)}, low ${String(low)}, close ${String(close)}; expected low <= open and close <= high`,
    columns,
    row,
    origin,
  )
}

function error(
  code: ErrorCode,
  what: string,
  columns: BarColumns,
  row: number,
  origin: ColumnsOrigin,
): TradewrightError {
  const time = columns.openTime[row]!
  const sourceRow = origin.firstRow + row
  return new TradewrightError(
    code,
    `${origin.symbol} ${formatTime(time)}: ${what} (row ${String(sourceRow)} of ${origin.source})`,
    {
      details: { symbol: origin.symbol, time, row: sourceRow, source: origin.source },
    },
  )
}
