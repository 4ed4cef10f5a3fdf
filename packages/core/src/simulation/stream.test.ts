import { describe, expect, it } from 'vitest'
import { noCommission } from '../costs/commission.js'
import { noSlippage } from '../costs/slippage.js'
import { Decimal } from '../domain/decimal.js'
import { createInstrument } from '../domain/instrument.js'
import type { OrderRequest } from '../domain/order.js'
import type { FillRules } from './fill-rules.js'
import { SimulatedBroker } from './simulated-broker.js'

const NEW_YEAR = Date.UTC(2024, 0, 2, 15)

/** A venue of one share that is shown quotes and trades, a second apart, and what it says of them. */
function stream(fills: FillRules = {}) {
  const broker = new SimulatedBroker({
    instruments: [createInstrument({ symbol: 'X', tickSize: '0.01' })],
    series: [],
    streamed: [0],
    commission: noCommission(),
    slippage: noSlippage(),
    fills: { maxVolumeFraction: 1, ...fills },
  })
  const log: string[] = []
  let now = NEW_YEAR
  let number = 0
  broker.connect((event) => {
    if (event.kind === 'filled')
      log.push(
        `#${String(event.order)} ${String(event.quantity)} @ ${String(event.price)}${event.ambiguous ? ' ambiguous' : ''}`,
      )
    else if (event.kind !== 'accepted') log.push(`#${String(event.order)} ${event.kind}`)
  })
  return {
    log,
    send(side: 'buy' | 'sell', quantity: number, terms: Partial<OrderRequest> = {}): void {
      const order: OrderRequest = {
        number: number++,
        clientOrderId: 'x',
        strategy: 's',
        symbol: 'X',
        side,
        type: 'market',
        timeInForce: 'GTC',
        quantity: new Decimal(quantity),
        limitPrice: undefined,
        stopPrice: undefined,
        touchPrice: undefined,
        trail: undefined,
        reduceOnly: false,
        link: undefined,
        expireAt: undefined,
        level: Number.NaN,
        limitLevel: Number.NaN,
        instrument: 0,
        quantityUnits: quantity,
        ...terms,
      }
      broker.send({ kind: 'submit', at: now, order })
    },
    quote(bid: number, ask: number, bidSize = 1000, askSize = 1000): void {
      now += 1000
      broker.quoted(0, { bid, ask, bidSize, askSize }, now)
    },
    trade(price: number, size = 1000): void {
      now += 1000
      broker.traded(0, { price, size }, now)
    },
  }
}

describe('on quotes', () => {
  it('a market order takes the opposite side, up to the size shown, and the rest from the next quote', () => {
    const { log, send, quote } = stream()
    send('buy', 150)
    send('sell', 50)
    quote(99.9, 100.1, 30, 100)
    quote(99.8, 100.2, 300, 300)
    expect(log).toEqual(['#0 100 @ 100.1', '#1 30 @ 99.9', '#0 50 @ 100.2', '#1 20 @ 99.8'])
  })

  it('a limit that rests fills at its own price once the opposite side comes to it', () => {
    const { log, send, quote } = stream()
    send('buy', 10, { type: 'limit', level: 99 })
    quote(99.2, 99.4)
    quote(98.9, 99.1)
    quote(98.7, 98.9)
    expect(log).toEqual(['#0 10 @ 99'])
  })

  it('a limit that comes marketable fills at the side that it takes', () => {
    const { log, send, quote } = stream()
    send('sell', 10, { type: 'limit', level: 98 })
    quote(99.2, 99.4)
    expect(log).toEqual(['#0 10 @ 99.2'])
  })

  it('a stop is triggered by the side that it fills on', () => {
    const { log, send, quote } = stream()
    send('sell', 10, { type: 'stop', level: 99 })
    send('buy', 10, { type: 'stop', level: 101 })
    quote(99.1, 100.9)
    quote(98.8, 100.9)
    expect(log).toEqual(['#0 triggered', '#0 10 @ 98.8'])
  })

  it('a stop that trails follows its side from quote to quote', () => {
    const { log, send, quote } = stream()
    const trail = {
      distance: 2,
      isFraction: false,
      activationPrice: Number.NaN,
      by: 'extreme',
      limitOffset: Number.NaN,
    } as const
    send('sell', 10, { type: 'trailingStop', trail })
    quote(100, 100.2)
    quote(103, 103.2)
    quote(101.1, 101.3)
    quote(100.9, 101.1)
    expect(log).toEqual(['#0 triggered', '#0 10 @ 100.9'])
  })

  it('IOC and FOK are judged at the first quote', () => {
    const { log, send, quote } = stream()
    send('buy', 150, { timeInForce: 'IOC' })
    send('buy', 150, { timeInForce: 'FOK' })
    quote(99.9, 100.1, 100, 100)
    expect(log).toEqual(['#0 100 @ 100.1', '#0 canceled', '#1 canceled'])
  })
})

describe('on trades', () => {
  it('a limit fills at its price when one trades through it', () => {
    const { log, send, trade } = stream()
    send('buy', 10, { type: 'limit', level: 99 })
    trade(99.5)
    trade(98.9)
    expect(log).toEqual(['#0 10 @ 99'])
  })

  it.each([
    ['pessimistic', []],
    ['optimistic', ['#0 10 @ 99 ambiguous']],
  ] as const)('a limit that one only touches is a matter of policy: %s', (policy, expected) => {
    const { log, send, trade } = stream({ policy })
    send('buy', 10, { type: 'limit', level: 99 })
    trade(99.5)
    trade(99)
    expect(log).toEqual(expected)
  })

  it('of limits that rest the best is served first', () => {
    const { log, send, trade } = stream()
    send('buy', 10, { type: 'limit', level: 98 })
    send('buy', 10, { type: 'limit', level: 99 })
    trade(100)
    trade(97, 10)
    expect(log).toEqual(['#1 10 @ 99'])
  })

  it('a stop is triggered by the trade, and fills at its price', () => {
    const { log, send, trade } = stream()
    send('sell', 10, { type: 'stop', level: 99 })
    trade(99.01)
    trade(98.5)
    expect(log).toEqual(['#0 triggered', '#0 10 @ 98.5'])
  })

  it('fills take no more than the fraction of its size', () => {
    const { log, send, trade } = stream({ maxVolumeFraction: 0.1 })
    send('buy', 15)
    trade(99, 100)
    trade(99.1, 100)
    expect(log).toEqual(['#0 10 @ 99', '#0 5 @ 99.1'])
  })
})

describe('an instrument that is shown a stream', () => {
  it('refuses orders for the closing price, of which only bars tell', () => {
    const { log, send } = stream()
    send('buy', 10, { type: 'marketOnClose' })
    expect(log).toEqual(['#0 rejected'])
  })

  it('fills an order for the opening price at the first price of a session, and no later', () => {
    const { log, send, trade } = stream()
    trade(99)
    send('buy', 10, { type: 'marketOnOpen' })
    trade(99.5)
    expect(log).toEqual([])
  })
})

describe('where a limit fills one tick beyond it', () => {
  const fills = { touch: { penetrateTicks: 1 } } as const

  it('a trade at the limit is not enough, one that is a tick through it is', () => {
    const { log, send, trade } = stream(fills)
    send('buy', 10, { type: 'limit', level: 99 })
    trade(99.5)
    trade(99)
    expect(log).toEqual([])
    trade(98.99)
    expect(log).toEqual(['#0 10 @ 99'])
  })

  it('a quote of the opposite side at the limit is enough', () => {
    const { log, send, quote } = stream(fills)
    send('buy', 10, { type: 'limit', level: 99 })
    quote(99.2, 99.4)
    quote(98.9, 99)
    expect(log).toEqual(['#0 10 @ 99'])
  })
})

describe('a sell stop that the rules let another side trigger', () => {
  it.each([
    ['ask', 99.1, 98.9],
    ['mid', 99.3, 99.1],
  ] as const)('waits for the %s, and fills on the bid', (stopTrigger, above, at) => {
    const { log, send, quote } = stream({ stopTrigger })
    send('sell', 10, { type: 'stop', level: 99 })
    quote(98.8, above)
    expect(log).toEqual([])
    quote(98.8, at)
    expect(log).toEqual(['#0 triggered', '#0 10 @ 98.8'])
  })
})
