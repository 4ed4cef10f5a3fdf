import { correlationOf } from './correlation.js'
import type { CheckedOrder } from './checked-order.js'
import { mostUnits, resultingExposure, type PositionScope } from './exposure-limit.js'
import type { LimitView } from './limit-view.js'
import { SentTimes } from './sent-times.js'

/** What an order comes to within a scope, with everything that works filled; worths are in base currency, shares are fractions of equity. */
export const MEASURE = {
  /** Orders in the last 60 seconds, this one included; all of them, and those in its symbol. */
  orders: 0,
  symbolOrders: 1,
  /** Milliseconds since the last price. */
  priceAge: 2,
  /** How far the farthest of its prices is from the last, as a fraction of that; NaN for one without a price. */
  priceDistance: 3,
  orderValue: 4,
  /** The position in its instrument, in units of one. */
  size: 5,
  position: 6,
  /** All positions, long and short ones added up. */
  total: 7,
  leverage: 8,
  symbolShare: 9,
  /** NaN where the instrument is in no group. */
  groupShare: 10,
  currencyShare: 11,
  /** The highest with a position beside; NaN where there is none, or too few bars to tell. */
  correlation: 12,
  equity: 13,
} as const
export type Measured = (typeof MEASURE)[keyof typeof MEASURE]

/** How many cells a measure takes. */
export const MEASURE_CELLS = 14

/** What limits look at. */
export interface MeasureNeeds {
  /** Nothing else is reckoned. */
  readonly limited: ReadonlySet<Measured>
  /** How many orders have to be remembered. */
  readonly ordersMost: number
  readonly symbolOrdersMost: number
  readonly correlationBars: number
}

export interface MeasureOptions extends MeasureNeeds {
  readonly scope: PositionScope
  readonly view: LimitView
  /** Where it writes to. */
  readonly cells: Float64Array
  /** By instrument: its smallest units in one. */
  readonly unitsPerOne: readonly number[]
  /** By instrument: the others of its group; undefined where it is in none. */
  readonly group: readonly (readonly number[] | undefined)[]
  /** By instrument: the others in its currency. */
  readonly currency: readonly (readonly number[])[]
}

/** Reckons once for each order all that the limits of a scope look at. */
export class ScopeMeasure {
  readonly scope: PositionScope
  /** By `MEASURE`. */
  readonly cells: Float64Array
  /** The instrument with which the order's correlates most, over so many bars. */
  mostAlike = -1
  readonly correlationBars: number
  readonly #view: LimitView
  readonly #unitsPerOne: readonly number[]
  readonly #isLimited: boolean[] = new Array<boolean>(MEASURE_CELLS).fill(false)
  readonly #looksAtPositions: boolean
  readonly #orders: SentTimes | undefined
  /** By instrument, as soon as one is sent there. */
  readonly #symbolOrders: SentTimes[] = []
  readonly #symbolOrdersMost: number
  readonly #group: readonly (readonly number[] | undefined)[]
  readonly #currency: readonly (readonly number[])[]

  constructor(options: MeasureOptions) {
    const { limited, unitsPerOne } = options
    this.scope = options.scope
    this.cells = options.cells
    this.#view = options.view
    this.#unitsPerOne = unitsPerOne
    for (const cell of limited) this.#isLimited[cell] = true
    this.#looksAtPositions = [...limited].some((cell) => cell >= MEASURE.orderValue)
    if (limited.has(MEASURE.orders)) this.#orders = new SentTimes(options.ordersMost)
    this.#symbolOrdersMost = options.symbolOrdersMost
    this.#group = options.group
    this.#currency = options.currency
    this.correlationBars = options.correlationBars
  }

  /** An order is sent: rates count it. */
  sent(instrument: number): void {
    const { now } = this.#view
    if (this.#orders !== undefined) this.#orders.add(now)
    if (this.#isLimited[MEASURE.symbolOrders])
      (this.#symbolOrders[instrument] ??= new SentTimes(this.#symbolOrdersMost)).add(now)
  }

  take(order: CheckedOrder, price: number): void {
    const { cells } = this
    const { instrument } = order
    const isLimited = this.#isLimited
    const { now } = this.#view
    if (this.#orders !== undefined) cells[MEASURE.orders] = this.#orders.since(now) + 1
    if (isLimited[MEASURE.symbolOrders])
      cells[MEASURE.symbolOrders] = (this.#symbolOrders[instrument]?.since(now) ?? 0) + 1
    if (isLimited[MEASURE.priceAge]) cells[MEASURE.priceAge] = now - this.#view.priceTime(instrument)
    if (isLimited[MEASURE.priceDistance]) cells[MEASURE.priceDistance] = farthest(order, this.#view.mark(instrument))
    if (this.#looksAtPositions) this.#takePositions(order, price)
  }

  #takePositions(order: CheckedOrder, price: number): void {
    const { cells, scope } = this
    const { instrument, direction, units } = order
    const isLimited = this.#isLimited
    const equity = scope.equity()
    cells[MEASURE.equity] = equity
    if (isLimited[MEASURE.orderValue]) cells[MEASURE.orderValue] = scope.valueOf(instrument, units, price)
    if (isLimited[MEASURE.size]) {
      const working = direction > 0 ? scope.workingBuys(instrument) : scope.workingSells(instrument)
      const after = Math.abs(scope.units(instrument) * direction + working + units)
      cells[MEASURE.size] = after / this.#unitsPerOne[instrument]!
    }
    const position = resultingExposure(scope, order, price)
    cells[MEASURE.position] = position
    cells[MEASURE.symbolShare] = shareOf(equity, position)
    if (isLimited[MEASURE.total] || isLimited[MEASURE.leverage]) {
      const total = this.#withOthers(position, instrument)
      cells[MEASURE.total] = total
      cells[MEASURE.leverage] = shareOf(equity, total)
    }
    if (isLimited[MEASURE.groupShare]) {
      const beside = this.#group[instrument]
      cells[MEASURE.groupShare] = beside === undefined ? Number.NaN : shareOf(equity, this.#among(position, beside))
    }
    if (isLimited[MEASURE.currencyShare])
      cells[MEASURE.currencyShare] = shareOf(equity, this.#among(position, this.#currency[instrument]!))
    if (isLimited[MEASURE.correlation]) cells[MEASURE.correlation] = this.#highestCorrelation(order)
  }

  /** What all positions would be worth. */
  #withOthers(position: number, instrument: number): number {
    const { scope } = this
    const exposed = scope.exposed()
    let worth = position
    for (let i = 0; i < exposed.length; i++) if (exposed[i] !== instrument) worth += mostWorth(scope, exposed[i]!)
    return worth
  }

  /** What the position in the order's instrument, and those in some others, would be worth. */
  #among(position: number, instruments: readonly number[]): number {
    let worth = position
    for (let i = 0; i < instruments.length; i++) worth += mostWorth(this.scope, instruments[i]!)
    return worth
  }

  /** Two positions on opposite sides are as unlike as two on one side are alike. */
  #highestCorrelation({ instrument, direction }: CheckedOrder): number {
    const { scope } = this
    const exposed = scope.exposed()
    let highest = Number.NaN
    for (let i = 0; i < exposed.length; i++) {
      const other = exposed[i]!
      if (other === instrument) continue
      const held = scope.units(other)
      const side = Math.sign(held === 0 ? scope.workingBuys(other) - scope.workingSells(other) : held)
      const alike = side * direction * this.#correlation(instrument, other)
      if (!(alike <= highest) && !Number.isNaN(alike)) {
        highest = alike
        this.mostAlike = other
      }
    }
    return highest
  }

  #correlation(one: number, other: number): number {
    const [a, b] = [this.#view.series(one), this.#view.series(other)]
    return a === undefined || b === undefined ? Number.NaN : correlationOf(a, b, this.correlationBars)
  }
}

/** Of no equity, or less than none, nothing is a small part. */
function shareOf(equity: number, worth: number): number {
  return equity > 0 || worth === 0 || Number.isNaN(worth) ? worth / equity : Number.POSITIVE_INFINITY
}

/** The most that a position can come to be worth by what is working. */
function mostWorth(scope: PositionScope, instrument: number): number {
  const units = mostUnits(scope, instrument)
  return units === 0 ? 0 : scope.valueOf(instrument, units, scope.mark(instrument))
}

/** How far an order's prices are from the last one. */
function farthest({ level, limitLevel, activationPrice }: CheckedOrder, last: number): number {
  const own = Math.abs(level / last - 1)
  if (Number.isNaN(limitLevel) && Number.isNaN(activationPrice)) return own
  return farther(farther(own, Math.abs(limitLevel / last - 1)), Math.abs(activationPrice / last - 1))
}

/** The larger of two distances, of which either may be none. */
function farther(a: number, b: number): number {
  return a >= b || Number.isNaN(b) ? a : b
}
