import { describe, expect, it } from 'vitest'
import { alwaysOpen } from '../calendar/always-open.js'
import { createInstrument } from './instrument.js'

describe('createInstrument', () => {
  it('fills in the defaults of an equity in dollars', () => {
    const instrument = createInstrument({ symbol: 'AAPL' })
    expect({ ...instrument, multiplier: instrument.multiplier.toString() }).toMatchObject({
      symbol: 'AAPL',
      assetClass: 'equity',
      currency: 'USD',
      multiplier: '1',
      tickSize: undefined,
      quantityMin: undefined,
      quantityMax: undefined,
      notionalMin: undefined,
      calendar: undefined,
      zone: 'UTC',
      scale: {
        quantityDecimals: 0,
        unitsPerOne: 1,
        stepUnits: 1,
        quantityMinUnits: 0,
        quantityMaxUnits: Number.POSITIVE_INFINITY,
        multiplier: 1,
        notional: { mantissa: 1n, small: 1, decimals: 0 },
      },
    })
    expect(instrument.quantityStep.toString()).toBe('1')
  })

  it('counts crypto in 1e-8 and takes its zone from its calendar', () => {
    const { scale, quantityStep, zone } = createInstrument({
      symbol: 'BTC',
      assetClass: 'crypto',
      calendar: alwaysOpen(),
    })
    expect([quantityStep.toString(), scale.quantityDecimals, scale.unitsPerOne, scale.stepUnits, zone]).toEqual([
      '0.00000001',
      8,
      1e8,
      1,
      'UTC',
    ])
  })

  it('counts a step of 0.025 in thousandths, 25 of them a step', () => {
    const { scale } = createInstrument({ symbol: 'X', quantityStep: '0.025', multiplier: '12.5' })
    expect([scale.quantityDecimals, scale.stepUnits, scale.multiplier]).toEqual([3, 25, 12.5])
    expect(scale.notional).toEqual({ mantissa: 125n, small: 125, decimals: 4 })
  })

  it('takes a minimum off the step up, and a maximum off it down', () => {
    const { scale } = createInstrument({ symbol: 'X', quantityMin: 1.5, quantityMax: 3.5 })
    expect([scale.quantityMinUnits, scale.quantityMaxUnits]).toEqual([2, 3])
  })

  it('keeps a maximum that no quantity can reach', () => {
    const { scale } = createInstrument({ symbol: 'BTC', assetClass: 'crypto', quantityMax: 20_000_000 })
    expect(scale.quantityMaxUnits).toBe(2e15)
  })

  const bad: [string, Record<string, unknown>, string][] = [
    ['an empty symbol', { symbol: ' ' }, 'an instrument: symbol is  ; expected a name'],
    ['no symbol', { symbol: undefined }, 'an instrument: symbol is undefined; expected a name'],
    [
      'an unknown asset class',
      { assetClass: 'stock' },
      'X: assetClass is stock; expected one of equity, future, fx, crypto, cfd, index',
    ],
    [
      'a currency in small letters',
      { currency: 'usd' },
      'X: currency is usd; expected a code in capitals, such as USD',
    ],
    ['an empty currency', { currency: '' }, 'X: currency is ; expected a code in capitals, such as USD'],
    ['a multiplier of 0', { multiplier: 0 }, 'X: multiplier is 0; expected a positive number'],
    ['a negative multiplier', { multiplier: -1 }, 'X: multiplier is -1; expected a positive number'],
    ['a multiplier of NaN', { multiplier: Number.NaN }, 'X: multiplier is NaN; expected a positive number'],
    ['a multiplier in words', { multiplier: 'ten' }, 'X: multiplier is ten; expected a number'],
    ['a multiplier beyond float64', { multiplier: '1e400' }, 'X: multiplier is 1e400; expected a positive number'],
    ['a step of 0', { quantityStep: 0 }, 'X: quantityStep is 0; expected a positive number'],
    ['a step of 9 decimals', { quantityStep: '1e-9' }, 'X: quantityStep is 0.000000001; expected at most 8 decimals'],
    [
      'a step of 17 digits',
      { quantityStep: '1e16' },
      'X: quantityStep is 10000000000000000; expected at most 15 digits',
    ],
    ['an infinite tick', { tickSize: Number.POSITIVE_INFINITY }, 'X: tickSize is Infinity; expected a positive number'],
    ['a tick of null', { tickSize: null }, 'X: tickSize is null; expected a number'],
    ['a tick of 16 decimals', { tickSize: '1e-16' }, 'X: tickSize is 0.0000000000000001; expected at most 15 decimals'],
    ['a negative minimum', { quantityMin: -5 }, 'X: quantityMin is -5; expected a positive number'],
    [
      'a minimum of 17 digits',
      { quantityMin: '1e16' },
      'X: quantityMin is 10000000000000000; expected at most 15 digits',
    ],
    ['a maximum of 0', { quantityMax: 0 }, 'X: quantityMax is 0; expected a positive number'],
    [
      'a maximum below the minimum',
      { quantityMin: 10, quantityMax: 5 },
      'X: quantityMax is 5; expected at least quantityMin, 10',
    ],
    ['a negative notionalMin', { notionalMin: '-0.1' }, 'X: notionalMin is -0.1; expected a positive number'],
  ]
  it.each(bad)('refuses %s with INSTRUMENT_INVALID', (_, spec, message) => {
    expect(() => createInstrument({ symbol: 'X', ...spec })).toThrow(
      expect.objectContaining({
        name: 'ConfigError',
        code: 'INSTRUMENT_INVALID',
        message: `INSTRUMENT_INVALID: ${message}`,
      }),
    )
  })
})
