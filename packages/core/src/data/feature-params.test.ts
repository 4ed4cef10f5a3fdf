import { describe, expect, it } from 'vitest'
import { FeatureCalculator } from './feature-calculator.js'
import type { FeatureParams } from './feature-params.js'

/** What is wrong with features that came as JSON. */
function issuesOf(json: string): unknown {
  try {
    new FeatureCalculator(JSON.parse(json) as FeatureParams)
  } catch (error) {
    return (error as { readonly details: { readonly issues: unknown } }).details.issues
  }
  return []
}

describe('features of a file', () => {
  it('are refused with all mistakes at once', () => {
    const features = `[
      { "name": "fast", "kind": "SMAA", "period": 3 },
      { "name": "slow", "kind": "SMA", "period": 0, "perid": 3 },
      { "name": "slow", "kind": "EMA", "period": 5, "source": "clsoe" },
      { "name": "macd", "kind": "MACD", "fast": 26, "slow": 12 },
      { "name": "a b", "kind": "RSI" },
      { "name": "before", "kind": "Lag", "source": "fast" }
    ]`
    const message = `FEATURE_INVALID: the features cannot be used:
- features.0.kind: "SMAA" came; expected one of`
    expect(() => new FeatureCalculator(JSON.parse(features) as FeatureParams)).toThrow(message)
    expect(issuesOf(features)).toEqual([
      { path: 'features.0.kind', message: expect.stringContaining("did you mean 'SMA'?") as string },
      { path: 'features.1.period', message: 'expected a whole number from 1 on, 0 came' },
      {
        path: 'features.1.perid',
        message: "unknown option; expected one of source, period; did you mean 'period'?",
      },
      { path: 'features.3', message: 'MACD: fast is 26; expected less than slow, which is 12' },
      { path: 'features.4.name', message: 'expected letters, digits, _ and -, "a b" came' },
      { path: 'features.4.period', message: 'expected a whole number from 1 on, nothing came' },
      { path: 'features.2.name', message: "'slow' is the name of features.1; expected another" },
      { path: 'features.2.source', message: expect.stringContaining("did you mean 'close'?") as string },
    ])
  })

  it.each([
    ['[]', 'features', 'expected at least one feature, none came'],
    ['{}', 'features', 'expected a list, an object came'],
    ['[5]', 'features.0', 'expected an object, 5 came'],
    ['[{"name":"close","kind":"OBV"}]', 'features.0.name', "'close' is a price of the bar; expected another name"],
    [
      '[{"name":"range","kind":"ATR","period":3,"source":"close"}]',
      'features.0.source',
      'unknown option; expected one of period',
    ],
    ['[{"name":"range","kind":"TrueRange","period":3}]', 'features.0.period', 'unknown option; expected none'],
    [
      '[{"name":"x","kind":"SMA","period":3,"source":5}]',
      'features.0.source',
      'expected the name of a price or a feature, 5 came',
    ],
    [
      '[{"name":"x","kind":"Crossover","of":"close"}]',
      'features.0.over',
      'expected the name of a feature, or a number, nothing came',
    ],
    ['[{"name":"x","kind":"ADX","period":1}]', 'features.0.period', 'expected a whole number from 2 on, 1 came'],
    [
      '[{"name":"x","kind":"Volatility","period":5,"returns":"logs"}]',
      'features.0.returns',
      `"logs" came; expected one of simple, log; did you mean 'log'?`,
    ],
    ['[{"name":"x","kind":"Lag","source":"x"}]', 'features', 'x → x is a cycle; expected none to be fed by itself'],
  ])('%s is refused: %s %s', (json, path, message) => {
    expect(issuesOf(json)).toEqual([{ path, message }])
  })

  it('that feed each other in a ring are refused with the way round', () => {
    const ring = [
      { name: 'a', kind: 'Lag', source: 'b' },
      { name: 'b', kind: 'MACD', source: 'c' },
      { name: 'c', kind: 'EMA', period: 3, source: 'b.signal' },
    ]
    expect(issuesOf(JSON.stringify(ring))).toEqual([
      { path: 'features', message: 'b → c → b is a cycle; expected none to be fed by itself' },
    ])
  })

  it('that are right are used as they are', () => {
    const json = '[{"name":"day","kind":"SimpleReturn"},{"name":"before","kind":"Lag","source":"day","period":5}]'
    expect(new FeatureCalculator(JSON.parse(json) as FeatureParams).names).toEqual(['day', 'before'])
  })
})

it('a state of other features is refused, and changes nothing', () => {
  const mean = (period: number): FeatureCalculator => new FeatureCalculator([{ name: 'mean', kind: 'SMA', period }])
  const calculator = mean(2)
  const before = calculator.save()
  const other = new FeatureCalculator([{ name: 'other', kind: 'SMA', period: 2 }])
  for (const state of [undefined, mean(3).save(), other.save(), { ...before, state: {} }]) {
    expect(() => {
      calculator.load(state)
    }).toThrow(expect.objectContaining({ code: 'INDICATOR_INVALID' }))
  }
  expect(calculator.save()).toEqual(before)
})
