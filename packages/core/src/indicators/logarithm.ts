/** Two parts of ln 2: the first has so few digits that its product with any exponent is exact. */
const LN2_HIGH = 6.9314718036912382e-1
const LN2_LOW = 1.9082149292705877e-10
/** Of (ln(1 + s) − ln(1 − s)) / s − 2, by powers of s squared. */
const SERIES = [
  0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784, 0.1818357216161805,
  0.15313837699209373, 0.14798198605116586,
] as const
const ROOT_HALF = Math.SQRT1_2
const TWO_54 = 18_014_398_509_481_984

const bits = new DataView(new ArrayBuffer(8))

/**
 * The natural logarithm, to less than one unit of the last digit: Math.log may differ between JavaScript engines. By the method of fdlibm's e_log.c
 * (Sun Microsystems, 1993): x is 2^k · (1 + f), and ln(1 + f) a polynomial of s = f / (2 + f).
 */
export function logarithm(x: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) return x === 0 ? Number.NEGATIVE_INFINITY : x > 0 ? x : Number.NaN
  // A number without all its digits is given them first.
  if (x < 2.2250738585072014e-308) return logarithm(x * TWO_54) - 54 * (LN2_HIGH + LN2_LOW)
  bits.setFloat64(0, x)
  const high = bits.getInt32(0)
  let k = (high >> 20) - 1022
  // The same digits with the exponent of 1/2.
  bits.setInt32(0, (high & 0xf_ffff) | 0x3fe0_0000)
  let fraction = bits.getFloat64(0)
  if (fraction < ROOT_HALF) {
    fraction *= 2
    k -= 1
  }
  const f = fraction - 1
  const s = f / (2 + f)
  const half = 0.5 * f * f
  return k * LN2_HIGH - (half - (s * (half + series(s * s)) + k * LN2_LOW) - f)
}

function series(z: number): number {
  let sum = 0
  for (let power = SERIES.length - 1; power >= 0; power--) sum = z * (SERIES[power]! + sum)
  return sum
}
