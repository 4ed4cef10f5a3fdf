import { describe, expect, it } from 'vitest'
import type { TestOrderOptions } from './test-order.js'
import { TestVenue } from './test-venue.js'

const DAY = 86_400_000
const still = '100/101/99/100'

/** What comes of an order after so many days of 99 to 101, where the venue is shown only what it asks for. */
function skimmed(order: string, days: number, then: readonly string[], options: TestOrderOptions = {}) {
  const venue = new TestVenue({ bars: [...Array.from({ length: days }, () => still), ...then] })
  venue.send(order, options)
  return venue.skim().log.filter((line) => !line.endsWith(' triggered'))
}

describe('a venue that is shown only the bars that it asks for', () => {
  // It looks ahead 64 bars at a time.
  it.each([
    ['sell limit 105', '104/105.5/103/104', 'close 70: #0 10 @ 105'],
    ['sell limit 105', '105/105/104/104', 'open 70: #0 10 @ 105'],
    ['buy limit 95', '96/97/94.5/96', 'close 70: #0 10 @ 95'],
    ['buy limit 95', '95/96/95/96', 'open 70: #0 10 @ 95'],
    ['buy stop 105', '104/105/103/104', 'close 70: #0 10 @ 105'],
    ['sell stop 95', '96/97/95/96', 'close 70: #0 10 @ 95'],
  ])('finds the bar that fills %s: %s', (order, bar, expected) => {
    expect(skimmed(order, 70, [bar, still])).toEqual([expected])
  })

  it('finds the bar in which an order expires', () => {
    const expireAt = Date.UTC(2024, 0, 1) + 70 * DAY
    expect(skimmed('buy limit 90', 100, [], { expireAt })).toEqual(['close 69: #0 expired EXPIRED'])
  })

  it('finds the bars that a trailing stop follows', () => {
    expect(skimmed('sell trailingStop 5', 70, ['106/110/106/110', '109/109/104/106'])).toEqual([
      'close 71: #0 10 @ 105',
    ])
  })

  it('finds the bar that wakes a trailing stop', () => {
    const bars = ['104/106/104/106', '106/106/100/101']
    expect(skimmed('sell trailingStop 5', 70, bars, { activationPrice: 106 })).toEqual(['close 71: #0 10 @ 101'])
    const down = ['96/96/94/94', '94/100/94/99']
    expect(skimmed('buy trailingStop 5', 70, down, { activationPrice: 94 })).toEqual(['close 71: #0 10 @ 99'])
  })
})
