import { describe, expect, it } from 'vitest'
import { latencyMs } from '../costs/latency.js'
import { TestVenue, type TestVenueOptions } from './test-venue.js'

const stream = (options: Omit<TestVenueOptions, 'bars'> = {}): TestVenue =>
  new TestVenue({ bars: ['100/100/100/100'], isStreamed: true, ...options })

describe('on quotes', () => {
  it('a bracket enters at the ask, and its exits wait for the bid', () => {
    const venue = stream()
    venue.bracket('buy market', { stopLoss: 'stop 95', takeProfit: ['limit 105'] })
    venue.quote(99, 101)
    venue.quote(104.5, 105.5)
    venue.quote(105.5, 106.5)
    expect(venue.log).toEqual(['quote 0: #0 10 @ 101', 'quote 2: #2 10 @ 105', 'quote 2: #1 canceled LINKED'])
  })

  it('the stop of a bracket fills at the bid that triggers it, however far it has fallen', () => {
    const venue = stream()
    venue.bracket('buy market', { stopLoss: 'stop 95', takeProfit: ['limit 105'] })
    venue.quote(99, 101)
    venue.quote(93, 94)
    expect(venue.log).toEqual([
      'quote 0: #0 10 @ 101',
      'quote 1: #1 triggered',
      'quote 1: #1 10 @ 93',
      'quote 1: #2 canceled LINKED',
    ])
  })

  it('exits close what the entry could take of the size shown, and more with the rest', () => {
    const venue = stream({ fills: { maxVolumeFraction: 1 } })
    venue.bracket('buy limit 101', { takeProfit: ['limit 105'] })
    venue.quote(99, 101, { ask: 4 })
    venue.quote(105, 107)
    venue.quote(99, 101)
    venue.quote(105, 107)
    expect(venue.fills.map(({ order, quantity, price }) => [order, quantity, price])).toEqual([
      [0, 4, 101],
      [1, 4, 105],
      [0, 6, 101],
      [1, 6, 105],
    ])
  })

  it('of two alternatives the one that is reached first ends the other', () => {
    const venue = stream()
    venue.oco(['buy stop 103', 'sell stop 97'])
    venue.quote(99, 101)
    venue.quote(96.5, 98)
    venue.quote(104, 105)
    expect(venue.log).toEqual(['quote 1: #1 triggered', 'quote 1: #1 10 @ 96.5', 'quote 1: #0 canceled LINKED'])
  })

  it('a stop-limit waits at its limit where the quote that triggers it is beyond', () => {
    const venue = stream()
    venue.send('buy stopLimit 102 103')
    venue.quote(99, 101)
    venue.quote(103.5, 104.5)
    venue.quote(102, 103)
    expect(venue.log).toEqual(['quote 1: #0 triggered', 'quote 2: #0 10 @ 103'])
  })

  it('an order that is on its way meets the first quote at or after its arrival', () => {
    const venue = stream({ latency: latencyMs(1500) })
    venue.send('buy market')
    venue.quote(99, 101)
    venue.quote(100, 102)
    expect(venue.log).toEqual(['quote 1: #0 10 @ 102'])
  })

  it('a cancel that is on its way loses to the quote that comes before it', () => {
    const venue = stream({ latency: latencyMs(1500) })
    venue.send('buy limit 98')
    venue.quote(99, 101)
    venue.quote(99, 101)
    venue.cancel(0)
    venue.quote(97, 98)
    venue.quote(97, 98)
    expect(venue.log[0]).toBe('quote 2: #0 10 @ 98')
    expect(venue.log[1]).toMatch(/#0 cancelRefused TOO_LATE$/)
  })
})

describe('on trades', () => {
  it('a target that one only touches waits if pessimistic, and a stop does not', () => {
    const venue = stream()
    venue.bracket('buy market', { stopLoss: 'stop 95', takeProfit: ['limit 105'] })
    venue.trade(100)
    venue.trade(105)
    venue.trade(95)
    expect(venue.log).toEqual([
      'trade 0: #0 10 @ 100',
      'trade 2: #1 triggered',
      'trade 2: #1 10 @ 95',
      'trade 2: #2 canceled LINKED',
    ])
  })

  it('a trigger price is met by a touch', () => {
    const venue = stream()
    venue.send('buy marketIfTouched 98')
    venue.trade(99)
    venue.trade(98)
    expect(venue.log).toEqual(['trade 1: #0 triggered', 'trade 1: #0 10 @ 98'])
  })

  it('a triggered order comes to life at the price of its parent', () => {
    const venue = stream()
    venue.oto('buy market', ['sell limit 99', 'sell limit 110'])
    venue.trade(100)
    expect(venue.log).toEqual(['trade 0: #0 10 @ 100', 'trade 0: #1 10 @ 100'])
  })
})
