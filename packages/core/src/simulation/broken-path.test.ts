import { describe, expect, it } from 'vitest'
import { weekdayCalendar } from '../calendar/weekday-calendar.js'
import { xnys } from '../calendar/xnys.js'
import { TestVenue } from './test-venue.js'

const still = '100/101/99/100'
const HOUR = 3_600_000

describe('a bar that was carried forward', () => {
  const carried = '100/110/90/100 filled'

  it('fills nothing, neither at its open nor inside', () => {
    const venue = new TestVenue({ bars: [carried, carried] })
    for (const order of ['buy market', 'buy limit 101', 'buy limit 95', 'sell stop 95', 'sell stop 101'])
      venue.send(order)
    expect(venue.play().log).toEqual([])
  })

  it('triggers no stop: that is for the next bar that traded', () => {
    const venue = new TestVenue({ bars: [carried, still, '100/101/95/97'] })
    venue.send('sell stop 95')
    expect(venue.play().log).toEqual(['close 2: #0 triggered', 'close 2: #0 10 @ 95'])
  })

  it('passes market orders on to the open of the next bar that traded', () => {
    const venue = new TestVenue({ bars: [carried, carried, '104/105/103/104'] })
    venue.send('buy market')
    expect(venue.play().log).toEqual(['open 2: #0 10 @ 104'])
  })

  it.each(['IOC', 'FOK'] as const)('has no first price, so that %s waits for one', (timeInForce) => {
    const venue = new TestVenue({ bars: [carried, '104/105/103/104', carried] })
    venue.send('buy market', { timeInForce })
    venue.send('buy limit 100', { timeInForce })
    expect(venue.play().log).toEqual(['open 1: #0 10 @ 104', 'open 1: #1 canceled NO_LIQUIDITY'])
  })

  it('is part of its session: DAY expires at the close of it', () => {
    const venue = new TestVenue({ bars: [carried, '97/98/96/97'] })
    venue.send('buy limit 98', { timeInForce: 'DAY' })
    venue.open()
    venue.send('buy limit 98', { timeInForce: 'DAY' })
    venue.close()
    expect(venue.play().log).toEqual(['close 0: #0 expired EXPIRED', 'close 0: #1 expired EXPIRED'])
  })

  it('passes time: GTD expires in it', () => {
    const venue = new TestVenue({ bars: [carried, '97/98/96/97'] })
    venue.send('buy limit 98', { timeInForce: 'GTD', expireAt: Date.UTC(2024, 0, 1, 12) })
    expect(venue.play().log).toEqual(['close 0: #0 expired EXPIRED'])
  })

  it('lets a cancel act at its close', () => {
    const venue = new TestVenue({ bars: [carried, '97/98/96/97'] })
    venue.send('buy limit 98')
    venue.open()
    venue.cancel(0, venue.now + HOUR)
    venue.close()
    expect(venue.play().log).toEqual(['close 0: #0 canceled CANCELED'])
  })

  it('takes nothing in when what is placed just after its open would be reached in it', () => {
    const venue = new TestVenue({ bars: [carried, still] })
    venue.open()
    venue.send('buy limit 95')
    venue.close()
    expect(venue.play().log).toEqual([])
  })
})

describe('a bar that spans a session break', () => {
  const monday = Date.UTC(2024, 0, 8)
  const reached = '100/103/97/100'
  /** The flags of a stop's fill in one bar that opens and closes so many hours after Monday 00:00 UTC. */
  function gapRisk(
    [opens, closes]: readonly [number, number],
    instrument: ConstructorParameters<typeof TestVenue>[0]['instrument'] = {},
  ): boolean | undefined {
    const times = [[monday + opens * HOUR, monday + closes * HOUR] as const]
    const venue = new TestVenue({ bars: [reached], times, instrument })
    venue.send('sell stop 98')
    return venue.play().fills[0]?.gapRisk
  }

  it.each([
    ['an hour', [9, 10], false],
    ['the whole day', [0, 24], false],
    ['the last hour of a day', [23, 24], false],
    ['an hour of each of two days', [23, 25], true],
    ['a week', [0, 168], true],
  ] as const)('is one longer than a day where there is no calendar: %s', (_, hours, expected) => {
    expect(gapRisk(hours)).toBe(expected)
  })

  it('counts days in the zone of the instrument', () => {
    expect(gapRisk([5, 29])).toBe(true)
    expect(gapRisk([5, 29], { zone: 'America/New_York' })).toBe(false)
  })

  it.each([
    ['the session', [14.5, 21], false],
    ['an hour up to the close', [20, 21], false],
    ['an hour around the close', [20.5, 21.5], true],
    ['the session and the hours before it', [9, 21], true],
    ['hours before the session, up to its open', [9, 14.5], false],
    ['two sessions', [14.5, 45], true],
    ['a week', [14.5, 117], true],
  ] as const)('is told by the calendar where there is one: %s', (_, hours, expected) => {
    expect(gapRisk(hours, { calendar: xnys() })).toBe(expected)
  })

  it('is not one that spans midnight in a session that does', () => {
    const calendar = weekdayCalendar({ name: 'overnight', zone: 'UTC', open: '22:00', close: '21:00', holidays: [] })
    expect(gapRisk([22, 45], { calendar })).toBe(false)
    expect(gapRisk([22, 46.5], { calendar })).toBe(true)
  })

  it('marks fills of stops and no others', () => {
    const times = [[monday, monday + 168 * HOUR] as const]
    const venue = new TestVenue({ bars: [reached], times })
    for (const order of ['buy market', 'buy limit 98', 'buy stop 102', 'sell limit 102.5', 'sell stop 99'])
      venue.send(order)
    expect(
      venue
        .play()
        .fills.filter((fill) => fill.gapRisk)
        .map(({ order }) => order),
    ).toEqual([4, 2])
  })
})
