import { AccumulationDistribution } from './accumulation-distribution.js'
import { ADX, ADXR } from './adx.js'
import { APO } from './apo.js'
import { Aroon } from './aroon.js'
import { ATR } from './atr.js'
import { BollingerBands } from './bollinger-bands.js'
import { CCI } from './cci.js'
import { ChaikinOscillator } from './chaikin-oscillator.js'
import { CMO } from './cmo.js'
import { Beta, Correlation } from './correlation.js'
import { DEMA } from './dema.js'
import { DirectionalMovement } from './directional-movement.js'
import { Donchian } from './donchian.js'
import { DX } from './dx.js'
import { EMA } from './ema.js'
import { Highest, Lowest, Midpoint } from './extremes.js'
import { HilbertTrendline } from './hilbert-trendline.js'
import { takesBars, type AnyIndicator, type IndicatorBar } from './indicator.js'
import { KAMA } from './kama.js'
import { Keltner } from './keltner.js'
import { Lag } from './lag.js'
import { LinearRegression } from './linear-regression.js'
import { MACD } from './macd.js'
import { MFI } from './mfi.js'
import { Momentum, ROC } from './momentum.js'
import { NATR } from './natr.js'
import { OBV } from './obv.js'
import { ParabolicSAR } from './parabolic-sar.js'
import { PPO } from './ppo.js'
import { LogReturn, SimpleReturn } from './price-return.js'
import { RSI } from './rsi.js'
import type { SavedIndicator } from './saved-state.js'
import { SMA } from './sma.js'
import { StandardDeviation } from './standard-deviation.js'
import { StochRSI } from './stoch-rsi.js'
import { Stochastic } from './stochastic.js'
import { Supertrend } from './supertrend.js'
import { T3 } from './t3.js'
import { TEMA } from './tema.js'
import { TRIMA } from './trima.js'
import { TRIX } from './trix.js'
import { TrueRange } from './true-range.js'
import { UltimateOscillator } from './ultimate-oscillator.js'
import { Volatility } from './volatility.js'
import { VWAP } from './vwap.js'
import { WilliamsR } from './williams-r.js'
import { WMA } from './wma.js'
import { ZScore } from './z-score.js'

interface Savable {
  readonly ready: boolean
  readonly warmup: number
  save(): SavedIndicator
  load(saved: unknown): void
}
export type BuiltIn = AnyIndicator & Savable

/** One indicator of the folder with small periods, and how many updates it remembers; Infinity if it never forgets. */
export interface IndicatorCase {
  readonly name: string
  readonly memory: number
  readonly warmup: number
  readonly make: () => BuiltIn
}

const high = (bar: IndicatorBar): number => bar.high
const low = (bar: IndicatorBar): number => bar.low
const forever = Number.POSITIVE_INFINITY

type Row = readonly [make: () => BuiltIn, warmup: number, memory: number]

const ROWS: readonly Row[] = [
  [() => new SMA({ period: 5 }), 5, 5],
  [() => new EMA({ period: 5 }), 5, forever],
  [() => new WMA({ period: 5 }), 5, 5],
  [() => new DEMA({ period: 5 }), 9, forever],
  [() => new TEMA({ period: 5 }), 13, forever],
  [() => new TRIMA({ period: 5 }), 5, 5],
  [() => new TRIMA({ period: 6 }), 6, 6],
  [() => new KAMA({ period: 5 }), 6, forever],
  [() => new T3({ period: 4 }), 19, forever],
  [() => new RSI({ period: 5 }), 6, forever],
  [() => new CMO({ period: 5 }), 6, forever],
  [() => new MACD({ fast: 3, slow: 6, signal: 4 }), 9, forever],
  [() => new APO({ fast: 3, slow: 6 }), 6, forever],
  [() => new PPO({ fast: 3, slow: 6 }), 6, forever],
  [() => new TRIX({ period: 4 }), 11, forever],
  [() => new BollingerBands({ period: 5 }), 5, 5],
  [() => new StandardDeviation({ period: 5 }), 5, 5],
  [() => new ZScore({ period: 5 }), 5, 5],
  [() => new LinearRegression({ period: 5 }), 5, 5],
  [() => new Highest({ period: 5 }), 5, 5],
  [() => new Lowest({ period: 5 }), 5, 5],
  [() => new Midpoint({ period: 5 }), 5, 5],
  [() => new Momentum({ period: 5 }), 6, 6],
  [() => new ROC({ period: 5 }), 6, 6],
  [() => new SimpleReturn({ period: 5 }), 6, 6],
  [() => new LogReturn({ period: 5 }), 6, 6],
  [() => new Lag({ period: 5 }), 6, 6],
  [() => new Volatility({ period: 5, periodsPerYear: 252 }), 6, 6],
  [() => new Volatility({ period: 5, returns: 'log' }), 6, 6],
  [() => new StochRSI({ rsiPeriod: 4, period: 5, smoothing: 2, dPeriod: 3 }), 12, forever],
  [() => new HilbertTrendline(), 64, forever],
  [() => new TrueRange(), 2, forever],
  [() => new ATR({ period: 5 }), 6, forever],
  [() => new NATR({ period: 5 }), 6, forever],
  [() => new DirectionalMovement({ period: 5 }), 5, forever],
  [() => new DX({ period: 5 }), 6, forever],
  [() => new ADX({ period: 5 }), 10, forever],
  [() => new ADXR({ period: 5 }), 14, forever],
  [() => new Stochastic({ period: 5, smoothing: 2, dPeriod: 3 }), 8, 8],
  [() => new WilliamsR({ period: 5 }), 5, 5],
  [() => new Donchian({ period: 5 }), 5, 5],
  [() => new Aroon({ period: 5 }), 6, 6],
  [() => new CCI({ period: 5 }), 5, 5],
  [() => new MFI({ period: 5 }), 6, 6],
  [() => new UltimateOscillator({ short: 2, medium: 4, long: 6 }), 7, 7],
  [() => new OBV(), 1, forever],
  [() => new AccumulationDistribution(), 1, forever],
  [() => new ChaikinOscillator({ fast: 3, slow: 6 }), 6, forever],
  [() => new Keltner({ period: 8, atrPeriod: 5 }), 8, forever],
  [() => new Supertrend({ period: 5, multiplier: 1.5 }), 6, forever],
  [() => new ParabolicSAR(), 2, forever],
  [() => new VWAP(), 1, forever],
  [() => new Correlation({ period: 5, of: high, with: low }), 5, 5],
  [() => new Beta({ period: 5, of: high, against: low }), 6, 6],
]

/** Every indicator of the folder but Crossover, which is fed by what it compares. */
export const INDICATORS: readonly IndicatorCase[] = ROWS.map(([make, warmup, memory]) => {
  const { indicator, options } = make().save()
  return { name: `${indicator} ${JSON.stringify(options)}`, make, warmup, memory }
})

export function feed(indicator: AnyIndicator, bar: IndicatorBar): void {
  if (takesBars(indicator)) indicator.update(bar)
  else indicator.update(bar.close)
}

/** All numbers that an indicator shows, by name. */
export function outputs(indicator: AnyIndicator): Readonly<Record<string, number>> {
  const names = 'value signal histogram middle upper lower percentB bandwidth k d plusDI minusDI plus minus'.split(' ')
  const more = 'up down oscillator direction slope intercept forecast angle variance'.split(' ')
  const shown: Record<string, number> = {}
  for (const name of [...names, ...more]) {
    const value: unknown = Reflect.get(indicator, name)
    if (typeof value === 'number' && !isHidden(indicator, name)) shown[name] = value
  }
  return shown
}

/** Bands that an indicator carries for itself only. */
function isHidden(indicator: AnyIndicator, name: string): boolean {
  return indicator instanceof Supertrend && (name === 'upper' || name === 'lower')
}

const HOUR_MS = 3_600_000

/** An hourly bar that stays at one price, or goes about it by some range. */
export function barAt(row: number, close: number, { range = 0, volume = 100 } = {}): IndicatorBar {
  const openTime = Date.UTC(2024, 0, 1) + row * HOUR_MS
  const [top, bottom] = [close + range * 0.7, close - range * 0.3]
  return { openTime, closeTime: openTime + HOUR_MS, open: close, high: top, low: bottom, close, volume }
}

/** Bars about a level, by Lehmer's generator: prices of a walk pulled back to the level, ranges and volumes that vary. */
export function* randomBars(count: number, { level = 100, noise = 1, seed = 1 } = {}): Generator<IndicatorBar> {
  let state = seed
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
  let offset = 0
  for (let row = 0; row < count; row++) {
    offset = offset * 0.98 + (next() - 0.5) * noise
    yield barAt(row, level + offset, { range: next() * noise, volume: Math.floor(next() * 1e4) })
  }
}
