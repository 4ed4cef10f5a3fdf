import type { SizingInput } from '../domain/sizing-input.js'
import type { Spec } from '../domain/spec.js'
import { checkNames, count, positive } from './options.js'
import type { Sizer, SizerAnswer, SizerNeeds } from './sizer.js'
import { impossible, isQuantity, SizingLimits, unsized, type SizerLimitOptions } from './sizing-limits.js'

export interface VolatilitySizerOptions extends SizerLimitOptions {
  /** The fraction of equity that a move of `atrMultiple` average true ranges makes or loses: 0.01 for 1 %. */
  readonly risk: number
  /** Default 1. */
  readonly atrMultiple?: number
  /** Of the average true range, in bars of the strategy's finest series of the symbol; default 14. */
  readonly period?: number
}

/** The less, the more the price moves: equity x risk / (ATR x atrMultiple x multiplier x fx). */
export class VolatilitySizer implements Sizer {
  readonly spec: Spec
  readonly needs: SizerNeeds
  readonly #risk: number
  readonly #atrMultiple: number
  readonly #limits: SizingLimits

  /** Throws SIZER_INVALID unless `risk` and `atrMultiple` are positive and finite and `period` is an integer from 1. */
  constructor(options: VolatilitySizerOptions) {
    checkNames('VolatilitySizer', options, ['risk', 'atrMultiple', 'period'])
    this.#risk = positive('VolatilitySizer', 'risk', options.risk)
    this.#atrMultiple = positive('VolatilitySizer', 'atrMultiple', options.atrMultiple ?? 1)
    const period = count('VolatilitySizer', 'period', options.period ?? 14)
    this.#limits = new SizingLimits('VolatilitySizer', options)
    this.needs = { atr: { period } }
    this.spec = { volatility: this.#risk, atrMultiple: this.#atrMultiple, period, ...this.#limits.spec }
  }

  size(input: SizingInput): SizerAnswer {
    const { atr } = input
    if (atr !== undefined && isQuantity(atr))
      return this.#limits.quantityFor(input, input.equity * this.#risk, atr * this.#atrMultiple)
    const wrong = atr === undefined ? 'is not ready' : `is ${String(atr)}; expected a positive number`
    return impossible(input) ?? unsized(`the average true range ${wrong}`)
  }
}
