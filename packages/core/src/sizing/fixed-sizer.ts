import { TradewrightError } from '../domain/errors.js'
import type { Spec } from '../domain/spec.js'
import type { Sizer } from './sizer.js'

/** Always the same quantity. */
export class FixedSizer implements Sizer {
  readonly spec: Spec
  readonly #quantity: number

  /** Throws SIZER_INVALID unless the quantity is positive. */
  constructor(options: { readonly quantity: number }) {
    const { quantity } = options
    if (!Number.isFinite(quantity) || quantity <= 0) {
      throw new TradewrightError(
        'SIZER_INVALID',
        `FixedSizer: quantity is ${String(quantity)}; expected a positive number`,
        {
          details: { quantity },
        },
      )
    }
    this.#quantity = quantity
    this.spec = { fixed: quantity }
  }

  size(): number {
    return this.#quantity
  }
}
