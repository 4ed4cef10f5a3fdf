/**
 * An incremental indicator over one number per bar. Anything with `update` and `value` plugs in; `ready` tells when its value counts
 * (without it, as soon as the value is not NaN).
 */
export interface Indicator {
  /** Takes the next value, in O(1) amortised. */
  update(value: number): void
  /** The present value; NaN until ready. */
  readonly value: number
  readonly ready?: boolean
  /** How many values it needs before it is ready; the engine asks for so many bars before `from`. */
  readonly warmup?: number
}
