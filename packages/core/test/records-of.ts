import { Decimal, type BacktestResult, type Spec, type TradingBatch } from '../src/index.js'

/** What a backtest would have recorded, had it been an account. */
export function recordsOf(result: BacktestResult): Required<TradingBatch> {
  const fillIds = result.fills.map((_, row) => `fill-${String(row + 1)}`)
  return {
    intents: intentsOf(result),
    orders: ordersOf(result),
    fills: fillsOf(result, fillIds),
    positions: positionsOf(result),
    cash: result.ledger.map(({ time, strategy, currency, kind, amount, fill, symbol, rate }, row) => ({
      ...{ number: row + 1, time, strategy, currency, kind, amount: amount.toDecimal() },
      ...{ fill: fillIds[fill], symbol, rate },
    })),
    equity: Array.from(result.equityCurve.times, (time, row) => ({
      ...{ strategy: undefined, time, equity: new Decimal(result.equityCurve.equity[row]!) },
    })),
    roundTrips: result.roundTrips.map((trip, row) => ({ number: row + 1, ...trip })),
  }
}

function intentsOf({ orders }: BacktestResult): TradingBatch['intents'] & object {
  return orders.map(({ number, createdAt, strategy, symbol, clientOrderId, side, type, reason }, row) => ({
    ...{ number: row + 1, sequence: number, decidedAt: createdAt, strategy, symbol, action: 'submit', clientOrderId },
    terms: { side, type, reason },
  }))
}

function ordersOf({ orders }: BacktestResult): TradingBatch['orders'] & object {
  return orders
    .filter(({ quantity }) => quantity.gt(0))
    .map((order) => {
      const { clientOrderId, strategy, symbol, side, type, timeInForce, quantity, status, filledQuantity } = order
      const particulars: Spec = { outcome: order.outcome ? { ...order.outcome } : null, reduceOnly: order.reduceOnly }
      return {
        ...{ clientOrderId, venueOrderId: undefined, strategy, symbol, side, type, timeInForce, quantity },
        limitPrice: order.limitPrice?.toNumber(),
        stopPrice: order.stopPrice?.toNumber(),
        touchPrice: order.touchPrice?.toNumber(),
        averagePrice: order.averagePrice,
        ...{ status, filledQuantity, createdAt: order.createdAt, updatedAt: order.closedAt ?? order.createdAt },
        ...{ reason: order.reason, tags: order.tags, particulars },
      }
    })
}

function fillsOf(result: BacktestResult, ids: readonly string[]): TradingBatch['fills'] & object {
  const currencies = new Map(result.roundTrips.map(({ symbol, currency }) => [symbol, currency]))
  return result.fills.map((fill, row) => {
    const { order, strategy, symbol, side, quantity, price, value, commission, occurredAt, internal } = fill
    const { clientOrderId } = result.orders[order]!
    return {
      ...{ id: ids[row]!, clientOrderId, strategy, symbol, side, quantity, price, value, commission },
      ...{ currency: currencies.get(symbol) ?? result.currency, occurredAt, receivedAt: occurredAt, internal },
    }
  })
}

/** Quantities alone, without splits: enough to ask for. */
function positionsOf({ fills, currency }: BacktestResult): TradingBatch['positions'] & object {
  const held = new Map<string, Decimal>()
  return fills.map(({ strategy, symbol, side, quantity, price, occurredAt }) => {
    const name = `${strategy} ${symbol}`
    const now = (held.get(name) ?? new Decimal(0)).plus(side === 'buy' ? quantity : quantity.negated())
    held.set(name, now)
    const averagePrice = now.isZero() || price === 0 ? undefined : price
    return { strategy, symbol, time: occurredAt, quantity: now, averagePrice, currency }
  })
}
