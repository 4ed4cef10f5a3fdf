import type { SizingInput } from '../domain/sizing-input.js'
import type { Spec } from '../domain/spec.js'
import { checkNames, positive } from './options.js'
import type { Sizer, SizerAnswer } from './sizer.js'
import { SizingLimits, type SizerLimitOptions } from './sizing-limits.js'

export interface PercentSizerOptions extends SizerLimitOptions {
  /** Of equity: 0.95 for 95 %. */
  readonly fraction: number
}

/** A fraction of equity: equity x fraction / (price x multiplier x fx). */
export class PercentSizer implements Sizer {
  readonly spec: Spec
  readonly #fraction: number
  readonly #limits: SizingLimits

  /** Throws SIZER_INVALID unless `fraction` is positive and finite. */
  constructor(options: PercentSizerOptions) {
    checkNames('PercentSizer', options, ['fraction'])
    this.#fraction = positive('PercentSizer', 'fraction', options.fraction)
    this.#limits = new SizingLimits('PercentSizer', options)
    this.spec = { percent: this.#fraction, ...this.#limits.spec }
  }

  size(input: SizingInput): SizerAnswer {
    return this.#limits.quantityFor(input, input.equity * this.#fraction, input.price)
  }
}
