import type { RiskScope } from '../domain/risk-check.js'
import type { CheckedOrder } from './checked-order.js'
import type { RiskLimit } from './risk-limit.js'
import { shown } from './shown.js'

/** Positions and working orders over which a limit is judged: the account's net, or one strategy's book. */
export interface PositionScope {
  /** How messages call it. */
  readonly name: string
  symbol(instrument: number): string
  /** In base currency. */
  equity(): number
  /** Units held, signed. */
  units(instrument: number): number
  workingBuys(instrument: number): number
  workingSells(instrument: number): number
  /** Units of market orders that were decided at this very instant, signed: both sides of an exchange of one position for another. */
  marketNow(instrument: number): number
  /** Instruments that have a position or working orders. */
  exposed(): readonly number[]
  mark(instrument: number): number
  /** In base currency. */
  valueOf(instrument: number, units: number, price: number): number
}

/** An order as the limit sees it. */
export interface ExposedOrder {
  readonly instrument: number
  readonly direction: number
  readonly units: number
}

/** The positions of a scope may be worth so many times its equity, with everything that works filled. */
export class ExposureLimit implements RiskLimit {
  readonly code = 'INSUFFICIENT_CAPITAL'
  readonly scope: RiskScope
  readonly of: string
  readonly rule = 'account.leverage'
  readonly isFixed = false
  limit = Number.NaN
  readonly #leverage: number
  readonly #positions: PositionScope
  #equity = Number.NaN

  constructor(leverage: number, positions: PositionScope, scope: RiskScope) {
    this.#leverage = leverage
    this.#positions = positions
    this.scope = scope
    this.of = positions.name
  }

  measure(order: CheckedOrder, price: number): number {
    const scope = this.#positions
    this.#equity = scope.equity()
    this.limit = this.#equity * this.#leverage
    return resultingExposure(scope, order, price) + exposureBeside(scope, order.instrument)
  }

  explain(order: CheckedOrder, value: number): string {
    const scope = this.#positions
    return `positions would be worth ${shown(value)} with this order in ${scope.symbol(order.instrument)}; ${scope.name}'s equity of ${shown(this.#equity)} at leverage ${String(this.#leverage)} allows ${shown(this.limit)}`
  }

  /** What an order on one side may be worth at a price, in base currency, before the limit is passed. What it closes is free. */
  room({ instrument, direction }: Omit<ExposedOrder, 'units'>, price: number): number {
    const scope = this.#positions
    const limit = scope.equity() * this.#leverage - exposureBeside(scope, instrument)
    const held = scope.units(instrument) * direction
    const working = direction > 0 ? scope.workingBuys(instrument) : scope.workingSells(instrument)
    const taken = scope.valueOf(instrument, held, held > 0 ? scope.mark(instrument) : price)
    return Math.max(0, (held > 0 ? limit : Math.max(0, limit)) - taken - scope.valueOf(instrument, working, price))
  }
}

/**
 * What a scope's position in the order's instrument is worth once everything that works on the order's side, and the order itself, is filled:
 * what is held at its mark, as in equity, and what is bought or sold on top of it at the order's price.
 */
export function resultingExposure(
  scope: PositionScope,
  { instrument, direction, units }: ExposedOrder,
  price: number,
): number {
  const held = scope.units(instrument) * direction
  const traded = units + (direction > 0 ? scope.workingBuys(instrument) : scope.workingSells(instrument))
  const after = held + traded
  if (after <= 0) return scope.valueOf(instrument, -after, scope.mark(instrument))
  if (held <= 0) return scope.valueOf(instrument, after, price)
  return scope.valueOf(instrument, held, scope.mark(instrument)) + scope.valueOf(instrument, traded, price)
}

/** What all other positions can come to be worth. */
function exposureBeside(scope: PositionScope, instrument: number): number {
  let exposure = 0
  const exposed = scope.exposed()
  for (let i = 0; i < exposed.length; i++) {
    const other = exposed[i]!
    if (other !== instrument) exposure += scope.valueOf(other, mostUnits(scope, other), scope.mark(other))
  }
  return exposure
}

/** The most units that a scope's position can come to by what is working. What market orders of this instant close counts as closed. */
export function mostUnits(scope: PositionScope, instrument: number): number {
  const buys = scope.workingBuys(instrument)
  const sells = scope.workingSells(instrument)
  const held = scope.units(instrument)
  if (buys === 0 && sells === 0) return Math.abs(held)
  const closing = closingNow(scope, instrument)
  const left = held > 0 ? held - closing : held + closing
  return held > 0
    ? Math.max(Math.abs(left + buys), Math.abs(left - (sells - closing)))
    : Math.max(Math.abs(left + (buys - closing)), Math.abs(left - sells))
}

/** Units of a scope's position that market orders of this instant close. */
export function closingNow(scope: PositionScope, instrument: number): number {
  const held = scope.units(instrument)
  if (held === 0) return 0
  return Math.min(Math.abs(held), Math.max(0, -Math.sign(held) * scope.marketNow(instrument)))
}
