import { expect, it } from 'vitest'
import { AccumulationDistribution } from './accumulation-distribution.js'
import { ADX } from './adx.js'
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
import { KAMA } from './kama.js'
import { LinearRegression } from './linear-regression.js'
import { MACD } from './macd.js'
import { MFI } from './mfi.js'
import { Momentum, ROC } from './momentum.js'
import { NATR } from './natr.js'
import { OBV } from './obv.js'
import { ParabolicSAR } from './parabolic-sar.js'
import { PPO } from './ppo.js'
import { RSI } from './rsi.js'
import { SMA } from './sma.js'
import { StandardDeviation } from './standard-deviation.js'
import { StochRSI } from './stoch-rsi.js'
import { Stochastic } from './stochastic.js'
import { T3 } from './t3.js'
import { TEMA } from './tema.js'
import { TRIMA } from './trima.js'
import { TrueRange } from './true-range.js'
import { UltimateOscillator } from './ultimate-oscillator.js'
import { WilliamsR } from './williams-r.js'
import { WMA } from './wma.js'
import type { AnyIndicator, IndicatorBar } from './indicator.js'
import { barAt, feed } from './test-indicators.js'

/**
 * The first 34 of the 252 bars that TA-Lib's own regression test has in test_data.c, as 'high/low/close volume': just enough for the first value of its MACD.
 */
const BARS = [
  '93.25/90.75/91.5 4077500',
  '94.94/91.405/94.815 4955900',
  '96.375/94.25/94.375 4775300',
  '96.19/93.5/95.095 4155300',
  '96.0/92.815/93.78 4593100',
  '94.72/93.5/94.625 3631300',
  '95.0/92.0/92.53 3382800',
  '93.72/89.75/92.75 4954200',
  '92.47/89.44/90.315 4500000',
  '92.75/90.625/92.47 3397500',
  '96.25/92.75/96.125 4204500',
  '99.625/96.315/97.25 6321400',
  '99.125/96.03/98.5 10203600',
  '92.75/88.815/89.875 19043900',
  '91.315/86.75/91.0 11692000',
  '93.25/90.94/92.815 9553300',
  '93.405/88.905/89.155 8920300',
  '90.655/88.78/89.345 5970900',
  '91.97/89.25/91.625 5062300',
  '92.25/89.75/89.875 3705600',
  '90.345/87.5/88.375 5865600',
  '88.5/86.53/87.625 5603000',
  '88.25/84.625/84.78 5811900',
  '85.5/82.28/83.0 8483800',
  '84.44/81.565/83.5 5995200',
  '84.75/80.875/81.375 5408800',
  '84.44/81.25/84.44 5430500',
  '89.405/84.065/89.25 6283800',
  '88.125/85.595/86.375 5834800',
  '89.125/85.97/86.25 4515500',
  '87.155/84.405/85.25 4493300',
  '87.25/85.095/87.125 4346100',
  '87.375/85.5/85.815 3700300',
  '88.97/85.53/88.97 4600200',
]

const bars = BARS.map((text, row): IndicatorBar => {
  const [high = 0, low = 0, close = 0, volume = 0] = text.split(/[/ ]/).map(Number)
  return { ...barAt(row, close), high, low, volume }
})
const high = (bar: IndicatorBar): number => bar.high
const low = (bar: IndicatorBar): number => bar.low

type Row = readonly [
  title: string,
  output: string,
  make: () => AnyIndicator,
  begIdx: number,
  first: number,
  last: number,
]

/** What TA-Lib 0.4 (C) gives at its first output and at the last of these bars. */
const VALUES: readonly Row[] = [
  ['SMA_10', 'value', () => new SMA({ period: 10 }), 9, 93.22549999999998, 85.835],
  ['EMA_10', 'value', () => new EMA({ period: 10 }), 9, 93.22549999999998, 86.78249394583868],
  ['WMA_10', 'value', () => new WMA({ period: 10 }), 9, 92.88236363636364, 86.57690909090921],
  ['DEMA_10', 'value', () => new DEMA({ period: 10 }), 18, 90.5309787563998, 86.46657000075069],
  ['TEMA_10', 'value', () => new TEMA({ period: 10 }), 27, 85.1740796253134, 87.61241110893093],
  ['TRIMA_10', 'value', () => new TRIMA({ period: 10 }), 9, 93.60433333333333, 86.08899999999998],
  ['KAMA_10', 'value', () => new KAMA({ period: 10 }), 10, 92.65747444219235, 87.43423397274549],
  ['T3_5_0.7', 'value', () => new T3({ period: 5 }), 24, 85.72987567371791, 86.37507196062171],
  ['RSI_14', 'value', () => new RSI({ period: 14 }), 14, 49.14733969986358, 52.091944330999894],
  ['CMO_14', 'value', () => new CMO({ period: 14 }), 14, -1.7053206002728454, 4.183888661999795],
  ['MACD_12_26_9 macd', 'value', () => new MACD(), 33, -1.9738314311425853, -1.9738314311425853],
  ['MACD_12_26_9 signal', 'signal', () => new MACD(), 33, -2.7071077420416256, -2.7071077420416256],
  ['MACD_12_26_9 hist', 'histogram', () => new MACD(), 33, 0.7332763108990403, 0.7332763108990403],
  ['PPO_12_26_1', 'value', () => new PPO(), 25, -4.515896613311364, -2.4516365458458584],
  ['APO_12_26_1', 'value', () => new APO(), 25, -4.110290937686926, -2.1834929152886673],
  ['BBANDS_20_2.0_2.0_0 upper', 'upper', () => new BollingerBands(), 19, 98.07339481321102, 93.22817107096422],
  ['BBANDS_20_2.0_2.0_0 middle', 'middle', () => new BollingerBands(), 19, 92.89099999999999, 87.29724999999999],
  ['BBANDS_20_2.0_2.0_0 lower', 'lower', () => new BollingerBands(), 19, 87.70860518678896, 81.36632892903576],
  ['ATR_14', 'value', () => new ATR({ period: 14 }), 14, 3.5782142857142856, 3.184047373667281],
  ['NATR_14', 'value', () => new NATR({ period: 14 }), 14, 3.932103610675039, 3.578787651643567],
  ['TRANGE', 'value', () => new TrueRange(), 1, 3.5349999999999966, 3.4399999999999977],
  ['ADX_14', 'value', () => new ADX({ period: 14 }), 27, 22.999310364894765, 17.670968707065324],
  ['DX_14', 'value', () => new DX({ period: 14 }), 14, 19.368900553569542, 1.064627501048222],
  ['PLUS_DI_14', 'plusDI', () => new DX({ period: 14 }), 14, 20.378164074412933, 20.77599308020311],
  ['MINUS_DI_14', 'minusDI', () => new DX({ period: 14 }), 14, 30.168496492833185, 21.2231272656029],
  ['PLUS_DM_14', 'plus', () => new DirectionalMovement({ period: 14 }), 13, 10.280000000000001, 9.095963662136365],
  ['MINUS_DM_14', 'minus', () => new DirectionalMovement({ period: 14 }), 13, 12.995000000000005, 9.291724042244061],
  ['STOCH_14_3_0_3_0 slowK', 'k', () => new Stochastic(), 17, 28.647249190938506, 61.28469699958612],
  ['STOCH_14_3_0_3_0 slowD', 'd', () => new Stochastic(), 17, 30.51778937357734, 50.7769884808342],
  ['STOCHF_14_3_0 fastK', 'k', () => new Stochastic({ smoothing: 1 }), 15, 47.10679611650484, 85.48046462513199],
  ['STOCHF_14_3_0 fastD', 'd', () => new Stochastic({ smoothing: 1 }), 15, 29.974080094842066, 61.28469699958612],
  ['STOCHRSI_14_14_3_0 fastK', 'k', () => new StochRSI(), 29, 69.87402364226861, 100.0],
  ['STOCHRSI_14_14_3_0 fastD', 'd', () => new StochRSI(), 29, 76.9910166691625, 83.5733503004687],
  ['CCI_14', 'value', () => new CCI({ period: 14 }), 13, -123.06431971659491, 80.83830438684537],
  ['WILLR_14', 'value', () => new WilliamsR({ period: 14 }), 13, -90.19426456984272, -14.519535374868004],
  ['MFI_14', 'value', () => new MFI({ period: 14 }), 14, 42.89233919198444, 33.230236653265315],
  ['OBV', 'value', () => new OBV(), 0, 4077500.0, 6197500.0],
  ['AD', 'value', () => new AccumulationDistribution(), 0, -1631000.0, 2440978.3278006124],
  ['ADOSC_3_10', 'value', () => new ChaikinOscillator(), 9, 841238.3254538102, 500925.96676844236],
  ['AROON_14 up', 'up', () => new Aroon({ period: 14 }), 14, 78.57142857142857, 0.0],
  ['AROON_14 down', 'down', () => new Aroon({ period: 14 }), 14, 100.0, 42.85714285714286],
  ['MOM_10', 'value', () => new Momentum({ period: 10 }), 10, 4.625, 5.969999999999999],
  ['ROC_10', 'value', () => new ROC({ period: 10 }), 10, 5.054644808743158, 7.192771084337357],
  ['SAR_0.02_0.2', 'value', () => new ParabolicSAR(), 1, 90.75, 81.84876449123007],
  ['ULTOSC_7_14_28', 'value', () => new UltimateOscillator(), 28, 47.17133589361285, 53.60819219318407],
  ['STDDEV_20_1.0', 'value', () => new StandardDeviation({ period: 20 }), 19, 2.59119740660552, 2.9654605354821135],
  ['VAR_20_1.0', 'variance', () => new StandardDeviation({ period: 20 }), 19, 6.714303999999174, 8.793956187501863],
  ['LINEARREG_14', 'value', () => new LinearRegression({ period: 14 }), 13, 94.33228571428566, 86.69842857142862],
  [
    'LINEARREG_SLOPE_14',
    'slope',
    () => new LinearRegression({ period: 14 }),
    13,
    0.07304395604394819,
    0.12800000000000694,
  ],
  [
    'LINEARREG_INTERCEPT_14',
    'intercept',
    () => new LinearRegression({ period: 14 }),
    13,
    93.38271428571433,
    85.03442857142853,
  ],
  ['LINEARREG_ANGLE_14', 'angle', () => new LinearRegression({ period: 14 }), 13, 4.17769103051743, 7.294196308541247],
  ['TSF_14', 'forecast', () => new LinearRegression({ period: 14 }), 13, 94.4053296703296, 86.82642857142864],
  ['MIDPOINT_14', 'value', () => new Midpoint({ period: 14 }), 13, 94.1875, 85.3125],
  ['MIDPRICE_14', 'middle', () => new Donchian({ period: 14 }), 13, 94.22, 85.61],
  ['MIN_14', 'value', () => new Lowest({ period: 14 }), 13, 89.875, 81.375],
  ['MAX_14', 'value', () => new Highest({ period: 14 }), 13, 98.5, 89.25],
  [
    'CORREL_30',
    'value',
    () => new Correlation({ period: 30, of: high, with: low }),
    29,
    0.9790564092133595,
    0.9765340258399646,
  ],
  ['BETA_5', 'value', () => new Beta({ period: 5, of: low, against: high }), 5, 0.6297065088756062, 0.5090376055939969],
]

it.each(VALUES)('TA-Lib agrees: %s is %s', (_title, output, make, begIdx, first, last) => {
  const indicator = make()
  for (const [row, bar] of bars.entries()) {
    feed(indicator, bar)
    if (row === begIdx) expect(Math.abs(Number(Reflect.get(indicator, output)) - first)).toBeLessThan(1e-9)
    expect(indicator.ready).toBe(row >= begIdx)
  }
  expect(Math.abs(Number(Reflect.get(indicator, output)) - last)).toBeLessThan(1e-9)
})
