import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createInstrument, type Instrument } from '../domain/instrument.js'
import { leverageMargin, marginPerInstrument, regT, type MarginedPosition, type MarginModel } from './margin.js'

const stock = createInstrument({ symbol: 'ACME' })
const euroStock = createInstrument({ symbol: 'SAP', currency: 'EUR' })
const es = createInstrument({ symbol: 'ES', assetClass: 'future', multiplier: 50 })
const eurusd = createInstrument({ symbol: 'EURUSD', assetClass: 'fx', multiplier: 100_000 })
const dollarCfd = createInstrument({ symbol: 'US500', assetClass: 'cfd' })

const position = (instrument: Instrument, quantity: number, price: number, fx = 1): MarginedPosition => ({
  instrument,
  quantity,
  price,
  value: Math.abs(quantity) * price * instrument.scale.multiplier * fx,
  fx,
})
const margins = (model: MarginModel, ...asked: Parameters<typeof position>) => [
  model.initial(position(...asked)),
  model.maintenance(position(...asked)),
]

describe('leverageMargin', () => {
  it('asks for the value by the leverage, and never calls unless it is told a maintenance', () => {
    expect(margins(leverageMargin({ leverage: 4 }), stock, 200, 50)).toEqual([2500, 0])
    expect(margins(leverageMargin({ leverage: 4, maintenance: 0.125 }), stock, -200, 50)).toEqual([2500, 1250])
    expect(margins(leverageMargin({ leverage: 0.5 }), stock, 10, 10)).toEqual([200, 0])
  })

  it('takes the value as it is, in base currency', () => {
    expect(margins(leverageMargin({ leverage: 20, maintenance: 0.02 }), euroStock, 100, 100, 1.1)).toEqual([550, 220])
  })

  it('has all that it was told in its spec', () => {
    expect(leverageMargin({ leverage: 4, maintenance: 0.1 }).spec).toEqual({ leverageMargin: 4, maintenance: 0.1 })
    expect(leverageMargin({ leverage: 4 }).spec).toEqual({ leverageMargin: 4, maintenance: 0 })
  })

  it('never asks for more to hold a position than to open it, by no last bit either', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1e9, noNaN: true }), (leverage, value) => {
        const model = leverageMargin({ leverage, maintenance: 1 / leverage })
        const asked = { ...position(stock, 1, 1), value }
        expect(model.maintenance(asked)).toBeLessThanOrEqual(model.initial(asked))
      }),
    )
  })
})

describe('regT', () => {
  const model = regT()

  it.each([
    ['half of a long, and a quarter to hold it', stock, 200, 50, 1, [5000, 2500]],
    ['the same of a long below 5 dollars', stock, 1000, 2, 1, [1000, 500]],
    ['half of a short beyond its proceeds, and 30 % to hold it', stock, -500, 40, 1, [10_000, 6000]],
    ['30 % where that is more than 5 dollars a share', stock, -1000, 50, 1, [25_000, 15_000]],
    ['5 dollars a share where that is more than 30 %', stock, -100, 12, 1, [600, 500]],
    ['5 dollars a share to open too, where that is more than half', stock, -100, 8, 1, [500, 500]],
    ['all of a short at 5 dollars', stock, -10_000, 5, 1, [50_000, 50_000]],
    ['all of a short below 5 dollars', stock, -10_000, 4.5, 1, [45_000, 45_000]],
    ['2.50 dollars a share where that is more than all of it', stock, -50_000, 1, 1, [125_000, 125_000]],
    ['the dollars at the rate of an account in another currency', stock, -100, 8, 0.5, [250, 250]],
    ['nothing for no position', stock, 0, 50, 1, [0, 0]],
    ['the fractions alone of a short in another currency', euroStock, -100, 8, 1.25, [500, 300]],
    ['the fractions alone of what is no stock', dollarCfd, -100, 8, 1, [400, 240]],
  ] as const)('asks for %s', (_, instrument, quantity, price, fx, expected) => {
    expect(margins(model, instrument, quantity, price, fx)).toEqual(expected)
  })

  it('counts shares, however many of them a unit of quantity is', () => {
    const lots = createInstrument({ symbol: 'LOT', multiplier: 100 })
    expect(margins(model, lots, -3, 8)).toEqual([1500, 1500])
    expect(margins(model, lots, -3, 1)).toEqual([750, 750])
  })

  it("takes a broker's own fractions", () => {
    const house = regT({
      initialLong: 0.6,
      maintenanceLong: 0.35,
      initialShort: 0.7,
      maintenanceShort: 0.4,
      maintenanceShortBelow5: 1.5,
    })
    expect(margins(house, stock, 10, 100)).toEqual([600, 350])
    expect(margins(house, stock, -10, 100)).toEqual([700, 400])
    expect(margins(house, stock, -10, 4)).toEqual([60, 60])
    expect(margins(house, stock, -10, 5)).toEqual([50, 50])
    expect(margins(regT({ maintenanceLong: 0.75 }), stock, 10, 100)).toEqual([750, 750])
  })

  it('has all fractions in its spec, told or not', () => {
    expect(regT({ maintenanceLong: 0.3 }).spec).toEqual({
      regT: {
        initialLong: 0.5,
        maintenanceLong: 0.3,
        initialShort: 0.5,
        maintenanceShort: 0.3,
        maintenanceShortBelow5: 1,
      },
    })
  })

  it('never asks for more to hold a position than to open it, nor for less of a larger one', () => {
    const quantity = fc.integer({ min: -1_000_000, max: 1_000_000 })
    const price = fc.integer({ min: 1, max: 100_000 }).map((cents) => cents / 100)
    fc.assert(
      fc.property(quantity, price, fc.constantFrom(stock, euroStock, eurusd), (held, mark, instrument) => {
        const [initial, maintenance] = margins(model, instrument, held, mark)
        expect(maintenance).toBeLessThanOrEqual(initial!)
        expect(initial).toBeGreaterThanOrEqual(position(instrument, held, mark).value / 2)
        const [more, moreToHold] = margins(model, instrument, held + Math.sign(held), mark)
        expect([more! >= initial!, moreToHold! >= maintenance!]).toEqual([true, true])
      }),
    )
  })
})

describe('marginPerInstrument', () => {
  const model = marginPerInstrument({
    ES: { initial: 12_000, maintenance: 11_000 },
    EURUSD: { rate: 1 / 32, maintenanceRate: 1 / 64 },
    US500: { rate: 0.05 },
  })

  it('asks for amounts by the contract, whatever its price and side', () => {
    expect(margins(model, es, 2, 5000)).toEqual([24_000, 22_000])
    expect(margins(model, es, -3, 4000)).toEqual([36_000, 33_000])
    expect(margins(model, es, 0, 5000)).toEqual([0, 0])
  })

  it("takes amounts in the instrument's currency to the account's", () => {
    expect(margins(model, es, -2, 5000, 0.5)).toEqual([12_000, 11_000])
  })

  it('asks for rates of the value, and never calls where it has no maintenance rate', () => {
    expect(margins(model, eurusd, 0.32, 1.25)).toEqual([1250, 625])
    expect(margins(model, dollarCfd, -10, 5000, 0.5)).toEqual([1250, 0])
  })

  it('may ask for as much to hold a position as to open it', () => {
    const strict = marginPerInstrument({
      ES: { initial: 9, maintenance: 9 },
      US500: { rate: 0.5, maintenanceRate: 0.5 },
    })
    expect([margins(strict, es, 1, 5000), margins(strict, dollarCfd, 1, 10)]).toEqual([
      [9, 9],
      [5, 5],
    ])
  })

  it('leaves the others to another model', () => {
    const mixed = marginPerInstrument({ ES: { initial: 12_000, maintenance: 11_000 } }, { otherwise: regT() })
    expect([margins(mixed, es, 1, 5000), margins(mixed, stock, 200, 50)]).toEqual([
      [12_000, 11_000],
      [5000, 2500],
    ])
  })

  it('refuses an instrument that is not named, when it is first asked about', () => {
    const message = 'COST_INVALID: marginPerInstrument: symbol is ACME; expected one of ES, EURUSD, US500'
    expect(() => model.initial(position(stock, 1, 1))).toThrow(message)
    expect(() => model.maintenance(position(stock, 1, 1))).toThrow(message)
    const inherited = createInstrument({ symbol: 'constructor' })
    expect(() => model.initial(position(inherited, 1, 1))).toThrow('COST_INVALID')
  })

  it('has one spec for the same margins, in whatever order they are given', () => {
    const amounts = { initial: 12_000, maintenance: 11_000 }
    const one = marginPerInstrument({ ES: amounts, EURUSD: { rate: 0.05 } })
    const other = marginPerInstrument({ EURUSD: { rate: 0.05 }, ES: amounts })
    expect(JSON.stringify(one.spec)).toBe(
      '{"marginPerInstrument":{"ES":{"initial":12000,"maintenance":11000},"EURUSD":{"rate":0.05,"maintenanceRate":0}}}',
    )
    expect(JSON.stringify(other.spec)).toBe(JSON.stringify(one.spec))
    expect(marginPerInstrument({ ES: amounts }, { otherwise: leverageMargin({ leverage: 2 }) }).spec).toEqual({
      marginPerInstrument: { ES: amounts },
      otherwise: { leverageMargin: 2, maintenance: 0 },
    })
  })
})

describe('the options of margin models', () => {
  const perES = (margin: object) => () => marginPerInstrument({ ES: margin as never })
  it.each([
    ['leverageMargin: leverage is 0; expected a positive number', () => leverageMargin({ leverage: 0 })],
    ['leverageMargin: leverage is NaN; expected a positive number', () => leverageMargin({ leverage: Number.NaN })],
    [
      'leverageMargin: leverage is Infinity; expected a positive number',
      () => leverageMargin({ leverage: Number.POSITIVE_INFINITY }),
    ],
    ['leverageMargin: leverage is 4; expected a positive number', () => leverageMargin({ leverage: '4' as never })],
    [
      'leverageMargin: maintenance is -0.1; expected a number from 0',
      () => leverageMargin({ leverage: 4, maintenance: -0.1 }),
    ],
    [
      'leverageMargin: maintenance is 0.3; expected at most 1 / leverage, 0.25',
      () => leverageMargin({ leverage: 4, maintenance: 0.3 }),
    ],
    [
      "leverageMargin: an option is 'maintainance'; expected one of leverage, maintenance",
      () => leverageMargin({ leverage: 4, maintainance: 0.1 } as never),
    ],
    ['leverageMargin: options is 4; expected an object with leverage, maintenance', () => leverageMargin(4 as never)],
    ['regT: maintenanceLong is -0.25; expected a number from 0', () => regT({ maintenanceLong: -0.25 })],
    ['regT: initialShort is NaN; expected a number from 0', () => regT({ initialShort: Number.NaN })],
    [
      "regT: an option is 'maintenance'; expected one of initialLong, maintenanceLong, initialShort, maintenanceShort, maintenanceShortBelow5",
      () => regT({ maintenance: 0.3 } as never),
    ],
    [
      'marginPerInstrument: margins is null; expected an object of margins by symbol',
      () => marginPerInstrument(null as never),
    ],
    [
      'marginPerInstrument: margins is empty; expected the margin of one symbol at least',
      () => marginPerInstrument({}, { otherwise: regT() }),
    ],
    [
      'marginPerInstrument: ES: margin is 12000; expected an object with initial and maintenance, or with rate',
      () => marginPerInstrument({ ES: 12_000 as never }),
    ],
    ['marginPerInstrument: ES: initial is -1; expected a number from 0', perES({ initial: -1, maintenance: 0 })],
    ['marginPerInstrument: ES: maintenance is undefined; expected a number from 0', perES({ initial: 12_000 })],
    [
      'marginPerInstrument: ES: maintenance is 13000; expected at most initial, 12000',
      perES({ initial: 12_000, maintenance: 13_000 }),
    ],
    ['marginPerInstrument: ES: rate is undefined; expected a number from 0', perES({ maintenanceRate: 0.1 })],
    [
      'marginPerInstrument: ES: maintenanceRate is -0.1; expected a number from 0',
      perES({ rate: 0.1, maintenanceRate: -0.1 }),
    ],
    [
      'marginPerInstrument: ES: maintenanceRate is 0.2; expected at most rate, 0.1',
      perES({ rate: 0.1, maintenanceRate: 0.2 }),
    ],
    [
      "marginPerInstrument: ES: an option is 'initial'; expected one of rate, maintenanceRate",
      perES({ rate: 0.1, initial: 12_000 }),
    ],
    ["marginPerInstrument: ES: an option is 'margin'; expected one of initial, maintenance", perES({ margin: 12_000 })],
    [
      "marginPerInstrument: an option is 'other'; expected one of otherwise",
      () => marginPerInstrument({ ES: { rate: 0.1 } }, { other: regT() } as never),
    ],
    [
      'marginPerInstrument: otherwise is [object Object]; expected a margin model',
      () => marginPerInstrument({ ES: { rate: 0.1 } }, { otherwise: { initial: () => 0 } as never }),
    ],
    [
      'marginPerInstrument: otherwise is [object Object]; expected a margin model',
      () => marginPerInstrument({ ES: { rate: 0.1 } }, { otherwise: { maintenance: () => 0 } as never }),
    ],
    [
      'marginPerInstrument: otherwise is null; expected a margin model',
      () => marginPerInstrument({ ES: { rate: 0.1 } }, { otherwise: null as never }),
    ],
  ])('are refused with COST_INVALID: %s', (message, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'COST_INVALID', message: `COST_INVALID: ${message}` }))
  })
})
