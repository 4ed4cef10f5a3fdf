import { describe, expect, it } from 'vitest'
import type { IndicatorBar } from '../indicators/indicator.js'
import { barAt, randomBars } from '../indicators/test-indicators.js'
import { FeatureCalculator } from './feature-calculator.js'
import type { FeatureParams } from './feature-params.js'
import { barColumns, columns } from './test-features.js'

const bars = [...randomBars(120)]
const closes = (...list: readonly number[]): IndicatorBar[] => list.map((close, row) => barAt(row, close, { range: 1 }))

describe('features', () => {
  it('are columns of their own names, NaN until they are ready', () => {
    const features: FeatureParams = [
      { name: 'mean', kind: 'SMA', period: 3 },
      { name: 'return', kind: 'SimpleReturn' },
      { name: 'before', kind: 'Lag', source: 'return', period: 2 },
      { name: 'move', kind: 'Difference', period: 2 },
    ]
    expect(columns(features, closes(100, 110, 99, 198, 99))).toEqual({
      mean: [Number.NaN, Number.NaN, 103, 407 / 3, 132],
      return: [Number.NaN, 0.1, -0.1, 1, -0.5],
      before: [Number.NaN, Number.NaN, Number.NaN, 0.1, -0.1],
      move: [Number.NaN, Number.NaN, -1, 88, 0],
    })
  })

  it('have a column for each number of an indicator', () => {
    const { names } = new FeatureCalculator([
      { name: 'macd', kind: 'MACD' },
      { name: 'bands', kind: 'BollingerBands' },
    ])
    const ofBands = ['middle', 'upper', 'lower', 'percentB', 'bandwidth'].map((name) => `bands.${name}`)
    expect(names).toEqual(['macd', 'macd.signal', 'macd.histogram', 'bands', ...ofBands])
  })

  it('are fed by prices and by columns of others, wherever these are listed', () => {
    const seen = columns(
      [
        { name: 'cross', kind: 'Crossover', of: 'slow', over: 'fast' },
        { name: 'aboveFive', kind: 'Crossover', of: 'fast', over: 5 },
        { name: 'smooth', kind: 'EMA', period: 1, source: 'bands.upper' },
        { name: 'bands', kind: 'BollingerBands', period: 2, source: 'typicalPrice' },
        { name: 'slow', kind: 'Lag', source: 'fast' },
        { name: 'fast', kind: 'SMA', period: 1 },
        { name: 'like', kind: 'Correlation', period: 3, of: 'fast', with: 'high' },
      ],
      closes(3, 4, 6, 5, 7),
    )
    expect(seen.slow).toEqual([Number.NaN, 3, 4, 6, 5])
    expect(seen.cross).toEqual([Number.NaN, Number.NaN, 0, 1, -1])
    expect(seen.aboveFive).toEqual([Number.NaN, 0, 1, 0, 0])
    expect(seen.smooth).toEqual(seen['bands.upper'])
    expect(seen.like!.map((value) => Number(value.toFixed(12)))).toEqual([Number.NaN, Number.NaN, 1, 1, 1])
  })

  it('of no bars have no rows, and those that need more bars than there are, are NaN throughout', () => {
    const features: FeatureParams = [{ name: 'mean', kind: 'SMA', period: 200 }]
    expect(columns(features, [])).toEqual({ mean: [] })
    expect(new Set(columns(features, bars).mean)).toEqual(new Set([Number.NaN]))
  })

  it('need as many bars as those that feed them, and their own', () => {
    const features: FeatureParams = [
      { name: 'return', kind: 'LogReturn' },
      { name: 'score', kind: 'ZScore', period: 20, source: 'return' },
      { name: 'before', kind: 'Lag', source: 'score', period: 3 },
    ]
    const calculator = new FeatureCalculator(features)
    expect(calculator.warmup).toBe(24)
    expect(columns(features, bars).before!.findIndex((value) => !Number.isNaN(value))).toBe(23)
    for (const [i, bar] of bars.entries()) {
      expect(calculator.ready).toBe(i >= 24)
      calculator.update(bar)
    }
  })

  it('of columns and of bars are the same, and of columns without volume NaN where they need it', () => {
    const features: FeatureParams = [
      { name: 'obv', kind: 'OBV' },
      { name: 'range', kind: 'ATR', period: 5 },
      { name: 'traded', kind: 'SMA', period: 2, source: 'volume' },
    ]
    const calculator = new FeatureCalculator(features)
    const result = calculator.calculate(barColumns(bars))
    for (const name of result.names) expect([...result.column(name)]).toEqual(columns(features, bars)[name])
    const without = calculator.calculate({ ...barColumns(bars), volume: undefined })
    expect(without.column('range')).toEqual(result.column('range'))
    for (const name of ['obv', 'traded']) expect(without.column(name).every(Number.isNaN)).toBe(true)
  })

  it('that are calculated leave those of updates as they are', () => {
    const calculator = new FeatureCalculator([{ name: 'mean', kind: 'SMA', period: 2 }])
    for (const bar of closes(1, 3)) calculator.update(bar)
    calculator.calculate(bars)
    expect([calculator.feature('mean'), calculator.value]).toEqual([2, 2])
  })

  it('that are not there are UNKNOWN_FEATURE, with the nearest that is', () => {
    const calculator = new FeatureCalculator([{ name: 'macd', kind: 'MACD' }])
    const message =
      "UNKNOWN_FEATURE: 'macd.signl' came; expected one of macd, macd.signal, macd.histogram; did you mean 'macd.signal'?"
    expect(() => calculator.feature('macd.signl')).toThrow(message)
    expect(() => calculator.calculate(bars).column('macd.signl')).toThrow(message)
  })

  it('of columns that are too short are COLUMN_LENGTH', () => {
    const short = { ...barColumns(bars), low: new Float64Array(7) }
    expect(() => new FeatureCalculator([{ name: 'mean', kind: 'SMA', period: 2 }]).calculate(short)).toThrow(
      'COLUMN_LENGTH: low has 7 rows; expected 120, as the series has',
    )
  })
})
