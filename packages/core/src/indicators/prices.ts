import type { IndicatorBar } from './indicator.js'

export type HighLow = Pick<IndicatorBar, 'high' | 'low'>
export type HighLowClose = Pick<IndicatorBar, 'high' | 'low' | 'close'>
export type HighLowCloseVolume = Pick<IndicatorBar, 'high' | 'low' | 'close' | 'volume'>

/** (high + low) / 2: TA-Lib's MEDPRICE. As every function here it can be the `source` of an indicator. */
export function medianPrice({ high, low }: HighLow): number {
  return (high + low) / 2
}

/** (high + low + close) / 3: TA-Lib's TYPPRICE. */
export function typicalPrice({ high, low, close }: HighLowClose): number {
  return (high + low + close) / 3
}

/** (high + low + 2 · close) / 4: TA-Lib's WCLPRICE. */
export function weightedClose({ high, low, close }: HighLowClose): number {
  return (high + low + close * 2) / 4
}

/** (close − open) / (high − low), from −1 to 1, and 0 for a bar without range: TA-Lib's BOP. */
export function balanceOfPower({ open, high, low, close }: HighLowClose & Pick<IndicatorBar, 'open'>): number {
  const range = high - low
  return range === 0 ? 0 : (close - open) / range
}
