import { quoted } from '../calendar/civil-date.js'
import { expectedNames } from '../domain/nearest-name.js'
import { qualityError } from './quality-options.js'

/** When two series agree. */
export interface CompareOptions {
  /** By what part of itself a price may differ; default 0.000001, which is rounding. */
  readonly relative?: number
  /** By how many ticks a price may differ, where the first series says its tick size; default 0.5. */
  readonly ticks?: number
  /** By what part of itself a volume may differ; default 0.01. */
  readonly volume?: number
  /** From which part of itself on prices that differ by one factor are said to; default 0.0005: less is rounding of cheap prices. */
  readonly factor?: number
  /** How many hours one series may be shifted against the other, to be found; default 24. Of days as many days. */
  readonly shiftMax?: number
  /** How many findings of each code, and rows of each, are listed; default 20. */
  readonly listedMax?: number
}

const DEFAULTS: Readonly<Record<keyof CompareOptions, number>> = {
  relative: 1e-6,
  ticks: 0.5,
  volume: 0.01,
  factor: 0.0005,
  shiftMax: 24,
  listedMax: 20,
}

export type CompareSettings = typeof DEFAULTS

/** Throws QUALITY_INVALID. */
export function compareSettings(options: CompareOptions): CompareSettings {
  const names = Object.keys(DEFAULTS)
  for (const [name, value] of Object.entries<unknown>({ ...options })) {
    if (!names.includes(name)) throw qualityError(`'${name}' is no option; ${expectedNames(name, names)}`)
    if (value !== undefined && !(typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY))
      throw qualityError(`${name} is ${quoted(value)}; expected a number from 0`)
  }
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return { ...DEFAULTS, ...Object.fromEntries(given) }
}
