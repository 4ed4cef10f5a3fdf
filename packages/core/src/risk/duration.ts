import { timeframeMs } from '../domain/timeframe.js'

/** Milliseconds of a duration as a user writes it; undefined for what is none. A month is none: it has no fixed length. */
export function durationMs(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? value : undefined
  return typeof value === 'string' && /^[1-9]\d{0,4}[smhdw]$/.test(value) ? timeframeMs(value) : undefined
}
