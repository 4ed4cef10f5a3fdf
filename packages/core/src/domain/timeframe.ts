import { TradewrightError } from './errors.js'

/** The nominal length of a series' bars: seconds, minutes, hours, days, weeks or months (`1M`). */
export type Timeframe = `${number}${'s' | 'm' | 'h' | 'd' | 'w' | 'M'}`

const UNIT_MS = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 2_629_746_000,
} as const

/** A timeframe taken apart. */
export interface TimeframeParts {
  readonly count: number
  readonly unit: 's' | 'm' | 'h' | 'd' | 'w' | 'M'
}

/** Throws TIMEFRAME_INVALID. */
export function parseTimeframe(timeframe: string): TimeframeParts {
  const match = /^([1-9]\d{0,4})([smhdwM])$/.exec(timeframe)
  if (!match) {
    throw new TradewrightError(
      'TIMEFRAME_INVALID',
      `'${timeframe}' came; expected a count and one of s, m, h, d, w, M, such as '5m' or '1d'`,
      {
        details: { timeframe },
      },
    )
  }
  return { count: Number(match[1]), unit: match[2] as TimeframeParts['unit'] }
}

/**
 * A timeframe's length in milliseconds; nominal for days and longer (a month is a twelfth of the mean Gregorian year), so good for
 * ordering timeframes and not for computing closes. Throws TIMEFRAME_INVALID.
 */
export function timeframeMs(timeframe: string): number {
  const { count, unit } = parseTimeframe(timeframe)
  return count * UNIT_MS[unit]
}
