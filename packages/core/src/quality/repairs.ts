import { expectedNames } from '../domain/nearest-name.js'
import type { SplitRatio } from '../domain/split.js'
import { qualityError } from './quality-options.js'
import type { QualityCode } from './quality-code.js'

/** A split that is known: so many new shares for so many old ones. */
export interface KnownSplit extends SplitRatio {
  /** The ISO date of the first session that trades new shares. */
  readonly date: string
}

/** What is to be repaired, by the code that it is found as. What is not named stays as it is. */
export interface Repairs {
  /** Moves times to the zone that they fit. */
  readonly ZONE_WRONG?: 'shift' | undefined
  readonly TIME_INVALID?: 'drop' | undefined
  readonly PRICE_INVALID?: 'drop' | undefined
  /** 'widen' sets high and low so that they hold open and close. */
  readonly HIGH_BELOW_LOW?: 'widen' | 'drop' | undefined
  readonly BAR_OUT_OF_ORDER?: 'sort' | undefined
  /** Which of the bars of one time stays, by its place in the series. */
  readonly BAR_DUPLICATE?: 'keepFirst' | 'keepLast' | undefined
  readonly BAR_OUTSIDE_SESSION?: 'drop' | undefined
  readonly EXTENDED_HOURS?: 'drop' | undefined
  /** Divides all prices before a split, and multiplies volumes: by the ratio that was guessed, or for the splits that are given, if the break is there. */
  readonly SPLIT_UNADJUSTED?: 'guess' | readonly KnownSplit[] | undefined
  /** Drops bars whose close is a spike; an open, a high or a low that is one is set to the nearest price around it. */
  readonly PRICE_SPIKE?: 'remove' | undefined
  /** Adds bars in the intervals of a session that have none: the close before, no volume, flagged BAR_FILLED. Never whole sessions. */
  readonly INTERVAL_MISSING?: 'carry' | undefined
}

const REPAIRS = {
  ZONE_WRONG: ['shift'],
  TIME_INVALID: ['drop'],
  PRICE_INVALID: ['drop'],
  HIGH_BELOW_LOW: ['widen', 'drop'],
  BAR_OUT_OF_ORDER: ['sort'],
  BAR_DUPLICATE: ['keepFirst', 'keepLast'],
  BAR_OUTSIDE_SESSION: ['drop'],
  EXTENDED_HOURS: ['drop'],
  SPLIT_UNADJUSTED: ['guess'],
  PRICE_SPIKE: ['remove'],
  INTERVAL_MISSING: ['carry'],
} as const satisfies { readonly [Code in keyof Repairs]-?: readonly string[] }

/** Why what a code stands for is still there: nobody asked, or it can't be. */
export function whyNotRepaired(code: QualityCode, repairs: Repairs): string {
  if (!(code in REPAIRS)) return 'there is no repair for it'
  return code in repairs ? 'it is still there after the repair' : 'it was not asked for'
}

/** Throws QUALITY_INVALID for a repair that there is not. */
export function checkRepairs(repairs: Repairs): void {
  const codes = Object.keys(REPAIRS)
  for (const [code, repair] of Object.entries(repairs) as readonly [string, unknown][]) {
    if (!codes.includes(code)) throw qualityError(`there is no repair for '${code}'; ${expectedNames(code, codes)}`)
    if (repair === undefined) continue
    if (code === 'SPLIT_UNADJUSTED' && Array.isArray(repair)) repair.forEach(checkSplit)
    else if (!(REPAIRS[code as keyof Repairs] as readonly unknown[]).includes(repair))
      throw qualityError(
        `${code} is ${JSON.stringify(repair)}; expected ${REPAIRS[code as keyof Repairs].join(' or ')}`,
      )
  }
}

function checkSplit(split: KnownSplit): void {
  const isWhole = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 0
  const { date, numerator, denominator } = split
  const isDate = typeof date === 'string' && /^\d{4}-\d\d-\d\d$/.test(date)
  if (isDate && isWhole(numerator) && isWhole(denominator)) return
  throw qualityError(
    `a split is ${JSON.stringify(split)}; expected a date such as 2024-06-10 and whole numbers of new and old shares`,
  )
}
