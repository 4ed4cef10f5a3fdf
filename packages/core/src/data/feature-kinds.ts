import { z } from 'zod'
import { expecting, number, oneOf, positive, wholeFrom } from '../domain/field-schemas.js'
import { AccumulationDistribution } from '../indicators/accumulation-distribution.js'
import { ADX, ADXR } from '../indicators/adx.js'
import { APO } from '../indicators/apo.js'
import { Aroon } from '../indicators/aroon.js'
import { ATR } from '../indicators/atr.js'
import { BollingerBands } from '../indicators/bollinger-bands.js'
import { CCI } from '../indicators/cci.js'
import { ChaikinOscillator } from '../indicators/chaikin-oscillator.js'
import { CMO } from '../indicators/cmo.js'
import { Beta, Correlation } from '../indicators/correlation.js'
import { Crossover } from '../indicators/crossover.js'
import { DEMA } from '../indicators/dema.js'
import { DirectionalMovement } from '../indicators/directional-movement.js'
import { Donchian } from '../indicators/donchian.js'
import { DX } from '../indicators/dx.js'
import { EMA } from '../indicators/ema.js'
import { Highest, Lowest, Midpoint } from '../indicators/extremes.js'
import { HilbertTrendline } from '../indicators/hilbert-trendline.js'
import { KAMA } from '../indicators/kama.js'
import { Keltner } from '../indicators/keltner.js'
import { Lag } from '../indicators/lag.js'
import { LinearRegression } from '../indicators/linear-regression.js'
import { MACD } from '../indicators/macd.js'
import { MFI } from '../indicators/mfi.js'
import { Momentum, ROC } from '../indicators/momentum.js'
import { NATR } from '../indicators/natr.js'
import { OBV } from '../indicators/obv.js'
import { ParabolicSAR } from '../indicators/parabolic-sar.js'
import { PPO } from '../indicators/ppo.js'
import { LogReturn, SimpleReturn } from '../indicators/price-return.js'
import { RSI } from '../indicators/rsi.js'
import { SMA } from '../indicators/sma.js'
import { StandardDeviation } from '../indicators/standard-deviation.js'
import { StochRSI } from '../indicators/stoch-rsi.js'
import { Stochastic } from '../indicators/stochastic.js'
import { Supertrend } from '../indicators/supertrend.js'
import { T3 } from '../indicators/t3.js'
import { TEMA } from '../indicators/tema.js'
import { TRIMA } from '../indicators/trima.js'
import { TRIX } from '../indicators/trix.js'
import { TrueRange } from '../indicators/true-range.js'
import { UltimateOscillator } from '../indicators/ultimate-oscillator.js'
import { RETURN_KINDS, Volatility } from '../indicators/volatility.js'
import { VWAP } from '../indicators/vwap.js'
import { WilliamsR } from '../indicators/williams-r.js'
import { WMA } from '../indicators/wma.js'
import { ZScore } from '../indicators/z-score.js'
import { feature, fedByBars, fedByFeatures, fedByNumbers } from './feature-kind.js'
import { followATR, followBands, followEMA, followMACD, followRSI, followSMA } from './feature-loops.js'

const count = wholeFrom(1)
const period = { period: count }
const fromTwo = { period: wholeFrom(2) }
const fromOne = { period: count.default(1) }
const fastAndSlow = { fast: count.default(12), slow: count.default(26) }
const anyNumber = number('a number', () => true)
const level = z.union([z.string(), anyNumber], expecting('the name of a feature, or a number'))

/** Every feature that can be asked for, by its kind: the indicators by the names of their classes, and what is made of prices and features besides. */
export const FEATURE_KINDS = {
  // What is made of any number.
  Lag: fedByNumbers(fromOne, (o) => new Lag(o)),
  Difference: fedByNumbers(fromOne, (o) => new Momentum(o)),
  SimpleReturn: fedByNumbers(fromOne, (o) => new SimpleReturn(o)),
  LogReturn: fedByNumbers(fromOne, (o) => new LogReturn(o)),
  Volatility: fedByNumbers(
    { period: wholeFrom(2), returns: oneOf(RETURN_KINDS).default('simple'), periodsPerYear: positive.default(1) },
    (o) => new Volatility(o),
  ),
  StandardDeviation: fedByNumbers(period, (o) => new StandardDeviation(o), { variance: (i) => i.variance }),
  ZScore: fedByNumbers(period, (o) => new ZScore(o)),
  Highest: fedByNumbers(period, (o) => new Highest(o)),
  Lowest: fedByNumbers(period, (o) => new Lowest(o)),
  Midpoint: fedByNumbers(period, (o) => new Midpoint(o)),
  LinearRegression: fedByNumbers(fromTwo, (o) => new LinearRegression(o), {
    slope: (i) => i.slope,
    intercept: (i) => i.intercept,
    angle: (i) => i.angle,
    forecast: (i) => i.forecast,
  }),

  // Averages.
  SMA: fedByNumbers(period, (o) => new SMA(o), {}, followSMA),
  EMA: fedByNumbers(period, (o) => new EMA(o), {}, followEMA),
  WMA: fedByNumbers(period, (o) => new WMA(o)),
  DEMA: fedByNumbers(period, (o) => new DEMA(o)),
  TEMA: fedByNumbers(period, (o) => new TEMA(o)),
  TRIMA: fedByNumbers(period, (o) => new TRIMA(o)),
  KAMA: fedByNumbers(period, (o) => new KAMA(o)),
  T3: fedByNumbers({ ...period, factor: positive.default(0.7) }, (o) => new T3(o)),
  HilbertTrendline: fedByNumbers({}, () => new HilbertTrendline()),
  VWAP: fedByBars({}, (_, { calendar }) => new VWAP(calendar && { calendar })),

  // Oscillators.
  RSI: fedByNumbers(period, (o) => new RSI(o), {}, followRSI),
  CMO: fedByNumbers(period, (o) => new CMO(o)),
  StochRSI: fedByNumbers(
    { rsiPeriod: count.default(14), period: count.default(14), smoothing: count.default(1), dPeriod: count.default(3) },
    (o) => new StochRSI(o),
    { k: (i) => i.k, d: (i) => i.d },
  ),
  Stochastic: fedByBars(
    { period: count.default(14), smoothing: count.default(3), dPeriod: count.default(3) },
    (o) => new Stochastic(o),
    { k: (i) => i.k, d: (i) => i.d },
  ),
  WilliamsR: fedByBars(period, (o) => new WilliamsR(o)),
  CCI: fedByBars(period, (o) => new CCI(o)),
  MFI: fedByBars(period, (o) => new MFI(o)),
  UltimateOscillator: fedByBars(
    { short: count.default(7), medium: count.default(14), long: count.default(28) },
    (o) => new UltimateOscillator(o),
  ),
  MACD: fedByNumbers(
    { ...fastAndSlow, signal: count.default(9) },
    (o) => new MACD(o),
    {
      signal: (i) => i.signal,
      histogram: (i) => i.histogram,
    },
    followMACD,
  ),
  APO: fedByNumbers(fastAndSlow, (o) => new APO(o)),
  PPO: fedByNumbers(fastAndSlow, (o) => new PPO(o)),
  TRIX: fedByNumbers(period, (o) => new TRIX(o)),
  Momentum: fedByNumbers(period, (o) => new Momentum(o)),
  ROC: fedByNumbers(period, (o) => new ROC(o)),

  // Trend.
  ADX: fedByBars(fromTwo, (o) => new ADX(o), { plusDI: (i) => i.plusDI, minusDI: (i) => i.minusDI }),
  ADXR: fedByBars(fromTwo, (o) => new ADXR(o)),
  DX: fedByBars(fromTwo, (o) => new DX(o), { plusDI: (i) => i.plusDI, minusDI: (i) => i.minusDI }),
  DirectionalMovement: fedByBars(fromTwo, (o) => new DirectionalMovement(o), {
    plus: (i) => i.plus,
    minus: (i) => i.minus,
  }),
  Aroon: fedByBars(period, (o) => new Aroon(o), {
    up: (i) => i.up,
    down: (i) => i.down,
    oscillator: (i) => i.oscillator,
  }),
  ParabolicSAR: fedByBars(
    { step: positive.default(0.02), maximum: positive.default(0.2) },
    (o) => new ParabolicSAR(o),
    { direction: (i) => i.direction },
  ),
  Supertrend: fedByBars({ period: count.default(10), multiplier: positive.default(3) }, (o) => new Supertrend(o), {
    direction: (i) => i.direction,
  }),
  Crossover: fedByFeatures(
    { of: feature, over: level },
    ['of', 'over'],
    ({ over }, { cells }) => new Crossover({ of: cells.of!, over: typeof over === 'number' ? over : cells.over! }),
  ),

  // Bands and ranges.
  BollingerBands: fedByNumbers(
    { period: count.default(20), multiplier: positive.default(2) },
    (o) => new BollingerBands(o),
    {
      middle: (i) => i.middle,
      upper: (i) => i.upper,
      lower: (i) => i.lower,
      percentB: (i) => i.percentB,
      bandwidth: (i) => i.bandwidth,
    },
    followBands,
  ),
  Keltner: fedByBars(
    { period: count.default(20), atrPeriod: count.default(10), multiplier: positive.default(2) },
    (o) => new Keltner(o),
    { middle: (i) => i.middle, upper: (i) => i.upper, lower: (i) => i.lower },
  ),
  Donchian: fedByBars(period, (o) => new Donchian(o), {
    middle: (i) => i.middle,
    upper: (i) => i.upper,
    lower: (i) => i.lower,
  }),
  TrueRange: fedByBars({}, () => new TrueRange()),
  ATR: fedByBars(period, (o) => new ATR(o), {}, followATR),
  NATR: fedByBars(period, (o) => new NATR(o)),

  // Volume.
  OBV: fedByBars({}, () => new OBV()),
  AccumulationDistribution: fedByBars({}, () => new AccumulationDistribution()),
  ChaikinOscillator: fedByBars({ fast: count.default(3), slow: count.default(10) }, (o) => new ChaikinOscillator(o)),

  // Two features.
  Correlation: fedByFeatures(
    { ...period, of: feature, with: feature },
    ['of', 'with'],
    (o, { cells }) => new Correlation({ period: o.period, of: () => cells.of!.value, with: () => cells.with!.value }),
  ),
  Beta: fedByFeatures(
    { ...period, of: feature, against: feature },
    ['of', 'against'],
    (o, { cells }) => new Beta({ period: o.period, of: () => cells.of!.value, against: () => cells.against!.value }),
  ),
} as const

export type FeatureKindName = keyof typeof FEATURE_KINDS
