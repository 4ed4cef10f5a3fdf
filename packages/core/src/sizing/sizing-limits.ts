import { Decimal } from '../domain/decimal.js'
import { QUANTITY_UNITS_MAX } from '../domain/exact.js'
import { MONEY_DECIMALS } from '../domain/money.js'
import type { SizingInput } from '../domain/sizing-input.js'
import type { Spec } from '../domain/spec.js'
import { invalidOption, positive } from './options.js'
import type { SizerAnswer, Unsized } from './sizer.js'

/** What every sizer of this library can be told besides. */
export interface SizerLimitOptions {
  /** Never more than this. */
  readonly quantityMax?: number
  /** Never worth more than the account's leverage leaves, so that the order is not denied for want of capital. Default false. */
  readonly capToBuyingPower?: boolean
  /** Takes the entry's commission out of the amount that is meant: at the price of the decision, both together are not more. Default false. */
  readonly reserveCosts?: boolean
}

/** An amount in base currency, and what of it one unit of price and quantity takes. */
interface Budget {
  readonly amount: number
  readonly perUnit: number
}

/** Turns an amount into a quantity within the limits: the part that all sizers share. */
export class SizingLimits {
  /** The options that were given, for the sizer's own spec. */
  readonly spec: { readonly [option: string]: Spec }
  readonly #quantityMax: number
  readonly #capToBuyingPower: boolean
  readonly #reserveCosts: boolean
  /** Whether there is no limit but the sizer's own answer. */
  readonly #plain: boolean

  /** Throws SIZER_INVALID. */
  constructor(sizer: string, options: SizerLimitOptions) {
    const { quantityMax } = options
    this.#quantityMax =
      quantityMax === undefined ? Number.POSITIVE_INFINITY : positive(sizer, 'quantityMax', quantityMax)
    this.#capToBuyingPower = flag(sizer, 'capToBuyingPower', options.capToBuyingPower)
    this.#reserveCosts = flag(sizer, 'reserveCosts', options.reserveCosts)
    this.#plain = quantityMax === undefined && !this.#capToBuyingPower && !this.#reserveCosts
    this.spec = {
      ...(quantityMax === undefined ? {} : { quantityMax }),
      ...(this.#capToBuyingPower ? { capToBuyingPower: true } : {}),
      ...(this.#reserveCosts ? { reserveCosts: true } : {}),
    }
  }

  /** amount / (perUnit x multiplier x fx) within the limits. `perUnit` is a price, or a distance between prices. */
  quantityFor(input: SizingInput, amount: number, perUnit: number): SizerAnswer {
    const why = impossible(input)
    if (why) return why
    const quantity = amount / (perUnit * input.multiplier * input.fx)
    if (!isQuantity(quantity)) return unsized(`${String(amount)} at ${String(perUnit)} comes to no quantity`)
    return this.#plain ? quantity : this.#limit(input, quantity, { amount, perUnit })
  }

  /** A quantity that comes from no amount, within the limits. */
  quantityOf(input: SizingInput, quantity: number): SizerAnswer {
    const why = impossible(input)
    if (why) return why
    return this.#plain ? quantity : this.#limit(input, quantity, undefined)
  }

  #limit(input: SizingInput, wanted: number, meant: Budget | undefined): SizerAnswer {
    const budgets = meant ? [meant] : []
    let quantity = wanted
    if (this.#capToBuyingPower) {
      const { buyingPower: amount, price, multiplier, fx } = input
      quantity = Math.min(quantity, amount / (price * multiplier * fx))
      if (!(quantity > 0)) return unsized(`the buying power left is ${String(amount)}`)
      budgets.push({ amount, perUnit: price })
    }
    if (this.#reserveCosts) {
      quantity = affordable(input, quantity, budgets)
      if (quantity === 0) return unsized('nothing is left after the commission of the entry')
    }
    return Math.min(quantity, this.#quantityMax)
  }
}

export function unsized(reason: string): Unsized {
  return { quantity: 0, reason }
}

/** What of an input makes any answer impossible; undefined if nothing does. */
export function impossible({ price, equity, multiplier, fx }: SizingInput): Unsized | undefined {
  if (!isQuantity(price)) return unsized(`price is ${String(price)}; expected a positive number`)
  if (!isQuantity(equity)) return unsized(`equity is ${String(equity)}; expected a positive number`)
  if (!isQuantity(multiplier)) return unsized(`multiplier is ${String(multiplier)}; expected a positive number`)
  if (!isQuantity(fx)) return unsized(`fx is ${String(fx)}; expected the rate of the instrument's currency`)
  return undefined
}

export function isQuantity(value: number): boolean {
  return value > 0 && value < Number.POSITIVE_INFINITY
}

/**
 * The largest quantity on the step, up to `most`, that keeps within each budget together with its commission. Exact: every number stands for its
 * shortest decimal, and a value is rounded as the ledger rounds it. A commission that falls as the quantity grows may leave less than the largest.
 */
function affordable(input: SizingInput, most: number, budgets: readonly Budget[]): number {
  if (!isQuantity(input.quantityStep)) return 0
  const step = new Decimal(input.quantityStep)
  const quantityAt = (steps: number): number => step.times(steps).toNumber()
  const fits = (steps: number): boolean => isWithin(input, quantityAt(steps), budgets)
  let above = Math.min(new Decimal(most).div(step).floor().toNumber(), QUANTITY_UNITS_MAX)
  if (fits(above)) return quantityAt(above)
  // What the larger quantity's commission leaves is nearly always the answer, or next to it.
  const fee = input.commission(quantityAt(above))
  let below = Math.min(above, ...budgets.map((budget) => stepsFor(input, budget, fee, step)))
  if (!(below >= 0) || !fits(below)) {
    above = below > 0 ? below : above
    below = 0
  }
  while (above - below > 1) {
    const middle = below + Math.floor((above - below) / 2)
    if (fits(middle)) below = middle
    else above = middle
  }
  return quantityAt(below)
}

function stepsFor(input: SizingInput, { amount, perUnit }: Budget, fee: number, step: Decimal): number {
  const each = new Decimal(perUnit).times(input.multiplier).times(input.fx).times(step)
  return Math.max(0, new Decimal(amount).minus(fee).div(each).floor().toNumber())
}

function isWithin(input: SizingInput, quantity: number, budgets: readonly Budget[]): boolean {
  const fee = input.commission(quantity)
  return budgets.every(({ amount, perUnit }) => {
    const value = new Decimal(perUnit).times(quantity).times(input.multiplier).times(input.fx)
    return value.toDecimalPlaces(MONEY_DECIMALS).plus(fee).lte(amount)
  })
}

function flag(sizer: string, option: string, value: unknown): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false
  throw invalidOption(sizer, option, value, 'true or false')
}
