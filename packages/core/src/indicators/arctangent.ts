/** The angle in radians whose tangent is `x`, to the last digit or two: Math.atan may differ between JavaScript engines. */
export function arctangent(x: number): number {
  if (Math.abs(x) > 1) return (x > 0 ? Math.PI / 2 : -Math.PI / 2) - arctangent(1 / x)
  const small = half(half(half(x)))
  const square = small * small
  let sum = 0
  // The terms beyond x^17 are below 1e-18 of the first where |x| < 0.1.
  for (let power = 17; power >= 1; power -= 2) sum = 1 / power - square * sum
  return 8 * small * sum
}

/** The tangent of half the angle. */
function half(x: number): number {
  return x / (1 + Math.sqrt(1 + x * x))
}
