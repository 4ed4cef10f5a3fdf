/**
 * The loops of the kinds that are asked for most. They differ in nothing but the type: in a loop that all kinds share, the compiler cannot put an
 * indicator's code in its place, and a row costs several times as much.
 */
import type { ATR } from '../indicators/atr.js'
import type { BollingerBands } from '../indicators/bollinger-bands.js'
import type { EMA } from '../indicators/ema.js'
import type { MACD } from '../indicators/macd.js'
import type { RSI } from '../indicators/rsi.js'
import type { SMA } from '../indicators/sma.js'
import type { LoopSource } from './feature-kind.js'

type Columns = readonly Float64Array[]

export function followSMA(indicator: SMA, { values }: LoopSource, columns: Columns, from: number): void {
  const value = columns[0]!
  for (let row = from; row < value.length; row++) {
    indicator.update(values[row]!)
    value[row] = indicator.value
  }
}

export function followEMA(indicator: EMA, { values }: LoopSource, columns: Columns, from: number): void {
  const value = columns[0]!
  for (let row = from; row < value.length; row++) {
    indicator.update(values[row]!)
    value[row] = indicator.value
  }
}

export function followRSI(indicator: RSI, { values }: LoopSource, columns: Columns, from: number): void {
  const value = columns[0]!
  for (let row = from; row < value.length; row++) {
    indicator.update(values[row]!)
    value[row] = indicator.value
  }
}

export function followMACD(indicator: MACD, { values }: LoopSource, columns: Columns, from: number): void {
  const [value, signal, histogram] = [columns[0]!, columns[1]!, columns[2]!]
  for (let row = from; row < value.length; row++) {
    indicator.update(values[row]!)
    value[row] = indicator.value
    signal[row] = indicator.signal
    histogram[row] = indicator.histogram
  }
}

export function followBands(bands: BollingerBands, { values }: LoopSource, columns: Columns, from: number): void {
  const [value, middle, upper] = [columns[0]!, columns[1]!, columns[2]!]
  const [lower, percentB, bandwidth] = [columns[3]!, columns[4]!, columns[5]!]
  for (let row = from; row < value.length; row++) {
    bands.update(values[row]!)
    value[row] = bands.value
    middle[row] = bands.middle
    upper[row] = bands.upper
    lower[row] = bands.lower
    percentB[row] = bands.percentB
    bandwidth[row] = bands.bandwidth
  }
}

export function followATR(indicator: ATR, { stretch }: LoopSource, columns: Columns, from: number): void {
  const value = columns[0]!
  const { bar } = stretch
  for (let row = from; row < value.length; row++) {
    bar.row = row
    indicator.update(bar)
    value[row] = indicator.value
  }
}
