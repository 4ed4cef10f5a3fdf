import { integers, refuse } from './check-options.js'

/** Periods of two averages, in updates. */
export interface FastAndSlow {
  readonly fast: number
  readonly slow: number
}

/** The periods, if they are integers from 1 and `fast` is the shorter; else throws INDICATOR_INVALID. */
export function fastAndSlow(indicator: string, { fast, slow }: FastAndSlow): { fast: number; slow: number } {
  integers(indicator, { fast, slow })
  if (fast >= slow) refuse(indicator, 'fast', fast, `less than slow, which is ${String(slow)}`)
  return { fast, slow }
}
