import { firstRowAtOrAfter, type BarColumns } from '../domain/bar-columns.js'
import { ORDER_TYPES } from '../domain/order.js'
import { FILL } from '../execution/fill-log.js'
import { ORDER } from '../execution/order-log.js'
import type { TradingKernel } from '../kernel/trading-kernel.js'

/** A fill with the bar that it was filled in. */
export interface PlacedFill {
  readonly row: number
  readonly order: number
  readonly instrument: number
  /** The execution series of its instrument. */
  readonly columns: BarColumns
  readonly bar: number
  /** Whether it was filled at that bar's open. */
  readonly isAtOpen: boolean
  readonly isMarket: boolean
}

const MARKET = ORDER_TYPES.indexOf('market')

/** Where the fills of a run happened; `lookahead` where market orders are filled in the bar that their decision saw. */
export function placeFills(kernel: TradingKernel, lookahead: boolean): readonly PlacedFill[] {
  const fills = kernel.account.booking.fills.rows
  const { log } = kernel.orders
  const { instruments, series } = kernel.setup
  const traded = instruments.map((_, index) => series.find((each) => each.execution && each.instrument === index)!)
  const { times } = kernel.equityCurve
  return Array.from({ length: fills.length }, (_, row) => {
    const order = fills.get(row, FILL.order)
    const instrument = log.get(order, ORDER.instrument)
    const { columns } = traded[instrument]!
    const isMarket = log.get(order, ORDER.type) === MARKET
    const time = fills.get(row, FILL.time)
    // At one instant a bar closes before the next opens, and only what happened at the open is news after the instant's equity.
    const isAfter = !(times[fills.get(row, FILL.point)]! <= time)
    const opened = isAfter && !(lookahead && isMarket) ? firstRowAtOrAfter(columns.openTime, columns.length, time) : -1
    const isAtOpen = opened >= 0 && columns.openTime[opened] === time
    const bar = isAtOpen ? opened : closingBar(columns, time, isAfter)
    return { row, order, instrument, columns, bar, isAtOpen, isMarket }
  })
}

/** The bar inside which a fill of this time happened; `isAfter` if it was at the close of a bar that had ended by then. */
function closingBar({ closeTime, length }: BarColumns, time: number, isAfter: boolean): number {
  const bar = firstRowAtOrAfter(closeTime, length, time)
  const hasEnded = bar === length || (isAfter && closeTime[bar]! > time)
  return hasEnded ? Math.max(0, bar - 1) : bar
}
