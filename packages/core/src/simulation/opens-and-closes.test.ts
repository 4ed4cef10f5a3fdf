import { describe, expect, it } from 'vitest'
import { latencyBars } from '../costs/latency.js'
import { TestVenue } from './test-venue.js'

const still = '100/101/99/100'
const sent = ({ accepted, log }: TestVenue) => ({ accepted, log })

describe('at an open', () => {
  it('an order that another one triggers is not judged before it is live, even if it is IOC', () => {
    const venue = new TestVenue({ bars: [still, '100/101/94/95'] })
    venue.linked([
      ['buy limit 95', {}],
      ['sell limit 110', { timeInForce: 'IOC', link: { role: 'triggered', group: 0, parent: 0 } }],
    ])
    venue.send('buy market')
    venue.play(1)
    expect(sent(venue)).toEqual({ accepted: ['start: #0', 'start: #2'], log: ['open 0: #2 10 @ 100'] })
    venue.play(1)
    expect(venue.log.slice(1, 2)).toEqual(['close 1: #0 10 @ 95'])
  })

  it('what is for the open only expires, and nothing else does', () => {
    const venue = new TestVenue({ bars: [still] })
    venue.send('buy limitOnOpen 95')
    venue.send('buy limit 90')
    expect(venue.play().log).toEqual(['open 0: #0 expired EXPIRED'])
  })

  it('an order that has not arrived is not filled with one that has', () => {
    const venue = new TestVenue({ bars: [still, still, still], latency: latencyBars(1) })
    venue.send('buy market')
    venue.play(1)
    venue.send('sell market x4')
    expect(venue.play().log).toEqual(['open 1: #0 10 @ 100', 'open 2: #1 4 @ 100'])
  })

  it('FOK fills where the volume is just what it wants', () => {
    const venue = new TestVenue({ bars: [`${still} v100`] })
    venue.send('buy market', { timeInForce: 'FOK' })
    expect(venue.play().log).toEqual(['open 0: #0 10 @ 100'])
  })

  it('an order that only reduces goes before one that opens, even if it is for more than is held', () => {
    const venue = new TestVenue({ bars: [`${still} v1000`, `${still} v100`] })
    venue.send('buy market')
    venue.play(1)
    venue.send('buy market')
    venue.send('sell market x20', { reduceOnly: true })
    expect(venue.play().log.slice(1)).toEqual(['open 1: #2 10 @ 100', 'open 1: #2 canceled REDUCE_ONLY'])
  })
})

describe('at a close', () => {
  it('what is for the close only expires, and nothing else does', () => {
    const venue = new TestVenue({ bars: [still] })
    venue.send('buy limitOnClose 95')
    venue.send('buy limit 90')
    venue.send('buy limit 110 x1')
    expect(venue.play().log).toEqual(['open 0: #2 1 @ 100', 'close 0: #0 expired EXPIRED'])
  })

  it('finds the volume that the rest of the bar has left', () => {
    const venue = new TestVenue({ bars: ['100/101/97/99 v100'] })
    venue.send('buy limit 98 x6')
    venue.send('buy marketOnClose')
    expect(venue.play().log).toEqual(['close 0: #0 6 @ 98', 'close 0: #1 4 @ 99', 'close 0: #1 expired EXPIRED'])
  })

  it('orders that fill at the close that they were decided at share its volume', () => {
    const venue = new TestVenue({ bars: [`${still} v150`, `${still} v150`], fills: { fillAt: 'close' } })
    venue.play(1)
    venue.send('buy market')
    venue.send('buy market')
    expect(venue.log).toEqual(['close 0: #0 10 @ 100', 'close 0: #1 5 @ 100'])
  })

  it('an order expires when its time has come, and others live on', () => {
    const venue = new TestVenue({ bars: [still] })
    venue.send('buy limit 90', { timeInForce: 'DAY' })
    venue.send('buy limit 90')
    expect(venue.play().log).toEqual(['close 0: #0 expired EXPIRED'])
  })
})

describe('a trailing stop', () => {
  it('placed just after an open follows the price from that open on', () => {
    const venue = new TestVenue({ bars: ['100/101/94/96'] })
    venue.open()
    venue.send('sell trailingStop 5')
    venue.close()
    expect(venue.fills).toMatchObject([{ price: 95, bounds: { low: 95, high: 96 } }])
  })

  it('by closes is not woken by an open', () => {
    const venue = new TestVenue({ bars: [still, '106/107/98/99'] })
    venue.send('sell trailingStop 5', { trailBy: 'close', activationPrice: 105 })
    expect(venue.play().log).toEqual([])
  })

  it('by closes knows no close of before it arrived', () => {
    const venue = new TestVenue({ bars: ['110/120/110/120', still], latency: latencyBars(1) })
    venue.send('sell trailingStop 5', { trailBy: 'close' })
    expect(venue.play().log).toEqual([])
  })

  it('by closes that found volume for a part fills the rest at the market, and trails no more', () => {
    const bars = ['100/120/100/120', '116/118/114/118 v100', '117/118/116/117 v1000']
    const venue = new TestVenue({ bars: [`${bars[0]!} v100`, ...bars.slice(1)] })
    venue.send('sell trailingStop 5 x20', { trailBy: 'close', activationPrice: 105 })
    expect(venue.play().log).toEqual(['close 1: #0 triggered', 'close 1: #0 10 @ 115', 'open 2: #0 10 @ 117'])
  })
})
