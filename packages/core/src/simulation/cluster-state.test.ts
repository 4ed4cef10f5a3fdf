import { describe, expect, it } from 'vitest'
import { TestVenue } from './test-venue.js'

const still = '100/101/99/100'

describe('an entry that fills in part', () => {
  it('lets its target close no more than that, whatever else the strategy holds', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100 v400', '105/106/104/105 v1000'] })
    venue.send('buy market x30')
    venue.bracket('buy limit 100 x30', { takeProfit: ['limit 105'] })
    venue.play()
    const filled = venue.fills.map(({ order, quantity }) => [order, quantity])
    expect(filled).toEqual([
      [0, 30],
      [1, 10],
      [2, 10],
    ])
  })

  it('leaves its trailing stop where that has come, when it fills the rest', () => {
    const bars = ['100/101/99/100 v100', '104/110/104/110 v100', '100/101/99/100 v100', '92/92/89/90 v1000']
    const venue = new TestVenue({ bars })
    venue.bracket('buy limit 100 x20', { stopLoss: 'trailingStop 20' })
    venue.play()
    expect(venue.fills.at(-1)).toMatchObject({ order: 1, price: 90, quantity: 20, row: 3 })
  })

  it('triggers nothing before it is filled completely', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100 v100', '100/101/99/100 v200'] })
    venue.oto('buy limit 100 x30', ['sell limit 110'])
    venue.play(1)
    expect(venue.accepted).toEqual(['start: #0'])
    venue.play(1)
    expect(venue.accepted).toEqual(['start: #0', 'open 1: #1'])
  })

  it('does not trigger a stop that has nothing to close', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100 v100', '105/106/104/105 v1000', '94/96/93/96 v0'] })
    venue.bracket('buy limit 100 x30', { stopLoss: 'stop 95', takeProfit: ['limit 105'] })
    venue.play(2)
    const before = venue.log.length
    expect(venue.play().log.slice(before)).toEqual([])
  })
})

describe('a trailing stop that sleeps until a price trades', () => {
  it('is awake from the fill of its entry on, if that is the price', () => {
    const venue = new TestVenue({ bars: ['100/100/94/96'] })
    venue.bracket('buy market', { stopLoss: 'trailingStop 5' }, { activationPrice: 100 })
    expect(venue.play().fills.at(-1)).toMatchObject({ order: 1, price: 95, ambiguous: false })
  })

  it('sleeps on at an entry short of that price', () => {
    const venue = new TestVenue({ bars: ['100/101/94/96'] })
    venue.bracket('buy market', { stopLoss: 'trailingStop 5' }, { activationPrice: 105 })
    expect(venue.play().log).toEqual(['open 0: #0 10 @ 100'])
  })
})

describe('at an open that has volume for one of two orders that it triggers', () => {
  const firstOf = (children: readonly string[]): number | string | undefined => {
    const venue = new TestVenue({ bars: ['100/101/99/100 v200'] })
    venue.oto('buy market', children)
    venue.open()
    expect(venue.fills).toHaveLength(2)
    return venue.fills[1]?.order
  }

  it('a market order goes before a limit', () => {
    expect(firstOf(['sell limit 90', 'sell market'])).toBe(2)
  })

  it('the nearer limit goes first, and of two at one price the one that was sent first', () => {
    expect(firstOf(['sell limit 90', 'sell limit 95'])).toBe(2)
    expect(firstOf(['sell limit 95', 'sell limit 95'])).toBe(1)
  })
})

describe('an order that only reduces', () => {
  it('fills all or nothing where it is FOK', () => {
    const played = (volume: number) => {
      const venue = new TestVenue({ bars: [`${still} v1000`, `${still} v${String(volume)}`] })
      venue.send('buy market')
      venue.play(1)
      venue.send('sell market', { reduceOnly: true, timeInForce: 'FOK' })
      return venue.play().log.slice(1)
    }
    expect(played(90)).toEqual(['open 1: #1 canceled NO_LIQUIDITY'])
    expect(played(100)).toEqual(['open 1: #1 10 @ 100'])
  })

  it('goes on with what it found no volume for', () => {
    const venue = new TestVenue({ bars: [`${still} v1000`, `${still} v50`, `${still} v1000`] })
    venue.send('buy market')
    venue.play(1)
    venue.send('sell market', { reduceOnly: true })
    expect(venue.play().log.slice(1)).toEqual(['open 1: #1 5 @ 100', 'open 2: #1 5 @ 100'])
  })

  it('rests as a limit with nothing to reduce, and is canceled when it would fill', () => {
    const venue = new TestVenue({ bars: [still, '100/106/99/104', '104/104/103/104', '104/106/103/104'] })
    venue.send('buy market x5')
    venue.play(1)
    venue.send('sell limit 105', { reduceOnly: true })
    expect(venue.play().log.slice(1)).toEqual(['close 1: #1 5 @ 105', 'close 3: #1 canceled REDUCE_ONLY'])
  })

  it('is not canceled as a limit that found volume for a part', () => {
    const venue = new TestVenue({ bars: [`${still} v1000`, '100/106/99/104 v50'] })
    venue.send('buy market')
    venue.play(1)
    venue.send('sell limit 105', { reduceOnly: true })
    expect(venue.play().log.slice(1)).toEqual(['close 1: #1 5 @ 105'])
  })
})

describe('stop 95 and target 105 for ten in a bar that has volume for five', () => {
  it.each([
    ['pessimistic', 95],
    ['optimistic', 105],
  ] as const)('come to what is %s: %d', (policy, price) => {
    const venue = new TestVenue({ bars: [`${still} v1000`, '100/106/94/100 v50'], fills: { policy } })
    venue.send('buy market')
    venue.play(1)
    venue.protect('buy', { stopLoss: 'stop 95', takeProfit: ['limit 105'] })
    expect(venue.play().fills.slice(1)).toMatchObject([{ price, quantity: 5, ambiguous: true }])
  })
})

describe('an order whose fill concerns others', () => {
  it('has ended once it is filled', () => {
    const venue = new TestVenue({ bars: [still, '100/106/99/104'] })
    venue.bracket('buy market', { takeProfit: ['limit 105'] })
    venue.play()
    venue.cancel(0)
    venue.cancel(1)
    expect(venue.log.slice(-2)).toEqual(['close 1: #0 cancelRefused TOO_LATE', 'close 1: #1 cancelRefused TOO_LATE'])
  })

  it('is certain where it fills at the price that triggers it, although that is its limit and the low of the bar', () => {
    const venue = new TestVenue({ bars: ['100/103/98/101'] })
    venue.bracket('buy limitIfTouched 98 98', { stopLoss: 'stop 90' })
    expect(venue.play().fills).toMatchObject([{ price: 98, ambiguous: false, touched: false }])
  })
})

describe('alternatives of different size', () => {
  it('end when the smaller one is filled', () => {
    const venue = new TestVenue({ bars: ['100/101/97/98'] })
    venue.oco(['buy limit 98 x5', 'buy stop 102 x10'])
    expect(venue.play().log).toEqual(['close 0: #0 5 @ 98', 'close 0: #1 canceled LINKED'])
  })

  it('end when the larger one has filled as much as they are for', () => {
    const venue = new TestVenue({ bars: ['100/101/97/98 v50'] })
    venue.oco(['buy limit 98 x10', 'buy stop 102 x5'])
    expect(venue.play().log).toEqual(['close 0: #0 5 @ 98', 'close 0: #1 canceled LINKED'])
  })
})

describe('the exits of a short position', () => {
  it('shrink with what another order takes of it', () => {
    const venue = new TestVenue({ bars: [still, still] })
    venue.bracket('sell market', { stopLoss: 'stop 110', takeProfit: ['limit 90'] })
    venue.play(1)
    venue.send('buy market x4')
    expect(venue.play().log.slice(1)).toEqual([
      'open 1: #3 4 @ 100',
      'open 1: #1 replaced quantity 6',
      'open 1: #2 replaced quantity 6',
    ])
  })
})

describe('a replace of an entry that has exits', () => {
  it('is told of the exits when they go live', () => {
    const venue = new TestVenue({ bars: [still, '100/101/97/98'] })
    venue.bracket('buy limit 98', { stopLoss: 'stop 90' })
    venue.play(1)
    venue.replace(0, { quantityUnits: 6 })
    expect(venue.log).toEqual(['close 0: #0 replaced quantity 6 asked'])
    expect(venue.play().log.slice(1)).toEqual(['close 1: #0 6 @ 98', 'close 1: #1 replaced quantity 6'])
  })

  it('is told of the exits at once where they are live', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100 v50', still] })
    venue.bracket('buy limit 100', { stopLoss: 'stop 90' })
    venue.play(1)
    venue.replace(0, { quantityUnits: 8 })
    expect(venue.log.slice(1)).toEqual(['close 0: #0 replaced quantity 8 asked', 'close 0: #1 replaced quantity 8'])
  })

  it('cuts those that were for a part of it only when it has come to less', () => {
    const venue = new TestVenue({ bars: [still, '100/101/97/98'] })
    venue.bracket('buy limit 98', { stopLoss: 'stop 90', takeProfit: ['limit 105 x5', 'limit 106 x3'] })
    venue.play(1)
    venue.replace(0, { quantityUnits: 4 })
    expect(venue.log).toEqual(['close 0: #0 replaced quantity 4 asked'])
    expect(venue.play().log.slice(1)).toEqual([
      'close 1: #0 4 @ 98',
      'close 1: #1 replaced quantity 4',
      'close 1: #2 replaced quantity 4',
    ])
  })
})
