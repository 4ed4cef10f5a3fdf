import { Decimal, type DecimalInput } from '../domain/decimal.js'
import { TradewrightError } from '../domain/errors.js'
import { exactFraction, exactProduct, factorOf } from '../domain/exact.js'
import type { Instrument } from '../domain/instrument.js'
import { MoneyCell, money, type Money } from '../domain/money.js'
import type { Spec } from '../domain/spec.js'
import { exactNumber, functionOf, nameOf } from './options.js'
import { Limits, type OrderLimits, type UnitLimits } from './order-limits.js'
import { perInstrument } from './per-instrument.js'

/**
 * What a venue charges for a fill. Amounts are exact, in the instrument's currency, rounded once, half-even, to 8 decimals. A model keeps nothing of
 * the fills that it sees: what counts for a whole order is in the fill.
 */
export interface CommissionModel {
  /** What the run's hash and its report say of it. */
  readonly spec: Spec
  /** Sets `out` to the commission of one fill; negative for a rebate. */
  charge(fill: CommissionFill, out: MoneyCell): void
  /**
   * Sets `out` to what an order has been charged in all, had all its fills been on the present terms (liquidity, tier). Not there where only single
   * fills can be charged. `roundTo` asks for it.
   */
  readonly total?: (order: OrderSoFar, out: MoneyCell) => void
  /** False for a model that never looks at the month's volume, which then need not be reckoned; default true. */
  readonly monthly?: boolean
}

/** Whether a fill gave liquidity (a limit that rested) or took it. */
export type Liquidity = 'maker' | 'taker'

/** What a commission may depend on besides the order. */
export interface CommissionTerms {
  readonly instrument: Instrument
  readonly liquidity: Liquidity
  /** What the account had traded in this calendar month (UTC) before this fill, in units of quantity, all instruments together. */
  readonly monthQuantity: number
  /** The same as traded value, in the account's currency. */
  readonly monthValue: number
}

/** A fill as a commission model sees it; the object is reused, so nothing of it may be kept. */
export interface CommissionFill extends CommissionTerms {
  readonly price: number
  /** In the instrument's smallest units. */
  readonly units: number
  /** What the same order had filled before, in the same units. */
  readonly unitsBefore: number
  /** Traded value of what the same order had filled before: price x quantity x multiplier, each fill rounded as it was booked. */
  readonly valueBefore: Money
  /** What the same order had been charged before, by the whole of the venue's model. */
  readonly chargedBefore: Money
}

/** An order as far as it has been filled. */
export interface OrderSoFar extends CommissionTerms {
  /** In the instrument's smallest units; positive. */
  readonly units: number
  readonly value: Money
}

/** No commission. */
export function noCommission(): CommissionModel {
  const nothing = (_: unknown, out: MoneyCell): void => void out.setParts(0, 0)
  return { spec: 'none', charge: nothing, total: nothing, monthly: false }
}

/** The same amount for each order, charged with its first fill; negative for a rebate. Throws COST_INVALID. */
export function perOrder(amount: DecimalInput): CommissionModel {
  const charged = money(exactNumber('perOrder', 'amount', amount))
  return {
    spec: { perOrder: charged.toString() },
    charge(fill, out) {
      if (fill.unitsBefore === 0) out.set(charged)
      else out.setParts(0, 0)
    },
    total: (_, out) => void out.set(charged),
    monthly: false,
  }
}

/**
 * A fraction of traded value: `percent(0.001)` is 0.1 %; negative for a rebate. With limits it is a fraction of the order's value as booked; without
 * any, each fill is charged for itself, before its value is rounded. Throws COST_INVALID.
 */
export function percent(fraction: DecimalInput, options: OrderLimits = {}): CommissionModel {
  const rate = exactNumber('percent', 'fraction', fraction)
  const limits = new Limits('percent', rate, options, ['minimum', 'maximum'])
  const negative = rate.lt(0)
  const ofValue = factorOf(rate.abs())
  const ofPrice = perInstrument((instrument) => factorOf(rate.abs(), instrument.multiplier, unit(instrument)))
  const spec = { percent: rate.toString(), ...limits.spec }
  const total = (order: OrderSoFar, out: MoneyCell): void => {
    exactFraction(out, order.value, ofValue)
    if (negative) out.negate()
    limits.apply(order, out)
  }
  if (!limits.none) return ofTotal(spec, total)
  return {
    spec,
    charge(fill, out) {
      exactProduct(out, fill.price, fill.units, ofPrice(fill.instrument))
      if (negative) out.negate()
    },
    total,
    monthly: false,
  }
}

/** An amount for each share; negative for a rebate. Limits are for the order, over all its fills. Throws COST_INVALID. */
export function perShare(amount: DecimalInput, options: UnitLimits = {}): CommissionModel {
  return perUnit('perShare', amount, options)
}

/** An amount for each contract: `perShare` by the name that traders of futures know. Throws COST_INVALID. */
export function perContract(amount: DecimalInput, options: UnitLimits = {}): CommissionModel {
  return perUnit('perContract', amount, options)
}

/**
 * A model of one's own: `charge` returns the commission of one fill, in the instrument's currency; negative for a rebate. `name` stands for it in the
 * run's hash. Throws COST_INVALID.
 */
export function customCommission(name: string, charge: (fill: CommissionFill) => DecimalInput): CommissionModel {
  nameOf('customCommission', name)
  functionOf('customCommission', 'charge', charge)
  return {
    spec: { custom: name },
    charge(fill, out) {
      const amount = charge(fill)
      let exact: Money
      try {
        exact = money(amount)
      } catch (cause) {
        const message = `commission '${name}' returned ${String(amount)}; expected an amount`
        throw new TradewrightError('COST_RESULT', message, { details: { name, amount }, cause })
      }
      out.set(exact)
    },
  }
}

/** A model that charges each fill the order's total with it, less the total without it: however an order is split, the parts add up. */
export function ofTotal(
  spec: Spec,
  total: (order: OrderSoFar, out: MoneyCell) => void,
  monthly = false,
): CommissionModel {
  const order = new OrderAt()
  const before = new MoneyCell()
  return {
    spec,
    charge(fill, out) {
      total(order.after(fill), out)
      if (fill.unitsBefore === 0) return
      total(order.before(fill), before)
      out.subtract(before)
    },
    total,
    monthly,
  }
}

function perUnit(name: 'perShare' | 'perContract', amount: DecimalInput, options: UnitLimits): CommissionModel {
  const rate = exactNumber(name, 'amount', amount)
  const limits = new Limits(name, rate, options, ['minimum', 'maximum', 'maximumFraction'])
  const negative = rate.lt(0)
  const factor = perInstrument((instrument) => factorOf(rate.abs(), unit(instrument)))
  // A rate of 0 or more has had a minimum of 0 in its spec since the first release.
  const least = negative ? {} : { minimum: '0' }
  return ofTotal({ [name]: rate.toString(), ...least, ...limits.spec }, (order, out) => {
    exactProduct(out, 1, order.units, factor(order.instrument))
    if (negative) out.negate()
    limits.apply(order, out)
  })
}

/** The order of a fill, with or without it. One object for both, so that a fill makes none. */
class OrderAt implements OrderSoFar {
  #fill: CommissionFill | undefined
  #withFill = true
  readonly #value = new MoneyCell()

  after(fill: CommissionFill): this {
    this.#fill = fill
    this.#withFill = true
    return this
  }

  before(fill: CommissionFill): this {
    this.#fill = fill
    this.#withFill = false
    return this
  }

  get instrument(): Instrument {
    return this.#fill!.instrument
  }
  get liquidity(): Liquidity {
    return this.#fill!.liquidity
  }
  get monthQuantity(): number {
    return this.#fill!.monthQuantity
  }
  get monthValue(): number {
    return this.#fill!.monthValue
  }
  get units(): number {
    const fill = this.#fill!
    return this.#withFill ? fill.unitsBefore + fill.units : fill.unitsBefore
  }
  get value(): Money {
    const fill = this.#fill!
    if (!this.#withFill) return fill.valueBefore
    return exactProduct(this.#value, fill.price, fill.units, fill.instrument.scale.notional).add(fill.valueBefore)
  }
}

function unit(instrument: Instrument): Decimal {
  return new Decimal(10).pow(-instrument.scale.quantityDecimals)
}
