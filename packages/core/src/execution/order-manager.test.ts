import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ORDER_TYPES, type OrderLink, type OrderType } from '../domain/order.js'
import { ORDER_STATUSES, STATUS, isTerminal, type OrderStatus } from '../domain/order-status.js'
import { ORDER } from './order-log.js'
import { OrderManager } from './order-manager.js'

const MARKET = { type: 0, timeInForce: 0, level: Number.NaN, expireAt: Number.NaN, reason: '', tags: [] }
const OUTCOME = { code: 'OTHER', message: 'the venue said so' } as const

function manager(): OrderManager {
  return new OrderManager({ strategies: 2, instruments: 2 })
}

/** A buy of 10 in the first book and instrument, brought to a status by plain steps, by hand where no step leads there yet. */
function orderIn(status: OrderStatus, orders: OrderManager): number {
  const order = orders.create(0, 0, 1, 10, MARKET, 0)
  if (status === 'NEW') return order
  if (status === 'DENIED') {
    orders.deny(order, OUTCOME, 1)
    return order
  }
  orders.submit(order)
  if (status === 'ACKED') orders.accepted(order)
  if (status === 'PARTIALLY_FILLED') orders.filled(order, 4, { price: 100, occurredAt: 1 })
  if (status === 'PENDING_CANCEL') orders.requestCancel(order)
  if (status === 'PENDING_REPLACE') orders.requestReplace(order, {})
  if (status === 'FILLED') orders.filled(order, 10, { price: 100, occurredAt: 1 })
  if (status === 'REJECTED' || status === 'CANCELED' || status === 'EXPIRED')
    orders.ended(order, STATUS[status], OUTCOME, 1)
  if (status === 'HELD' || status === 'UNKNOWN') orders.log.set(order, ORDER.status, STATUS[status])
  return order
}

function statusOf(orders: OrderManager, order: number): OrderStatus {
  return ORDER_STATUSES[orders.status(order)]!
}

describe('the steps that we take', () => {
  it('lead from NEW to SUBMITTED, and from there by ack and fills to FILLED', () => {
    const orders = manager()
    const order = orders.create(0, 0, 1, 10, MARKET, 5)
    const seen = [statusOf(orders, order)]
    orders.submit(order)
    seen.push(statusOf(orders, order))
    expect(orders.accepted(order)).toBe(true)
    seen.push(statusOf(orders, order))
    orders.filled(order, 4, { price: 100, occurredAt: 6 })
    seen.push(statusOf(orders, order))
    orders.filled(order, 6, { price: 105, occurredAt: 7 })
    seen.push(statusOf(orders, order))
    expect(seen).toEqual(['NEW', 'SUBMITTED', 'ACKED', 'PARTIALLY_FILLED', 'FILLED'])
    const cells = [ORDER.createdAt, ORDER.closedAt, ORDER.filledUnits, ORDER.averagePrice]
    expect(cells.map((cell) => orders.log.get(order, cell))).toEqual([5, 7, 10, 103])
  })

  it.each(ORDER_STATUSES.filter((status) => status !== 'NEW'))(
    'never submit, deny or withdraw an order that is %s',
    (status) => {
      for (const step of ['submit', 'deny', 'withdraw'] as const) {
        const orders = manager()
        const order = orderIn(status, orders)
        expect(() => {
          if (step === 'submit') orders.submit(order)
          else orders[step](order, OUTCOME, 2)
        }).toThrow('INVARIANT: an order took a step that its state does not allow')
        expect(statusOf(orders, order)).toBe(status)
      }
    },
  )

  it('deny and withdraw a NEW order with an outcome and a time', () => {
    const orders = manager()
    for (const step of ['deny', 'withdraw'] as const) {
      const order = orders.create(0, 0, 1, 10, MARKET, 0)
      orders[step](order, { code: 'CANCELED', message: step }, 3)
      expect([statusOf(orders, order), orders.log.get(order, ORDER.closedAt), orders.log.outcomes.get(order)]).toEqual([
        step === 'deny' ? 'DENIED' : 'CANCELED',
        3,
        { code: 'CANCELED', message: step },
      ])
    }
    expect([orders.open, orders.netWorkingBuys[0]]).toEqual([[], 0])
  })

  it.each(ORDER_STATUSES)('ask for the cancel of an order that is %s only where it may still work', (status) => {
    const orders = manager()
    const order = orderIn(status, orders)
    const asks = !isTerminal(status) && status !== 'NEW' && status !== 'PENDING_CANCEL'
    expect(orders.requestCancel(order)).toBe(asks)
    expect(statusOf(orders, order)).toBe(asks ? 'PENDING_CANCEL' : status)
  })
})

describe("a venue's report", () => {
  it('that is stale is noted and changes nothing', () => {
    const orders = manager()
    const order = orderIn('FILLED', orders)
    const closedAt = orders.log.get(order, ORDER.closedAt)
    expect(orders.accepted(order)).toBe(false)
    for (const status of ['REJECTED', 'CANCELED', 'EXPIRED'] as const) {
      expect(orders.ended(order, STATUS[status], OUTCOME, 99)).toBe(false)
    }
    expect([statusOf(orders, order), orders.log.get(order, ORDER.closedAt), orders.log.outcomes.get(order)]).toEqual([
      'FILLED',
      closedAt,
      undefined,
    ])
  })

  it('that ends an order takes what is left of it off what works, and keeps why', () => {
    const orders = manager()
    const order = orderIn('PARTIALLY_FILLED', orders)
    expect([orders.workingBuys(0, 0), orders.open]).toEqual([6, [order]])
    expect(orders.ended(order, STATUS.EXPIRED, { code: 'EXPIRED', message: 'day over' }, 9)).toBe(true)
    expect([orders.workingBuys(0, 0), orders.netWorkingBuys[0], orders.open, orders.isOpen(order)]).toEqual([
      0,
      0,
      [],
      false,
    ])
    expect([orders.log.get(order, ORDER.closedAt), orders.log.outcomes.get(order)]).toEqual([
      9,
      { code: 'EXPIRED', message: 'day over' },
    ])
  })
})

describe('a fill', () => {
  const AFTER: Readonly<Partial<Record<OrderStatus, OrderStatus>>> = {
    NEW: 'PARTIALLY_FILLED',
    SUBMITTED: 'PARTIALLY_FILLED',
    ACKED: 'PARTIALLY_FILLED',
    UNKNOWN: 'PARTIALLY_FILLED',
    HELD: 'PARTIALLY_FILLED',
  }

  it.each(ORDER_STATUSES.filter((status) => status !== 'DENIED'))('is booked for an order that is %s', (status) => {
    const orders = manager()
    const order = orderIn(status, orders)
    const before = orders.log.get(order, ORDER.filledUnits)
    orders.filled(order, 3, { price: 101, occurredAt: 8 })
    expect(orders.log.get(order, ORDER.filledUnits)).toBe(before + 3)
    expect(statusOf(orders, order)).toBe(AFTER[status] ?? status)
  })

  it('for a DENIED order is an invariant error: it was never sent', () => {
    const orders = manager()
    const order = orderIn('DENIED', orders)
    expect(() => {
      orders.filled(order, 3, { price: 101, occurredAt: 8 })
    }).toThrow('INVARIANT: a fill came for an order that was never sent')
  })

  it.each(['CANCELED', 'EXPIRED', 'REJECTED'] as const)('after %s leaves the status and what works alone', (status) => {
    const orders = manager()
    const order = orderIn(status, orders)
    orders.filled(order, 10, { price: 101, occurredAt: 8 })
    expect([statusOf(orders, order), orders.workingBuys(0, 0), orders.log.get(order, ORDER.closedAt)]).toEqual([
      status,
      0,
      1,
    ])
  })

  it('of more than was asked for fills the order, and works off no more than was working', () => {
    const orders = manager()
    const order = orderIn('PARTIALLY_FILLED', orders)
    const other = orders.create(0, 0, 1, 7, MARKET, 0)
    orders.submit(other)
    orders.filled(order, 9, { price: 100, occurredAt: 2 })
    expect([statusOf(orders, order), orders.log.get(order, ORDER.filledUnits), orders.workingBuys(0, 0)]).toEqual([
      'FILLED',
      13,
      7,
    ])
    orders.filled(order, 2, { price: 100, occurredAt: 3 })
    expect([orders.log.get(order, ORDER.filledUnits), orders.workingBuys(0, 0), orders.open]).toEqual([15, 7, [other]])
  })

  it('that completes an order whose cancel is under way makes it FILLED', () => {
    const orders = manager()
    const order = orderIn('PENDING_CANCEL', orders)
    orders.filled(order, 4, { price: 100, occurredAt: 2 })
    expect(statusOf(orders, order)).toBe('PENDING_CANCEL')
    orders.filled(order, 6, { price: 100, occurredAt: 3 })
    expect(statusOf(orders, order)).toBe('FILLED')
  })

  it('at the price of the fills before it leaves the mean price exactly there', () => {
    const orders = manager()
    const order = orders.create(0, 0, 1, 10, MARKET, 0)
    orders.submit(order)
    for (const units of [3, 4, 3]) {
      orders.filled(order, units, { price: 0.1, occurredAt: 1 })
      expect(orders.log.get(order, ORDER.averagePrice)).toBe(0.1)
    }
  })
})

describe('what works', () => {
  it('always equals a recount over the open orders, whatever is done and reported', () => {
    const place = fc.record({
      kind: fc.constant('place' as const),
      strategy: fc.nat({ max: 1 }),
      instrument: fc.nat({ max: 1 }),
      direction: fc.constantFrom(1, -1),
      units: fc.integer({ min: 1, max: 1e12 }),
      shape: fc.nat({ max: 2 }),
    })
    const act = fc.record({
      kind: fc.constantFrom(
        'cancel',
        'replace',
        'accept',
        'fill',
        'reject',
        'canceled',
        'expire',
        'replaced',
        'cut',
        'refuseCancel',
        'refuseReplace',
      ),
      order: fc.nat({ max: 30 }),
      fraction: fc.constantFrom(0.25, 0.5, 1, 2),
    })
    fc.assert(
      fc.property(fc.array(fc.oneof(place, act), { maxLength: 60 }), (steps) => {
        const orders = manager()
        const live = new Set<number>()
        const asked = new Map<number, number[]>()
        for (const step of steps) {
          if (step.kind === 'place') placeLinked(orders, step)
          else if (step.order < orders.log.length) {
            if (step.kind === 'accept' || step.kind === 'fill') live.add(step.order)
            take(orders, step, asked)
          }
          recount(orders, live, asked)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('what is filled whatever the price does', () => {
  it('is market orders and those for an auction, signed, and none that is held', () => {
    const orders = manager()
    const place = (type: OrderType, direction: number, units: number, parent?: number): void => {
      const link = parent === undefined ? undefined : ({ role: 'triggered', group: parent, parent } as const)
      const particulars = link && { limitLevel: Number.NaN, trail: undefined, reduceOnly: false, link }
      const terms = { ...MARKET, type: ORDER_TYPES.indexOf(type), particulars }
      orders.submit(orders.create(0, 0, direction, units, terms, 0))
    }
    place('market', 1, 100)
    place('marketOnOpen', -1, 30)
    place('marketOnClose', -1, 7)
    for (const type of ['limit', 'stop', 'trailingStop', 'marketIfTouched', 'limitOnClose'] as const) place(type, 1, 1)
    place('market', 1, 1000, 0)
    expect(orders.workingMarket(0, 0)).toBe(63)
    orders.accepted(8)
    expect([orders.workingMarket(0, 0), orders.workingMarket(1, 0), orders.workingMarket(0, 1)]).toEqual([1063, 0, 0])
  })
})

/** An order, alone or with others that are tied to it: its exits, what it triggers, or its alternatives. */
function placeLinked(
  orders: OrderManager,
  step: { strategy: number; instrument: number; direction: number; units: number; shape: number },
): void {
  const { strategy, instrument, direction, units } = step
  const place = (towards: number, role: OrderLink['role'] | undefined, parent: number | undefined, group: number) => {
    const link = role && { role, group, parent }
    const reduceOnly = role === 'stopLoss'
    const particulars = link && { limitLevel: Number.NaN, trail: undefined, reduceOnly, link }
    return orders.create(strategy, instrument, towards, units, { ...MARKET, particulars }, 0)
  }
  const first = orders.log.length
  if (step.shape === 0) place(direction, undefined, undefined, first)
  if (step.shape === 1) {
    place(direction, undefined, undefined, first)
    place(-direction, 'stopLoss', first, first)
    place(direction, 'triggered', first, first)
    place(-direction, 'triggered', first, first)
  }
  if (step.shape === 2) for (const towards of [1, 1, -1]) place(towards, 'alternative', undefined, first)
  for (let order = first; order < orders.log.length; order++) orders.submit(order)
}

/** Does what a step says; `asked` has the quantities that replaces ask for which are not answered yet. */
function take(
  orders: OrderManager,
  step: { kind: string; order: number; fraction: number },
  asked: Map<number, number[]>,
): void {
  const { log } = orders
  const { kind, order } = step
  const units = Math.max(1, Math.floor(log.get(order, ORDER.units) * step.fraction))
  if (kind === 'cancel') orders.requestCancel(order)
  else if (kind === 'replace') {
    if (orders.requestReplace(order, { quantityUnits: units })) asked.set(order, [...(asked.get(order) ?? []), units])
  } else if (kind === 'accept') orders.accepted(order)
  else if (kind === 'fill') orders.filled(order, units, { price: 100, occurredAt: 1 })
  else if (kind === 'reject') orders.ended(order, STATUS.REJECTED, OUTCOME, 1)
  else if (kind === 'replaced' || kind === 'cut') orders.replaced(order, { quantityUnits: units }, kind === 'replaced')
  else if (kind === 'refuseCancel') orders.cancelRefused(order)
  else if (kind === 'refuseReplace') orders.replaceRefused(order)
  else orders.ended(order, kind === 'expire' ? STATUS.EXPIRED : STATUS.CANCELED, OUTCOME, 1)
  if (kind === 'replaced' || kind === 'refuseReplace') asked.get(order)?.shift()
}

/** Whether what an order opens counts: exits never, and what is to close its parent's position once the venue or a fill has made it live. */
function counts(orders: OrderManager, order: number, live: ReadonlySet<number>): boolean {
  const particulars = orders.log.particulars.get(order)
  if (particulars?.link === undefined) return true
  const { role, parent } = particulars.link
  if (role === 'stopLoss') return false
  if (parent === undefined) return true
  return orders.log.get(parent, ORDER.direction) === orders.log.get(order, ORDER.direction) || live.has(order)
}

function recount(orders: OrderManager, live: ReadonlySet<number>, asked: ReadonlyMap<number, readonly number[]>): void {
  const { log } = orders
  const working = { 1: [0, 0, 0, 0], '-1': [0, 0, 0, 0] }
  const largest = new Map<string, number>()
  const open: number[] = []
  for (let order = 0; order < log.length; order++) {
    if (isTerminal(statusOf(orders, order))) continue
    open.push(order)
    if (!counts(orders, order, live)) continue
    const direction = log.get(order, ORDER.direction) as 1 | -1
    const cell = log.get(order, ORDER.strategy) * 2 + log.get(order, ORDER.instrument)
    const link = log.particulars.get(order)?.link
    const most = Math.max(log.get(order, ORDER.units), ...(asked.get(order) ?? []))
    const left = Math.max(0, most - log.get(order, ORDER.filledUnits))
    const group = `${String(link?.group)} ${String(direction)}`
    const before = link?.role === 'alternative' ? (largest.get(group) ?? 0) : 0
    if (link?.role === 'alternative') largest.set(group, Math.max(before, left))
    working[direction][cell]! += Math.max(0, left - before)
  }
  const cells = [0, 1].flatMap((strategy) => [0, 1].map((instrument) => [strategy, instrument] as const))
  expect(cells.map(([strategy, instrument]) => orders.workingBuys(strategy, instrument))).toEqual(working[1])
  expect(cells.map(([strategy, instrument]) => orders.workingSells(strategy, instrument))).toEqual(working['-1'])
  const net = (side: readonly number[]) => [side[0]! + side[2]!, side[1]! + side[3]!]
  expect([...orders.netWorkingBuys]).toEqual(net(working[1]))
  expect([...orders.netWorkingSells]).toEqual(net(working['-1']))
  expect([...orders.open].sort((a, b) => a - b)).toEqual(open)
}
