import { describe, expect, it } from 'vitest'
import { sortStable } from './priority.js'
import { TestVenue } from './test-venue.js'

const orders = (venue: TestVenue) => venue.fills.map(({ order }) => order)

describe('at the opens of one instant', () => {
  it('orders that close come first, over all symbols, then those that open, in the order of the symbols', () => {
    const bars = ['100/101/99/100', '100/101/99/100']
    const venue = new TestVenue({ bars: { A: bars, B: bars, C: bars } })
    venue.send('buy market', { symbol: 'B' })
    venue.send('sell market', { symbol: 'C' })
    venue.play(1)
    const openC = venue.send('sell market', { symbol: 'C' })
    const openA = venue.send('buy market', { symbol: 'A' })
    const closeC = venue.send('buy market', { symbol: 'C' })
    const closeB = venue.send('sell market', { symbol: 'B' })
    venue.fills.length = 0
    venue.play(1)
    expect(orders(venue)).toEqual([closeB, closeC, openA, openC])
  })

  it('an order that closes is served scarce volume before one that opens', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100 v100', '100/101/99/100 v100'] })
    venue.send('buy market')
    venue.play(1)
    const opening = venue.send('buy market')
    const closing = venue.send('sell market')
    venue.play(1)
    expect(orders(venue)).toEqual([0, closing])
    expect(opening).toBeLessThan(closing)
  })

  it('an order that crosses zero counts as one that opens', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100', '100/101/99/100'] })
    venue.send('buy market', { quantity: 10 })
    venue.play(1)
    const crossing = venue.send('sell market', { quantity: 15 })
    const closing = venue.send('sell market', { quantity: 10 })
    venue.play(1)
    expect(orders(venue)).toEqual([0, closing, crossing])
  })

  it('market orders and levels near the open come before far ones, and equal ones as they were sent', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100'] })
    const far = venue.send('buy limit 104')
    const near = venue.send('buy limit 101')
    const market = venue.send('buy market')
    const exact = venue.send('buy limit 100')
    venue.play()
    expect(orders(venue)).toEqual([market, exact, near, far])
  })
})

describe('scarce volume inside a bar', () => {
  /** Of each bar's volume of 100 a tenth can be had. */
  const bar = '100/104/96/100 v100'

  it('goes to the nearer of two levels on one side of the open, which is certain', () => {
    const venue = new TestVenue({ bars: [bar] })
    venue.send('buy limit 97')
    venue.send('buy limit 98')
    expect(venue.play().log).toEqual(['close 0: #1 10 @ 98'])
  })

  it('goes to the nearer level on either side of the open, which is marked ambiguous', () => {
    const venue = new TestVenue({ bars: [bar] })
    venue.send('sell limit 103')
    venue.send('buy limit 98')
    expect(venue.play().log).toEqual(['close 0: #1 10 @ 98 ambiguous'])
  })

  it('goes to the order that was sent first where both sides are equally near, which is marked ambiguous', () => {
    const venue = new TestVenue({ bars: [bar] })
    venue.send('sell limit 102')
    venue.send('buy limit 98')
    expect(venue.play().log).toEqual(['close 0: #0 10 @ 102 ambiguous'])
  })

  it('is marked only for orders whose share hangs on which side came first', () => {
    const venue = new TestVenue({ bars: ['100/104/96/100 v200'] })
    venue.send('buy limit 99')
    venue.send('buy limit 98')
    venue.send('sell limit 103')
    expect(venue.play().log).toEqual(['close 0: #0 10 @ 99', 'close 0: #1 10 @ 98 ambiguous'])
  })

  it('is marked for both sides where each would get a part only', () => {
    const venue = new TestVenue({ bars: ['100/104/96/100 v150'] })
    venue.send('buy limit 98')
    venue.send('sell limit 103')
    expect(venue.play().log).toEqual(['close 0: #0 10 @ 98 ambiguous', 'close 0: #1 5 @ 103 ambiguous'])
  })

  it('is not marked where there is enough for both sides', () => {
    const venue = new TestVenue({ bars: ['100/104/96/100 v200'] })
    venue.send('buy limit 98')
    venue.send('sell limit 103')
    expect(venue.play().log).toEqual(['close 0: #0 10 @ 98', 'close 0: #1 10 @ 103'])
  })

  it('is marked where a limit that was only touched, and is taken as unfilled, could have had it', () => {
    const venue = new TestVenue({ bars: [bar] })
    venue.send('sell limit 104')
    venue.send('buy limit 98')
    expect(venue.play().log).toEqual(['close 0: #1 10 @ 98 ambiguous'])
  })

  it('is marked for a stop behind a limit at the same level, which was only touched and stood first', () => {
    const venue = new TestVenue({ bars: [bar] })
    venue.send('buy limit 96')
    venue.send('sell stop 96')
    expect(venue.play().log).toEqual(['close 0: #1 triggered', 'close 0: #1 10 @ 96 ambiguous'])
  })
})

describe('ranking', () => {
  it.each([0, 1, 2, 16, 17, 100])('%i candidates keeps equal ones in their order', (count) => {
    const list = Array.from({ length: count }, (_, place) => ({ rank: (place * 7) % 5, place }))
    const sorted = [...list].sort((a, b) => a.rank - b.rank || a.place - b.place)
    sortStable(list, (a, b) => a.rank - b.rank)
    expect(list).toEqual(sorted)
  })
})
