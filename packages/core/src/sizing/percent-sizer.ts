import { TradewrightError } from '../domain/errors.js'
import type { SizingInput } from '../domain/sizing-input.js'
import type { Spec } from '../domain/spec.js'
import type { Sizer } from './sizer.js'

/** A fraction of equity: equity x fraction / (price x multiplier x fx). 0 where equity is not positive. */
export class PercentSizer implements Sizer {
  readonly spec: Spec
  readonly #fraction: number

  /** `fraction` is of equity: 0.95 for 95 %. Throws SIZER_INVALID unless it is positive and finite. */
  constructor(options: { readonly fraction: number }) {
    const { fraction } = options
    if (!Number.isFinite(fraction) || fraction <= 0) {
      throw new TradewrightError(
        'SIZER_INVALID',
        `PercentSizer: fraction is ${String(fraction)}; expected a positive number`,
        {
          details: { fraction },
        },
      )
    }
    this.#fraction = fraction
    this.spec = { percent: fraction }
  }

  size(input: SizingInput): number {
    if (input.equity <= 0) return 0
    return (input.equity * this.#fraction) / (input.price * input.multiplier * input.fx)
  }
}
