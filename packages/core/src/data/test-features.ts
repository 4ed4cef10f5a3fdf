import fc from 'fast-check'
import type { BarColumns } from '../domain/bar-columns.js'
import type { IndicatorBar } from '../indicators/indicator.js'
import type { SavedIndicator } from '../indicators/saved-state.js'
import { barAt } from '../indicators/test-indicators.js'
import type { FeatureKind } from './feature-kind.js'
import { FEATURE_KINDS } from './feature-kinds.js'
import type { FeatureParams } from './feature-params.js'

/** Bars with prices from pennies to 100,000 that rise, fall and stay, and now and then a NaN. */
export const anyBars = fc
  .array(
    fc.record({
      close: fc.oneof(
        { weight: 9, arbitrary: fc.double({ min: 0.01, max: 1e5, noNaN: true }) },
        { weight: 3, arbitrary: fc.constantFrom(100, 101) },
        { weight: 1, arbitrary: fc.constant(Number.NaN) },
      ),
      range: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 100, noNaN: true })),
      volume: fc.integer({ min: 0, max: 1e6 }),
    }),
    { maxLength: 90 },
  )
  .map((list) => list.map(({ close, range, volume }, row) => barAt(row, close, { range, volume })))

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

function kindOf(name: string): FeatureKind {
  const kind = Object.entries<FeatureKind>(FEATURE_KINDS).find(([each]) => each === name)
  if (kind === undefined) throw new Error(`no kind is ${name}`)
  return kind[1]
}

const OPTIONS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  period: fc.integer({ min: 2, max: 30 }),
  fast: fc.integer({ min: 1, max: 5 }),
  slow: fc.integer({ min: 6, max: 30 }),
  multiplier: fc.double({ min: 0.1, max: 5, noNaN: true }),
  factor: fc.double({ min: 0.01, max: 1, noNaN: true }),
  step: fc.double({ min: 0.001, max: 0.1, noNaN: true }),
  maximum: fc.double({ min: 0.1, max: 0.5, noNaN: true }),
  periodsPerYear: fc.constantFrom(1, 12, 252),
  returns: fc.constantFrom('simple', 'log'),
  source: fc.constantFrom('open', 'high', 'low', 'close', 'volume', 'medianPrice', 'weightedClose', 'fast'),
  of: fc.constantFrom('close', 'fast', 'typicalPrice'),
  with: fc.constantFrom('low', 'fast'),
  against: fc.constantFrom('low', 'fast'),
  over: fc.oneof(fc.constantFrom('low', 'fast'), fc.constant(100)),
}
const anyCount = fc.integer({ min: 1, max: 20 })

/** The feature `x` of a kind with any options that fit each other; it may be fed by a feature `fast`. */
export function featureOf(name: string): fc.Arbitrary<FeatureParams[number]> {
  const options = kindOf(name).known.map((option) => [option, OPTIONS[option] ?? anyCount] as const)
  return fc
    .record(Object.fromEntries(options))
    .map((given) => ({ name: 'x', kind: name, ...given }) as FeatureParams[number])
}
