/** More decimals no price is written with. */
export const DECIMALS_MAX = 8
/** The grid is read off so many closes. */
const SAMPLE = 5_000

/** Whether a price is a whole number of steps, but for rounding. */
export function isOn(price: number, step: number): boolean {
  const steps = price / step
  return Math.abs(steps - Math.round(steps)) <= 1e-6 + steps * 1e-12
}

/** The fewest decimals that so many of the closes need at most: a sample of them, evenly drawn; 9 where 8 are not enough. */
export function gridDecimals(close: Float64Array, length: number, share = 1): number {
  const stride = Math.max(1, Math.floor(length / SAMPLE))
  for (let decimals = 0; decimals <= DECIMALS_MAX; decimals++) {
    let [on, of] = [0, 0]
    for (let bar = 0; bar < length; bar += stride) {
      of++
      if (isOn(close[bar]!, 10 ** -decimals)) on++
    }
    if (on >= share * of) return decimals
  }
  return DECIMALS_MAX + 1
}
