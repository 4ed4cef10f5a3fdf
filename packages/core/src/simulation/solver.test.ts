import { describe, expect, it } from 'vitest'
import type { FillRules } from './fill-rules.js'
import { TestVenue, type TestExits } from './test-venue.js'

/** The fills in one bar of a position of 10 that is held, and of its exits. */
function exitsIn(bar: string, exits: TestExits, fills: FillRules, held: 'buy' | 'sell' = 'buy') {
  const venue = new TestVenue({ bars: ['100/100/100/100', bar], instrument: { tickSize: 1 }, fills })
  venue.send(`${held} market`)
  venue.play(1)
  venue.protect(held, exits)
  return venue.play().fills.slice(1)
}

describe('stop 95 and target 105 where a limit fills one tick beyond it', () => {
  const exits = { stopLoss: 'stop 95', takeProfit: ['limit 105'] }

  it.each([
    ['pessimistic', 95],
    ['optimistic', 105],
    ['ohlc', 105],
    ['olhc', 95],
  ] as const)('come to what is %s in a bar from 94 to 106: %d', (policy, price) => {
    const fills = exitsIn('100/106/94/100', exits, { policy, touch: { penetrateTicks: 1 } })
    expect(fills).toMatchObject([{ price, quantity: 10, ambiguous: true, touched: false }])
  })

  it('come to the stop on every path where the bar goes only to 105.5', () => {
    const fills = exitsIn('100/105.5/94/100', exits, { policy: 'optimistic', touch: { penetrateTicks: 1 } })
    expect(fills).toMatchObject([{ price: 95, ambiguous: false }])
  })

  it('leave a second target at 106 alone in a bar that goes to 106.5', () => {
    const two = { stopLoss: 'stop 95', takeProfit: ['limit 105 x5', 'limit 106 x5'] }
    const fills = exitsIn('100/106.5/94/100', two, { policy: 'optimistic', touch: { penetrateTicks: 1 } })
    expect(fills).toMatchObject([
      { price: 105, quantity: 5 },
      { price: 95, quantity: 5 },
    ])
  })

  it('leave a second target at 95 of a short position alone in a bar that goes to 94.5', () => {
    const two = { stopLoss: 'stop 105', takeProfit: ['limit 96 x5', 'limit 95 x5'] }
    const fills = exitsIn('100/106/94.5/100', two, { policy: 'optimistic', touch: { penetrateTicks: 1 } }, 'sell')
    expect(fills).toMatchObject([
      { price: 96, quantity: 5 },
      { price: 105, quantity: 5 },
    ])
  })
})

describe('a target that is the high of its bar, with a stop that the bar reaches too', () => {
  it.each([{ policy: 'optimistic' }, { policy: 'optimistic', touch: 'fill' }] as const)(
    'is marked as touched where it fills by %j',
    (rules) => {
      const fills = exitsIn('100/105/94/100', { stopLoss: 'stop 95', takeProfit: ['limit 105'] }, rules)
      expect(fills).toMatchObject([{ price: 105, ambiguous: true, touched: true }])
    },
  )

  it('is not marked as touched where the bar goes beyond it', () => {
    const fills = exitsIn(
      '100/106/94/100',
      { stopLoss: 'stop 95', takeProfit: ['limit 105'] },
      { policy: 'optimistic' },
    )
    expect(fills).toMatchObject([{ price: 105, ambiguous: true, touched: false }])
  })
})

describe('a trailing stop of 5 and a target', () => {
  it('leave open at what price the stop of a long position is out before the target at 108', () => {
    const exits = { stopLoss: 'trailingStop 5', takeProfit: ['limit 108'] }
    const fills = exitsIn('100/110/97/104', exits, { touch: 'fill' })
    expect(fills).toMatchObject([{ price: 97, ambiguous: true, bounds: { low: 97, high: 103 } }])
  })

  it('leave open at what price the stop of a short position is out before the target at 92', () => {
    const exits = { stopLoss: 'trailingStop 5', takeProfit: ['limit 92'] }
    const fills = exitsIn('100/103/90/96', exits, { touch: 'fill' }, 'sell')
    expect(fills).toMatchObject([{ price: 103, ambiguous: true, bounds: { low: 97, high: 103 } }])
  })
})

describe('the worst of all paths', () => {
  it('counts a fill by its quantity', () => {
    // At a close of 100: all out at 95 costs 50; half at 101 and half at 95 only 20.
    const exits = { stopLoss: 'stop 95', takeProfit: ['limit 101 x5', 'limit 110 x5'] }
    const fills = exitsIn('100/111/94/100', exits, { policy: 'pessimistic' })
    expect(fills).toMatchObject([{ price: 95, quantity: 10 }])
  })
})

describe('a target that has nothing to close', () => {
  const fillsIn = (policy: 'pessimistic' | 'optimistic') => {
    const bars = ['100/101/99/100 v100', '105/106/104/105 v1000', '103/107/99/104 v1000']
    const venue = new TestVenue({ bars, fills: { policy } })
    venue.bracket('buy limit 100 x30', { takeProfit: ['limit 105'] })
    return venue.play().fills.map(({ row, price, quantity }) => [row, price, quantity])
  }

  it('is passed by the price, and is there for what its entry fills afterwards', () => {
    const before = [
      [0, 100, 10],
      [1, 105, 10],
    ]
    expect(fillsIn('pessimistic')).toEqual([...before, [2, 100, 20]])
    expect(fillsIn('optimistic')).toEqual([...before, [2, 100, 20], [2, 105, 20]])
  })
})

describe('three alternatives of which one expires inside the bar', () => {
  it('leave the bar to the two others', () => {
    const venue = new TestVenue({ bars: ['100/104/96/100'], fills: { policy: 'ohlc' } })
    const link = { role: 'alternative', group: 0, parent: undefined } as const
    venue.linked([
      ['buy stop 102', { link, expireAt: venue.now + 3_600_000 }],
      ['buy stop 103', { link }],
      ['buy limit 97', { link }],
    ])
    expect(venue.play().fills).toMatchObject([{ order: 1, price: 103, quantity: 10 }])
  })
})

describe('a trailing stop of 5 with a stop that stands still', () => {
  // Sent first, the trailing stop goes first where both are at one price.
  it.each([
    ['a long', 'buy', '100/104/94/100', 'sell stop 97', 99, { low: 97, high: 99 }],
    ['a short', 'sell', '100/106/96/100', 'buy stop 103', 101, { low: 101, high: 103 }],
  ] as const)('is out of %s position no later than the other', (_, held, bar, stop, price, bounds) => {
    const venue = new TestVenue({ bars: ['100/100/100/100', bar], fills: { policy: 'optimistic' } })
    venue.send(`${held} market`)
    venue.play(1)
    const link = { role: 'stopLoss', group: 1, parent: undefined } as const
    const side = held === 'buy' ? 'sell' : 'buy'
    venue.linked([
      [`${side} trailingStop 5`, { link, reduceOnly: true }],
      [stop, { link, reduceOnly: true }],
    ])
    expect(venue.play().fills.at(-1)).toMatchObject({ order: 1, price, ambiguous: true, bounds })
  })
})

describe('a limit that fills one tick beyond it', () => {
  it('fills before an alternative that is touched farther on', () => {
    const fills = { touch: { penetrateTicks: 1 } }
    const venue = new TestVenue({ bars: ['100/107/99/103'], instrument: { tickSize: 1 }, fills })
    venue.oco(['sell limit 105', 'sell marketIfTouched 106.3'])
    expect(venue.play().fills).toMatchObject([{ order: 0, price: 105, ambiguous: false }])
  })
})

describe('on a named path, a trailing stop that the bar may have hit as soon as it came into the bar', () => {
  it.each([
    ['sell trailingStop 6', 'ohlc', '103/103/103/103', '100/109/100/100', 103, { low: 100, high: 103 }],
    ['buy trailingStop 6', 'olhc', '97/97/97/97', '100/100/91/100', 97, { low: 97, high: 100 }],
  ] as const)('is marked with all prices that it may be out at: %s', (order, policy, before, bar, price, bounds) => {
    const venue = new TestVenue({ bars: [before, bar], fills: { policy } })
    venue.send(order)
    expect(venue.play().fills).toMatchObject([{ price, ambiguous: true, bounds }])
  })

  it.each([
    ['sell trailingStop 0.05', 'ohlc', '102/102/102/102', '100/120/100/100', 114, { low: 100, high: 114 }],
    ['buy trailingStop 0.05', 'olhc', '98/98/98/98', '100/100/80/100', 84, { low: 84, high: 100 }],
  ] as const)('is marked so by a fraction too: %s', (order, policy, before, bar, price, bounds) => {
    const venue = new TestVenue({ bars: [before, bar], fills: { policy } })
    venue.send(order, { fraction: true })
    expect(venue.play().fills).toMatchObject([{ price, ambiguous: true, bounds }])
  })
})
