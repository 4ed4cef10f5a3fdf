import type { MarginedPosition, MarginModel } from '../costs/margin.js'
import { TradewrightError } from '../domain/errors.js'
import type { Instrument } from '../domain/instrument.js'
import type { CheckedOrder } from './checked-order.js'
import { mostUnits, type ExposedOrder, type PositionScope } from './exposure-limit.js'
import type { RiskLimit } from './risk-limit.js'
import { shown } from './shown.js'

/** What the account's positions need: to be opened, and to be held. Judged on the account's net, as its broker does. */
export class MarginLimit implements RiskLimit {
  readonly code = 'MARGIN_LIMIT'
  readonly scope = 'account'
  readonly of: string
  readonly rule = 'account.margin'
  readonly isFixed = false
  limit = Number.NaN
  readonly #positions: PositionScope
  readonly #model: MarginModel
  readonly #instruments: readonly Instrument[]
  readonly #fx: (instrument: number) => number

  constructor(options: {
    readonly positions: PositionScope
    readonly model: MarginModel
    readonly instruments: readonly Instrument[]
    /** Base currency per unit of an instrument's currency. */
    readonly fx: (instrument: number) => number
  }) {
    this.#positions = options.positions
    this.of = options.positions.name
    this.#model = options.model
    this.#instruments = options.instruments
    this.#fx = options.fx
  }

  /** The initial margin of the positions that would result, which equity has to cover. */
  measure(order: CheckedOrder, price: number): number {
    const scope = this.#positions
    this.limit = scope.equity()
    return this.#initialOf(scope, order, price) + this.#initialBeside(scope, order.instrument)
  }

  explain({ instrument }: CheckedOrder, value: number): string {
    const scope = this.#positions
    return `positions would need an initial margin of ${shown(value)} with this order in ${scope.symbol(instrument)}; ${scope.name}'s equity is ${shown(this.limit)}`
  }

  /** What an order on one side may be worth at a price, in base currency, before the initial margin is used up. */
  room({ instrument, direction }: Omit<ExposedOrder, 'units'>, price: number): number {
    const scope = this.#positions
    const { unitsPerOne } = this.#instruments[instrument]!.scale
    const none = { instrument, direction, units: 0 }
    const free = scope.equity() - this.#initialBeside(scope, instrument) - this.#initialOf(scope, none, price)
    const perUnit = this.#ask('initial', this.#position(scope, instrument, direction * unitsPerOne, price))
    if (perUnit <= 0) return Number.POSITIVE_INFINITY
    const held = scope.units(instrument) * direction
    const closed = held < 0 ? scope.valueOf(instrument, -held, price) : 0
    return Math.max(0, free / perUnit) * scope.valueOf(instrument, unitsPerOne, price) + closed
  }

  /** What the positions that are held need, at their marks. */
  maintenance(): number {
    const scope = this.#positions
    let needed = 0
    for (const instrument of scope.exposed()) {
      const units = scope.units(instrument)
      if (units !== 0) needed += this.maintenanceOf(instrument, units)
    }
    return needed
  }

  maintenanceOf(instrument: number, units: number): number {
    const scope = this.#positions
    return this.#ask('maintenance', this.#position(scope, instrument, units, scope.mark(instrument)))
  }

  #initialOf(scope: PositionScope, { instrument, direction, units }: ExposedOrder, price: number): number {
    const working = direction > 0 ? scope.workingBuys(instrument) : scope.workingSells(instrument)
    const after = scope.units(instrument) + direction * (units + working)
    return after === 0 ? 0 : this.#ask('initial', this.#position(scope, instrument, after, price))
  }

  #initialBeside(scope: PositionScope, instrument: number): number {
    let needed = 0
    for (const other of scope.exposed()) {
      if (other === instrument) continue
      const most = mostUnits(scope, other)
      const sign = scope.units(other) < 0 || (scope.units(other) === 0 && scope.workingSells(other) > 0) ? -1 : 1
      if (most > 0) needed += this.#ask('initial', this.#position(scope, other, sign * most, scope.mark(other)))
    }
    return needed
  }

  /** Throws COST_RESULT for what is no margin. */
  #ask(which: 'initial' | 'maintenance', position: MarginedPosition): number {
    const needed = this.#model[which](position)
    if (needed >= 0) return needed
    const { quantity, instrument } = position
    const message = `the margin model's ${which} margin of ${String(quantity)} ${instrument.symbol} is ${String(needed)}; expected a number from 0`
    throw new TradewrightError('COST_RESULT', message, { details: { symbol: instrument.symbol, quantity, needed } })
  }

  #position(scope: PositionScope, instrument: number, units: number, price: number): MarginedPosition {
    const traded = this.#instruments[instrument]!
    return {
      instrument: traded,
      quantity: units / traded.scale.unitsPerOne,
      price,
      value: scope.valueOf(instrument, Math.abs(units), price),
      fx: this.#fx(instrument),
    }
  }
}
