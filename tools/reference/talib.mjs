/**
 * Holds the indicators to what TA-Lib gives for the same bars: `talib(dir)` reads `talib_sref_252.json` (bars in columns) and
 * `talib_sref_252_outputs.json` (what each function gave, from its `begIdx` on) and compares every one of them with the built package.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const TOLERANCE = 1e-9

/** How each function of TA-Lib is had here: an indicator and what it is fed with, or a function of the bar; and where its outputs are. */
function functions(core) {
  const closes = (Indicator, options, read = { real: 'value' }) => ({
    indicator: new Indicator(options),
    fed: 'close',
    read,
  })
  const bars = (Indicator, options, read = { real: 'value' }) => ({
    indicator: new Indicator(options),
    fed: 'bar',
    read,
  })
  const price = (of) => {
    const indicator = { value: Number.NaN, update: (bar) => void (indicator.value = of(bar)) }
    return { indicator, fed: 'bar', read: { real: 'value' } }
  }
  const high = (bar) => bar.high
  const low = (bar) => bar.low
  return {
    SMA: (period) => closes(core.SMA, { period }),
    EMA: (period) => closes(core.EMA, { period }),
    WMA: (period) => closes(core.WMA, { period }),
    DEMA: (period) => closes(core.DEMA, { period }),
    TEMA: (period) => closes(core.TEMA, { period }),
    TRIMA: (period) => closes(core.TRIMA, { period }),
    KAMA: (period) => closes(core.KAMA, { period }),
    T3: (period, factor) => closes(core.T3, { period, factor }),
    RSI: (period) => closes(core.RSI, { period }),
    CMO: (period) => closes(core.CMO, { period }),
    MACD: (fast, slow, signal) =>
      closes(core.MACD, { fast, slow, signal }, { macd: 'value', signal: 'signal', hist: 'histogram' }),
    APO: (fast, slow) => closes(core.APO, { fast, slow }),
    PPO: (fast, slow) => closes(core.PPO, { fast, slow }),
    BBANDS: (period, multiplier) =>
      closes(core.BollingerBands, { period, multiplier }, { upper: 'upper', middle: 'middle', lower: 'lower' }),
    ATR: (period) => bars(core.ATR, { period }),
    NATR: (period) => bars(core.NATR, { period }),
    TRANGE: () => bars(core.TrueRange),
    ADX: (period) => bars(core.ADX, { period }),
    ADXR: (period) => bars(core.ADXR, { period }),
    DX: (period) => bars(core.DX, { period }),
    PLUS_DI: (period) => bars(core.DX, { period }, { real: 'plusDI' }),
    MINUS_DI: (period) => bars(core.DX, { period }, { real: 'minusDI' }),
    PLUS_DM: (period) => bars(core.DirectionalMovement, { period }, { real: 'plus' }),
    MINUS_DM: (period) => bars(core.DirectionalMovement, { period }, { real: 'minus' }),
    STOCH: (period, smoothing, _, dPeriod) =>
      bars(core.Stochastic, { period, smoothing, dPeriod }, { slowK: 'k', slowD: 'd' }),
    STOCHF: (period, dPeriod) => bars(core.Stochastic, { period, smoothing: 1, dPeriod }, { fastK: 'k', fastD: 'd' }),
    STOCHRSI: (rsiPeriod, period, dPeriod) =>
      closes(core.StochRSI, { rsiPeriod, period, dPeriod }, { fastK: 'k', fastD: 'd' }),
    CCI: (period) => bars(core.CCI, { period }),
    WILLR: (period) => bars(core.WilliamsR, { period }),
    MFI: (period) => bars(core.MFI, { period }),
    OBV: () => bars(core.OBV),
    AD: () => bars(core.AccumulationDistribution),
    ADOSC: (fast, slow) => bars(core.ChaikinOscillator, { fast, slow }),
    AROON: (period) => bars(core.Aroon, { period }, { up: 'up', down: 'down' }),
    AROONOSC: (period) => bars(core.Aroon, { period }, { real: 'oscillator' }),
    MOM: (period) => closes(core.Momentum, { period }),
    ROC: (period) => closes(core.ROC, { period }),
    ROCP: (period) => closes(core.ROC, { period }, { real: ({ value }) => value / 100 }),
    SAR: (step, maximum) => bars(core.ParabolicSAR, { step, maximum }),
    TRIX: (period) => closes(core.TRIX, { period }),
    ULTOSC: (short, medium, long) => bars(core.UltimateOscillator, { short, medium, long }),
    STDDEV: (period) => closes(core.StandardDeviation, { period }),
    VAR: (period) => closes(core.StandardDeviation, { period }, { real: 'variance' }),
    LINEARREG: (period) => closes(core.LinearRegression, { period }),
    LINEARREG_SLOPE: (period) => closes(core.LinearRegression, { period }, { real: 'slope' }),
    LINEARREG_INTERCEPT: (period) => closes(core.LinearRegression, { period }, { real: 'intercept' }),
    LINEARREG_ANGLE: (period) => closes(core.LinearRegression, { period }, { real: 'angle' }),
    TSF: (period) => closes(core.LinearRegression, { period }, { real: 'forecast' }),
    MIDPOINT: (period) => closes(core.Midpoint, { period }),
    MIDPRICE: (period) => bars(core.Donchian, { period }, { real: 'middle' }),
    MIN: (period) => closes(core.Lowest, { period }),
    MAX: (period) => closes(core.Highest, { period }),
    TYPPRICE: () => price(core.typicalPrice),
    WCLPRICE: () => price(core.weightedClose),
    MEDPRICE: () => price(core.medianPrice),
    BOP: () => price(core.balanceOfPower),
    CORREL: (period) => bars(core.Correlation, { period, of: high, with: low }),
    BETA: (period) => bars(core.Beta, { period, of: low, against: high }),
    HT_TRENDLINE: () => closes(core.HilbertTrendline),
  }
}

function readBars(dir) {
  const columns = JSON.parse(readFileSync(join(dir, 'talib_sref_252.json'), 'utf8'))
  const names = ['open', 'high', 'low', 'close', 'volume']
  return columns.close.map((_, row) => Object.fromEntries(names.map((name) => [name, columns[name][row]])))
}

/** The largest absolute difference of any output from `begIdx` on; infinite where one is missing, or a value comes too early or too late. */
function largestDifference({ indicator, fed, read }, { begIdx, outputs }, bars) {
  let largest = 0
  for (const [row, bar] of bars.entries()) {
    indicator.update(fed === 'close' ? bar.close : bar)
    if (indicator.ready !== undefined && indicator.ready !== row >= begIdx) return Number.POSITIVE_INFINITY
    if (row < begIdx) continue
    for (const [name, values] of Object.entries(outputs)) {
      const how = read[name]
      const value = typeof how === 'function' ? how(indicator) : indicator[how]
      const difference = Math.abs(value - values[row - begIdx])
      if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference
    }
  }
  return largest
}

/** @returns {Promise<{ title: string, lines: string[], failed: number }>} one line for each function of the files */
export async function talib(dir) {
  const core = await import('../../packages/core/dist/index.js')
  const known = functions(core)
  const bars = readBars(dir)
  const { results } = JSON.parse(readFileSync(join(dir, 'talib_sref_252_outputs.json'), 'utf8'))
  let failed = 0
  const lines = Object.entries(results).map(([name, expected]) => {
    const make = known[expected.fn]
    const difference = make ? largestDifference(make(...expected.params), expected, bars) : Number.NaN
    const isGood = difference <= TOLERANCE
    if (!isGood) failed += 1
    return `${isGood ? 'ok  ' : 'FAIL'} ${name.padEnd(24)} from bar ${String(expected.begIdx).padStart(2)}  ${make ? difference.toExponential(2) : 'not implemented'}`
  })
  return { title: 'TA-Lib', lines, failed }
}
