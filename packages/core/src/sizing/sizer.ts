import type { SizingInput } from '../domain/sizing-input.js'
import type { Spec } from '../domain/spec.js'

/** Decides how much to trade. One value in, one out; it sees neither the portfolio nor the market. */
export interface Sizer {
  /** What the run's hash and its report say of it. */
  readonly spec: Spec
  /**
   * The quantity to hold, unsigned, 0 for none; the engine rounds it down to the quantity step. NaN, a negative or an infinite answer
   * stops the run with SIZER_RESULT. The input object is reused: nothing of it may be kept.
   */
  size(input: SizingInput): number
}
