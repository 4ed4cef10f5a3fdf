import { TradewrightError } from '../domain/errors.js'
import { parseTimeframe, type Timeframe } from '../domain/timeframe.js'

/** Bars of equal time, within sessions. */
export interface TimeBarRule {
  readonly by: 'time'
  /** From 1 second to 1 month: up to 24 hours, `1d`, `1w` or `1M`. Without a calendar, what is shorter than a day must divide it. */
  readonly timeframe: Timeframe
  /** Give a bar for an interval without any trade too: the last price carried forward, its `filled` flag set. Default false. */
  readonly fill?: boolean
}

/** Bars that end with the trade at which so much has happened; that trade counts to them whole. */
export interface EventBarRule {
  /**
   * 'ticks': so many trades or quotes. 'volume': trades of so many units. 'value': trades worth so much, price × size × `multiplier`. 'range': the high so
   * far above the low.
   */
  readonly by: 'ticks' | 'volume' | 'value' | 'range'
  readonly size: number
  /** Of `'value'`: what one unit of price is worth for one unit of size, as of a future's point; default 1. */
  readonly multiplier?: number
  /** What the bars say that their timeframe is, since the type needs one; default `1m`. */
  readonly timeframe?: Timeframe
}

/** Bricks of one height: another begins where the price is one brick beyond the last, against its direction two. */
export interface RenkoRule {
  readonly by: 'renko'
  /** The height of a brick, in units of price. */
  readonly size: number
  /** What the bricks say that their timeframe is; default `1m`. */
  readonly timeframe?: Timeframe
}

/** How ticks are cut into bars. */
export type BarRule = TimeBarRule | EventBarRule | RenkoRule

/** Sums of decimal fractions in floating point may miss by so much of themselves: ten sizes of 0.1 come to a volume of 1. */
export const ROUNDING = 1e-9

const FIELDS = {
  time: ['by', 'timeframe', 'fill'],
  ticks: ['by', 'size', 'timeframe'],
  volume: ['by', 'size', 'timeframe'],
  value: ['by', 'size', 'multiplier', 'timeframe'],
  range: ['by', 'size', 'timeframe'],
  renko: ['by', 'size', 'timeframe'],
} as const satisfies Record<BarRule['by'], readonly string[]>

/** Throws BAR_RULE_INVALID for what cannot be used, misspelt names too. */
export function checkRule(rule: BarRule): void {
  const given: unknown = rule
  if (typeof given !== 'object' || given === null) throw ruleError('bars', "a rule such as { by: 'time' }", given)
  const by: unknown = rule.by
  if (typeof by !== 'string' || !Object.hasOwn(FIELDS, by)) {
    throw ruleError('by', Object.keys(FIELDS).join(', '), by)
  }
  const known: readonly string[] = FIELDS[rule.by]
  const unknown = Object.keys(rule).find((name) => !known.includes(name))
  if (unknown !== undefined) throw ruleError('an option', known.join(', '), unknown)
  if (rule.by === 'time' || rule.timeframe !== undefined) parseTimeframe(String(rule.timeframe))
  if (rule.by === 'time') return
  requirePositive('size', rule.size)
  if (rule.by === 'ticks' && !Number.isInteger(rule.size)) throw ruleError('size', 'a whole number of ticks', rule.size)
  if ('multiplier' in rule) requirePositive('multiplier', rule.multiplier)
}

function requirePositive(name: string, value: unknown): void {
  if (typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY) return
  throw ruleError(name, 'a positive number', value)
}

export function ruleError(name: string, expected: string, came: unknown): TradewrightError {
  const message = `bars: ${name} is ${String(came)}; expected ${expected}`
  return new TradewrightError('BAR_RULE_INVALID', message, { details: { [name]: came } })
}
