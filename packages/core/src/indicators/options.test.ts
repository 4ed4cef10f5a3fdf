import { describe, expect, it } from 'vitest'
import { ADX, ADXR } from './adx.js'
import { APO } from './apo.js'
import { ATR } from './atr.js'
import { BollingerBands } from './bollinger-bands.js'
import { ChaikinOscillator } from './chaikin-oscillator.js'
import { Crossover } from './crossover.js'
import { DirectionalMovement } from './directional-movement.js'
import { DX } from './dx.js'
import { Keltner } from './keltner.js'
import { LinearRegression } from './linear-regression.js'
import { MACD } from './macd.js'
import { ParabolicSAR } from './parabolic-sar.js'
import { PPO } from './ppo.js'
import { StochRSI } from './stoch-rsi.js'
import { Stochastic } from './stochastic.js'
import { Supertrend } from './supertrend.js'
import { T3 } from './t3.js'
import { INDICATORS } from './test-indicators.js'
import { UltimateOscillator } from './ultimate-oscillator.js'

const BAD: readonly (readonly [message: string, make: () => unknown])[] = [
  ['T3: factor is 0; expected a number above 0', () => new T3({ period: 5, factor: 0 })],
  ['MACD: fast is 26; expected less than slow, which is 26', () => new MACD({ fast: 26 })],
  ['MACD: signal is 0; expected an integer from 1', () => new MACD({ signal: 0 })],
  ['APO: slow is 26.5; expected an integer from 1', () => new APO({ slow: 26.5 })],
  ['PPO: fast is 30; expected less than slow, which is 26', () => new PPO({ fast: 30 })],
  ['ChaikinOscillator: fast is 0; expected an integer from 1', () => new ChaikinOscillator({ fast: 0 })],
  ['BollingerBands: multiplier is -2; expected a number above 0', () => new BollingerBands({ multiplier: -2 })],
  [
    'BollingerBands: multiplier is Infinity; expected a number above 0',
    () => new BollingerBands({ multiplier: Number.POSITIVE_INFINITY }),
  ],
  ['LinearRegression: period is 1; expected an integer from 2', () => new LinearRegression({ period: 1 })],
  ['DirectionalMovement: period is 1; expected an integer from 2', () => new DirectionalMovement({ period: 1 })],
  ['DX: period is 1; expected an integer from 2', () => new DX({ period: 1 })],
  ['ADX: period is 1; expected an integer from 2', () => new ADX({ period: 1 })],
  ['ADXR: period is 1; expected an integer from 2', () => new ADXR({ period: 1 })],
  ['ATR: period is 14; expected an integer from 1', () => new ATR({ period: '14' as never })],
  ['Stochastic: smoothing is 0; expected an integer from 1', () => new Stochastic({ smoothing: 0 })],
  ['StochRSI: rsiPeriod is NaN; expected an integer from 1', () => new StochRSI({ rsiPeriod: Number.NaN })],
  ['UltimateOscillator: medium is -1; expected an integer from 1', () => new UltimateOscillator({ medium: -1 })],
  ['Keltner: atrPeriod is 0; expected an integer from 1', () => new Keltner({ atrPeriod: 0 })],
  ['Keltner: multiplier is 0; expected a number above 0', () => new Keltner({ multiplier: 0 })],
  ['Supertrend: multiplier is NaN; expected a number above 0', () => new Supertrend({ multiplier: Number.NaN })],
  ['ParabolicSAR: step is 0; expected a number above 0', () => new ParabolicSAR({ step: 0 })],
  ['ParabolicSAR: step is 0.3; expected at most the maximum, which is 0.2', () => new ParabolicSAR({ step: 0.3 })],
  [
    'Crossover: over is undefined; expected an indicator, or anything with a value',
    () => new Crossover({ of: { value: 1 }, over: undefined as never }),
  ],
  [
    'Crossover: of is [object Object]; expected an indicator, or anything with a value',
    () => new Crossover({ of: {} as { value: number }, over: 1 }),
  ],
]

describe('options that an indicator can’t have are INDICATOR_INVALID', () => {
  it.each(BAD)('%s', (message, make) => {
    expect(make).toThrow(
      expect.objectContaining({ code: 'INDICATOR_INVALID', message: `INDICATOR_INVALID: ${message}` }),
    )
  })

  const withPeriod = INDICATORS.filter(({ make }) => 'period' in make().save().options)

  it.each(withPeriod.map(({ name, make }) => [name, make] as const))('%s with a period of 0 or 2.5', (_, make) => {
    const made = make()
    const { indicator, options } = made.save()
    const Class = made.constructor as new (options: object) => unknown
    const from = /^(ADX|ADXR|DX|DirectionalMovement|LinearRegression|Volatility)$/.test(indicator) ? 2 : 1
    for (const period of [0, 2.5]) {
      expect(() => new Class({ ...options, period })).toThrow(
        `INDICATOR_INVALID: ${indicator}: period is ${String(period)}; expected an integer from ${String(from)}`,
      )
    }
  })
})

describe('a period of 1', () => {
  const withPeriod = INDICATORS.filter(({ make }) => Object.keys(make().save().options).join() === 'period')
  const from1 = withPeriod.filter(({ name }) => !/^(ADX|ADXR|DX|DirectionalMovement|LinearRegression) /.test(name))

  it.each(from1.map(({ name, make }) => [name.replace(/ .*/, ''), make] as const))('is fine for %s', (_, make) => {
    const Class = make().constructor as new (options: object) => ReturnType<typeof make>
    const bar = { openTime: 0, closeTime: 1, open: 3, high: 4, low: 2, close: 3, volume: 1 }
    const indicator = new Class({ period: 1, of: () => 1, with: () => 2, against: () => 2 })
    for (let i = 0; i < indicator.warmup; i++) {
      expect(indicator.ready).toBe(false)
      indicator.update(('input' in indicator ? bar : 3) as never)
    }
    expect([indicator.ready, Number.isFinite(indicator.value)]).toEqual([true, true])
  })
})
