import type { SizingInput } from '../domain/sizing-input.js'
import type { Spec } from '../domain/spec.js'

/** Decides how much to trade. One value in, one out; it sees neither the portfolio nor the market. */
export interface Sizer {
  /** What the run's hash and its report say of it: all its options. */
  readonly spec: Spec
  /**
   * What the answer means for `buy` and `sell`: the quantity of the order, which is the default, or the position to hold, of which the
   * order trades what is missing. A signal's target is the answer either way.
   */
  readonly answers?: 'order' | 'position'
  /** What has to be kept for it from the first bar on. */
  readonly needs?: SizerNeeds
  /**
   * The quantity, unsigned, 0 for none; the engine rounds it down to the quantity step. NaN, a negative or an infinite answer stops the run
   * with SIZER_RESULT. The input object is reused: nothing of it may be kept.
   */
  size(input: SizingInput): SizerAnswer
}

export interface SizerNeeds {
  /** An average true range of each symbol, on the strategy's finest bars of it; `period` is in bars. */
  readonly atr?: { readonly period: number }
}

export type SizerAnswer = number | Unsized

/** Nothing, and why: the order is denied with the reason in its message. */
export interface Unsized {
  readonly quantity: 0
  readonly reason: string
}
