import type { Decimal } from '../domain/decimal.js'
import { FILL_AMBIGUOUS, type Fill } from '../domain/fill.js'
import { MoneyCell } from '../domain/money.js'
import { FILL } from '../execution/fill-log.js'
import type { TradingKernel } from '../kernel/trading-kernel.js'
import { TRIP } from '../portfolio/trade-tracker.js'
import type { VenueNotes } from '../simulation/venue-notes.js'

/** How much of a run the bars do not decide. */
export interface Ambiguity {
  /** How many fills are ambiguous: on some other path through their bar, their order has another fate. */
  readonly count: number
  /** These fills; where the price is open too, with the lowest and highest that the bar allows as `bounds`. */
  readonly fills: readonly Fill[]
  /** How often a bar left an order unfilled although some path through it fills the order. */
  readonly undecided: number
  /** How often a bar touched a limit and left it unfilled. */
  readonly touchedUnfilled: number
  /** Net P&L of the round trips of which the entry or the exit is ambiguous, in base currency. */
  readonly pnl: Decimal
  /** What the winners among them won / what all winning round trips won, net; NaN where none won. */
  readonly profitShare: number
}

export function measureAmbiguity(
  kernel: TradingKernel,
  allFills: readonly Fill[],
  notes: Readonly<VenueNotes>,
): Ambiguity {
  const rows = kernel.account.booking.fills.rows
  const isAmbiguous = (row: number): boolean => (rows.get(row, FILL.flags) & FILL_AMBIGUOUS) !== 0
  const fills = allFills.filter((_, row) => isAmbiguous(row))
  const { tripMoney } = kernel.account
  const { trips } = tripMoney
  const pnl = new MoneyCell()
  const own = new MoneyCell()
  const won = new MoneyCell()
  const wonAmbiguously = new MoneyCell()
  for (let trip = 0; trip < trips.length; trip++) {
    tripMoney.read(trip, own)
    const isOpen = isAmbiguous(trips.get(trip, TRIP.entryFill)) || isAmbiguous(trips.get(trip, TRIP.exitFill))
    if (isOpen) pnl.add(own)
    if (own.whole < 0) continue
    won.add(own)
    if (isOpen) wonAmbiguously.add(own)
  }
  return {
    count: fills.length,
    fills: Object.freeze(fills),
    undecided: notes.undecided,
    touchedUnfilled: notes.touchedUnfilled,
    pnl: pnl.toDecimal(),
    profitShare: wonAmbiguously.toNumber() / won.toNumber(),
  }
}
