/** Six indicators over a million bars, in columns: 13 of them, as MACD and Bollinger bands have several numbers. Prints one line of JSON. */
import { FeatureCalculator } from '../dist/index.js'
import { BARS, measure, SEED } from './measure.mjs'
import { syntheticBars } from './synthetic.mjs'

const bars = syntheticBars(BARS, SEED)
const features = new FeatureCalculator([
  { name: 'sma', kind: 'SMA', period: 20 },
  { name: 'ema', kind: 'EMA', period: 20 },
  { name: 'macd', kind: 'MACD' },
  { name: 'rsi', kind: 'RSI', period: 14 },
  { name: 'bands', kind: 'BollingerBands' },
  { name: 'atr', kind: 'ATR', period: 14 },
])

const { medianMs, last } = await measure(() => features.calculate(bars))
const sums = last.names.map((name) =>
  last.column(name).reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0),
)
if (!sums.every(Number.isFinite)) throw new Error('a feature is no number')
console.log(JSON.stringify({ medianMs, columns: sums.length }))
