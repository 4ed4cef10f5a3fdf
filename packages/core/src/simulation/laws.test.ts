import { describe, expect, it } from 'vitest'
import type { FillRules } from './fill-rules.js'
import { TestVenue, type TestFill } from './test-venue.js'

/** What one order fills in one bar. */
function fillsOf(order: string, bar: string, fills: FillRules): readonly TestFill[] {
  const venue = new TestVenue({ bars: [bar], fills })
  venue.send(order)
  return venue.play().fills
}

describe('a buy stop-limit 102/101 that is triggered inside a bar', () => {
  const order = 'buy stopLimit 102 101'

  it('fills where the bar closes at its limit and a touch is a fill, and is marked as touched', () => {
    const fills = fillsOf(order, '100/103/99/101', { touch: 'fill' })
    expect(fills).toMatchObject([{ price: 101, ambiguous: true, touched: true }])
  })

  it('stays where the bar closes at its limit and a touch is what the policy says', () => {
    expect(fillsOf(order, '100/103/99/101', { policy: 'pessimistic' })).toEqual([])
  })

  it('stays where the bar closes above its limit, even if a touch is a fill', () => {
    expect(fillsOf(order, '100/103/99/102.5', { touch: 'fill' })).toEqual([])
  })

  it('fills in an optimistic view where some path comes back to its limit', () => {
    const optimistic = (bar: string) => fillsOf(order, bar, { policy: 'optimistic' })
    expect(optimistic('101.5/103/100/102')).toMatchObject([{ price: 101, ambiguous: true, touched: false }])
    expect(optimistic('101.5/103/101/102')).toMatchObject([{ price: 101, ambiguous: true, touched: true }])
    expect(optimistic('101.5/103/100/101')).toMatchObject([{ price: 101, ambiguous: true, touched: true }])
  })
})

describe('a buy limit-if-touched 99/98', () => {
  it('fills where the low of the bar is its limit and a touch is a fill', () => {
    const fills = fillsOf('buy limitIfTouched 99 98', '100/101/98/100', { touch: 'fill' })
    expect(fills).toMatchObject([{ price: 98, ambiguous: true, touched: true }])
  })
})

describe('at an open that fills another order', () => {
  it('a trailing order sleeps on', () => {
    const venue = new TestVenue({ bars: ['100/100/97/98'] })
    venue.send('buy market')
    venue.send('sell trailingStop 2', { activationPrice: 105 })
    expect(venue.play().log).toEqual(['open 0: #0 10 @ 100'])
  })

  it('an order that another one triggers is still held', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100'] })
    venue.oto('buy limit 95', ['buy limit 110'])
    venue.send('buy market')
    expect(venue.play().log).toEqual(['open 0: #2 10 @ 100'])
  })
})

describe('a trailing stop that the market opens at', () => {
  it.each([
    ['sell', ['100/104/100/104', '99/101/98/100']],
    ['buy', ['100/100/96/96', '101/102/99/100']],
  ])('to %s fills at the open', (side, bars) => {
    const venue = new TestVenue({ bars })
    venue.send(`${side} trailingStop 5`)
    const open = bars[1]!.split('/')[0]!
    expect(venue.play().log).toEqual(['open 1: #0 triggered', `open 1: #0 10 @ ${open}`])
  })
})
