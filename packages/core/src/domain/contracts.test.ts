import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instrumentsFrom } from './contracts.js'
import { isTradewrightError, TradewrightError } from './errors.js'
import { createInstrument } from './instrument.js'

const catalogue: unknown = JSON.parse(`{
  "USDJPY": { "assetClass": "fx", "currency": "JPY", "lotSize": 100000, "tickSize": 0.001, "quantityStep": "0.01" },
  "EURUSD": { "assetClass": "fx", "baseCurrency": "EUR", "payment": "profit", "lotSize": 100000 },
  "ES": {
    "assetClass": "future", "multiplier": 50, "tickSize": 0.25, "quantityMin": 1, "quantityMax": 500, "notionalMin": 1000,
    "zone": "America/Chicago"
  },
  "ACME": {},
  "BROKEN": { "lotSize": -1 }
}`)

describe('instrumentsFrom', () => {
  it('reads the lot size as multiplier and takes the other fields as they are', () => {
    expect(instrumentsFrom(catalogue, ['ES', 'USDJPY', 'EURUSD'])).toEqual([
      {
        symbol: 'ES',
        assetClass: 'future',
        multiplier: 50,
        tickSize: 0.25,
        quantityMin: 1,
        quantityMax: 500,
        notionalMin: 1000,
        zone: 'America/Chicago',
      },
      {
        symbol: 'USDJPY',
        assetClass: 'fx',
        currency: 'JPY',
        multiplier: 100_000,
        tickSize: 0.001,
        quantityStep: '0.01',
      },
      { symbol: 'EURUSD', assetClass: 'fx', baseCurrency: 'EUR', payment: 'profit', multiplier: 100_000 },
    ])
  })

  it('gives what an instrument can be made of', () => {
    const [yen, stock] = instrumentsFrom(catalogue, ['USDJPY', 'ACME']).map(createInstrument)
    expect([yen!.currency, yen!.scale.multiplier, yen!.scale.stepUnits]).toEqual(['JPY', 100_000, 1])
    expect([stock!.assetClass, stock!.scale.multiplier]).toEqual(['equity', 1])
  })

  it('gives nothing where nothing is asked for, and does not look at what is not', () => {
    expect(instrumentsFrom(catalogue, [])).toEqual([])
    expect(instrumentsFrom({ ACME: {}, BROKEN: { lotSize: 0 }, EMPTY: null }, ['ACME'])).toEqual([{ symbol: 'ACME' }])
  })

  it('takes a field that is undefined for one that is not there', () => {
    expect(instrumentsFrom({ ACME: { lotSize: 10, multiplier: undefined, zone: undefined } }, ['ACME'])).toEqual([
      { symbol: 'ACME', multiplier: 10 },
    ])
  })

  it.each([
    ['GBPUSD', "'GBPUSD' came; expected one of USDJPY, EURUSD, ES, ACME, BROKEN"],
    ['constructor', "'constructor' came; expected one of USDJPY, EURUSD, ES, ACME, BROKEN"],
    [undefined, 'undefined came; expected one of USDJPY, EURUSD, ES, ACME, BROKEN'],
  ])('refuses a symbol that it does not have with UNKNOWN_SYMBOL: %s', (symbol, message) => {
    expect(() => instrumentsFrom(catalogue, ['USDJPY', symbol as string])).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_SYMBOL', message: `UNKNOWN_SYMBOL: the catalogue: ${message}` }),
    )
  })

  it('takes no number for a symbol', () => {
    expect(() => instrumentsFrom({ 5: {} }, [5 as never])).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_SYMBOL', details: { symbol: 5, known: ['5'] } }),
    )
  })

  it('says of an empty catalogue that it is empty', () => {
    expect(() => instrumentsFrom({}, ['USDJPY'])).toThrow(
      "UNKNOWN_SYMBOL: the catalogue: 'USDJPY' came; expected nothing, since it is empty",
    )
  })

  it.each<[unknown, string]>([
    [{ lotSize: -100_000 }, 'X: lotSize is -100000; expected a positive number'],
    [{ lotSize: 0 }, 'X: lotSize is 0; expected a positive number'],
    [{ lotSize: Number.NaN }, 'X: lotSize is NaN; expected a positive number'],
    [{ lotSize: '1e400' }, "X: lotSize is '1e400'; expected a positive number"],
    [{ lotSize: 'ten' }, "X: lotSize is 'ten'; expected a positive number"],
    [{ lotSize: '' }, "X: lotSize is ''; expected a positive number"],
    [{ lotSize: null }, 'X: lotSize is null; expected a positive number'],
    [{ lotSize: true }, 'X: lotSize is true; expected a positive number'],
    [{ lotSize: [100_000] }, 'X: lotSize is an array; expected a positive number'],
    [{ lotSize: Object.create(null) as unknown }, 'X: lotSize is an object; expected a positive number'],
    [{ multiplier: -1 }, 'X: multiplier is -1; expected a positive number'],
    [{ tickSize: 0 }, 'X: tickSize is 0; expected a positive number'],
    [{ quantityStep: -1 }, 'X: quantityStep is -1; expected a positive number'],
    [{ quantityMin: '-1' }, "X: quantityMin is '-1'; expected a positive number"],
    [{ quantityMax: 0 }, 'X: quantityMax is 0; expected a positive number'],
    [{ notionalMin: null }, 'X: notionalMin is null; expected a positive number'],
    [{ currency: ['USD'] }, 'X: currency is an array; expected a text'],
    [{ currency: null }, 'X: currency is null; expected a text'],
    [{ assetClass: null }, 'X: assetClass is null; expected a text'],
    [{ zone: 1 }, 'X: zone is 1; expected a text'],
    [{ currency: 'usd' }, 'X: currency is usd; expected a code in capitals, such as USD'],
    [{ assetClass: 'stock' }, 'X: assetClass is stock; expected one of equity, future, fx, crypto, cfd, index'],
    [{ quantityMin: 5, quantityMax: 4 }, 'X: quantityMax is 4; expected at least quantityMin, 5'],
    [{ quantityStep: '1e-9' }, 'X: quantityStep is 0.000000001; expected at most 8 decimals'],
    [{ lotSize: 10, multiplier: 10 }, 'X: multiplier is 10; expected none beside lotSize'],
  ])('refuses %j with INSTRUMENT_INVALID', (contract, message) => {
    expect(() => instrumentsFrom({ X: contract }, ['X'])).toThrow(
      expect.objectContaining({ code: 'INSTRUMENT_INVALID', message: `INSTRUMENT_INVALID: ${message}` }),
    )
  })

  it.each<[unknown, string]>([
    [{ lotsize: 10 }, "X: a field is 'lotsize'; expected one of lotSize, multiplier,"],
    [{ symbol: 'X' }, "X: a field is 'symbol'; expected one of lotSize, multiplier,"],
    [JSON.parse('{ "__proto__": 1 }') as unknown, "X: a field is '__proto__'; expected one of lotSize, multiplier,"],
    [null, 'X: the contract is null; expected an object with lotSize, multiplier,'],
    [100_000, 'X: the contract is 100000; expected an object with lotSize, multiplier,'],
    [[], 'X: the contract is an array; expected an object with lotSize, multiplier,'],
    ['100000', "X: the contract is '100000'; expected an object with lotSize, multiplier,"],
  ])('names the fields that it knows where %j is no contract', (contract, message) => {
    expect(() => instrumentsFrom({ X: contract }, ['X'])).toThrow(`INSTRUMENT_INVALID: ${message}`)
  })

  it.each([
    [null, 'null'],
    [undefined, 'undefined'],
    [[], 'an array'],
    ['{}', "'{}'"],
    [5, '5'],
  ])('refuses %j for a catalogue', (wrong, came) => {
    expect(() => instrumentsFrom(wrong, ['X'])).toThrow(
      `INSTRUMENT_INVALID: the catalogue is ${came}; expected an object of contracts by symbol`,
    )
  })

  it.each([null, undefined, 'USDJPY', 5])('refuses %j for symbols', (wrong) => {
    expect(() => instrumentsFrom(catalogue, wrong as never)).toThrow(
      /^INSTRUMENT_INVALID: symbols is .*; expected an array/,
    )
  })

  it('tells all mistakes of what is asked for in one error, by the code of the first', () => {
    const wrong = { A: { lotSize: -1, tickSize: 'x' }, B: { assetClass: 'stock' }, C: null, D: { lotSize: 0 } }
    let error: unknown
    try {
      instrumentsFrom(wrong, ['A', 'B', 'Z'])
    } catch (caught) {
      error = caught
    }
    const mistakes = [
      'INSTRUMENT_INVALID: A: lotSize is -1; expected a positive number',
      "INSTRUMENT_INVALID: A: tickSize is 'x'; expected a positive number",
      'INSTRUMENT_INVALID: B: assetClass is stock; expected one of equity, future, fx, crypto, cfd, index',
      "UNKNOWN_SYMBOL: the catalogue: 'Z' came; expected one of A, B, C, D",
    ]
    expect(error).toMatchObject({
      code: 'INSTRUMENT_INVALID',
      message: `INSTRUMENT_INVALID: the catalogue has several mistakes\n  ${mistakes.join('\n  ')}`,
      details: { mistakes },
    })
    expect(() => instrumentsFrom(wrong, ['Z', 'A'])).toThrow(/^UNKNOWN_SYMBOL: the catalogue has several mistakes/)
  })

  it('names the symbol and the field in the details of a mistake', () => {
    expect(() => instrumentsFrom({ X: { lotSize: -1 } }, ['X'])).toThrow(
      expect.objectContaining({
        details: { symbol: 'X', field: 'lotSize', came: -1, expected: 'a positive number' },
      }),
    )
  })

  it('makes instruments of any JSON, or throws an error of its own', () => {
    const sizes = fc.oneof(fc.jsonValue(), fc.constantFrom(1, 100_000, '0.01', 0, -1, 'x'))
    const contract = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom('lotSize', 'multiplier', 'tickSize', 'currency', 'zone', 'payment', 'x'), sizes),
    )
    const any = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom('A', 'B', '__proto__'), contract))
    fc.assert(
      fc.property(any, fc.subarray(['A', 'B', '__proto__']), (value, symbols) => {
        try {
          const specs = instrumentsFrom(value, symbols)
          expect(specs.map((spec) => createInstrument(spec).symbol)).toEqual(symbols)
        } catch (error) {
          if (!isTradewrightError(error)) throw error
          expect(error).toBeInstanceOf(TradewrightError)
        }
      }),
    )
  })
})
