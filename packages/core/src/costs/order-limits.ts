import type { Decimal, DecimalInput } from '../domain/decimal.js'
import { exactFraction, factorOf, type Factor } from '../domain/exact.js'
import { money, MoneyCell, type Money } from '../domain/money.js'
import type { Spec } from '../domain/spec.js'
import { checkNames, exactFromZero, exactNumber, invalidCost } from './options.js'

/** Bounds of what an order is charged, over all its fills. Where two of them contradict each other, the last named here wins. */
export interface OrderLimits {
  /** The first fill is charged it, later ones what goes beyond. Beside a rebate: the most that is paid out, as a negative amount. */
  readonly minimum?: DecimalInput
  readonly maximum?: DecimalInput
}

export interface UnitLimits extends OrderLimits {
  /** At most this fraction of the order's traded value, even where that is below the minimum. */
  readonly maximumFraction?: DecimalInput
}

/** The least and the most that an order is charged. */
export class Limits {
  readonly none: boolean
  readonly spec: { readonly [option: string]: Spec }
  readonly #minimum: Money | undefined
  readonly #maximum: Money | undefined
  readonly #maximumFraction: Factor | undefined
  readonly #cap = new MoneyCell()

  constructor(model: string, rate: Decimal, options: UnitLimits, names: readonly string[]) {
    checkNames(model, options, names)
    const { minimum, maximum, maximumFraction } = options
    this.none = minimum === undefined && maximum === undefined && maximumFraction === undefined
    const least = minimum === undefined ? undefined : leastOf(model, rate, minimum)
    const most = maximum === undefined ? undefined : mostOf(model, rate, 'maximum', maximum)
    if (least && most?.lt(least)) throw invalidCost(model, 'maximum', maximum, `at least minimum, ${least.toString()}`)
    const share = maximumFraction === undefined ? undefined : mostOf(model, rate, 'maximumFraction', maximumFraction)
    this.#minimum = least && money(least)
    this.#maximum = most && money(most)
    this.#maximumFraction = share && factorOf(share)
    this.spec = {
      ...(this.#minimum ? { minimum: this.#minimum.toString() } : {}),
      ...(this.#maximum ? { maximum: this.#maximum.toString() } : {}),
      ...(share ? { maximumFraction: share.toString() } : {}),
    }
  }

  /** Keeps an order's total within them. */
  apply(order: { readonly value: Money }, out: MoneyCell): void {
    if (this.none) return
    if (this.#minimum !== undefined && isLess(out, this.#minimum)) out.set(this.#minimum)
    if (this.#maximum !== undefined && isLess(this.#maximum, out)) out.set(this.#maximum)
    if (this.#maximumFraction === undefined) return
    const cap = exactFraction(this.#cap, order.value, this.#maximumFraction)
    if (isLess(cap, out)) out.set(cap)
  }
}

function leastOf(model: string, rate: Decimal, minimum: DecimalInput): Decimal {
  if (!rate.lt(0)) return exactFromZero(model, 'minimum', minimum)
  const least = exactNumber(model, 'minimum', minimum)
  if (least.lte(0)) return least
  throw invalidCost(model, 'minimum', minimum, 'a number up to 0 beside a rebate')
}

function mostOf(model: string, rate: Decimal, option: string, value: DecimalInput): Decimal {
  if (rate.lt(0)) throw invalidCost(model, option, value, 'none beside a rebate')
  return exactFromZero(model, option, value)
}

function isLess(a: Money, b: Money): boolean {
  return a.whole < b.whole || (a.whole === b.whole && a.fraction < b.fraction)
}
