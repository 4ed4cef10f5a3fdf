import type { CheckedOrder } from './checked-order.js'
import { mostUnits, resultingExposure, type PositionScope } from './exposure-limit.js'

/** What the positions of a scope come to with everything that works and one order filled: reckoned once for each order, for all limits of the scope. */
export class ScopeMeasure {
  readonly scope: PositionScope
  /** How messages call it. */
  readonly name: string
  /** In base currency, like all values here. */
  equity = Number.NaN
  /** What the position in the order's instrument would be worth. */
  position = Number.NaN
  /** The same in the instrument's smallest units; unsigned. */
  units = 0
  /** What all positions would be worth, long and short ones added up. */
  total = Number.NaN

  constructor(scope: PositionScope, name: string) {
    this.scope = scope
    this.name = name
  }

  take(order: CheckedOrder, price: number): void {
    const { scope } = this
    const { instrument, direction } = order
    const working = direction > 0 ? scope.workingBuys(instrument) : scope.workingSells(instrument)
    this.equity = scope.equity()
    this.position = resultingExposure(scope, order, price)
    this.units = Math.abs(scope.units(instrument) * direction + working + order.units)
    this.total = this.position
    const exposed = scope.exposed()
    for (let i = 0; i < exposed.length; i++) if (exposed[i] !== instrument) this.total += mostWorth(scope, exposed[i]!)
  }

  /** What the position in the order's instrument, and those in some others, would be worth. */
  among(instruments: readonly number[]): number {
    const { scope } = this
    let worth = this.position
    for (let i = 0; i < instruments.length; i++) worth += mostWorth(scope, instruments[i]!)
    return worth
  }
}

/** The most that a position can come to be worth by what is working. */
function mostWorth(scope: PositionScope, instrument: number): number {
  const units = mostUnits(scope, instrument)
  return units === 0 ? 0 : scope.valueOf(instrument, units, scope.mark(instrument))
}
