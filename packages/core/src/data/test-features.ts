import type { BarColumns } from '../domain/bar-columns.js'
import type { IndicatorBar } from '../indicators/indicator.js'
import type { SavedIndicator } from '../indicators/saved-state.js'
import { FeatureCalculator } from './feature-calculator.js'
import type { FeatureKind } from './feature-kind.js'
import { FEATURE_KINDS } from './feature-kinds.js'
import type { FeatureParams } from './feature-params.js'

export function barColumns(bars: readonly IndicatorBar[]): BarColumns {
  const column = (name: keyof IndicatorBar): Float64Array => Float64Array.from(bars, (bar) => bar[name])
  const [openTime, closeTime] = [column('openTime'), column('closeTime')]
  const [open, high, low, close] = [column('open'), column('high'), column('low'), column('close')]
  return { length: bars.length, openTime, closeTime, open, high, low, close, volume: column('volume') }
}

const NAMED = { of: 'high', with: 'low', against: 'low', over: 'fast' } as const

/** The feature `x` that is an indicator with the options that it was made with; of two numbers, of high and low. */
export function paramsOf({ indicator, options }: SavedIndicator): FeatureParams {
  const inputs = Object.entries(NAMED).filter(([option]) => kindOf(indicator).inputs.includes(option))
  const json = JSON.stringify([{ name: 'x', kind: indicator, ...options, ...Object.fromEntries(inputs) }])
  return JSON.parse(json) as FeatureParams
}

export function kindOf(name: string): FeatureKind {
  const kind = Object.entries<FeatureKind>(FEATURE_KINDS).find(([each]) => each === name)
  if (kind === undefined) throw new Error(`no kind is ${name}`)
  return kind[1]
}

/** What the columns of features come to, by name. */
export function columns(features: FeatureParams, of: readonly IndicatorBar[]): Record<string, number[]> {
  const result = new FeatureCalculator(features).calculate(of)
  return Object.fromEntries(result.names.map((name) => [name, [...result.column(name)]]))
}

/** The same, bar by bar. */
export function streamed(calculator: FeatureCalculator, of: readonly IndicatorBar[]): Record<string, number[]> {
  const seen = Object.fromEntries(calculator.names.map((name): [string, number[]] => [name, []]))
  for (const bar of of) {
    calculator.update(bar)
    for (const name of calculator.names) seen[name]!.push(calculator.feature(name))
  }
  return seen
}
