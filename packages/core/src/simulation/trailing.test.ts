import { describe, expect, it } from 'vitest'
import type { TestOrderOptions } from './test-order.js'
import { TestVenue } from './test-venue.js'

/** The log of one order over some bars, without triggers. */
function log(order: string, bars: readonly string[], options: TestOrderOptions = {}): readonly string[] {
  const venue = new TestVenue({ bars })
  venue.send(order, options)
  return venue.play().log.filter((line) => !line.endsWith(' triggered'))
}

describe('a trailing stop', () => {
  it('follows the highest price since it went live, from bar to bar', () => {
    expect(
      log('sell trailingStop 5', ['100/104/100/104', '104/108/104/108', '108/110/107/109', '109/109/104/106']),
    ).toEqual(['close 3: #0 10 @ 105'])
  })

  it('does not know the prices of bars before it', () => {
    const venue = new TestVenue({ bars: ['110/120/110/120', '100/101/99/100', '100/101/97/100'] })
    venue.play(1)
    venue.send('sell trailingStop 5')
    expect(venue.play().log).toEqual([])
  })

  it('to buy follows the lowest price', () => {
    expect(log('buy trailingStop 5', ['100/100/96/96', '96/96/92/92', '92/93/90/91', '91/96/91/93'])).toEqual([
      'close 3: #0 10 @ 95',
    ])
  })

  it('that the market opens through fills at the open', () => {
    expect(log('sell trailingStop 5', ['100/104/100/104', '98/99/97/98'])).toEqual(['open 1: #0 10 @ 98'])
  })

  it('of a fraction stays that fraction of the highest price below it', () => {
    const bars = ['111/120/111/120', '120/120/100/110']
    expect(log('sell trailingStop 0.1', bars, { fraction: true })).toEqual(['close 1: #0 10 @ 108'])
  })

  it('by closes stands still inside a bar and follows its close', () => {
    const bars = ['100/110/100/104', '104/110/100/108', '108/109/102/108']
    expect(log('sell trailingStop 5', bars, { trailBy: 'close' })).toEqual(['close 2: #0 10 @ 103'])
  })

  it('by closes never falls back with a lower close', () => {
    const bars = ['100/108/100/108', '108/108/104/105', '105/106/103/105']
    expect(log('sell trailingStop 5', bars, { trailBy: 'close' })).toEqual(['close 2: #0 10 @ 103'])
  })

  it('sleeps until its activation price has traded, and follows from there', () => {
    const bars = ['100/104/90/104', '104/106/104/106', '106/106/100/101']
    expect(log('sell trailingStop 5', bars, { activationPrice: 106 })).toEqual(['close 2: #0 10 @ 101'])
  })

  it('to buy sleeps until the price has fallen to its activation price', () => {
    const bars = ['100/110/96/96', '96/96/94/94', '94/100/94/99']
    expect(log('buy trailingStop 5', bars, { activationPrice: 94 })).toEqual(['close 2: #0 10 @ 99'])
  })

  it('by closes is activated by closes', () => {
    const bars = ['100/108/100/104', '104/106/98/106', '106/106/102/103', '103/103/100/101']
    expect(log('sell trailingStop 5', bars, { trailBy: 'close', activationPrice: 106 })).toEqual([
      'close 3: #0 10 @ 101',
    ])
  })

  it('of an entry begins at the price of its fill', () => {
    const venue = new TestVenue({ bars: ['110/120/100/100', '98.9/99/98/99', '98.5/99/94/95'] })
    venue.bracket('buy limit 98.5', { stopLoss: 'trailingStop 4' })
    expect(venue.play().fills).toMatchObject([
      { order: 0, price: 98.5, row: 1 },
      { order: 1, price: 95, row: 2, ambiguous: false },
    ])
  })
})

describe('a trailing stop-limit', () => {
  it('becomes a limit that lies beyond the stop that was triggered', () => {
    expect(log('sell trailingStopLimit 5 1', ['100/110/108/110', '108/108/100/101'])).toEqual(['close 1: #0 10 @ 105'])
  })

  it('that the market opens through waits at its limit', () => {
    const venue = new TestVenue({ bars: ['100/110/108/110', '102/103/101/102', '102/106/102/105'] })
    venue.send('sell trailingStopLimit 5 1')
    expect(venue.play().log).toEqual(['open 1: #0 triggered', 'close 2: #0 10 @ 104'])
  })
})

describe('a stop-limit', () => {
  it('stays triggered into the next bar', () => {
    const venue = new TestVenue({ bars: ['105/106/104/105', '105/106/102/103'] })
    venue.send('buy stopLimit 102 103')
    expect(venue.play().log).toEqual(['open 0: #0 triggered', 'close 1: #0 10 @ 103'])
  })

  it('triggered inside a bar fills at its stop where its limit allows it', () => {
    const venue = new TestVenue({ bars: ['100/103/99/101'] })
    venue.send('buy stopLimit 102 103')
    expect(venue.play().log).toEqual(['close 0: #0 triggered', 'close 0: #0 10 @ 102'])
  })

  it('does not know a price that it is to be triggered by only later', () => {
    const venue = new TestVenue({ bars: ['100/101/97/100', '100/103/101.5/103'] })
    venue.send('buy stopLimit 102 101')
    expect(venue.play().log).toEqual(['close 1: #0 triggered'])
  })
})

describe('an if-touched order', () => {
  it.each([
    ['buy marketIfTouched 98', '100/101/97/100', 98],
    ['buy marketIfTouched 98', '95/97/94/96', 95],
    ['buy marketIfTouched 98', '99/100/98/99', 98],
    ['sell marketIfTouched 102', '100/103/99/100', 102],
    ['sell marketIfTouched 102', '105/106/104/105', 105],
    ['buy limitIfTouched 98 99', '100/101/97/100', 98],
    ['sell limitIfTouched 102 101', '100/103/99/100', 102],
    ['buy limitIfTouched 98 97', '100/101/96/98', 97],
  ])('%s in %s fills at %d under every policy', (order, bar, expected) => {
    for (const policy of ['pessimistic', 'optimistic', 'ohlc', 'olhc', 'nearest'] as const) {
      const venue = new TestVenue({ bars: [bar], fills: { policy } })
      venue.send(order)
      expect(venue.play().fills).toMatchObject([{ price: expected, ambiguous: false }])
    }
  })
})
