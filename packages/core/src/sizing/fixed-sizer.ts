import type { SizingInput } from '../domain/sizing-input.js'
import type { Spec } from '../domain/spec.js'
import { checkNames, invalidOption, positive } from './options.js'
import type { Sizer, SizerAnswer } from './sizer.js'
import { SizingLimits, type SizerLimitOptions } from './sizing-limits.js'

export interface FixedSizerOptions extends SizerLimitOptions {
  readonly quantity: number
}

/** Always the same quantity, within the limits. */
export class FixedSizer implements Sizer {
  readonly spec: Spec
  readonly #quantity: number
  readonly #limits: SizingLimits

  /** Throws SIZER_INVALID unless the quantity is positive; for `reserveCosts` alone too, since no amount is meant that costs could come out of. */
  constructor(options: FixedSizerOptions) {
    checkNames('FixedSizer', options, ['quantity'])
    this.#quantity = positive('FixedSizer', 'quantity', options.quantity)
    this.#limits = new SizingLimits('FixedSizer', options)
    if (options.reserveCosts && !options.capToBuyingPower)
      throw invalidOption('FixedSizer', 'reserveCosts', true, 'capToBuyingPower beside it')
    this.spec = { fixed: this.#quantity, ...this.#limits.spec }
  }

  size(input: SizingInput): SizerAnswer {
    return this.#limits.quantityOf(input, this.#quantity)
  }
}
