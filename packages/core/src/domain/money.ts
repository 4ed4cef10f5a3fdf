import { Decimal, type DecimalInput } from './decimal.js'
import { TradewrightError } from './errors.js'

/** Decimals of every amount in the ledger. */
export const MONEY_DECIMALS = 8
const UNIT = 1e8
const UNIT_BIG = 100_000_000n
/** Some way below 2^53, so that no step of a sum or a negation leaves the safe integers. */
const WHOLE_MAX = 9e15

/** The two integers of an exact amount. */
export interface Amount {
  readonly whole: number
  readonly fraction: number
}

/**
 * An exact amount: `whole + fraction / 1e8`, with `whole` the floor and `0 <= fraction < 1e8`, both integers. Two safe integers
 * reach 9 quadrillion units at 8 decimals, where one would end at 90 million, and need no BigInt to be added.
 */
export interface Money extends Amount {
  toNumber(): number
  toDecimal(): Decimal
  toString(): string
}

/** An amount that is added to in place: the ledger's balances and the scratch cells of exact products. */
export class MoneyCell implements Money {
  whole = 0
  fraction = 0

  set(amount: Money): this {
    this.whole = amount.whole
    this.fraction = amount.fraction
    return this
  }

  setParts(whole: number, fraction: number): this {
    this.whole = whole
    this.fraction = fraction
    return this
  }

  add(amount: Money): this {
    return this.addParts(amount.whole, amount.fraction)
  }

  addParts(whole: number, fraction: number): this {
    let sum = this.fraction + fraction
    let carried = this.whole + whole
    if (sum >= UNIT) {
      sum -= UNIT
      carried += 1
    }
    if (carried > WHOLE_MAX || carried < -WHOLE_MAX) throw overflow(String(carried))
    this.whole = carried
    this.fraction = sum
    return this
  }

  subtract(amount: Money): this {
    return amount.fraction === 0
      ? this.addParts(-amount.whole, 0)
      : this.addParts(-amount.whole - 1, UNIT - amount.fraction)
  }

  negate(): this {
    if (this.fraction === 0) this.whole = 0 - this.whole
    else {
      this.whole = -this.whole - 1
      this.fraction = UNIT - this.fraction
    }
    return this
  }

  /** The nearest float64 of the amount; for marking and reports, never for booking. */
  toNumber(): number {
    const units = this.whole * UNIT + this.fraction
    // One division of exact integers rounds once: -1 + 0.9 would be -0.09999999999999998.
    return Number.isSafeInteger(units) ? units / UNIT : this.whole + this.fraction / UNIT
  }

  toDecimal(): Decimal {
    return new Decimal(this.whole).plus(new Decimal(this.fraction).div(UNIT))
  }

  toString(): string {
    return this.toDecimal().toFixed()
  }
}

/**
 * An exact amount from what a user wrote, rounded half-even to 8 decimals. Throws AMOUNT_INVALID for what is not a finite number,
 * MONEY_OVERFLOW beyond 9 quadrillion.
 */
export function money(value: DecimalInput): Money {
  const amount = parseAmount(value)
  if (amount.abs().gt(WHOLE_MAX)) throw overflow(amount.toString())
  const units = amount.times(UNIT).toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN)
  return setFromBigInt(new MoneyCell(), BigInt(units.toFixed()))
}

function parseAmount(value: DecimalInput): Decimal {
  let amount: Decimal | undefined
  try {
    amount = new Decimal(value)
  } catch {
    // Reported below, with the value as it came.
  }
  if (amount?.isFinite()) return amount
  throw new TradewrightError('AMOUNT_INVALID', `an amount of ${String(value)} came; expected a finite number`, {
    details: { value },
  })
}

/** The amount as an integer count of 1e-8. */
export function toBigInt(amount: Money): bigint {
  return BigInt(amount.whole) * UNIT_BIG + BigInt(amount.fraction)
}

/** Sets a cell from an integer count of 1e-8. */
export function setFromBigInt(cell: MoneyCell, units: bigint): MoneyCell {
  let whole = units / UNIT_BIG
  let fraction = units % UNIT_BIG
  if (fraction < 0n) {
    fraction += UNIT_BIG
    whole -= 1n
  }
  const asNumber = Number(whole)
  if (asNumber > WHOLE_MAX || asNumber < -WHOLE_MAX) throw overflow(whole.toString())
  return cell.setParts(asNumber, Number(fraction))
}

/**
 * Sets `out` to `part / of` of `total`, rounded half-even. Callers that hand out a whole amount in parts take the difference of
 * two such cumulative shares, so that the parts add up to it exactly.
 */
export function shareOf(out: MoneyCell, total: Money, part: number, of: number): MoneyCell {
  if (part === of) return out.set(total)
  return setFromBigInt(out, divideHalfEven(toBigInt(total) * BigInt(part), BigInt(of)))
}

/** `numerator / denominator` to the nearest integer, ties to the even one. The denominator is positive. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  let quotient = numerator / denominator
  let rest = numerator % denominator
  if (rest < 0n) {
    rest += denominator
    quotient -= 1n
  }
  const twice = rest * 2n
  if (twice > denominator || (twice === denominator && (quotient & 1n) === 1n)) quotient += 1n
  return quotient
}

function overflow(whole: string): TradewrightError {
  return new TradewrightError('MONEY_OVERFLOW', `an amount of ${whole} came; expected at most 9 quadrillion`, {
    details: { whole },
  })
}
