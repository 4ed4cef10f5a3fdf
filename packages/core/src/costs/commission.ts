import { Decimal, type DecimalInput } from '../domain/decimal.js'
import { TradewrightError } from '../domain/errors.js'
import { exactProduct, factorOf, type Factor } from '../domain/exact.js'
import type { Instrument } from '../domain/instrument.js'
import type { MoneyCell } from '../domain/money.js'
import { money, type Money } from '../domain/money.js'
import type { Spec } from '../domain/spec.js'

/** What a venue charges for a fill. Amounts are exact, in the instrument's currency, rounded once, half-even, to 8 decimals. */
export interface CommissionModel {
  /** What the run's hash and its report say of it. */
  readonly spec: Spec
  /** Sets `out` to the commission of one fill. */
  charge(fill: CommissionFill, out: MoneyCell): void
}

/** A fill as a commission model sees it; the object is reused, so nothing of it may be kept. */
export interface CommissionFill {
  readonly instrument: Instrument
  readonly price: number
  /** In the instrument's smallest units. */
  readonly units: number
  /** What the same order had filled before, in the same units. */
  readonly unitsBefore: number
  /** What the same order had been charged before. */
  readonly chargedBefore: Money
}

/** No commission. */
export function noCommission(): CommissionModel {
  return { spec: 'none', charge: (_fill, out) => void out.setParts(0, 0) }
}

/** The same amount for each order, charged with its first fill. Throws COST_INVALID. */
export function perOrder(amount: DecimalInput): CommissionModel {
  const charged = money(nonNegative('perOrder', 'amount', amount))
  return {
    spec: { perOrder: charged.toString() },
    charge(fill, out) {
      if (fill.unitsBefore === 0) out.set(charged)
      else out.setParts(0, 0)
    },
  }
}

/** A fraction of the fill's value: `percent(0.001)` is 0.1 %. Throws COST_INVALID. */
export function percent(fraction: DecimalInput): CommissionModel {
  const rate = nonNegative('percent', 'fraction', fraction)
  const factor = perInstrument((instrument) => factorOf(rate, instrument.multiplier, unit(instrument)))
  return {
    spec: { percent: rate.toString() },
    charge: (fill, out) => void exactProduct(out, fill.price, fill.units, factor(fill.instrument)),
  }
}

/**
 * An amount for each share or contract. `minimum` is for the order, over all its fills: the first fill is charged it, later ones what goes
 * beyond. Throws COST_INVALID.
 */
export function perShare(amount: DecimalInput, options: { readonly minimum?: DecimalInput } = {}): CommissionModel {
  const rate = nonNegative('perShare', 'amount', amount)
  const least = money(nonNegative('perShare', 'minimum', options.minimum ?? 0))
  const factor = perInstrument((instrument) => factorOf(rate, unit(instrument)))
  return {
    spec: { perShare: rate.toString(), minimum: least.toString() },
    charge(fill, out) {
      exactProduct(out, 1, fill.unitsBefore + fill.units, factor(fill.instrument))
      if (isLess(out, least)) out.set(least)
      if (fill.unitsBefore > 0) out.subtract(fill.chargedBefore)
    },
  }
}

/** A model of one's own: `charge` returns the commission of one fill, in the instrument's currency. `name` stands for it in the run's hash. */
export function customCommission(name: string, charge: (fill: CommissionFill) => DecimalInput): CommissionModel {
  return {
    spec: { custom: name },
    charge(fill, out) {
      const amount = charge(fill)
      let exact: Money
      try {
        exact = money(amount)
      } catch (cause) {
        throw new TradewrightError(
          'COST_RESULT',
          `commission '${name}' returned ${String(amount)}; expected an amount`,
          {
            details: { name, amount },
            cause,
          },
        )
      }
      out.set(exact)
    },
  }
}

function unit(instrument: Instrument): Decimal {
  return new Decimal(10).pow(-instrument.scale.quantityDecimals)
}

function isLess(a: Money, b: Money): boolean {
  return a.whole < b.whole || (a.whole === b.whole && a.fraction < b.fraction)
}

/** Remembers what a function gave for an instrument; runs ask for the same few over and over. */
function perInstrument(compute: (instrument: Instrument) => Factor): (instrument: Instrument) => Factor {
  const known = new WeakMap<Instrument, Factor>()
  let last: Instrument | undefined
  let factor: Factor = factorOf(1)
  return (instrument) => {
    if (instrument === last) return factor
    factor = known.get(instrument) ?? compute(instrument)
    known.set(instrument, factor)
    last = instrument
    return factor
  }
}

function nonNegative(model: string, field: string, value: DecimalInput): Decimal {
  let decimal: Decimal | undefined
  try {
    decimal = new Decimal(value)
  } catch {
    // Reported below, with the value as it came.
  }
  if (decimal?.isFinite() && decimal.gte(0)) return decimal
  throw new TradewrightError('COST_INVALID', `${model}: ${field} is ${String(value)}; expected a number from 0`, {
    details: { model, field, value },
  })
}
