import { formatTime, type ErrorCode } from '@tradewright/core'
import { BAR_FIELDS } from './file-columns.js'
import type { FileSource } from './file-source.js'

const OPEN = BAR_FIELDS.indexOf('open')
const HIGH = BAR_FIELDS.indexOf('high')
const LOW = BAR_FIELDS.indexOf('low')
const CLOSE = BAR_FIELDS.indexOf('close')
const VOLUME = BAR_FIELDS.indexOf('volume')
const VWAP = BAR_FIELDS.indexOf('vwap')
/** By how much of itself a price that was divided out of sums may miss; core's check of columns allows the same. */
const ROUNDING = 1e-9
const PRICES = { open: OPEN, high: HIGH, low: LOW, close: CLOSE }

/** Whose bar is checked, and where it comes from. */
export interface CheckedBar {
  readonly symbol: string
  readonly time: number
  readonly source: FileSource
}

/** Whether a row's values are a bar's: prices positive and finite, open and close within low and high, volume finite and not negative. */
export function isBar(values: Float64Array): boolean {
  const open = values[OPEN]!
  const high = values[HIGH]!
  const low = values[LOW]!
  const close = values[CLOSE]!
  const volume = values[VOLUME]!
  return (
    low > 0 &&
    high < Number.POSITIVE_INFINITY &&
    open >= low &&
    open <= high &&
    close >= low &&
    close <= high &&
    volume >= 0 &&
    volume < Number.POSITIVE_INFINITY
  )
}

/** Whether the average price of a bar lies within its low and high. */
export function isAverage(values: Float64Array): boolean {
  return values[VWAP]! >= values[LOW]! * (1 - ROUNDING) && values[VWAP]! <= values[HIGH]! * (1 + ROUNDING)
}

/** What is wrong with values that are no bar's: PRICE_INVALID, HIGH_BELOW_LOW, VOLUME_INVALID or VWAP_INVALID. */
export function barError(values: Float64Array, { symbol, time, source }: CheckedBar): Error {
  const wrong = (code: ErrorCode, what: string): Error =>
    source.rowError(code, `${symbol} ${formatTime(time)}: ${what}`, { symbol, time })
  for (const [name, place] of Object.entries(PRICES)) {
    const price = values[place]!
    if (!(price > 0 && price < Number.POSITIVE_INFINITY))
      return wrong('PRICE_INVALID', `${name} is ${price}; expected a positive number`)
  }
  const [open, high, low, close] = [values[OPEN]!, values[HIGH]!, values[LOW]!, values[CLOSE]!]
  if (open < low || close < low || open > high || close > high) {
    const came = `open ${open}, high ${high}, low ${low}, close ${close}`
    return wrong('HIGH_BELOW_LOW', `${came}; expected low <= open and close <= high`)
  }
  const volume = values[VOLUME]!
  if (!(volume >= 0 && volume < Number.POSITIVE_INFINITY))
    return wrong('VOLUME_INVALID', `volume is ${volume}; expected a number from 0`)
  return wrong('VWAP_INVALID', `vwap is ${values[VWAP]!}, low ${low}, high ${high}; expected low <= vwap <= high`)
}
