import type { PositionChange } from '../analytics/exposure.js'
import type { BarColumns } from '../domain/bar-columns.js'
import { FILL_AMBIGUOUS } from '../domain/fill.js'
import { ORDER_TYPES } from '../domain/order.js'
import { FILL } from '../execution/fill-log.js'
import { ORDER } from '../execution/order-log.js'
import type { TradingKernel } from '../kernel/trading-kernel.js'

const MARKET = ORDER_TYPES.indexOf('market')
const LIMIT = ORDER_TYPES.indexOf('limit')

interface OrderTerms {
  readonly type: number
  /** Whether it acts when the price falls to its level rather than when it rises to it. */
  readonly actsBelow: boolean
  readonly level: number
  readonly createdAt: number
}

interface FillTerms {
  readonly time: number
  readonly price: number
  readonly isAmbiguous: boolean
}

/** What the fills of a run did to its positions, and which point of the equity curve is the first to show it. */
export function* positionChanges(kernel: TradingKernel): Generator<PositionChange> {
  const { fills } = kernel.account.booking
  const orders = kernel.orders.log
  const { instruments, series } = kernel.setup
  const { times } = kernel.equityCurve
  let point = 0
  for (let row = 0; row < fills.length; row++) {
    const order = fills.get(row, FILL.order)
    const time = fills.get(row, FILL.time)
    const instrument = orders.get(order, ORDER.instrument)
    const { columns } = series.find((each) => each.instrument === instrument && each.execution)!
    const type = orders.get(order, ORDER.type)
    const direction = orders.get(order, ORDER.direction)
    const inside = filledInside(
      {
        type,
        actsBelow: type === LIMIT ? direction > 0 : direction < 0,
        level: orders.get(order, ORDER.level),
        createdAt: orders.get(order, ORDER.createdAt),
      },
      {
        time,
        price: fills.get(row, FILL.price),
        isAmbiguous: (fills.get(row, FILL.flags) & FILL_AMBIGUOUS) !== 0,
      },
      columns,
    )
    // Equity of an instant is taken after what filled inside the bars that close there, and before what fills at the opens.
    while (point < times.length && (inside ? times[point]! < time : times[point]! <= time)) point++
    yield {
      point,
      position: orders.get(order, ORDER.strategy) * instruments.length + instrument,
      units: fills.get(row, FILL.units) * direction,
    }
  }
}

/**
 * Whether a fill happened inside the bar that closes at its time, or at the end of the run, and not at the open of the bar that opens then. Where one
 * bar closes and the next opens at one time, the order says which it was: only a limit or stop that was working when the first one opened can
 * have filled inside, and it did if that bar reached its level.
 */
function filledInside(order: OrderTerms, fill: FillTerms, columns: BarColumns): boolean {
  const { length, openTime, closeTime, open, low, high } = columns
  const next = firstAtOrAfter(openTime, length, fill.time)
  if (next === length || openTime[next] !== fill.time) return true
  const bar = next - 1
  if (bar < 0 || closeTime[bar] !== fill.time) return false
  if (order.type === MARKET || order.createdAt > openTime[bar]!) return false
  // Inside the bar it filled at its level, slippage aside; a limit beyond which the market opens, and what a triggered stop had left, at the open.
  if (order.type === LIMIT && fill.price !== order.level) return false
  if (Math.abs(fill.price - order.level) > Math.abs(fill.price - open[next]!)) return false
  // What the market opened beyond filled at that open, or was placed just after it and waits for the next.
  if (order.actsBelow ? open[bar]! <= order.level : open[bar]! >= order.level) return false
  const extreme = order.actsBelow ? low[bar]! : high[bar]!
  // A limit at the very extreme was only touched; if that was a fill, it is marked as ambiguous.
  if (extreme === order.level) return order.type !== LIMIT || fill.isAmbiguous
  return order.actsBelow ? extreme < order.level : extreme > order.level
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
