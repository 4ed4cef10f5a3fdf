import type { SizingInput } from '../domain/sizing-input.js'
import type { Spec } from '../domain/spec.js'
import { checkNames, invalidOption, positive } from './options.js'
import type { Sizer, SizerAnswer } from './sizer.js'
import { impossible, SizingLimits, unsized, type SizerLimitOptions } from './sizing-limits.js'

export interface TargetWeightSizerOptions extends SizerLimitOptions {
  /** The part of equity that each position should have: 0.25 for 25 %. */
  readonly weight?: number
  /** The same by symbol, for all that should be held. */
  readonly weights?: Readonly<Record<string, number>>
}

/**
 * The position to hold: equity x weight / (price x multiplier x fx). A `buy` without a quantity trades what is missing to a long one, a
 * `sell` what is missing to a short one.
 */
export class TargetWeightSizer implements Sizer {
  readonly answers = 'position'
  readonly spec: Spec
  readonly #weight: number | undefined
  readonly #weights: ReadonlyMap<string, number>
  readonly #limits: SizingLimits

  /** Throws SIZER_INVALID unless one of `weight` and `weights` came, and every weight is positive and finite. */
  constructor(options: TargetWeightSizerOptions) {
    checkNames('TargetWeightSizer', options, ['weight', 'weights'])
    const { weight, weights } = options
    if ((weight === undefined) === (weights === undefined)) {
      const came = weight === undefined ? 'undefined' : 'given beside weights'
      throw invalidOption('TargetWeightSizer', 'weight', came, 'one of weight and weights')
    }
    this.#weight = weight === undefined ? undefined : positive('TargetWeightSizer', 'weight', weight)
    const entries = Object.entries(weights ?? {})
    for (const [symbol, each] of entries) positive('TargetWeightSizer', `weights.${symbol}`, each)
    this.#weights = new Map(entries)
    this.#limits = new SizingLimits('TargetWeightSizer', options)
    this.spec = { targetWeight: weight ?? { ...weights }, ...this.#limits.spec }
  }

  size(input: SizingInput): SizerAnswer {
    const weight = this.#weight ?? this.#weights.get(input.symbol)
    if (weight !== undefined) return this.#limits.quantityFor(input, input.equity * weight, input.price)
    return impossible(input) ?? unsized(`${input.symbol} has no weight`)
  }
}
