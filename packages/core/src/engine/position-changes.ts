import type { PositionChange } from '../analytics/exposure.js'
import type { BarColumns } from '../domain/bar-columns.js'
import { ORDER_TYPES } from '../domain/order.js'
import { FILL } from '../execution/fill-log.js'
import { ORDER } from '../execution/order-log.js'
import type { TradingKernel } from '../kernel/trading-kernel.js'

const MARKET = ORDER_TYPES.indexOf('market')
const LIMIT = ORDER_TYPES.indexOf('limit')

/** What the fills of a run did to its positions, and which point of the equity curve is the first to show it. */
export function* positionChanges(kernel: TradingKernel): Generator<PositionChange> {
  const { fills } = kernel.account.booking
  const orders = kernel.orders.log
  const { instruments, series } = kernel.setup
  const { times } = kernel.equityCurve
  let point = 0
  let orderBefore = -1
  for (let row = 0; row < fills.length; row++) {
    const order = fills.get(row, FILL.order)
    const time = fills.get(row, FILL.time)
    const instrument = orders.get(order, ORDER.instrument)
    const { columns } = series.find((each) => each.instrument === instrument && each.execution)!
    const terms = {
      type: orders.get(order, ORDER.type),
      actsBelow: (orders.get(order, ORDER.type) === LIMIT) === orders.get(order, ORDER.direction) > 0,
      level: orders.get(order, ORDER.level),
      createdAt: orders.get(order, ORDER.createdAt),
    }
    const inside = filledInside(
      terms,
      { time, price: fills.get(row, FILL.price), isRest: order === orderBefore },
      columns,
    )
    // Equity of an instant is taken after what filled inside the bars that close there, and before what fills at the opens.
    while (point < times.length && (inside ? times[point]! < time : times[point]! <= time)) point++
    yield {
      point,
      position: orders.get(order, ORDER.strategy) * instruments.length + instrument,
      units: fills.get(row, FILL.units) * orders.get(order, ORDER.direction),
    }
    orderBefore = order
  }
}

/**
 * Whether a fill happened inside the bar that closes at its time, or at the end of the run, and not at the open of the bar that opens then. Where one
 * bar closes and the next opens at one time, the order says which it was: only a limit or stop that was working when the first one opened can
 * have filled inside, and it did if that bar reached its level.
 */
function filledInside(
  order: { readonly type: number; readonly actsBelow: boolean; readonly level: number; readonly createdAt: number },
  fill: { readonly time: number; readonly price: number; readonly isRest: boolean },
  { length, openTime, closeTime, low, high }: BarColumns,
): boolean {
  const next = firstAtOrAfter(openTime, length, fill.time)
  if (next === length || openTime[next] !== fill.time) return true
  const bar = next - 1
  if (bar < 0 || closeTime[bar] !== fill.time) return false
  if (order.type === MARKET || order.createdAt > openTime[bar]!) return false
  // What is left of a stop that has triggered fills at opens, and a limit that the market opens beyond at a better price than its own.
  if (order.type === LIMIT ? fill.price !== order.level : fill.isRest) return false
  return order.actsBelow ? low[bar]! <= order.level : high[bar]! >= order.level
}

function firstAtOrAfter(times: Float64Array, length: number, time: number): number {
  let [from, to] = [0, length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (times[middle]! < time) from = middle + 1
    else to = middle
  }
  return from
}
