import type { OrderManager } from '../execution/order-manager.js'
import { OrderValidator } from '../risk/order-validator.js'
import type { Account } from './account.js'
import { executionColumns, PricedSeries } from './priced-series.js'
import { AccountRiskView } from './risk-view.js'
import type { KernelSetup } from './setup.js'

/** Opens the checks that stand before an order, and what they may read. */
export function openRisk(
  setup: KernelSetup,
  parts: { readonly clock: { readonly now: number }; readonly account: Account; readonly orders: OrderManager },
): { readonly view: AccountRiskView; readonly validator: OrderValidator } {
  const { clock, account, orders } = parts
  const { instruments, settlement, rules, risk } = setup
  const { portfolio, capital, currencies, names } = account
  const { strategies } = names
  const priced = executionColumns(setup).map((columns) => columns && new PricedSeries(columns))
  const view = new AccountRiskView({
    ...{ clock, portfolio, capital, orders, strategies, instruments, currencies, settlement },
    series: (instrument) => priced[instrument]?.upTo(clock.now),
  })
  const validator = new OrderValidator({ view, rules, instruments, strategies, risk })
  orders.log.checks = validator.checks
  return { view, validator }
}
