import { BAR_FILLED, firstRowAtOrAfter, type BarColumns } from '../domain/bar-columns.js'
import type { OrderManager } from '../execution/order-manager.js'
import type { SeriesUpTo } from '../risk/correlation.js'
import { OrderValidator } from '../risk/order-validator.js'
import type { Account } from './account.js'
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
  const priced = instruments.map((_, index) =>
    setup.series.find(({ instrument, execution }) => execution && instrument === index),
  )
  const view = new AccountRiskView({
    ...{ clock, portfolio, capital, orders, strategies, instruments, currencies, settlement },
    series: (instrument) => upToNow(priced[instrument]?.columns, clock.now),
  })
  const validator = new OrderValidator({ view, rules, instruments, strategies, risk })
  orders.log.checks = validator.checks
  return { view, validator }
}

/** A series up to the last bar that was not carried forward; undefined before the first. */
function upToNow(columns: BarColumns | undefined, now: number): SeriesUpTo | undefined {
  if (columns === undefined) return undefined
  const { closeTime, length, flags } = columns
  let row = firstRowAtOrAfter(closeTime, length, now)
  if (!(row < length && closeTime[row] === now)) row--
  while (row >= 0 && flags !== undefined && (flags[row]! & BAR_FILLED) !== 0) row--
  return row < 0 ? undefined : { columns, row }
}
