import { describe, expect, it } from 'vitest'
import { TestVenue } from './test-venue.js'

describe('scarce volume inside a bar', () => {
  const firstOf = (policy: 'pessimistic' | 'ohlc' | 'olhc' | 'nearest', bar: string) => {
    const venue = new TestVenue({ bars: [`${bar} v50`], fills: { policy } })
    venue.send('buy limit 99 x5')
    venue.send('sell limit 104 x5')
    return venue.play().fills.map(({ order, ambiguous }) => ({ order, ambiguous }))
  }

  it('goes to the level that the path of the policy comes to first', () => {
    const nearerToLow = '100/105/98/101'
    expect(firstOf('ohlc', nearerToLow)).toMatchObject([{ order: 1 }])
    expect(firstOf('olhc', nearerToLow)).toMatchObject([{ order: 0 }])
    expect(firstOf('nearest', nearerToLow)).toMatchObject([{ order: 0 }])
    expect(firstOf('nearest', '100/105/95/101')).toMatchObject([{ order: 0 }])
    expect(firstOf('nearest', '100/105/94/101')).toMatchObject([{ order: 1 }])
  })

  it('goes to the level nearer to the open where no path is supposed, and is marked', () => {
    expect(firstOf('pessimistic', '100/105/98/101')).toEqual([{ order: 0, ambiguous: true }])
  })
})

describe('a buy limit at the low of a bar', () => {
  const played = (policy: 'pessimistic' | 'optimistic', bar: string) => {
    const venue = new TestVenue({ bars: [bar], fills: { policy } })
    venue.send('buy limit 98')
    return venue.play()
  }

  it('that closes there too stays if pessimistic, and fills if optimistic', () => {
    expect(played('pessimistic', '100/101/98/98').fills).toEqual([])
    expect(played('optimistic', '100/101/98/98').fills).toMatchObject([{ price: 98, touched: true }])
  })

  it('is noted where it stays, as touched and as undecided', () => {
    const stays = played('pessimistic', '100/101/98/99').notes
    expect([stays.undecided, stays.touchedUnfilled]).toEqual([1, 1])
    const fills = played('optimistic', '100/101/98/99').notes
    expect([fills.undecided, fills.touchedUnfilled]).toEqual([0, 0])
  })
})

describe('what some path fills and the policy leaves', () => {
  it('is noted of an order alone', () => {
    const venue = new TestVenue({ bars: ['100/103/99/102.5'] })
    venue.send('buy stopLimit 102 101')
    const { undecided, touchedUnfilled } = venue.play().notes
    expect([undecided, touchedUnfilled]).toEqual([1, 0])
  })

  it('is noted of each of two exits of which only one can fill', () => {
    const venue = new TestVenue({ bars: ['100/100/100/100', '100/105/94/100'] })
    venue.send('buy market')
    venue.play(1)
    venue.protect('buy', { stopLoss: 'stop 95', takeProfit: ['limit 105'] })
    const { undecided, touchedUnfilled } = venue.play().notes
    expect([undecided, touchedUnfilled]).toEqual([1, 1])
  })
})

describe('an order that expires inside a bar', () => {
  const played = (expiresAt: 'inside' | 'at the close') => {
    const venue = new TestVenue({ bars: ['100/101/97/99'] })
    const day = 86_400_000
    venue.send('buy limit 98', { expireAt: venue.now + (expiresAt === 'inside' ? day - 1 : day) })
    return venue.play().log
  }

  it('does not meet the rest of it', () => {
    expect(played('inside')).toEqual(['close 0: #0 expired EXPIRED'])
  })

  it('meets all of it where it expires at the close', () => {
    expect(played('at the close')).toEqual(['close 0: #0 10 @ 98'])
  })
})

describe('scarce volume that two levels want', () => {
  it.each(['pessimistic', 'optimistic', 'finer'] as const)('goes to the nearer one above the open if %s', (policy) => {
    const venue = new TestVenue({ bars: ['100/105/97/101 v50'], fills: { policy } })
    venue.send('buy limit 98 x5')
    venue.send('sell limit 101 x5')
    expect(venue.play().fills).toMatchObject([{ order: 1, ambiguous: true }])
  })

  it('goes to the nearer one for sure where both lie on one side', () => {
    const venue = new TestVenue({ bars: ['100/105/97/101 v50'] })
    venue.send('buy limit 98 x5')
    venue.send('buy limit 99 x5')
    expect(venue.play().fills).toMatchObject([{ order: 1, price: 99, ambiguous: false }])
  })

  it('is in doubt for an entry with exits too', () => {
    const venue = new TestVenue({ bars: ['100/105/98/101 v50'] })
    venue.bracket('buy limit 99 x5', { stopLoss: 'stop 90' })
    venue.send('sell limit 104 x5', { strategy: 'other' })
    expect(venue.play().fills).toMatchObject([{ order: 0, ambiguous: true, bounds: { low: 99, high: 99 } }])
  })
})

describe('outcomes of one value', () => {
  // At its close, a fill at 98 is worth as much as none.
  const fillsIn = (policy: 'pessimistic' | 'optimistic') => {
    const venue = new TestVenue({ bars: ['100/101/98/98'], fills: { policy } })
    venue.bracket('buy limit 98', { stopLoss: 'stop 90' })
    return venue.play().fills
  }

  it('are no fill if pessimistic, and one if optimistic', () => {
    expect(fillsIn('pessimistic')).toEqual([])
    expect(fillsIn('optimistic')).toMatchObject([{ price: 98, touched: true }])
  })
})
