import type { OrderManager } from '../execution/order-manager.js'
import type { OrderNames } from '../execution/order-view.js'
import type { ShareChange } from '../portfolio/excursion.js'
import { Ledger } from '../portfolio/ledger.js'
import { Portfolio } from '../portfolio/portfolio.js'
import { TradeTracker } from '../portfolio/trade-tracker.js'
import { TripMoney } from '../portfolio/trip-money.js'
import { Booking } from './booking.js'
import { Capital } from './capital.js'
import { CashDesk } from './cash-desk.js'
import type { KernelSetup } from './setup.js'

/** The books of one account, and the one way by which fills reach them. */
export interface Account {
  readonly ledger: Ledger
  readonly portfolio: Portfolio
  readonly tracker: TradeTracker
  readonly cash: CashDesk
  readonly capital: Capital
  readonly booking: Booking
  readonly tripMoney: TripMoney
  /** Splits and changes of symbol that the prices of bars show, in the order of their times, for what looks at bars afterwards. */
  readonly shareChanges: ShareChange[]
  /** Currencies as the ledger counts them, the base currency first. */
  readonly currencies: readonly string[]
  readonly names: OrderNames
}

export function openAccount(setup: KernelSetup, orders: OrderManager, rows: number): Account {
  const { instruments, strategies, currencies, settlement } = setup
  const ledger = new Ledger({
    books: strategies.length + 1,
    currencies: currencies.names.length,
    rows: rows * 2,
  })
  const portfolio = new Portfolio({ instruments, strategies: strategies.length, ledger, currencies })
  const tracker = new TradeTracker({
    // Most orders open a position or close one, so that there are half as many round trips.
    ...{ strategies: strategies.length, instruments: instruments.length, rows: rows >> 1 },
    lots: setup.lots ?? 'fifo',
  })
  const capital = new Capital(
    portfolio,
    strategies.map((strategy) => strategy.capital !== undefined),
  )
  const cash = new CashDesk({ ledger, portfolio, settlement })
  const tripMoney = new TripMoney(tracker.trips)
  const booking = new Booking({ rows, orders, ledger, portfolio, tracker, tripMoney, instruments, cash })
  const names = { strategies: strategies.map(({ name }) => name), instruments, idPrefix: setup.idPrefix }
  return {
    ledger,
    portfolio,
    tracker,
    cash,
    capital,
    booking,
    tripMoney,
    shareChanges: [],
    currencies: currencies.names,
    names,
  }
}
