import type { SizingInput } from '../domain/sizing-input.js'
import type { Spec } from '../domain/spec.js'
import { checkNames, positive } from './options.js'
import type { Sizer, SizerAnswer } from './sizer.js'
import { impossible, isQuantity, SizingLimits, unsized, type SizerLimitOptions } from './sizing-limits.js'

export interface RiskBasedSizerOptions extends SizerLimitOptions {
  /** The fraction of equity to lose if the stop is reached: 0.01 for 1 %. */
  readonly risk: number
}

/**
 * So much that a fraction of equity is lost from the entry to the stop: equity x risk / (|entry - stop| x multiplier x fx). The stop is a
 * signal's `stop`, or an order's `invalidationPrice`.
 */
export class RiskBasedSizer implements Sizer {
  readonly spec: Spec
  readonly #risk: number
  readonly #limits: SizingLimits

  /** Throws SIZER_INVALID unless `risk` is positive and finite. */
  constructor(options: RiskBasedSizerOptions) {
    checkNames('RiskBasedSizer', options, ['risk'])
    this.#risk = positive('RiskBasedSizer', 'risk', options.risk)
    this.#limits = new SizingLimits('RiskBasedSizer', options)
    this.spec = { riskBased: this.#risk, ...this.#limits.spec }
  }

  size(input: SizingInput): SizerAnswer {
    const { side, price, stopPrice } = input
    const distance = side === 'buy' ? price - stopPrice! : stopPrice! - price
    if (distance > 0 && isQuantity(stopPrice!))
      return this.#limits.quantityFor(input, input.equity * this.#risk, distance)
    return impossible(input) ?? unsized(whyNoDistance(input))
  }
}

function whyNoDistance({ side, price, stopPrice }: SizingInput): string {
  const expected = `expected a price ${side === 'buy' ? 'below' : 'above'} the entry at ${String(price)}`
  if (stopPrice === undefined) return `no stop came; ${expected}, as a signal's stop or an order's invalidationPrice`
  if (stopPrice === price) return `the stop is at the entry, ${String(price)}; ${expected}`
  return `the stop of a ${side} is ${String(stopPrice)}; ${expected}`
}
