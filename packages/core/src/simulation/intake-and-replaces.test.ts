import { describe, expect, it } from 'vitest'
import { latencyBars, latencyMs } from '../costs/latency.js'
import { createInstrument } from '../domain/instrument.js'
import { resolveFillRules } from './fill-rules.js'
import { TestVenue } from './test-venue.js'

const still = '100/101/99/100'
const HOUR = 3_600_000

describe('where market orders fill at the close that they were decided at', () => {
  const fills = { fillAt: 'close' } as const

  it('an entry does, and its exits are live from there', () => {
    const venue = new TestVenue({ bars: [still, '97/98/96/97'], fills })
    venue.play(1)
    venue.bracket('buy market', { stopLoss: 'stop 95' })
    expect(venue.log).toEqual(['close 0: #0 10 @ 100'])
    expect(venue.accepted).toEqual(['close 0: #0', 'close 0: #1'])
  })

  it('an entry at a limit does not, nor does an order that another one triggers', () => {
    const venue = new TestVenue({ bars: [still, still], fills })
    venue.play(1)
    venue.oto('buy limit 90', ['sell market'])
    expect(venue.play().log).toEqual([])
  })

  it('an order that comes before the first bar, or an hour after a close, waits for an open', () => {
    const early = new TestVenue({ bars: [still], fills })
    early.send('buy market')
    expect(early.log).toEqual([])
    const late = new TestVenue({ bars: [still, still], fills }).play(1)
    late.send('buy market', { at: late.now + HOUR })
    expect(late.log).toEqual([])
  })

  it('an order that comes at an open, or after a bar in which nothing traded, waits too', () => {
    const opened = new TestVenue({ bars: [still, still], fills })
    opened.open()
    opened.send('buy market')
    expect(opened.log).toEqual([])
    const carried = new TestVenue({ bars: [still, `${still} filled`, still], fills })
    carried.play(2)
    carried.send('buy market')
    expect(carried.log).toEqual([])
  })
})

describe('an order placed just after an open', () => {
  it.each([
    ['a bar', latencyBars(1)],
    ['an hour', latencyMs(HOUR)],
  ])('does not meet the rest of that bar if it takes %s to the venue', (_, latency) => {
    const venue = new TestVenue({ bars: ['100/101/97/99', still], latency })
    venue.open()
    venue.send('buy limit 98')
    venue.close()
    expect(venue.log).toEqual([])
  })
})

describe('a replace', () => {
  it('that asks for more of an entry gives its exits more to protect', () => {
    const venue = new TestVenue({ bars: [`${still} v100`, `${still} v0`] })
    venue.bracket('buy limit 100 x30', { stopLoss: 'stop 90', takeProfit: ['limit 110 x5'] })
    venue.play(1)
    venue.replace(0, { quantityUnits: 40 })
    expect(venue.log.slice(1)).toEqual(['close 0: #0 replaced quantity 40 asked', 'close 0: #1 replaced quantity 40'])
  })

  it.each([
    ['sell stop 95', '100/101/94/96', 95],
    ['sell trailingStop 5', '100/100/94/96', 95],
    ['buy limit 98', '100/101/97/99', 98],
  ])('of the quantity alone leaves %s where it is', (order, bar, price) => {
    const venue = new TestVenue({ bars: [still, bar] })
    venue.play(1)
    venue.send(order)
    venue.replace(0, { quantityUnits: 7 })
    expect(venue.play().fills).toMatchObject([{ price, quantity: 7 }])
  })

  it('of the quantity alone leaves the time at which it expires', () => {
    const venue = new TestVenue({ bars: [still, still, still] })
    venue.send('buy limit 90', { expireAt: venue.now + 48 * HOUR })
    venue.send('buy limit 90')
    venue.replace(0, { quantityUnits: 7 })
    expect(venue.play().log.slice(1)).toEqual(['close 1: #0 expired EXPIRED'])
  })

  it('at an open to a level that is marketable waits for the next open', () => {
    const venue = new TestVenue({ bars: [still, '100.5/101/99/100'] })
    venue.send('buy limit 90')
    venue.open()
    venue.replace(0, { limitPrice: 102 })
    venue.close()
    expect(venue.play().log.slice(1)).toEqual(['open 1: #0 10 @ 100.5'])
  })
})

describe('a second cancel inside the bar in which the first one came', () => {
  it('comes too late', () => {
    const venue = new TestVenue({ bars: [still] })
    venue.send('buy limit 90')
    venue.open()
    venue.cancel(0, venue.now + HOUR)
    venue.cancel(0, venue.now + HOUR)
    venue.close()
    expect(venue.log).toEqual(['close 0: #0 canceled CANCELED', 'close 0: #0 cancelRefused TOO_LATE'])
  })
})

describe('what the hash of a run is told of the fill rules', () => {
  const share = createInstrument({ symbol: 'X', tickSize: 1 })

  it('is their defaults, and what changes nothing is left out', () => {
    expect(resolveFillRules({}, [share]).spec).toEqual({
      policy: 'pessimistic',
      touch: 'policy',
      maxVolumeFraction: null,
      unknownVolume: 'unlimited',
    })
  })

  it('is all that is set', () => {
    const rules = {
      policy: 'finer',
      touch: { penetrateTicks: 2 },
      maxVolumeFraction: 0.5,
      unknownVolume: 'none',
      fillAt: 'vwap',
      stopTrigger: 'mid',
      finer: [{ symbol: 'X', timeframe: '1m' }],
    } as const
    expect(resolveFillRules(rules, [share]).spec).toEqual({ ...rules, finer: ['X 1m'] })
  })

  it('is refused with what came and what was expected', () => {
    expect(() => resolveFillRules({ policy: 'best' as 'optimistic' }, [share])).toThrow(
      'fills.policy is best; expected one of pessimistic, optimistic, ohlc, olhc, nearest, finer',
    )
    expect(() => resolveFillRules({ maxVolumeFraction: 2 }, [share])).toThrow(
      expect.objectContaining({
        details: {
          field: 'fills.maxVolumeFraction',
          came: 2,
          expected: "a number above 0 and at most 1, or 'unlimited'",
        },
      }),
    )
  })
})
