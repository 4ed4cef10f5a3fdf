import { describe, expect, it } from 'vitest'
import { xnys } from '../calendar/xnys.js'
import { TestVenue } from './test-venue.js'

const still = '100/101/99/100'

describe('the exits of an entry', () => {
  it('are accepted once the entry has filled, and not before', () => {
    const venue = new TestVenue({ bars: [still, '100/101/97/98', still] })
    venue.bracket('buy limit 98', { stopLoss: 'stop 90', takeProfit: ['limit 110'] })
    venue.play(1)
    expect(venue.accepted).toEqual(['start: #0'])
    venue.play(1)
    expect(venue.accepted).toEqual(['start: #0', 'close 1: #1', 'close 1: #2'])
  })

  it('end when one of them has closed what was entered', () => {
    const venue = new TestVenue({ bars: [still, '100/106/99/104'] })
    venue.bracket('buy market', { stopLoss: 'stop 95', takeProfit: ['limit 105'] })
    expect(venue.play().log).toEqual(['open 0: #0 10 @ 100', 'close 1: #2 10 @ 105', 'close 1: #1 canceled LINKED'])
  })

  it('are canceled with an entry that has not filled', () => {
    const venue = new TestVenue({ bars: [still, still] })
    venue.bracket('buy limit 90', { stopLoss: 'stop 85', takeProfit: ['limit 105'] })
    venue.play(1)
    venue.cancel(0)
    expect(venue.play().log).toEqual([
      'close 0: #0 canceled CANCELED',
      'close 0: #1 canceled LINKED',
      'close 0: #2 canceled LINKED',
    ])
  })

  it('are canceled with an entry that expires without a fill', () => {
    const venue = new TestVenue({ bars: [still, still] })
    venue.bracket('buy limit 90', { stopLoss: 'stop 85' }, { timeInForce: 'DAY' })
    expect(venue.play().log).toEqual(['close 0: #0 expired EXPIRED', 'close 0: #1 canceled LINKED'])
  })

  it('are canceled with an entry that finds no liquidity at once', () => {
    const venue = new TestVenue({ bars: [still] })
    venue.bracket('buy limit 90', { stopLoss: 'stop 85' }, { timeInForce: 'IOC' })
    expect(venue.play().log).toEqual(['open 0: #0 canceled NO_LIQUIDITY', 'open 0: #1 canceled LINKED'])
  })

  it('close what the entry has filled in part, and more once it fills more', () => {
    const bars = ['100/101/99/100 v100', '105/106/104/105 v1000', '100/101/99/100 v100', '105/106/104/105 v1000']
    const venue = new TestVenue({ bars })
    venue.bracket('buy limit 100 x30', { stopLoss: 'stop 90', takeProfit: ['limit 105'] })
    venue.play()
    expect(venue.fills.map(({ order, quantity, price }) => [order, quantity, price])).toEqual([
      [0, 10, 100],
      [2, 10, 105],
      [0, 10, 100],
      [2, 10, 105],
    ])
  })

  it('a stop that is triggered sells what the entry still buys before a target that the open meets', () => {
    const venue = new TestVenue({ bars: ['100/100/100/100 v50', '95/95/95/95 v50', '110/110/110/110 v100'] })
    venue.bracket('buy market', { stopLoss: 'stop 95', takeProfit: ['limit 110'] })
    expect(venue.play().fills).toMatchObject([
      { order: 0, quantity: 5, price: 100 },
      { order: 1, quantity: 5, price: 95 },
      { order: 0, quantity: 5, price: 110 },
      { order: 1, quantity: 5, price: 110 },
    ])
  })

  it('stay when an entry that has filled in part is canceled, for that part', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100 v100', still, '100/101/89/92 v1000'] })
    venue.bracket('buy limit 100 x30', { stopLoss: 'stop 90', takeProfit: ['limit 105'] })
    venue.play(1)
    venue.cancel(0)
    venue.play()
    expect(venue.fills.map(({ order, quantity, price }) => [order, quantity, price])).toEqual([
      [0, 10, 100],
      [1, 10, 90],
    ])
    expect(venue.log.at(-1)).toBe('close 2: #2 canceled LINKED')
  })

  it('that the price has passed while they had nothing to close are out at once, at the price that fills the entry', () => {
    const venue = new TestVenue({ bars: ['1/1/1/1 v2', '1/1/1/1 v2', '4/4/1/1 v2'], fills: { maxVolumeFraction: 1 } })
    venue.bracket('buy limit 2 x3', { stopLoss: 'trailingStop 1', takeProfit: ['limit 1 x2'] })
    venue.play()
    // The stop has followed the price to 4, and stands at 3 when the rest is entered at 2.
    expect(venue.fills.map(({ order, quantity, price }) => [order, quantity, price])).toEqual([
      [0, 2, 1],
      [2, 2, 1],
      [0, 1, 2],
      [1, 1, 2],
    ])
  })

  it('can all be at the open that fills the entry: a round trip of one instant', () => {
    const venue = new TestVenue({ bars: ['106/107/94/100'] })
    venue.bracket('buy market', { stopLoss: 'stop 95', takeProfit: ['limit 105'] })
    expect(venue.play().log).toEqual(['open 0: #0 10 @ 106', 'open 0: #2 10 @ 106', 'open 0: #1 canceled LINKED'])
  })

  it('go on without one that is canceled', () => {
    const venue = new TestVenue({ bars: [still, '100/101/94/95'] })
    venue.bracket('buy market', { stopLoss: 'stop 95', takeProfit: ['limit 105'] })
    venue.play(1)
    venue.cancel(2)
    expect(venue.play().log).toEqual([
      'open 0: #0 10 @ 100',
      'close 0: #2 canceled CANCELED',
      'close 1: #1 triggered',
      'close 1: #1 10 @ 95',
    ])
  })
})

describe('scaled exits', () => {
  it('leave the stop what the targets have not closed, and say so', () => {
    const venue = new TestVenue({ bars: [still, '100/104/99/103', '103/104/94/95'] })
    venue.bracket('buy market', { stopLoss: 'stop 95', takeProfit: ['limit 103 x4', 'limit 106 x6'] })
    expect(venue.play().log).toEqual([
      'open 0: #0 10 @ 100',
      'close 1: #2 4 @ 103',
      'close 1: #1 replaced quantity 6',
      'close 2: #1 triggered',
      'close 2: #1 6 @ 95',
      'close 2: #3 canceled LINKED',
    ])
  })

  it('of targets that want more than was entered fill what there is', () => {
    const venue = new TestVenue({ bars: [still, '100/110/99/110'] })
    venue.bracket('buy market', { takeProfit: ['limit 103 x8', 'limit 106 x8'] })
    venue.play()
    expect(venue.fills.map(({ order, quantity, price }) => [order, quantity, price])).toEqual([
      [0, 10, 100],
      [1, 8, 103],
      [2, 2, 106],
    ])
  })
})

describe('exits of what is held already', () => {
  it('close it and end each other', () => {
    const venue = new TestVenue({ bars: [still, '100/101/94/96'] })
    venue.send('buy market')
    venue.play(1)
    venue.protect('buy', { stopLoss: 'stop 95', takeProfit: ['limit 105'] })
    expect(venue.play().log).toEqual([
      'open 0: #0 10 @ 100',
      'close 1: #1 triggered',
      'close 1: #1 10 @ 95',
      'close 1: #2 canceled LINKED',
    ])
  })
})

describe('what another order of the strategy reduces', () => {
  const bracketed = (): TestVenue => {
    const venue = new TestVenue({ bars: [still, still, '100/101/89/95'] })
    venue.bracket('buy market', { stopLoss: 'stop 90' })
    venue.bracket('buy market', { stopLoss: 'stop 91' })
    return venue.play(1)
  }

  it('is taken from the oldest exits first', () => {
    const venue = bracketed()
    venue.log.length = 0
    venue.send('sell market', { quantity: 4 })
    expect(venue.play().log).toEqual([
      'open 1: #4 4 @ 100',
      'open 1: #1 replaced quantity 6',
      'close 2: #3 triggered',
      'close 2: #3 10 @ 91',
      'close 2: #1 triggered',
      'close 2: #1 6 @ 90',
    ])
  })

  it('ends exits that have nothing left to protect', () => {
    const venue = bracketed()
    venue.log.length = 0
    venue.send('sell market', { quantity: 15 })
    venue.play(1)
    expect(venue.log).toEqual(['open 1: #4 15 @ 100', 'open 1: #1 canceled LINKED', 'open 1: #3 replaced quantity 5'])
  })

  it('comes first out of what no exits protect', () => {
    const venue = new TestVenue({ bars: [still, still] })
    venue.send('buy market', { quantity: 5 })
    venue.bracket('buy market', { stopLoss: 'stop 90' })
    venue.play(1)
    venue.send('sell market', { quantity: 5 })
    venue.play()
    expect(venue.log.filter((line) => line.includes('replaced'))).toEqual([])
  })

  it('is nothing to the exits of another strategy', () => {
    const venue = new TestVenue({ bars: [still, still, '100/101/89/95'] })
    venue.bracket('buy market', { stopLoss: 'stop 90' }, { strategy: 'one' })
    venue.send('sell market', { strategy: 'other' })
    venue.play()
    expect(venue.log.at(-1)).toBe('close 2: #1 10 @ 90')
  })
})

describe('an order that only reduces', () => {
  it('is canceled when it would fill and nothing is held against it', () => {
    const venue = new TestVenue({ bars: [still] })
    venue.send('sell market', { reduceOnly: true })
    expect(venue.play().log).toEqual(['open 0: #0 canceled REDUCE_ONLY'])
  })

  it('fills no more than its strategy holds against it', () => {
    const venue = new TestVenue({ bars: [still, still] })
    venue.send('buy market', { quantity: 6, strategy: 'one' })
    venue.send('buy market', { quantity: 9, strategy: 'other' })
    venue.play(1)
    const order = venue.send('sell market', { reduceOnly: true, strategy: 'one' })
    venue.play()
    expect(venue.fills.filter((fill) => fill.order === order)).toMatchObject([{ quantity: 6 }])
  })

  it('waits unharmed while nothing is held', () => {
    const venue = new TestVenue({ bars: [still, still, '100/106/99/105'] })
    venue.send('sell limit 105', { reduceOnly: true })
    venue.play(1)
    venue.send('buy market')
    expect(venue.play().log).toEqual(['open 1: #1 10 @ 100', 'close 2: #0 10 @ 105'])
  })

  it('follows what is held across zero', () => {
    const venue = new TestVenue({ bars: [still, still, '100/101/94/95'] })
    venue.send('sell market', { quantity: 5 })
    venue.play(1)
    venue.send('sell stop 95', { reduceOnly: true })
    venue.send('buy stop 94', { reduceOnly: true })
    venue.play(1)
    expect(venue.log).toEqual([
      'open 0: #0 5 @ 100',
      'open 1: #2 triggered',
      'open 1: #2 5 @ 100',
      'open 1: #2 canceled REDUCE_ONLY',
    ])
    expect(venue.play().log.slice(4)).toEqual(['close 2: #1 triggered', 'close 2: #1 canceled REDUCE_ONLY'])
  })
})

describe('alternatives', () => {
  it('end once one of them is filled', () => {
    const venue = new TestVenue({ bars: [still, '100/101/97/98'] })
    venue.oco(['buy limit 98', 'buy stop 103', 'sell limit 110'])
    expect(venue.play().log).toEqual([
      'close 1: #0 10 @ 98',
      'close 1: #1 canceled LINKED',
      'close 1: #2 canceled LINKED',
    ])
  })

  it('lose what one of them fills in part', () => {
    const venue = new TestVenue({ bars: ['100/101/97/98 v40', '98/99/97.5/98 v1000'] })
    venue.oco(['buy limit 98', 'buy limit 90 x6', 'buy limit 89 x3'])
    expect(venue.play(1).log).toEqual([
      'close 0: #0 4 @ 98',
      'close 0: #1 replaced quantity 2',
      'close 0: #2 canceled LINKED',
    ])
  })

  it('go on without one that is canceled', () => {
    const venue = new TestVenue({ bars: [still, '100/104/99/103'] })
    venue.oco(['buy limit 98', 'buy stop 103'])
    venue.play(1)
    venue.cancel(0)
    expect(venue.play().log).toEqual(['close 0: #0 canceled CANCELED', 'close 1: #1 triggered', 'close 1: #1 10 @ 103'])
  })

  it('have exits of their own, which end with the alternative that does not fill', () => {
    const venue = new TestVenue({ bars: ['100/104/100/104', '104/105/99/100'] })
    venue.oco([
      ['buy stop 103', { stopLoss: 'stop 99' }],
      ['sell stop 97', { stopLoss: 'stop 100' }],
    ])
    expect(venue.play().log).toEqual([
      'close 0: #0 triggered',
      'close 0: #0 10 @ 103',
      'close 0: #2 canceled LINKED',
      'close 0: #3 canceled LINKED',
      'close 1: #1 triggered',
      'close 1: #1 10 @ 99',
    ])
  })
})

describe('a triggered order', () => {
  it('is held until its parent is filled', () => {
    const venue = new TestVenue({ bars: ['100/111/99/100', '100/101/97/98', '98/111/97/110'] })
    venue.oto('buy limit 98', ['sell limit 110'])
    venue.play(2)
    expect(venue.accepted).toEqual(['start: #0', 'close 1: #1'])
    expect(venue.play().log).toEqual(['close 1: #0 10 @ 98', 'close 2: #1 10 @ 110'])
  })

  it('is live from the price of that fill on: one that is marketable there fills there', () => {
    const venue = new TestVenue({ bars: ['100/101/97/99'] })
    venue.oto('buy limit 98', ['buy market x5', 'sell limit 97 x5', 'buy stop 98 x5'])
    venue.play()
    for (const child of [1, 2, 3])
      expect(venue.fills.find(({ order }) => order === child)).toMatchObject({
        price: 98,
        quantity: 5,
        ambiguous: false,
      })
  })

  it('waits for all of its parent', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100 v50', '100/101/99/100 v1000'] })
    venue.oto('buy market', ['sell limit 90'])
    expect(venue.play().log).toEqual(['open 0: #0 5 @ 100', 'open 1: #0 5 @ 100', 'open 1: #1 10 @ 100'])
  })

  it('is canceled where its parent ends without being filled', () => {
    const venue = new TestVenue({ bars: [still, still] })
    venue.oto('buy limit 90', ['sell limit 110', 'buy limit 80'])
    venue.play(1)
    venue.cancel(0)
    expect(venue.play().log).toEqual([
      'close 0: #0 canceled CANCELED',
      'close 0: #1 canceled LINKED',
      'close 0: #2 canceled LINKED',
    ])
  })
})

describe('a triggered order for an auction', () => {
  it('waits for it, and does not fill where its parent did', () => {
    const hours = [14.5, 15.5, 20].map(
      (hour) => [Date.UTC(2024, 0, 2) + hour * 3_600_000, Date.UTC(2024, 0, 2) + (hour + 1) * 3_600_000] as const,
    )
    const venue = new TestVenue({
      bars: ['100/101/99/100', '100/103/99/102', '102/104/101/103'],
      times: hours,
      instrument: { calendar: xnys() },
    })
    venue.oto('buy stop 102', ['sell marketOnClose'])
    expect(venue.play().log.slice(-1)).toEqual(['close 2: #1 10 @ 103'])
    expect(venue.fills.map(({ order, price }) => [order, price])).toEqual([
      [0, 102],
      [1, 103],
    ])
  })
})
