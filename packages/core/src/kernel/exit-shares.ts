import type { Instrument } from '../domain/instrument.js'

/** What part of a position a target is for. */
export interface Share {
  /** In the instrument's smallest units; NaN unless it was named. */
  readonly units: number
  /** Of the position; NaN unless it was named. */
  readonly fraction: number
}

/**
 * Divides a position among targets, each share rounded down to the quantity step and none more than is left. Those that name nothing share what
 * the others leave; the last of them, or of fractions that add up to 1, takes the rest.
 */
export function divideAmong(shares: readonly Share[], position: number, instrument: Instrument): readonly number[] {
  const { stepUnits } = instrument.scale
  const down = (units: number): number => Math.floor(units / stepUnits) * stepUnits
  let left = position
  const divided = shares.map(({ units, fraction }) => {
    // 0.29 of 100 is 28.999999999999996 as float64: it means 29.
    const wanted = Number.isNaN(fraction) ? units : down(fraction * position + 1e-9)
    if (Number.isNaN(wanted)) return Number.NaN
    const taken = Math.min(left, wanted)
    left -= taken
    return taken
  })
  const open = divided.flatMap((units, i) => (Number.isNaN(units) ? [i] : []))
  const equal = down(left / Math.max(1, open.length))
  for (const i of open) {
    divided[i] = equal
    left -= equal
  }
  const whole = shares.reduce((sum, { fraction }) => sum + fraction, 0) >= 1 - 1e-9
  const last = open.at(-1) ?? (whole ? divided.length - 1 : undefined)
  if (last !== undefined) divided[last]! += left
  return divided
}
