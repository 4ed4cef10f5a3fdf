import type { OrderManager } from '../execution/order-manager.js'
import type { Portfolio } from '../portfolio/portfolio.js'
import type { RiskView } from '../risk/order-validator.js'

/** The account as the checks before an order see it. A class, because functions made anew for each run can't be inlined. */
export class AccountRiskView implements RiskView {
  readonly #clock: { readonly now: number }
  readonly #portfolio: Portfolio
  readonly #orders: OrderManager

  constructor(clock: { readonly now: number }, portfolio: Portfolio, orders: OrderManager) {
    this.#clock = clock
    this.#portfolio = portfolio
    this.#orders = orders
  }

  get now(): number {
    return this.#clock.now
  }
  equity(): number {
    return this.#portfolio.equity()
  }
  mark(instrument: number): number {
    return this.#portfolio.marks[instrument]!
  }
  net(instrument: number): number {
    return this.#portfolio.net[instrument]!
  }
  workingBuys(instrument: number): number {
    return this.#orders.netWorkingBuys[instrument]!
  }
  workingSells(instrument: number): number {
    return this.#orders.netWorkingSells[instrument]!
  }
  bookUnits(strategy: number, instrument: number): number {
    return this.#portfolio.units(strategy, instrument)
  }
  bookWorkingMarket(strategy: number, instrument: number): number {
    return this.#orders.workingMarket(strategy, instrument)
  }
  bookWorkingSells(strategy: number, instrument: number): number {
    return this.#orders.workingSells(strategy, instrument)
  }
  valueOf(instrument: number, units: number, price: number): number {
    return this.#portfolio.valueOf(instrument, units, price)
  }

  exposed(): readonly number[] {
    if (this.#orders.open.length === 0) return this.#portfolio.held
    const { net } = this.#portfolio
    const { netWorkingBuys, netWorkingSells } = this.#orders
    const exposed: number[] = []
    for (let i = 0; i < net.length; i++)
      if (net[i] !== 0 || netWorkingBuys[i] !== 0 || netWorkingSells[i] !== 0) exposed.push(i)
    return exposed
  }
}
