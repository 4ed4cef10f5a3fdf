import { Decimal as DecimalJs } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createInstrument } from '../domain/instrument.js'
import { basisPoints, noSlippage, roundAdversely, slippedPrice, type SlippageFill } from './slippage.js'

const Exact = DecimalJs.clone({ precision: 100, toExpNeg: -100, toExpPos: 100 })
const stock = createInstrument({ symbol: 'STK', tickSize: '0.01' })
const untouched = createInstrument({ symbol: 'FREE' })

function fill(direction: number, price: number): SlippageFill {
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
  return { instrument: stock, direction, price, units: 1, opens: true, order, bar }
}

describe('slippage', () => {
  it('in basis points moves a buy up and a sell down', () => {
    const { slip } = basisPoints(5)
    expect([slip(fill(1, 200)), slip(fill(-1, 200))]).toEqual([200.1, 199.9])
  })

  it('may leave the bar, unless it is kept within', () => {
    expect([basisPoints(100).slip(fill(1, 100)), basisPoints(100).slip(fill(-1, 100))]).toEqual([101, 99])
    const within = basisPoints(100, { withinBar: true })
    expect([slippedPrice(within, fill(1, 100)), slippedPrice(within, fill(-1, 100))]).toEqual([100.5, 99.5])
  })

  it('of none leaves prices as they are', () => {
    expect([noSlippage().slip(fill(1, 12.34)), basisPoints(0).slip(fill(-1, 12.34))]).toEqual([12.34, 12.34])
  })

  it.each([-1, 10_000, Number.NaN, Number.POSITIVE_INFINITY])('of %d basis points is COST_INVALID', (points) => {
    expect(() => basisPoints(points)).toThrow(
      `COST_INVALID: basisPoints: ${String(points)} came; expected a number from 0 to below 10000`,
    )
  })

  it('has a spec for the run hash', () => {
    expect([noSlippage().spec, basisPoints(2).spec]).toEqual(['none', { basisPoints: 2, withinBar: false }])
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
