/** A sum or difference of prices without the dust of float64 arithmetic: prices have 8 decimals at most. */
export function tidy(price: number): number {
  const scaled = price * 1e8
  return Math.abs(scaled) < Number.MAX_SAFE_INTEGER ? Math.round(scaled) / 1e8 : price
}
