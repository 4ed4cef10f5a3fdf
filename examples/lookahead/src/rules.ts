/** When to trade, and how much. */
export interface Rules {
  /** How many closes the honest mean and deviation are of. */
  readonly period: number
  /** Enter at so many deviations from the mean. */
  readonly entry: number
  readonly quantity: number
}

/** The position to hold at a z-score: against it beyond the entry, until it has come back to the mean. */
export function shares(z: number, held: number, { entry, quantity }: Rules): number {
  if (z < -entry) return quantity
  if (z > entry) return -quantity
  // On the way back, what is held is held until the mean is reached.
  return held * z < 0 ? held : 0
}
