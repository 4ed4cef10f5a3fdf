import type { OrderManager } from '../execution/order-manager.js'
import type { Portfolio } from '../portfolio/portfolio.js'
import type { RiskView } from '../risk/order-validator.js'

/** The account as the checks before an order see it. */
export function accountRiskView(clock: { readonly now: number }, portfolio: Portfolio, orders: OrderManager): RiskView {
  return {
    get now() {
      return clock.now
    },
    equity: () => portfolio.equity(),
    mark: (instrument) => portfolio.marks[instrument]!,
    net: (instrument) => portfolio.net[instrument]!,
    workingBuys: (instrument) => orders.netWorkingBuys[instrument]!,
    workingSells: (instrument) => orders.netWorkingSells[instrument]!,
    bookUnits: (strategy, instrument) => portfolio.units(strategy, instrument),
    bookWorkingMarket: (strategy, instrument) => orders.workingMarket(strategy, instrument),
    bookWorkingSells: (strategy, instrument) => orders.workingSells(strategy, instrument),
    valueOf: (instrument, units, price) => portfolio.valueOf(instrument, units, price),
    exposed() {
      if (orders.open.length === 0) return portfolio.held
      const { net } = portfolio
      const { netWorkingBuys, netWorkingSells } = orders
      const exposed: number[] = []
      for (let i = 0; i < net.length; i++)
        if (net[i] !== 0 || netWorkingBuys[i] !== 0 || netWorkingSells[i] !== 0) exposed.push(i)
      return exposed
    },
  }
}
