import { describe, expect, it } from 'vitest'
import { weekdayCalendar } from '../calendar/weekday-calendar.js'
import { TestVenue, type TestVenueOptions } from './test-venue.js'

const HOUR = 3_600_000
const calendar = weekdayCalendar({ name: 'nine to five', zone: 'UTC', open: '09:00', close: '17:00', holidays: [] })
const at = (day: number, hour: number): number => Date.UTC(2024, 0, day, hour)
/** Two sessions, each of two bars: 09:00 to 13:00 and 13:00 to 17:00. */
const times = [1, 2].flatMap((day) => [[at(day, 9), at(day, 13)] as const, [at(day, 13), at(day, 17)] as const])

function venueOf(bars: readonly string[], options: Omit<TestVenueOptions, 'bars'> = {}): TestVenue {
  return new TestVenue({ bars, times, instrument: { calendar }, ...options })
}

const bars = ['100/101/99/100.5', '101/102/100/101.5', '102/103/101/102.5', '103/104/102/103.5']

describe('a market-on-open order', () => {
  it('fills at the open of the first bar of a session', () => {
    const venue = venueOf(bars)
    venue.send('buy marketOnOpen')
    expect(venue.play().log).toEqual(['open 0: #0 10 @ 100'])
  })

  it('waits through the bars of a session that has begun for the open of the next', () => {
    const venue = venueOf(bars)
    venue.play(1)
    venue.send('buy marketOnOpen')
    expect(venue.play().log).toEqual(['open 2: #0 10 @ 102'])
  })

  it('sent just after an open is too late for it', () => {
    const venue = venueOf(bars)
    venue.open()
    venue.send('buy marketOnOpen')
    venue.close()
    expect(venue.play().log).toEqual(['open 2: #0 10 @ 102'])
  })
})

describe('a market-on-close order', () => {
  it('fills at the close of the last bar of a session', () => {
    const venue = venueOf(bars)
    venue.send('sell marketOnClose')
    expect(venue.play().log).toEqual(['close 1: #0 10 @ 101.5'])
  })

  it('decided at the open time of that bar is in time, whether before its open or just after', () => {
    const before = venueOf(bars)
    before.play(1)
    before.send('sell marketOnClose')
    expect(before.play().log).toEqual(['close 1: #0 10 @ 101.5'])
    const after = venueOf(bars)
    after.play(1)
    after.open()
    after.send('sell marketOnClose')
    after.close()
    expect(after.play().log).toEqual(['close 1: #0 10 @ 101.5'])
  })

  it('decided inside that bar waits for the close of the next session', () => {
    const venue = venueOf(bars)
    venue.play(1)
    venue.open()
    venue.send('sell marketOnClose', { at: venue.now + HOUR })
    venue.close()
    expect(venue.play().log).toEqual(['close 3: #0 10 @ 103.5'])
  })
})

describe('an order with a limit for one auction', () => {
  it.each([
    ['buy limitOnOpen 100', 'open 0: #0 10 @ 100'],
    ['buy limitOnOpen 100.5', 'open 0: #0 10 @ 100'],
    ['buy limitOnOpen 99.5', 'open 0: #0 expired EXPIRED'],
    ['sell limitOnOpen 100', 'open 0: #0 10 @ 100'],
    ['sell limitOnOpen 100.5', 'open 0: #0 expired EXPIRED'],
    ['buy limitOnClose 101.5', 'close 1: #0 10 @ 101.5'],
    ['buy limitOnClose 101', 'close 1: #0 expired EXPIRED'],
    ['sell limitOnClose 101', 'close 1: #0 10 @ 101.5'],
    ['sell limitOnClose 102', 'close 1: #0 expired EXPIRED'],
  ])('fills at the price of the auction if that is its limit or better, else expires: %s', (order, expected) => {
    const venue = venueOf(bars)
    venue.send(order)
    expect(venue.play().log).toEqual([expected])
  })
})

describe('an auction', () => {
  it.each([
    ['buy marketOnOpen', ['open 0: #0 10 @ 100', 'open 0: #0 expired EXPIRED']],
    ['buy marketOnClose', ['close 1: #0 10 @ 101.5', 'close 1: #0 expired EXPIRED']],
  ])('fills no more than its bar has volume for, and the rest expires: %s', (order, expected) => {
    const venue = venueOf(bars.map((bar) => `${bar} v100`))
    venue.send(order, { quantity: 15 })
    expect(venue.play().log).toEqual(expected)
  })

  it('is that of every bar where each is a day of its own', () => {
    const venue = new TestVenue({ bars })
    venue.play(1)
    venue.send('buy marketOnOpen')
    venue.send('sell marketOnClose')
    expect(venue.play().log).toEqual(['open 1: #0 10 @ 101', 'close 1: #1 10 @ 101.5'])
  })

  it('that nothing traded in is passed over for the next', () => {
    const venue = venueOf([`${bars[0]!} filled`, `${bars[1]!} filled`, bars[2]!, bars[3]!])
    venue.send('buy marketOnOpen')
    venue.send('sell marketOnClose')
    expect(venue.play().log).toEqual(['open 2: #0 10 @ 102', 'close 3: #1 10 @ 103.5'])
  })
})
