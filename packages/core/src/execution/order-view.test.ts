import { describe, expect, it } from 'vitest'
import { FILL_AMBIGUOUS, FILL_GAP_RISK } from '../domain/fill.js'
import { createInstrument } from '../domain/instrument.js'
import { money } from '../domain/money.js'
import { ORDER_TYPES, TIMES_IN_FORCE } from '../domain/order.js'
import { STATUS } from '../domain/order-status.js'
import { FILL, FillLog, FillView } from './fill-log.js'
import { OrderManager } from './order-manager.js'
import { snapshotOrder } from './order-snapshot.js'
import { orderByClientId, OrderView } from './order-view.js'

const names = {
  strategies: ['first', 'second'],
  instruments: [createInstrument({ symbol: 'STK' }), createInstrument({ symbol: 'BTC', assetClass: 'crypto' })],
  idPrefix: 'tw',
}
const LIMIT = {
  type: ORDER_TYPES.indexOf('limit'),
  timeInForce: TIMES_IN_FORCE.indexOf('GTD'),
  level: 100.1,
  expireAt: 500,
  reason: 'a dip',
  tags: ['mean', 'reversion'],
}
const MARKET = { type: 0, timeInForce: 0, level: Number.NaN, expireAt: Number.NaN, reason: '', tags: [] }

function open() {
  const orders = new OrderManager({ strategies: 2, instruments: 2 })
  const view = (number: number) => new OrderView(orders.log, names, number)
  return { orders, view }
}

describe('OrderView', () => {
  it('shows the terms of an order as its strategy gave them', () => {
    const { orders, view } = open()
    const { limitPrice, quantity, ...order } = snapshotOrder(view(orders.create(1, 1, -1, 12_345_678, LIMIT, 42)))
    expect([limitPrice?.toString(), quantity.toString()]).toEqual(['100.1', '0.12345678'])
    expect(order).toMatchObject({
      strategy: 'second',
      symbol: 'BTC',
      instrument: 1,
      side: 'sell',
      type: 'limit',
      timeInForce: 'GTD',
      status: 'NEW',
      quantityUnits: 12_345_678,
      level: 100.1,
      stopPrice: undefined,
      expireAt: 500,
      createdAt: 42,
      closedAt: undefined,
      averagePrice: undefined,
      triggered: false,
      reason: 'a dip',
      tags: ['mean', 'reversion'],
      outcome: undefined,
      sizing: undefined,
    })
  })

  it('follows what becomes of it', () => {
    const { orders, view } = open()
    const order = view(orders.create(0, 0, 1, 10, { ...LIMIT, type: ORDER_TYPES.indexOf('stop') }, 42))
    orders.recordSizing(0, {
      price: 99,
      equity: 1000,
      cash: 400,
      position: -2,
      quantity: 10.7,
      particulars: { stopPrice: 95 },
    })
    orders.submit(0)
    orders.trigger(0)
    orders.filled(0, 4, { price: 100, occurredAt: 43 })
    expect([order.status, order.filledQuantity.toString(), order.averagePrice, order.triggered]).toEqual([
      'PARTIALLY_FILLED',
      '4',
      100,
      true,
    ])
    orders.ended(0, STATUS.CANCELED, { code: 'CANCELED', message: 'as asked' }, 44)
    expect([order.status, order.closedAt, order.outcome, order.sizing, order.stopPrice?.toString()]).toEqual([
      'CANCELED',
      44,
      { code: 'CANCELED', message: 'as asked' },
      { price: 99, equity: 1000, cash: 400, position: -2, multiplier: 1, fx: 1, stopPrice: 95, quantity: 10.7 },
      '100.1',
    ])
  })

  it('has a client order id of [A-Za-z0-9-] that leaves room for two billion orders within 24 characters', () => {
    const orders = new OrderManager({ strategies: 1000, instruments: 1 })
    const number = orders.create(999, 0, 1, 1, MARKET, 0)
    const id = new OrderView(orders.log, names, number).clientOrderId
    expect(id).toBe('tw-999-0')
    expect(id).toMatch(/^[A-Za-z0-9-]+$/)
    expect(id.length - 1 + (2 ** 31).toString(36).length).toBeLessThanOrEqual(24)
  })

  it('has ids that differ from order to order and are the same in every run', () => {
    const ids = [1, 2].map(() => {
      const { orders, view } = open()
      return Array.from({ length: 2000 }, (_, i) => view(orders.create(i % 2, 0, 1, 1, MARKET, 0)).clientOrderId)
    })
    expect(new Set(ids[0]).size).toBe(2000)
    expect(ids[0]).toEqual(ids[1])
    expect(ids[0]!.slice(35, 38)).toEqual(['tw-1-z', 'tw-0-10', 'tw-1-11'])
  })
})

describe('snapshotOrder', () => {
  it('keeps every property of the view, frozen, while the order goes on', () => {
    const { orders, view } = open()
    const order = view(orders.create(0, 0, 1, 10, LIMIT, 42))
    const snapshot = snapshotOrder(order)
    const getters = Object.keys(Object.getOwnPropertyDescriptors(OrderView.prototype)).filter(
      (name) => name !== 'constructor',
    )
    expect(Object.keys(snapshot).sort()).toEqual([...getters, 'number'].sort())
    orders.submit(0)
    orders.filled(0, 10, { price: 100, occurredAt: 43 })
    expect([snapshot.status, snapshot.filledQuantity.toString(), order.status]).toEqual(['NEW', '0', 'FILLED'])
    expect(Object.isFrozen(snapshot)).toBe(true)
  })
})

describe('the words of an order', () => {
  it('are as they were given, and empty where there are none', () => {
    const { orders, view } = open()
    const tags = ['a']
    for (let i = 0; i < 3; i++) orders.create(0, 0, 1, 1, { ...LIMIT, tags }, 0)
    tags.push('b')
    const plain = view(orders.create(0, 0, 1, 1, MARKET, 0))
    expect([view(2).tags, view(2).reason, plain.tags, plain.reason]).toEqual([['a'], 'a dip', [], ''])
  })
})

describe('FillView', () => {
  it('shows a row of the fills with the names and exact numbers behind it', () => {
    const { orders } = open()
    orders.create(0, 0, 1, 10, MARKET, 0)
    orders.create(1, 1, -1, 50_000_000, MARKET, 0)
    const fills = new FillLog()
    for (const [order, flags] of [
      [0, 0],
      [1, FILL_AMBIGUOUS],
      [1, FILL_GAP_RISK],
    ] as const) {
      const base = fills.rows.add()
      fills.rows.data.set([order, 60, 200.25, 25_000_000], base)
      fills.rows.writeAmount(base + FILL.value, money('50.0625'))
      fills.rows.writeAmount(base + FILL.commission, money('-0.05'))
      fills.rows.data[base + FILL.flags] = flags
    }
    const fill = new FillView(fills, orders.log, names, 1)
    expect([fill.order, fill.strategy, fill.symbol, fill.side, fill.occurredAt, fill.price]).toEqual([
      1,
      'second',
      'BTC',
      'sell',
      60,
      200.25,
    ])
    expect([fill.quantity, fill.value, fill.commission].map(String)).toEqual(['0.25', '50.0625', '-0.05'])
    const flags = [0, 1, 2].map((row) => {
      const { ambiguous, gapRisk } = new FillView(fills, orders.log, names, row)
      return [ambiguous, gapRisk]
    })
    expect(flags).toEqual([
      [false, false],
      [true, false],
      [false, true],
    ])
  })
})

describe('an order that a venue names', () => {
  it('is the one that has the id, not one that asked for it before', () => {
    const { orders, view } = open()
    orders.create(0, 0, 1, 10, { ...MARKET, clientOrderId: 'tw-0-1' }, 1)
    orders.create(0, 0, 1, 10, MARKET, 1)
    orders.create(0, 0, 1, 10, { ...MARKET, clientOrderId: 'mine' }, 1)
    orders.create(0, 0, 1, 10, { ...MARKET, clientOrderId: 'mine' }, 1)
    expect(view(1).clientOrderId).toBe('tw-0-1')
    expect(['tw-0-1', 'mine', 'tw-0-9', 'yours'].map((id) => orderByClientId(orders.log, names, id))).toEqual([
      1, 2, -1, -1,
    ])
  })
})
