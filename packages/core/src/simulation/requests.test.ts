import { describe, expect, it } from 'vitest'
import { latencyBars, latencyMs } from '../costs/latency.js'
import { TestVenue } from './test-venue.js'

const still = '100/101/99/100'
const reached = '100/103/97/100'
const HOUR = 3_600_000

describe('a replace', () => {
  it('between bars gives the order its new limit in the next bar', () => {
    const venue = new TestVenue({ bars: [still, reached] })
    venue.send('buy limit 90')
    venue.play(1)
    venue.replace(0, { limitPrice: 98 })
    expect(venue.play().log).toEqual(['close 0: #0 replaced limitPrice 98 asked', 'close 1: #0 10 @ 98'])
  })

  it('moves a stop, a touch price, and the limit beside them', () => {
    const venue = new TestVenue({ bars: [still, reached] })
    venue.send('sell stop 90')
    venue.send('buy marketIfTouched 90')
    venue.send('buy stopLimit 110 111')
    venue.play(1)
    venue.replace(0, { stopPrice: 98 })
    venue.replace(1, { touchPrice: 97.5 })
    venue.replace(2, { stopPrice: 102, limitPrice: 103 })
    venue.play()
    expect(venue.fills.map(({ order, price }) => [order, price])).toEqual([
      [0, 98],
      [2, 102],
      [1, 97.5],
    ])
  })

  it('moves the distance of a trailing stop, which keeps the price that it has followed', () => {
    const venue = new TestVenue({ bars: ['100/110/100/110', '110/110/106/107'] })
    venue.send('sell trailingStop 20')
    venue.play(1)
    venue.replace(0, { trailDistance: 3 })
    venue.play()
    expect(venue.fills).toMatchObject([{ price: 107, row: 1 }])
  })

  it('that makes the order marketable lets it fill at the next open', () => {
    const venue = new TestVenue({ bars: [still, reached] })
    venue.send('buy limit 90')
    venue.play(1)
    venue.replace(0, { limitPrice: 105 })
    expect(venue.play().log.at(-1)).toBe('open 1: #0 10 @ 100')
  })

  it('of the quantity counts what is filled already', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100 v40', '100/101/99/100 v1000'] })
    venue.send('buy market')
    venue.play(1)
    venue.replace(0, { quantityUnits: 7 })
    expect(venue.play().log).toEqual([
      'open 0: #0 4 @ 100',
      'close 0: #0 replaced quantity 7 asked',
      'open 1: #0 3 @ 100',
    ])
  })

  it('to no more than is filled already ends the order', () => {
    const venue = new TestVenue({ bars: ['100/101/99/100 v40', '100/101/99/100 v1000'] })
    venue.send('buy market')
    venue.play(1)
    venue.replace(0, { quantityUnits: 4 })
    expect(venue.play().log).toEqual(['open 0: #0 4 @ 100', 'close 0: #0 canceled CANCELED'])
  })

  it('of the expiry lets an order live longer', () => {
    const venue = new TestVenue({ bars: [still, still, reached] })
    venue.send('buy limit 98', { timeInForce: 'GTD', expireAt: Date.UTC(2024, 0, 2) + HOUR })
    venue.play(1)
    venue.replace(0, { expireAt: Date.UTC(2024, 0, 5) })
    expect(venue.play().log.at(-1)).toBe('close 2: #0 10 @ 98')
  })

  it('inside a bar leaves the order as it was for that bar, and loses to what the bar does to it', () => {
    const venue = new TestVenue({ bars: [reached, '90/91/89/90'] })
    venue.send('buy limit 98')
    venue.open()
    venue.replace(0, { limitPrice: 80 }, venue.now + HOUR)
    venue.close()
    expect(venue.play().log).toEqual(['close 0: #0 10 @ 98', 'close 0: #0 replaceRefused TOO_LATE'])
  })

  it('inside a bar acts from the next bar on', () => {
    const venue = new TestVenue({ bars: [reached, reached] })
    venue.send('buy limit 90')
    venue.open()
    venue.replace(0, { limitPrice: 98 }, venue.now + HOUR)
    venue.close()
    venue.play()
    expect(venue.fills).toMatchObject([{ price: 98, row: 1 }])
  })

  it('of a filled order is refused', () => {
    const venue = new TestVenue({ bars: [still, still] })
    venue.send('buy market')
    venue.play(1)
    venue.replace(0, { quantityUnits: 5 })
    expect(venue.play().log).toEqual(['open 0: #0 10 @ 100', 'close 0: #0 replaceRefused TOO_LATE'])
  })

  it('of a target moves it while it stays linked', () => {
    const venue = new TestVenue({ bars: [still, reached] })
    venue.bracket('buy market', { stopLoss: 'stop 90', takeProfit: ['limit 110'] })
    venue.play(1)
    venue.replace(2, { limitPrice: 102 })
    expect(venue.play().log.slice(-2)).toEqual(['close 1: #2 10 @ 102', 'close 1: #1 canceled LINKED'])
  })
})

describe('a latency of whole bars', () => {
  it('lets an order meet the open after the next', () => {
    const venue = new TestVenue({ bars: [still, '101/102/100/101', '102/103/101/102'], latency: latencyBars(1) })
    venue.play(1)
    venue.send('buy market')
    expect(venue.play().log).toEqual(['open 2: #0 10 @ 102'])
  })

  it('lets the bar between fill an order that was to be canceled', () => {
    const venue = new TestVenue({ bars: [still, still, reached, still], latency: latencyBars(1) })
    venue.send('buy limit 98')
    venue.play(2)
    venue.cancel(0)
    const { log } = venue.play()
    expect(log[0]).toBe('close 2: #0 10 @ 98')
    expect(log[1]).toMatch(/#0 cancelRefused TOO_LATE$/)
  })

  it('cancels an order that the bar between has left', () => {
    const venue = new TestVenue({ bars: [still, still, still, reached], latency: latencyBars(1) })
    venue.send('buy limit 98')
    venue.play(2)
    venue.cancel(0)
    venue.play()
    expect(venue.fills).toEqual([])
    expect(venue.log.at(-1)).toMatch(/#0 canceled CANCELED$/)
  })
})

describe('a latency in time', () => {
  it.each([
    [0, 1],
    [1, 2],
    [24 * HOUR, 2],
    [24 * HOUR + 1, 3],
  ])('of %d ms lets an order meet the first open at or after its decision and that: row %d', (ms, row) => {
    const venue = new TestVenue({ bars: [still, still, still, still], latency: latencyMs(ms) })
    venue.play(1)
    venue.send('buy market')
    expect(venue.play().fills).toMatchObject([{ row }])
  })
})
