import { Decimal as DecimalJs } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createInstrument } from '../domain/instrument.js'
import {
  basisPoints,
  customSlippage,
  noSlippage,
  roundAdversely,
  slippedPrice,
  ticks,
  volumeShare,
  type SlippageFill,
  type SlippageModel,
} from './slippage.js'

const Exact = DecimalJs.clone({ precision: 100, toExpNeg: -100, toExpPos: 100 })
const stock = createInstrument({ symbol: 'STK', tickSize: '0.01' })
const untouched = createInstrument({ symbol: 'FREE' })

/** A fill in a bar of half a unit around its price. */
function fill(direction: number, price: number, changed: Partial<SlippageFill> = {}): SlippageFill {
  const bar = {
    openTime: 0,
    closeTime: 1,
    open: price,
    high: price + 0.5,
    low: price - 0.5,
    close: price,
    volume: 1000,
  }
  const order = { type: 'market', side: direction > 0 ? 'buy' : 'sell', quantityUnits: 1 } as const
  return { instrument: stock, direction, price, units: 1, opens: true, order, bar, ...changed }
}

function bought(model: SlippageModel, price: number, changed: Partial<SlippageFill> = {}): number {
  return slippedPrice(model, fill(1, price, changed))
}

function sold(model: SlippageModel, price: number, changed: Partial<SlippageFill> = {}): number {
  return slippedPrice(model, fill(-1, price, changed))
}

describe('slippage', () => {
  it('in basis points moves a buy up and a sell down', () => {
    const { slip } = basisPoints(5)
    expect([slip(fill(1, 200)), slip(fill(-1, 200))]).toEqual([200.1, 199.9])
  })

  it('may leave the bar, unless it is kept within', () => {
    expect([bought(basisPoints(100), 100), sold(basisPoints(100), 100)]).toEqual([101, 99])
    const within = basisPoints(100, { withinBar: true })
    expect([bought(within, 100), sold(within, 100)]).toEqual([100.5, 99.5])
  })

  it('of none leaves prices as they are', () => {
    expect([bought(noSlippage(), 12.345), sold(basisPoints(0), 12.345)]).toEqual([12.345, 12.345])
  })

  it('has specs that tell two models apart for the run hash', () => {
    const custom = customSlippage('mine', ({ price }) => price)
    expect([noSlippage(), basisPoints(2), ticks(2), volumeShare(), custom].map(({ spec }) => spec)).toEqual([
      'none',
      { basisPoints: 2, withinBar: false },
      { ticks: 2, withinBar: false },
      { volumeShare: { impact: 0.1, cap: 0.025 }, withinBar: false },
      { custom: 'mine', withinBar: false },
    ])
    expect(ticks(2, { withinBar: true }).spec).not.toEqual(ticks(2).spec)
    expect(volumeShare({ impact: 0.2 }).spec).not.toEqual(volumeShare().spec)
    expect(volumeShare({ cap: 1 }).spec).not.toEqual(volumeShare().spec)
  })
})

describe('ticks', () => {
  it('moves a buy up and a sell down by so many ticks', () => {
    expect([bought(ticks(2), 12.34), sold(ticks(2), 12.34)]).toEqual([12.36, 12.32])
    expect([bought(ticks(0), 12.34), sold(ticks(0), 12.345)]).toEqual([12.34, 12.345])
  })

  it('ends on the grid, against the order, from a price beside it and for half a tick', () => {
    expect([bought(ticks(1), 12.345), sold(ticks(1), 12.345)]).toEqual([12.36, 12.33])
    expect([bought(ticks(0.5), 12.34), sold(ticks(0.5), 12.34)]).toEqual([12.35, 12.33])
  })

  it('takes no sell below one tick', () => {
    expect([sold(ticks(5), 0.03), sold(ticks(1), 0.01)]).toEqual([0.01, 0.01])
  })

  it('lands exactly where decimals do, from any price of any grid', () => {
    const sizes = fc.constantFrom('0.01', '0.05', '0.25', '0.0001', '0.000025', '1e-8', '1', '0.3')
    const count = fc.integer({ min: 0, max: 1000 })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 1e6 }), count, (tickSize, place, moved) => {
        const instrument = createInstrument({ symbol: 'X', tickSize })
        const price = new Exact(tickSize).times(place).toNumber()
        const at = (steps: number) => new Exact(tickSize).times(steps).toNumber()
        expect(bought(ticks(moved), price, { instrument })).toBe(at(place + moved))
        expect(sold(ticks(moved), price, { instrument })).toBe(at(Math.max(1, place - moved)))
      }),
      { numRuns: 1_000 },
    )
  })

  it('needs an instrument with a tick size', () => {
    expect(() => bought(ticks(1), 100, { instrument: untouched })).toThrow(
      'COST_INVALID: ticks: FREE has no tickSize; expected an instrument with one',
    )
  })
})

describe('volumeShare', () => {
  const of = (volume: number, units: number) => ({ units, instrument: untouched, bar: { ...fill(1, 100).bar, volume } })

  it('moves a fill by k x (filled / volume)^2 of its price', () => {
    // 0.1 x 0.02^2 = 0.00004.
    expect(bought(volumeShare(), 100, of(1000, 20))).toBeCloseTo(100.004, 12)
    expect(sold(volumeShare(), 100, of(1000, 20))).toBeCloseTo(99.996, 12)
    // 0.5 x 0.1^2 = 0.005.
    expect(bought(volumeShare({ impact: 0.5, cap: 0.2 }), 100, of(1000, 100))).toBeCloseTo(100.5, 12)
  })

  it('counts quantity, not smallest units', () => {
    const instrument = createInstrument({ symbol: 'BTC', assetClass: 'crypto' })
    const half = { ...of(1000, 20e8), instrument }
    expect(bought(volumeShare(), 100, half)).toBeCloseTo(100.004, 12)
  })

  it('takes no share for more than the cap', () => {
    // 0.1 x 0.025^2 = 0.0000625.
    expect(bought(volumeShare(), 100, of(1000, 25))).toBeCloseTo(100.00625, 12)
    expect(bought(volumeShare(), 100, of(1000, 900))).toBeCloseTo(100.00625, 12)
  })

  it('takes the cap where the volume is zero or unknown', () => {
    expect(bought(volumeShare(), 100, of(0, 1))).toBeCloseTo(100.00625, 12)
    expect(sold(volumeShare(), 100, of(Number.NaN, 1))).toBeCloseTo(99.99375, 12)
  })
})

describe('slippedPrice', () => {
  it('pays a sell no more than there was where the market is below one tick', () => {
    expect([sold(basisPoints(10), 0.004), bought(basisPoints(10), 0.004)]).toEqual([0.004, 0.01])
  })
})

describe('customSlippage', () => {
  it('fills at what its function returns, and rounds that to the tick against the order', () => {
    const closing = customSlippage('closing', ({ price, opens, direction }) =>
      opens ? price : price + direction * 0.301,
    )
    expect([bought(closing, 100), bought(closing, 100, { opens: false })]).toEqual([100, 100.31])
    expect(sold(closing, 100, { opens: false })).toBe(99.69)
    const better = customSlippage('better', ({ price, direction }) => price - direction * 0.014)
    expect([bought(better, 100), sold(better, 100)]).toEqual([99.99, 100.01])
  })

  it.each([Number.NaN, 0, -1, Number.POSITIVE_INFINITY])('that returns %d ends with COST_RESULT', (price) => {
    expect(() =>
      bought(
        customSlippage('mine', () => price),
        100,
      ),
    ).toThrow(`COST_RESULT: slippage made ${String(price)} of 100 in STK; expected a positive price`)
  })
})

describe('withinBar', () => {
  const grid = createInstrument({ symbol: 'X', tickSize: '0.25' })
  const bar = { openTime: 0, closeTime: 1, open: 100, high: 100.13, low: 99.88, close: 100, volume: Number.NaN }

  it('wins over the tick: what was traded at is a price, on the grid or not', () => {
    const changed = { instrument: grid, bar }
    const models = [basisPoints(5), ticks(1), customSlippage('mine', ({ price, direction }) => price + direction / 10)]
    expect(models.map((model) => bought(model, 100, changed))).toEqual([100.25, 100.25, 100.25])
    expect(models.map((model) => sold(model, 100, changed))).toEqual([99.75, 99.75, 99.75])
    const options = { withinBar: true }
    const within = [
      basisPoints(5, options),
      ticks(1, options),
      volumeShare({ impact: 1000, withinBar: true }),
      customSlippage('mine', ({ price, direction }) => price + direction / 10, options),
    ]
    expect(within.map((model) => bought(model, 100, changed))).toEqual([100.13, 100.13, 100.13, 100.13])
    expect(within.map((model) => sold(model, 100, changed))).toEqual([99.88, 99.88, 99.88, 99.88])
  })

  it('keeps any fill of any bar between its low and high, and never better than its reference price', () => {
    const cents = fc.integer({ min: 1, max: 20_000 })
    fc.assert(
      fc.property(fc.tuple(cents, cents, cents), fc.double({ min: 0, max: 9999, noNaN: true }), (prices, points) => {
        const [low, price, high] = prices.sort((a, b) => a - b).map((count) => count / 100) as [number, number, number]
        const changed = { instrument: grid, bar: { ...bar, low, high } }
        for (const model of [basisPoints(points, { withinBar: true }), ticks(points, { withinBar: true })]) {
          const buy = bought(model, price, changed)
          const sell = sold(model, price, changed)
          expect([low <= sell, sell <= price, price <= buy, buy <= high]).toEqual([true, true, true, true])
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

const one = 1 as never

describe('the options of slippage models', () => {
  it.each([-1, 10_000, Number.NaN, Number.POSITIVE_INFINITY])('%d basis points are COST_INVALID', (points) => {
    expect(() => basisPoints(points)).toThrow(
      `COST_INVALID: basisPoints: ${String(points)} came; expected a number from 0 to below 10000`,
    )
  })

  it.each([
    [
      "basisPoints: an option is 'withinbar'; expected one of withinBar",
      () => basisPoints(1, { withinbar: true } as object),
    ],
    ['basisPoints: withinBar is 1; expected true or false', () => basisPoints(1, { withinBar: one })],
    ['basisPoints: options is 1; expected an object with withinBar', () => basisPoints(1, one)],
    ['ticks: count is -1; expected a number from 0', () => ticks(-1)],
    ['ticks: count is NaN; expected a number from 0', () => ticks(Number.NaN)],
    ['volumeShare: impact is -1; expected a number from 0', () => volumeShare({ impact: -1 })],
    ['volumeShare: impact is 1600; expected less than 1 / cap^2', () => volumeShare({ impact: 1600 })],
    ['volumeShare: cap is 0; expected a number above 0 and at most 1', () => volumeShare({ cap: 0 })],
    ['volumeShare: cap is 1.1; expected a number above 0 and at most 1', () => volumeShare({ cap: 1.1 })],
    ["volumeShare: an option is 'k'; expected one of impact, cap, withinBar", () => volumeShare({ k: 1 } as object)],
    ['customSlippage: name is ; expected a text', () => customSlippage('', ({ price }) => price)],
    ['customSlippage: slip is 1; expected a function', () => customSlippage('mine', one)],
  ])('are refused with COST_INVALID: %s', (message, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'COST_INVALID', message: `COST_INVALID: ${message}` }))
  })
})

describe('roundAdversely', () => {
  it.each([
    [10.001, 1, 10.01],
    [10.009, 1, 10.01],
    [10.001, -1, 10],
    [10.009, -1, 10],
    [0.001, 1, 0.01],
  ])('takes %d in direction %d to %d on a grid of cents', (price, direction, expected) => {
    expect(roundAdversely(price, direction, stock)).toBe(expected)
  })

  it('takes no sell below one tick', () => {
    expect(roundAdversely(0.004, -1, stock)).toBe(0.01)
  })

  it('leaves a price without a tick as it is', () => {
    expect(roundAdversely(10.00123, 1, untouched)).toBe(10.00123)
  })

  it('leaves every price of the grid on it, in both directions', () => {
    const ticks = fc.constantFrom('0.01', '0.05', '0.25', '0.0001', '0.000025', '1e-8', '1', '25', '0.1', '0.3')
    fc.assert(
      fc.property(ticks, fc.integer({ min: 1, max: 1e9 }), (tickSize, count) => {
        const price = new Exact(tickSize).times(count).toNumber()
        const instrument = createInstrument({ symbol: 'X', tickSize })
        expect([roundAdversely(price, 1, instrument), roundAdversely(price, -1, instrument)]).toEqual([price, price])
      }),
      { numRuns: 2_000 },
    )
  })

  it('never takes a buy lower or a sell higher, nor as much as a tick away, and ends on the grid', () => {
    const ticks = fc.constantFrom('0.01', '0.05', '0.25', '0.0001', '0.000025', '1', '0.3')
    const prices = fc.double({ min: 30, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(ticks, prices, fc.constantFrom(1, -1), (tickSize, price, direction) => {
        const rounded = roundAdversely(price, direction, createInstrument({ symbol: 'X', tickSize }))
        const away = new Exact(rounded).minus(price).times(direction)
        // Float64 noise of a few ulps is not a distance: the next test shows why.
        expect(away.gte(-6e-16 * price)).toBe(true)
        expect(away.lt(tickSize)).toBe(true)
        expect(new Exact(rounded).mod(tickSize).isZero()).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })

  it('takes a slipped price that is on the grid but for float64 noise to that price, not a tick further', () => {
    expect(12 * 1.01).toBe(12.120000000000001)
    expect(roundAdversely(12 * 1.01, 1, stock)).toBe(12.12)
    const wrong: string[] = []
    for (let cents = 100; cents < 60_000; cents += 100) {
      for (const points of [1, 2, 5, 10, 50, 100]) {
        for (const direction of [1, -1]) {
          const exact = new Exact(cents).times(10_000 + direction * points).div(1e6)
          const expected = exact.toDecimalPlaces(2, direction > 0 ? DecimalJs.ROUND_UP : DecimalJs.ROUND_DOWN)
          const slipped = basisPoints(points).slip(fill(direction, cents / 100))
          const got = roundAdversely(slipped, direction, stock)
          if (got !== expected.toNumber()) wrong.push(`${String(cents)} ${String(points)}: ${String(got)}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })
})
