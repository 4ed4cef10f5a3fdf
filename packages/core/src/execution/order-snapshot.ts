import type { Order } from '../domain/order.js'

/** An order as it is now, as a value that may be kept. */
export function snapshotOrder(order: Order): Order {
  return Object.freeze({
    number: order.number,
    clientOrderId: order.clientOrderId,
    strategy: order.strategy,
    symbol: order.symbol,
    instrument: order.instrument,
    side: order.side,
    type: order.type,
    timeInForce: order.timeInForce,
    status: order.status,
    quantity: order.quantity,
    quantityUnits: order.quantityUnits,
    filledQuantity: order.filledQuantity,
    averagePrice: order.averagePrice,
    level: order.level,
    limitPrice: order.limitPrice,
    stopPrice: order.stopPrice,
    touchPrice: order.touchPrice,
    trail: order.trail,
    reduceOnly: order.reduceOnly,
    link: order.link,
    limitLevel: order.limitLevel,
    expireAt: order.expireAt,
    triggered: order.triggered,
    createdAt: order.createdAt,
    closedAt: order.closedAt,
    reason: order.reason,
    tags: order.tags,
    outcome: order.outcome,
    sizing: order.sizing,
    signal: order.signal,
    checks: order.checks,
  })
}
