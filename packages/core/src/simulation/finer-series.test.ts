import { describe, expect, it } from 'vitest'
import type { TestOrderOptions } from './test-order.js'
import { TestVenue } from './test-venue.js'

const HOUR = 3_600_000
const monday = Date.UTC(2024, 0, 1)
/** One day in three parts of eight hours. */
const times = [0, 8, 16].map((hour) => [monday + HOUR * hour, monday + HOUR * (8 + hour)] as const)

/** The venue after a day that three parts of it decide. */
function dayOf(day: string, parts: readonly string[], send: (venue: TestVenue) => void): TestVenue {
  const venue = new TestVenue({ bars: [day], fills: { policy: 'finer' }, finer: { bars: parts, times } })
  send(venue)
  return venue.play()
}

const one =
  (text: string, options: TestOrderOptions = {}) =>
  (venue: TestVenue) => {
    venue.send(text, options)
  }

describe('a trailing stop of 5 in a day that finer bars decide', () => {
  it('follows the open of a finer bar up', () => {
    const parts = ['100/101/97/99', '108/108/102.5/103', '103/104/103/104']
    const { fills } = dayOf('100/108/97/104', parts, one('sell trailingStop 5'))
    expect(fills).toMatchObject([{ price: 103, ambiguous: false }])
  })

  it('follows the open of a finer bar down, to buy', () => {
    const parts = ['100/103/99/101', '92/97.5/92/97', '97/97/96/96']
    const { fills } = dayOf('100/103/92/96', parts, one('buy trailingStop 5'))
    expect(fills).toMatchObject([{ price: 97, ambiguous: false }])
  })

  it('does not fall back with the open of a finer bar', () => {
    const parts = ['100/104/100/104', '100/100/98.5/99', '99/104/99/104']
    const { fills } = dayOf('100/104/98.5/104', parts, one('sell trailingStop 5'))
    expect(fills).toMatchObject([{ price: 99, ambiguous: false }])
  })

  it('fills at the open of a finer bar that opens through it', () => {
    const up = ['100/100/97/99', '107/110/107/110', '103/104/103/104']
    expect(dayOf('100/110/97/104', up, one('sell trailingStop 5')).fills).toMatchObject([{ price: 103 }])
    const down = ['100/103/100/101', '93/93/90/90', '97/97/96/96']
    expect(dayOf('100/103/90/96', down, one('buy trailingStop 5')).fills).toMatchObject([{ price: 97 }])
  })

  it('is woken by the open of a finer bar', () => {
    const parts = ['100/101/97/101', '107/107/101.5/102', '102/110/102/104']
    const { fills } = dayOf('100/110/97/104', parts, one('sell trailingStop 5', { activationPrice: 106 }))
    expect(fills).toMatchObject([{ price: 102, ambiguous: false }])
  })

  it('by closes stands still at the open of a finer bar', () => {
    const parts = ['103/103/100/101', '104/104/97/98', '98/106/94/100']
    const venue = new TestVenue({
      bars: ['100/100/100/100', '103/106/94/100'],
      fills: { policy: 'finer' },
      finer: { bars: parts, times: times.map(([open, close]) => [open + 24 * HOUR, close + 24 * HOUR] as const) },
    })
    venue.send('buy market')
    venue.play(1)
    venue.protect('buy', { stopLoss: 'trailingStop 5', takeProfit: ['limit 105'] }, { trailBy: 'close' })
    // Where it stands: 103, the first price at which it is live, less 5.
    expect(venue.play().fills.at(-1)).toMatchObject({ order: 1, price: 98, ambiguous: false })
  })
})

describe('two alternatives in a day that finer bars decide', () => {
  it('fill at the open of a finer bar that opens through one of them', () => {
    const parts = ['100/101/99/99.5', '97/97.5/96/97', '97/103/97/99']
    const { fills } = dayOf('100/103/96/99', parts, (venue) => {
      venue.oco(['buy limit 98', 'buy stop 102'])
    })
    expect(fills).toMatchObject([{ order: 0, price: 97 }])
  })
})

describe('a finer series that does not show the same bar', () => {
  // The stop at 95 came after the target at 105, says each of them.
  const day = '100/106/94/100'
  it.each([
    ['agrees', ['100/106/99/104', '104/105/96/97', '97/100/94/100'], 105, 0],
    ['has another open', ['101/106/99/104', '104/105/96/97', '97/100/94/100'], 95, 1],
    ['has another high', ['100/107/99/104', '104/105/96/97', '97/100/94/100'], 95, 1],
    ['has another low', ['100/106/99/104', '104/105/96/97', '97/100/93/100'], 95, 1],
    ['has another close', ['100/106/99/104', '104/105/96/97', '97/100/94/99'], 95, 1],
  ])('is not asked, and noted: it %s', (_, parts, price, disagreements) => {
    const bars = ['100/100/100/100', day]
    const venue = new TestVenue({
      bars,
      fills: { policy: 'finer' },
      finer: { bars: parts, times: times.map(([open, close]) => [open + 24 * HOUR, close + 24 * HOUR] as const) },
    })
    venue.send('buy market')
    venue.play(1)
    venue.protect('buy', { stopLoss: 'stop 95', takeProfit: ['limit 105'] })
    expect(venue.play().fills.at(-1)).toMatchObject({ price })
    expect(venue.notes.finerDisagreements).toBe(disagreements)
  })
})

describe('a bar that spans a session break, of a series that finer bars decide', () => {
  const day = 24 * HOUR
  const days = [0, 1].map((number) => [monday + number * day, monday + (number + 1) * day] as const)
  const twoDays = [[monday, monday + 2 * day]] as const

  function heldWith(stop: string, policy: 'finer' | 'pessimistic'): TestVenue {
    const finer = { bars: ['100/101/99/100', '90/92/85/88'], times: days }
    const venue = new TestVenue({ bars: ['100/101/85/88'], times: twoDays, fills: { policy }, finer })
    venue.send(stop)
    return venue.play()
  }

  it('fills a stop where they show the price beyond it, which had jumped over its level', () => {
    expect(heldWith('sell stop 95', 'finer').fills).toMatchObject([{ price: 90, gapRisk: false }])
    expect(heldWith('sell stop 95', 'pessimistic').fills).toMatchObject([{ price: 95, gapRisk: true }])
  })

  it('fills it at its level where they show that traded', () => {
    expect(heldWith('sell stop 99.5', 'finer').fills).toMatchObject([{ price: 99.5, gapRisk: false }])
  })

  it('does the same for a stop that is linked', () => {
    const finer = { bars: ['100/101/99/100', '90/92/85/88'], times: days }
    const venue = new TestVenue({ bars: ['100/101/85/88'], times: twoDays, fills: { policy: 'finer' }, finer })
    venue.bracket('buy market', { stopLoss: 'stop 95', takeProfit: ['limit 120'] })
    expect(venue.play().fills).toMatchObject([{ price: 100 }, { price: 90, gapRisk: false }])
  })
})

describe('a limit that one finer bar only touches', () => {
  it('may be passed by the next one, when nothing is left of the volume', () => {
    const parts = ['100/100.25/98/99', '101/101/95/96', '96/96/96/96']
    const { log } = dayOf('100/101/95/96 v50', parts, (venue) => {
      venue.oco(['buy limit 98', 'sell limit 100.5'])
    })
    expect(log).toEqual(['close 0: #1 5 @ 101 ambiguous', 'close 0: #0 replaced quantity 5'])
  })
})
