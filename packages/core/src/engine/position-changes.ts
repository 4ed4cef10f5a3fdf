import type { PositionChange } from '../analytics/exposure.js'
import { FILL } from '../execution/fill-log.js'
import { ORDER } from '../execution/order-log.js'
import type { TradingKernel } from '../kernel/trading-kernel.js'

/** What the fills of a run did to its positions, and which point of the equity curve is the first to show it. */
export function* positionChanges(kernel: TradingKernel): Generator<PositionChange> {
  const fills = kernel.account.booking.fills.rows
  const orders = kernel.orders.log
  const { instruments } = kernel.setup
  // A close-out at the end sets the last point anew.
  const last = kernel.equityCurve.length - 1
  for (let row = 0; row < fills.length; row++) {
    const order = fills.get(row, FILL.order)
    yield {
      point: Math.min(fills.get(row, FILL.point), last),
      position: orders.get(order, ORDER.strategy) * instruments.length + orders.get(order, ORDER.instrument),
      units: fills.get(row, FILL.units) * orders.get(order, ORDER.direction),
    }
  }
}
