import { Decimal, type DecimalInput } from './decimal.js'
import { divideHalfEven, MONEY_DECIMALS, setFromBigInt, toBigInt, type Money, type MoneyCell } from './money.js'

/** Powers of ten that a float64 holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, power) => Number(`1e${String(power)}`))
const SAFE = Number.MAX_SAFE_INTEGER

/** The largest count of smallest units a quantity may have: any decimal of 15 digits survives the way through a float64. */
export const QUANTITY_UNITS_MAX = 1e15

/** A constant factor of an exact product: `mantissa * 10^-decimals`. */
export interface Factor {
  readonly mantissa: bigint
  /** The mantissa as a number where it is a safe integer, else NaN, which sends the product to the BigInt path. */
  readonly small: number
  readonly decimals: number
}

/** 10^power, exact, for 0 <= power <= 22. */
export function powerOfTen(power: number): number {
  return POWERS[power] ?? Number.NaN
}

/** A factor from decimals, multiplied together. None may be negative. */
export function factorOf(...values: readonly DecimalInput[]): Factor {
  let product = new Decimal(1)
  for (const value of values) product = product.times(value)
  const decimals = Math.max(0, product.decimalPlaces())
  const mantissa = BigInt(product.times(new Decimal(10).pow(decimals)).toFixed(0))
  const small = mantissa <= BigInt(SAFE) ? Number(mantissa) : Number.NaN
  return { mantissa, small, decimals }
}

/** Decimal places of a decimal: 0.001 has 3, 100 has 0. */
export function decimalPlaces(value: DecimalInput): number {
  return Math.max(0, new Decimal(value).decimalPlaces())
}

/**
 * Sets `out` to price x units x factor, rounded once, half-even, at `decimals` (8 at most). The price stands for its shortest decimal. Where
 * all is small enough this is a handful of float operations on integers; else BigInt, with the same result.
 */
export function exactProduct(
  out: MoneyCell,
  price: number,
  units: number,
  factor: Factor,
  decimals: number = MONEY_DECIMALS,
): MoneyCell {
  let places = 2
  let mantissa = Math.round(price * 100)
  // A decimal of at most 15 digits is the only such one at its float64, so one that divides back is the shortest.
  if (mantissa / 100 !== price) {
    places = 5
    mantissa = Math.round(price * 1e5)
    if (mantissa / 1e5 !== price) {
      places = 8
      mantissa = Math.round(price * 1e8)
      if (mantissa / 1e8 !== price) return bigProduct(out, price, units, factor, decimals)
    }
  }
  const priced = mantissa * units
  const value = priced * factor.small
  const from = places + factor.decimals
  if (!(mantissa <= 1e15 && priced <= SAFE && value <= SAFE && from <= 15 && decimals === MONEY_DECIMALS)) {
    return bigProduct(out, price, units, factor, decimals)
  }
  return setRounded(out, value, from)
}

/** Sets `out` to amount x factor, rounded once, half-even, to 8 decimals. */
export function exactFraction(out: MoneyCell, amount: Money, factor: Factor): MoneyCell {
  const { small, decimals } = factor
  const unit = powerOfTen(decimals)
  const whole = amount.whole * small
  const carried = Math.floor(whole / unit)
  // What the whole part leaves, below 1e15, and the fraction, both in 10^-(8 + decimals): so the sum is rounded once.
  const sum = (whole - carried * unit) * 1e8 + amount.fraction * small
  if (!(decimals <= 7 && Math.abs(whole) <= SAFE && sum <= SAFE)) {
    const product = toBigInt(amount) * factor.mantissa
    return setFromBigInt(out, divideHalfEven(product, 10n ** BigInt(decimals)))
  }
  let units = Math.floor(sum / unit)
  const twice = 2 * (sum - units * unit)
  if (twice > unit || (twice === unit && units % 2 === 1)) units += 1
  const more = Math.floor(units / 1e8)
  return out.setParts(carried + more, units - more * 1e8)
}

/**
 * The float64 nearest to price x factor, the price standing for its shortest decimal: 102 x 1.001 is 102.102, where float64 arithmetic gives
 * 102.10199999999999.
 */
export function exactScale(price: number, factor: Factor): number {
  const mantissa = Math.round(price * 1e8)
  const value = mantissa * factor.small
  const decimals = 8 + factor.decimals
  // A quotient of two integers that float64 holds exactly is rounded once.
  if (mantissa / 1e8 === price && value <= SAFE && decimals <= 22) return value / powerOfTen(decimals)
  const scale = new Decimal(10).pow(-factor.decimals)
  return new Decimal(factor.mantissa.toString()).times(price).times(scale).toNumber()
}

/** Sets a cell to value x 10^-decimals, where value is a safe non-negative integer and decimals at most 15. */
function setRounded(out: MoneyCell, value: number, decimals: number): MoneyCell {
  const unit = powerOfTen(decimals)
  let whole = Math.floor(value / unit)
  const rest = value - whole * unit
  if (decimals <= MONEY_DECIMALS) return out.setParts(whole, rest * powerOfTen(MONEY_DECIMALS - decimals))
  const drop = powerOfTen(decimals - MONEY_DECIMALS)
  let fraction = Math.floor(rest / drop)
  const twice = 2 * (rest - fraction * drop)
  if (twice > drop || (twice === drop && fraction % 2 === 1)) fraction += 1
  if (fraction === 1e8) {
    fraction = 0
    whole += 1
  }
  return out.setParts(whole, fraction)
}

function bigProduct(out: MoneyCell, price: number, units: number, factor: Factor, decimals: number): MoneyCell {
  const { mantissa, exponent } = shortestDecimal(price)
  let value = mantissa * BigInt(units) * factor.mantissa
  const drop = factor.decimals - exponent - decimals
  value = drop > 0 ? divideHalfEven(value, 10n ** BigInt(drop)) : value * 10n ** BigInt(-drop)
  return setFromBigInt(out, value * 10n ** BigInt(MONEY_DECIMALS - decimals))
}

/** The shortest decimal that reads back as this float64 (ECMAScript's Number::toString), as mantissa x 10^exponent. */
export function shortestDecimal(value: number): { mantissa: bigint; exponent: number } {
  const text = String(value)
  const at = text.indexOf('e')
  const digits = at < 0 ? text : text.slice(0, at)
  const power = at < 0 ? 0 : Number(text.slice(at + 1))
  const point = digits.indexOf('.')
  if (point < 0) return { mantissa: BigInt(digits), exponent: power }
  return {
    mantissa: BigInt(digits.slice(0, point) + digits.slice(point + 1)),
    exponent: power - (digits.length - point - 1),
  }
}

/**
 * A quantity as a count of 10^-decimals, rounded down; the quantity stands for its shortest decimal, so 0.3 at one decimal is 3
 * although 0.3 * 10 is 3.0000000000000004's neighbour. NaN where it is not a finite number >= 0 or has more than 15 digits.
 */
export function unitsDown(quantity: number, decimals: number): number {
  const scale = powerOfTen(decimals)
  const scaled = quantity * scale
  if (!(scaled >= 0 && scaled <= QUANTITY_UNITS_MAX)) return Number.NaN
  const nearest = Math.round(scaled)
  if (nearest / scale === quantity) return nearest
  const down = Math.floor(scaled)
  return down / scale > quantity ? down - 1 : down
}
