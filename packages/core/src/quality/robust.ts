/** The third quartile of the standard normal distribution: of normal values, the median absolute deviation over it is the standard deviation. */
export const NORMAL_QUARTILE = 0.6745

/** The k-th smallest value, counted from 0, by Hoare's selection (FIND, Comm. ACM 4(7), 1961): in linear time, rearranging the values. */
function select(values: Float64Array, k: number): number {
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const pivot = values[(low + high) >>> 1]!
    let i = low
    let j = high
    while (i <= j) {
      while (values[i]! < pivot) i++
      while (values[j]! > pivot) j--
      if (i <= j) {
        const kept = values[i]!
        values[i++] = values[j]!
        values[j--] = kept
      }
    }
    if (k <= j) high = j
    else if (k >= i) low = i
    else break
  }
  return values[k]!
}

/** The median, of an even number the mean of the middle two; NaN of none. Rearranges the values, none of which may be NaN. */
export function medianInPlace(values: Float64Array): number {
  const { length } = values
  if (length === 0) return Number.NaN
  const middle = length >>> 1
  const upper = select(values, middle)
  if (length % 2 === 1) return upper
  // What lies in front of the middle is not above it.
  let lower = Number.NEGATIVE_INFINITY
  for (let i = 0; i < middle; i++) if (values[i]! > lower) lower = values[i]!
  return (lower + upper) / 2
}

/**
 * What modified z-scores are divided by: a deviation x from the median, over this, is 0.6745 x / MAD, where MAD is the median of |x|. B. Iglewicz & D. Hoaglin, _How to
 * Detect and Handle Outliers_, ASQC (1993); NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.17. Where more than half of the values are 0, MAD is taken of those that
 * are not; NaN where all are.
 */
export function robustScale(deviations: Float64Array): number {
  const sizes = deviations.map(Math.abs)
  const median = medianInPlace(sizes.slice())
  return (median > 0 ? median : medianInPlace(sizes.filter((size) => size > 0))) / NORMAL_QUARTILE
}
