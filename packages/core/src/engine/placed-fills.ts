import { BAR_FILLED, firstRowAtOrAfter, type BarColumns } from '../domain/bar-columns.js'
import { ORDER_TYPES } from '../domain/order.js'
import { FILL } from '../execution/fill-log.js'
import { ORDER } from '../execution/order-log.js'
import type { TradingKernel } from '../kernel/trading-kernel.js'

/** A fill with the bar that it was filled in. */
export interface PlacedFill {
  readonly row: number
  readonly instrument: number
  /** The execution series of its instrument. */
  readonly columns: BarColumns
  readonly bar: number
  /** Whether it was filled at that bar's open. */
  readonly isAtOpen: boolean
  /** Whether it was decided at that bar's close, and filled at a price of it all the same. */
  readonly isInSight: boolean
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
    const time = fills.get(row, FILL.time)
    const isAtOnce = lookahead && log.get(order, ORDER.type) === MARKET && log.get(order, ORDER.createdAt) === time
    const closed = firstRowAtOrAfter(columns.closeTime, columns.length, time)
    const isInSight = isAtOnce && columns.closeTime[closed] === time && !isFilledBar(columns, closed)
    // At one instant a bar closes before the next opens, and only what happened at the open is news after the instant's equity.
    const isNews = !(times[fills.get(row, FILL.point)]! <= time)
    const opened = isNews && !isInSight ? firstRowAtOrAfter(columns.openTime, columns.length, time) : -1
    const isAtOpen = opened >= 0 && columns.openTime[opened] === time
    // A position may be closed at the end of a run whose other symbols go on for longer.
    const bar = isAtOpen ? opened : Math.min(closed, columns.length - 1)
    return { row, instrument, columns, bar, isAtOpen, isInSight }
  })
}

function isFilledBar({ flags }: BarColumns, row: number): boolean {
  return flags !== undefined && (flags[row]! & BAR_FILLED) !== 0
}
