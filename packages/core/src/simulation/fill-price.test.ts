import { describe, expect, it } from 'vitest'
import { percent, perShare } from '../costs/commission.js'
import { basisPoints, noSlippage } from '../costs/slippage.js'
import { TestVenue, type TestVenueOptions } from './test-venue.js'

function prices(orders: readonly string[], options: TestVenueOptions): readonly number[] {
  const venue = new TestVenue(options)
  for (const order of orders) venue.send(order)
  return venue.play().fills.map(({ price }) => price)
}

/** One percent. */
const slippage = basisPoints(100)

describe('slippage', () => {
  it('moves a market order against itself, out of the bar if need be', () => {
    expect(prices(['buy market', 'sell market'], { bars: ['100/100.5/99.5/100'], slippage })).toEqual([101, 99])
  })

  it('moves a stop from its level, and from the open where the bar gapped through it', () => {
    expect(prices(['buy stop 200'], { bars: ['100/200/99/100'], slippage })).toEqual([202])
    expect(prices(['sell stop 200'], { bars: ['100/101/99/100'], slippage })).toEqual([99])
  })

  it('moves what is left of a triggered stop from the open that fills it', () => {
    const bars = ['100/200/99/100 v100', '300/301/299/300 v100']
    const venue = new TestVenue({ bars, slippage })
    venue.send('buy stop 200', { quantity: 20 })
    expect(venue.play().fills.map(({ price }) => price)).toEqual([202, 303])
  })

  it('leaves limits where they are, at the open as inside the bar', () => {
    expect(prices(['buy limit 100', 'sell limit 104'], { bars: ['98/105/97/98'], slippage })).toEqual([98, 104])
  })

  it('is clamped to the bar withinBar', () => {
    const within = basisPoints(100, { withinBar: true })
    const bars = ['100/100.5/99.5/100']
    expect(prices(['buy market', 'sell market'], { bars, slippage: within })).toEqual([100.5, 99.5])
    expect(prices(['buy market', 'sell market'], { bars: ['100/102/98/100'], slippage: within })).toEqual([101, 99])
  })

  it('is asked with the price that the bar shows, the units, the order, whether it opens, and the bar', () => {
    const seen: unknown[] = []
    const venue = new TestVenue({
      bars: ['100/104/96/100'],
      instrument: { quantityStep: 0.1 },
      slippage: {
        spec: 'seen',
        slip({ direction, price, units, order, opens, bar: { open, high, low, close, volume } }) {
          seen.push({ direction, price, units, opens, order: { ...order }, bar: [open, high, low, close, volume] })
          return price
        },
      },
    })
    venue.send('sell stop 97', { quantity: 2.5 })
    venue.send('buy limit 98')
    venue.play()
    const order = { type: 'stop', side: 'sell', quantityUnits: 25 }
    const bar = [100, 104, 96, 100, Number.NaN]
    expect(seen).toEqual([{ direction: -1, price: 97, units: 25, opens: false, order, bar }])
  })
})

describe('the tick', () => {
  const instrument = { tickSize: 0.25 }

  it('rounds a slipped price against its order', () => {
    const options = { bars: ['100/101/99/100'], instrument, slippage: basisPoints(10) }
    expect(prices(['buy market', 'sell market'], options)).toEqual([100.25, 99.75])
  })

  it('leaves a slipped price that lies on the grid', () => {
    expect(prices(['buy market', 'sell market'], { bars: ['100/101/99/100'], instrument, slippage })).toEqual([101, 99])
  })

  it('does not round observed prices: the open, or the level of an order', () => {
    const options = { bars: ['100.13/103/97/100'], instrument, slippage: noSlippage() }
    expect(prices(['buy market', 'sell limit 100.07', 'buy stop 102.01', 'sell stop 98.99'], options)).toEqual([
      100.13, 100.13, 98.99, 102.01,
    ])
  })

  it('does not round a limit where market orders slip', () => {
    expect(prices(['buy limit 100.2'], { bars: ['100.13/103/97/100'], instrument, slippage })).toEqual([100.13])
  })

  it('does not matter to an instrument that has none', () => {
    expect(prices(['buy market'], { bars: ['100.13/103/97/100'], slippage })).toEqual([101.1313])
  })
})

describe("a slippage model of one's own", () => {
  it.each([Number.NaN, -1, 0, Number.POSITIVE_INFINITY])('that makes %d of a price ends with COST_RESULT', (price) => {
    const slippage = { spec: 'mine', slip: () => price }
    expect(() => prices(['buy market'], { bars: ['100/101/99/100'], slippage })).toThrow(
      `COST_RESULT: slippage made ${String(price)} of 100 in X; expected a positive price`,
    )
  })
})

describe('commission', () => {
  it('is charged on the price after slippage', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100'], slippage, commission: percent(0.001) })
    venue.send('buy market')
    expect(venue.play().fills[0]?.commission.toString()).toBe('1.01')
  })

  it('has a minimum that counts once for an order of several fills', () => {
    const bars = ['100/101/99/100 v1000', '100/101/99/100 v1000', '100/101/99/100 v1000']
    const venue = new TestVenue({ bars, commission: perShare(0.01, { minimum: 1.5 }) })
    venue.send('buy market', { quantity: 250 })
    expect(venue.play().fills.map(({ commission }) => commission.toString())).toEqual(['1.5', '0.5', '0.5'])
  })
})
