/** Bit flags of a bar. */
export const BAR_FILLED = 1
export const BAR_PARTIAL = 2

/** Which price of the market a series shows: that of trades, the best bid, the best ask, or the middle between them. */
export const PRICE_SIDES = ['trade', 'bid', 'ask', 'mid'] as const
export type PriceSide = (typeof PRICE_SIDES)[number]

/**
 * Bars in columns: row r of every array is one bar. Arrays may be longer than `length`, so that a live series can grow in place.
 * Times are UTC epoch milliseconds; prices and volumes float64.
 */
export interface BarColumns {
  length: number
  openTime: Float64Array
  closeTime: Float64Array
  open: Float64Array
  high: Float64Array
  low: Float64Array
  close: Float64Array
  /** Undefined where the source has no volume. */
  volume?: Float64Array | undefined
  /** Volume-weighted average price of each bar; undefined where the source has none. */
  vwap?: Float64Array | undefined
  /** BAR_FILLED, BAR_PARTIAL; undefined where no bar has any. */
  flags?: Uint8Array | undefined
}

/** Rows [from, to) of a series, without copying. */
export function sliceColumns(columns: BarColumns, from: number, to: number): BarColumns {
  if (from === 0 && to === columns.length) return columns
  return {
    length: to - from,
    openTime: columns.openTime.subarray(from, to),
    closeTime: columns.closeTime.subarray(from, to),
    open: columns.open.subarray(from, to),
    high: columns.high.subarray(from, to),
    low: columns.low.subarray(from, to),
    close: columns.close.subarray(from, to),
    volume: columns.volume?.subarray(from, to),
    vwap: columns.vwap?.subarray(from, to),
    flags: columns.flags?.subarray(from, to),
  }
}

/** The last row whose time is not after `time`, from one on for which that holds: in steps that double, since it is near. */
export function lastRowUpTo(times: Float64Array, length: number, time: number, from: number): number {
  let low = from
  let step = 1
  while (low + step < length && times[low + step]! <= time) {
    low += step
    step *= 2
  }
  let high = Math.min(length, low + step)
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (times[middle]! <= time) low = middle
    else high = middle
  }
  return low
}

/** The first row whose time is at or after `time`; `length` if there is none. */
export function firstRowAtOrAfter(times: Float64Array, length: number, time: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle]! < time) low = middle + 1
    else high = middle
  }
  return low
}
