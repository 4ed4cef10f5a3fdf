import { describe, expect, it } from 'vitest'
import { noCommission } from '../costs/commission.js'
import { noSlippage } from '../costs/slippage.js'
import { createInstrument } from '../domain/instrument.js'
import type { OrderEvent } from '../domain/order-event.js'
import { SimulatedBroker, type VenueSeries } from './simulated-broker.js'
import { TestVenue } from './test-venue.js'

const still = '100/101/99/100'
const reached = '100/103/97/100'
const HOUR = 3_600_000

describe('an order placed just after an open', () => {
  it('meets the rest of that bar where it rests', () => {
    const venue = new TestVenue({ bars: [reached, still] })
    venue.open()
    venue.send('buy limit 98')
    venue.send('buy stop 102')
    venue.close()
    expect(venue.log).toEqual(['close 0: #0 10 @ 98', 'close 0: #1 triggered', 'close 0: #1 10 @ 102'])
  })

  it.each(['buy market', 'buy limit 101', 'buy limit 100', 'sell stop 101', 'sell stop 100'])(
    'waits for the next open where it would be marketable at once: %s',
    (order) => {
      const venue = new TestVenue({ bars: [reached, '100/101/99/100'] })
      venue.open()
      venue.send(order)
      venue.close()
      expect(venue.log).toEqual([])
      expect(venue.play().log.at(-1)).toBe('open 1: #0 10 @ 100')
    },
  )

  it.each(['IOC', 'FOK'] as const)('waits for the next open where it is %s', (timeInForce) => {
    const venue = new TestVenue({ bars: [reached, '97/99/96/98', still] })
    venue.open()
    venue.send('buy limit 98', { timeInForce })
    venue.send('buy stop 102', { timeInForce })
    venue.close()
    expect(venue.log).toEqual([])
    expect(venue.play(1).log).toEqual(['open 1: #0 10 @ 97', 'open 1: #1 canceled NO_LIQUIDITY'])
  })

  it('for the day ends with the session of that bar', () => {
    const venue = new TestVenue({ bars: [still, reached] })
    venue.open()
    venue.send('buy limit 98', { timeInForce: 'DAY' })
    venue.close()
    expect(venue.play().log).toEqual(['close 0: #0 expired EXPIRED'])
  })
})

describe('an order placed later in a bar', () => {
  it('meets the open of the next one, and nothing before', () => {
    const venue = new TestVenue({ bars: [reached, still, reached] })
    venue.open()
    venue.send('buy limit 98', { at: venue.now + HOUR })
    venue.send('buy market', { at: venue.now + HOUR })
    venue.close()
    expect(venue.play().log).toEqual(['open 1: #1 10 @ 100', 'close 2: #0 10 @ 98'])
  })

  it('for the day lives through the session that it meets next', () => {
    const venue = new TestVenue({ bars: [reached, still, reached] })
    venue.open()
    venue.send('buy limit 98', { at: venue.now + HOUR, timeInForce: 'DAY' })
    venue.close()
    expect(venue.play().log).toEqual(['close 1: #0 expired EXPIRED'])
  })
})

describe('a cancel', () => {
  it('between bars acts at once', () => {
    const venue = new TestVenue({ bars: [still, '97/98/96/97'] })
    venue.send('buy limit 98')
    venue.play(1)
    venue.cancel(0)
    expect(venue.play().log).toEqual(['close 0: #0 canceled CANCELED'])
  })

  it('inside a bar loses to what the bar does to the order', () => {
    const venue = new TestVenue({ bars: [reached] })
    venue.send('buy limit 98')
    venue.open()
    venue.cancel(0, venue.now + HOUR)
    venue.close()
    expect(venue.log).toEqual(['close 0: #0 10 @ 98', 'close 0: #0 cancelRefused TOO_LATE'])
  })

  it('inside a bar ends at its close what the bar left of the order', () => {
    const venue = new TestVenue({ bars: [`${reached} v50`, still, '97/98/96/97 v100'] })
    venue.send('buy limit 98')
    venue.send('buy limit 90')
    venue.open()
    venue.cancel(0, venue.now + HOUR)
    venue.cancel(1)
    venue.close()
    expect(venue.play().log).toEqual([
      'close 0: #0 5 @ 98',
      'close 0: #0 canceled CANCELED',
      'close 0: #1 canceled CANCELED',
    ])
  })

  it('at the open of a bar takes the order out of it', () => {
    const venue = new TestVenue({ bars: [reached] })
    venue.send('buy limit 98')
    venue.open()
    venue.cancel(0)
    venue.close()
    expect(venue.log).toEqual(['open 0: #0 canceled CANCELED'])
  })

  it('inside a bar acts at once on an order that the bar does not meet', () => {
    const venue = new TestVenue({ bars: [reached] })
    venue.open()
    venue.send('buy limit 98', { at: venue.now + HOUR })
    venue.cancel(0)
    expect(venue.log).toEqual(['open 0: #0 canceled CANCELED'])
  })

  it('inside a bar loses against an order placed at its open', () => {
    const venue = new TestVenue({ bars: [reached] })
    venue.open()
    venue.send('buy limit 98')
    venue.cancel(0, venue.now + HOUR)
    venue.close()
    expect(venue.log).toEqual(['close 0: #0 10 @ 98', 'close 0: #0 cancelRefused TOO_LATE'])
  })

  it('of an order that has ended is refused', () => {
    const venue = new TestVenue({ bars: [still, still] })
    venue.send('buy market')
    venue.play(1)
    venue.cancel(0)
    expect(venue.play().log).toEqual(['open 0: #0 10 @ 100', 'close 0: #0 cancelRefused TOO_LATE'])
  })
})

describe('the end of a run that must end flat', () => {
  it('fills market orders from a number on at the last close, with slippage like any other', () => {
    const slippage = {
      spec: 'one',
      slip: ({ price, direction }: { price: number; direction: number }) => price + direction,
    }
    const venue = new TestVenue({ bars: ['100/101/97/98'], slippage })
    venue.play()
    venue.send('buy market')
    const first = venue.send('sell market')
    venue.closeOut(first)
    expect(venue.log).toEqual(['end: #1 10 @ 97'])
  })

  it('leaves limits and stops alone, at whatever price the market closed', () => {
    const venue = new TestVenue({ bars: ['100/101/97/98'] })
    venue.play()
    venue.send('buy limit 50')
    venue.send('buy limit 150')
    venue.send('sell stop 50')
    venue.send('sell market')
    venue.closeOut(0)
    expect(venue.log).toEqual(['end: #3 10 @ 98'])
  })
})

describe('the simulated broker', () => {
  const instruments = [createInstrument({ symbol: 'X' })]
  const { columns } = new TestVenue({ bars: ['100/101/99/100 v100'] })
  const series = (execution: boolean): VenueSeries => ({ instrument: 0, columns: columns[0]!, execution })
  const order = {
    number: 0,
    clientOrderId: 'a',
    strategy: 's',
    symbol: 'X',
    side: 'buy',
    type: 'market',
    timeInForce: 'GTC',
    limitPrice: undefined,
    stopPrice: undefined,
    touchPrice: undefined,
    trail: undefined,
    reduceOnly: false,
    link: undefined,
    limitLevel: Number.NaN,
    expireAt: undefined,
    level: Number.NaN,
    instrument: 0,
    quantityUnits: 100,
  } as const
  const make = (all: readonly VenueSeries[]) => {
    const broker = new SimulatedBroker({ instruments, series: all, commission: noCommission(), slippage: noSlippage() })
    const kinds: OrderEvent['kind'][] = []
    const submit = () => {
      broker.send({ kind: 'submit', at: 0, order: { ...order, quantity: instruments[0]!.multiplier } })
    }
    return { broker, kinds, submit }
  }

  it('matches an instrument on its execution series only', () => {
    const { broker, kinds, submit } = make([series(false), series(true)])
    broker.connect(({ kind }) => kinds.push(kind))
    submit()
    broker.barOpened(0, 0)
    broker.opensComplete(0)
    expect(kinds).toEqual(['accepted'])
    broker.barOpened(1, 0)
    broker.opensComplete(0)
    expect(kinds).toEqual(['accepted', 'filled'])
  })

  it('matches an instrument on the first of two series that claim to be for execution, never on both', () => {
    const { broker, kinds, submit } = make([series(true), series(true)])
    broker.connect(({ kind }) => kinds.push(kind))
    submit()
    // Ten of the hundred are filled, and a second series would fill ten more.
    for (const one of [0, 1]) {
      broker.barOpened(one, 0)
      broker.opensComplete(0)
    }
    expect(kinds).toEqual(['accepted', 'filled'])
  })

  it('refuses an order for a symbol that has no bars, and a command before anyone listens', () => {
    expect(make([series(false)]).submit).toThrow(/^BROKER_NOT_SUPPORTED: X has no bars at this venue/)
    expect(make([series(true)]).submit).toThrow(/^INVARIANT: .* before it was connected$/)
  })
})
