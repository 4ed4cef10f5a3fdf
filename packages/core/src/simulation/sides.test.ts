import { describe, expect, it } from 'vitest'
import { spreadSeries, spreadTicks } from '../costs/spread.js'
import { TestVenue, type TestVenueOptions } from './test-venue.js'

/** One point wide. */
const spread = spreadTicks(2)
const instrument = { tickSize: 0.5 }

function prices(order: string, bar: string, options: Omit<TestVenueOptions, 'bars'>): readonly number[] {
  const venue = new TestVenue({ bars: [bar], instrument, spread, ...options })
  venue.send(order)
  return venue.play().fills.map(({ price }) => price)
}

describe('the side of a series', () => {
  it.each([
    ['bid', 101, 100],
    ['ask', 100, 99],
    ['mid', 100.5, 99.5],
    ['trade', 100.5, 99.5],
  ] as const)('%s lets a spread of 1 buy at %d and sell at %d where it opens at 100', (side, bought, sold) => {
    expect(prices('buy market', '100/101/99/100', { side })).toEqual([bought])
    expect(prices('sell market', '100/101/99/100', { side })).toEqual([sold])
  })

  it('lets a buy limit wait until the ask has come down to it', () => {
    expect(prices('buy limit 98', '100/101/97.5/99', { side: 'bid' })).toEqual([])
    expect(prices('buy limit 98', '100/101/96.5/99', { side: 'bid' })).toEqual([98])
    expect(prices('sell limit 102', '100/102.5/99/101', { side: 'bid' })).toEqual([102])
    expect(prices('sell limit 102', '100/102.5/99/101', { side: 'ask' })).toEqual([])
  })

  it('lets stops trigger on the side that they fill on', () => {
    expect(prices('buy stop 102', '100/101/99/100', { side: 'bid' })).toEqual([102])
    expect(prices('sell stop 98', '100/101/98.5/100', { side: 'ask' })).toEqual([98])
    expect(prices('sell stop 98', '100/101/98.5/100', { side: 'bid' })).toEqual([])
  })

  it.each([
    ['bid', 'buy stop 102', '100/101.5/99/100', []],
    ['bid', 'buy stop 102', '100/102/99/100', [103]],
    ['ask', 'sell stop 98', '100/101/97.5/100', []],
    ['ask', 'sell stop 98', '100/101/97/100', [97]],
    ['mid', 'buy stop 102', '100/101.5/99/100', [102.5]],
  ] as const)('lets stops trigger on the %s if told so: %s in %s of bids', (stopTrigger, order, bar, expected) => {
    expect(prices(order, bar, { side: 'bid', fills: { stopTrigger } })).toEqual(expected)
  })

  it('is one price where there is no spread', () => {
    expect(prices('buy market', '100/101/99/100', { side: 'bid', spread: spreadTicks(0) })).toEqual([100])
  })

  it('has the spread of its time', () => {
    const day = Date.UTC(2024, 0, 1)
    const recorded = spreadSeries({ X: { times: [day, day + 86_400_000], spreads: [1, 3] } })
    const venue = new TestVenue({ bars: ['100/101/99/100', '100/101/99/100'], side: 'bid', spread: recorded })
    for (let row = 0; row < 2; row++) {
      venue.send('buy market')
      venue.play(1)
    }
    expect(venue.fills.map(({ price }) => price)).toEqual([101, 103])
  })

  it('lets exits of a long wait for the bid, and of a short for the ask', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100', '100/104/99/103'], instrument, spread, side: 'bid' })
    venue.bracket('buy market', { stopLoss: 'stop 90', takeProfit: ['limit 104.5'] }, { strategy: 'long' })
    venue.bracket('sell market', { stopLoss: 'stop 104.5', takeProfit: ['limit 90'] }, { strategy: 'short' })
    venue.play()
    expect(venue.fills.map(({ order, price }) => [order, price])).toEqual([
      [0, 101],
      [3, 100],
      [4, 104.5],
    ])
  })
})
