import { describe, expect, it } from 'vitest'
import type { FillRules } from './fill-rules.js'
import { TestVenue } from './test-venue.js'

const HOUR = 3_600_000
const monday = Date.UTC(2024, 0, 1)

describe('a market order that fills at what was seen', () => {
  it("fills at the close of the bar that its decision saw: 'close'", () => {
    const venue = new TestVenue({ bars: ['100/101/99/100.5', '102/103/101/102'], fills: { fillAt: 'close' } })
    venue.play(1)
    venue.send('buy market')
    expect(venue.play().fills).toMatchObject([{ price: 100.5 }])
  })

  it("fills at the volume-weighted average price of that bar: 'vwap'", () => {
    const venue = new TestVenue({
      bars: ['100/101/99/100 w100.25', '102/103/101/102 w102.5'],
      fills: { fillAt: 'vwap' },
    })
    venue.play(1)
    venue.send('buy market')
    expect(venue.play().fills).toMatchObject([{ price: 100.25 }])
  })

  it('of the close is none for an order that is decided after it: that one meets the next open', () => {
    const day = Date.UTC(2024, 0, 2)
    const hour = 3_600_000
    const venue = new TestVenue({
      bars: ['100/101/99/100.5', '102/103/101/102'],
      times: [
        [day, day + hour],
        [day + 3 * hour, day + 4 * hour],
      ],
      fills: { fillAt: 'close' },
    })
    venue.play(1)
    venue.send('buy market', { at: day + 2 * hour })
    expect(venue.play().log).toEqual(['open 1: #0 10 @ 102'])
  })

  it('leaves limits and stops to the next bar', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100', '97/98/96/97'], fills: { fillAt: 'close' } })
    venue.play(1)
    venue.send('buy limit 101')
    expect(venue.play().log).toEqual(['open 1: #0 10 @ 97'])
  })
})

describe('a finer series', () => {
  /** One day in four parts of six hours. */
  const times = [0, 6, 12, 18].map((hour) => [monday + HOUR * (24 + hour), monday + HOUR * (30 + hour)] as const)

  function decided(parts: readonly string[], day = '100/106/94/100'): TestVenue {
    const fills: FillRules = { policy: 'finer' }
    const venue = new TestVenue({ bars: ['100/101/99/100', day], fills, finer: { bars: parts, times } })
    venue.send('buy market')
    venue.play(1)
    venue.protect('buy', { stopLoss: 'stop 95', takeProfit: ['limit 105'] })
    return venue.play()
  }

  it('tells which of two exits came first', () => {
    const up = decided(['100/106/99/104', '104/105/96/97', '97/98/94/95', '95/100/95/100'])
    expect(up.fills.at(-1)).toMatchObject({ order: 2, price: 105 })
    const down = decided(['100/101/94/96', '96/104/96/103', '103/106/102/104', '104/104/99/100'])
    expect(down.fills.at(-1)).toMatchObject({ order: 1, price: 95 })
  })

  it('that is ambiguous itself is taken at its worst', () => {
    const venue = decided(['100/106/94/100', '100/101/99/100', '100/101/99/100', '100/101/99/100'])
    expect(venue.fills.at(-1)).toMatchObject({ order: 1, price: 95, ambiguous: true })
  })

  it('has no say in a bar that decides by itself', () => {
    const venue = decided(['100/106/99/104', '104/105/96/97', '97/98/96/96', '96/100/96/100'], '100/104/94/100')
    expect(venue.fills.at(-1)).toMatchObject({ order: 1, price: 95, ambiguous: false })
  })
})

describe('touch', () => {
  const bracketed = (fills: FillRules): readonly unknown[] => {
    const venue = new TestVenue({ bars: ['100/101/99/100', '100/105/99/104'], instrument: { tickSize: 0.5 }, fills })
    venue.bracket('buy market', { stopLoss: 'stop 90', takeProfit: ['limit 105'] })
    return venue.play().fills.map(({ order, price }) => [order, price])
  }

  it('is what the policy says of a target that is the high of the bar', () => {
    expect(bracketed({})).toEqual([[0, 100]])
    expect(bracketed({ policy: 'optimistic' })).toEqual([
      [0, 100],
      [2, 105],
    ])
    for (const policy of ['ohlc', 'olhc', 'nearest'] as const)
      expect(bracketed({ policy })).toEqual([
        [0, 100],
        [2, 105],
      ])
  })

  it('can be a fill, or none until the price is ticks through, under every policy', () => {
    for (const policy of ['pessimistic', 'optimistic', 'ohlc', 'olhc', 'nearest'] as const) {
      expect(bracketed({ policy, touch: 'fill' })).toEqual([
        [0, 100],
        [2, 105],
      ])
      expect(bracketed({ policy, touch: { penetrateTicks: 1 } })).toEqual([[0, 100]])
    }
  })

  it('marks a limit that filled where the market only touched it', () => {
    const venue = new TestVenue({ bars: ['99/100/98/99', '99/100/97/99'], fills: { touch: 'fill' } })
    venue.send('buy limit 98')
    expect(venue.play().fills).toMatchObject([{ touched: true, ambiguous: true }])
    const through = new TestVenue({ bars: ['99/100/97/99'], fills: { touch: 'fill' } })
    through.send('buy limit 98')
    expect(through.play().fills[0]?.touched ?? false).toBe(false)
  })
})
