import { Decimal } from '../domain/decimal.js'
import type { DenialCode } from '../domain/denial.js'
import { formatTime } from '../domain/errors.js'
import { MoneyCell } from '../domain/money.js'
import type { Spec } from '../domain/spec.js'
import { STATUS } from '../domain/order-status.js'
import { ORDER } from '../execution/order-log.js'
import type { ExitSignal } from '../kernel/exit-desk.js'
import type { TradingKernel } from '../kernel/trading-kernel.js'
import type { RiskBreach } from '../risk/risk-breach.js'
import type { StateChange } from '../risk/trading-states.js'

/** An order that was denied, and what it would have cost. */
export interface DeniedOrder {
  readonly order: number
  readonly code: DenialCode
  readonly message: string
  /** Base currency, at the order's own price or the last one when it was denied; NaN where there was none, or no quantity. */
  readonly value: number
  /** What its fill would have been charged at that price, in base currency; NaN where `value` is. */
  readonly commission: number
}

/** What the risk limits of a run did. */
export interface RiskReport {
  /** In the order in which they came. */
  readonly breaches: readonly RiskBreach[]
  /** Every change of the account's, a strategy's or a symbol's trading state. */
  readonly states: readonly StateChange[]
  /** Positions that were closed because of their marks, or of time. */
  readonly exits: readonly ExitSignal[]
  readonly denied: readonly DeniedOrder[]
  /** How many orders were denied, by code. */
  readonly denials: Readonly<Partial<Record<DenialCode, number>>>
}

export function riskReport(kernel: TradingKernel): RiskReport {
  const { risk } = kernel.outside
  const denied = deniedOrders(kernel)
  const denials: Partial<Record<DenialCode, number>> = {}
  for (const { code } of denied) denials[code] = (denials[code] ?? 0) + 1
  const exits = risk.exits?.signals ?? []
  return { breaches: risk.breaches, states: risk.states.changes, exits, denied, denials }
}

function deniedOrders(kernel: TradingKernel): readonly DeniedOrder[] {
  const { log } = kernel.orders
  const denied: DeniedOrder[] = []
  for (let order = 0; order < log.length; order++) {
    if (log.get(order, ORDER.status) !== STATUS.DENIED) continue
    const { code, message } = log.outcomes.get(order)!
    denied.push({ order, code: code as DenialCode, message, ...costOf(kernel, order) })
  }
  return denied
}

function costOf({ orders, setup, account }: TradingKernel, order: number): Pick<DeniedOrder, 'value' | 'commission'> {
  const { log } = orders
  const index = log.get(order, ORDER.instrument)
  const instrument = setup.instruments[index]!
  const units = log.get(order, ORDER.units)
  const price = log.checks.priceOf(order)
  if (!(units > 0) || Number.isNaN(price)) return { value: Number.NaN, commission: Number.NaN }
  const { portfolio } = account
  const charged = new MoneyCell()
  const nothing = new MoneyCell()
  setup.commission.charge(
    {
      ...{ instrument, price, units, unitsBefore: 0, valueBefore: nothing, chargedBefore: nothing },
      ...{ liquidity: Number.isNaN(log.get(order, ORDER.level)) ? 'taker' : 'maker', monthQuantity: 0, monthValue: 0 },
    },
    charged,
  )
  const fx = portfolio.fx(index)
  const value = new Decimal(units).div(instrument.scale.unitsPerOne).times(price).times(instrument.scale.multiplier)
  return { value: value.toNumber() * fx, commission: charged.toNumber() * fx }
}

export function riskJson({ breaches, states, exits, denied, denials }: RiskReport): Spec {
  const timed = (list: readonly { readonly time: number }[]): Spec[] =>
    list.map(({ time, ...one }) => ({ time: formatTime(time), ...finite(one) }))
  return {
    breaches: timed(breaches),
    states: timed(states),
    exits: timed(exits),
    denied: denied.map((one) => finite(one)),
    denials: { ...denials },
  }
}

/** The same with null for every number that is none. */
function finite(values: object): Record<string, Spec> {
  const entries = Object.entries(values) as [string, number | string][]
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'number' && !Number.isFinite(value) ? null : value]),
  )
}
