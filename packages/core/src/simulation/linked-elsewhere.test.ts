import { describe, expect, it } from 'vitest'
import { weekdayCalendar } from '../calendar/weekday-calendar.js'
import { spreadTicks } from '../costs/spread.js'
import { TestVenue } from './test-venue.js'

const still = '100/100/100/100'

describe('what another group takes of a position', () => {
  it('is taken from its exits, inside a bar too', () => {
    const venue = new TestVenue({ bars: [still, '100/104/99/102'] })
    venue.bracket('buy market', { stopLoss: 'stop 90' })
    venue.play(1)
    venue.oto('sell limit 103 x4', ['buy limit 80 x4'])
    expect(venue.play().log.slice(1)).toEqual(['close 1: #2 4 @ 103', 'close 1: #1 replaced quantity 6'])
  })

  it('is taken from the oldest exits, even if these were replaced since', () => {
    const venue = new TestVenue({ bars: [still, still] })
    venue.bracket('buy market', { stopLoss: 'stop 90' })
    venue.bracket('buy market', { stopLoss: 'stop 91' })
    venue.play(1)
    venue.replace(1, { stopPrice: 89 })
    venue.send('sell market x4')
    expect(venue.play().log.slice(-2)).toEqual(['open 1: #4 4 @ 100', 'open 1: #1 replaced quantity 6'])
  })
})

describe('where the series shows the bid and the ask is two above it', () => {
  const quoted = { side: 'bid', spread: spreadTicks(2), instrument: { tickSize: 1 } } as const

  it('the trailing stop of a short position follows the ask from its entry on', () => {
    const venue = new TestVenue({ bars: [still, '100/106/100/106'], ...quoted })
    venue.bracket('sell market', { stopLoss: 'trailingStop 5' })
    // The ask was 102, so that it is out at an ask of 107.
    expect(venue.play().fills.at(-1)).toMatchObject({ order: 1, price: 107, ambiguous: false })
  })

  it('a trailing stop to buy wakes at an open by the ask', () => {
    const venue = new TestVenue({ bars: ['100/100/99/99', '92/98/92/98'], ...quoted })
    venue.send('buy trailingStop 5', { activationPrice: 95 })
    expect(venue.play().fills).toMatchObject([{ price: 99, ambiguous: false }])
  })
})

describe('the stop of a bracket', () => {
  it('carries a gap risk where its bar spans a night', () => {
    const day = (date: number): readonly [number, number] => [Date.UTC(2024, 0, date, 9), Date.UTC(2024, 0, date, 17)]
    const times = [day(1), [day(2)[0], day(3)[1]]] as const
    const calendar = weekdayCalendar({ name: 'days', zone: 'UTC', open: '09:00', close: '17:00', holidays: [] })
    const venue = new TestVenue({ bars: [still, '100/101/94/96'], times, instrument: { calendar } })
    venue.bracket('buy market', { stopLoss: 'stop 95' })
    expect(venue.play().fills.map(({ gapRisk }) => gapRisk)).toEqual([false, true])
  })
})
