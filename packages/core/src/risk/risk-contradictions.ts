import type { PositionExits, RiskConfig } from './risk-config.js'
import { exitContradictions } from './exit-contradictions.js'
import { mergedAccount, mergedStrategy, type MergedScope } from './risk-merge.js'
import { isWithin, type Mistake, type RiskReading } from './risk-mistakes.js'
import { amountOf } from './risk-fields.js'

/** Figures of one scope of which the first is at most the second, or else never reached; amounts are compared where their currency is one. */
const AT_MOST = [
  ['dailyLoss.fraction', 'maxDrawdown.fraction'],
  ['positionValue.amount', 'totalExposure.amount'],
  ['positionValue.fraction', 'totalExposure.fraction'],
  ['positionValue.fraction', 'leverage'],
  ['totalExposure.fraction', 'leverage'],
  ['concentration.symbol', 'concentration.group'],
  ['concentration.symbol', 'concentration.currency'],
  ['ordersPerMinutePerSymbol', 'ordersPerMinute'],
] as const

const CONCENTRATIONS = ['concentration.symbol', 'concentration.group', 'concentration.currency'] as const
const MULTIPLES = ['totalExposure.fraction', 'leverage'] as const

/** A number of a scope, and where it is written: a path, or none for a profile's. */
interface Figure {
  readonly name: string
  readonly value: number
  readonly currency: string | undefined
  readonly path: readonly string[] | undefined
}

/** Limits that contradict each other, those of a profile and those for every strategy taken along. */
export function contradictions({ config, mistakes }: RiskReading, baseCurrency?: string): Mistake[] {
  const strategies = Object.keys(config.strategies ?? {})
  const scopes = [
    mergedAccount(config),
    mergedStrategy(config),
    ...strategies.map((name) => mergedStrategy(config, name)),
  ]
  // What is wrong with the groups may be why there are none.
  const misread = mistakes.some(({ path }) => isWithin(path, ['groups']))
  const hasGroups = misread || Object.keys(config.groups ?? {}).length > 0
  const found = [
    ...scopes.flatMap((scope) => scopeContradictions(scope, baseCurrency, hasGroups)),
    ...allExits(config).flatMap(([path, exits]) => exitContradictions(path, exits)),
  ]
  // What holds for every strategy is seen again with each of them.
  return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()]
}

function scopeContradictions(
  scope: MergedScope,
  baseCurrency: string | undefined,
  hasGroups: boolean,
): readonly Mistake[] {
  const figure = (name: string): Figure | undefined => figureOf(scope, name, baseCurrency)
  const found = AT_MOST.flatMap(([lower, upper]) => atMost(figure(lower), figure(upper)))
  const multiples = MULTIPLES.flatMap((name) => figure(name) ?? [])
  for (const name of CONCENTRATIONS) {
    const concentration = figure(name)
    found.push(...multiples.flatMap((multiple) => atMost(concentration, multiple)))
    if (concentration?.path === undefined || concentration.value <= 1 || multiples.length > 0) continue
    const message = `expected at most 1 where neither leverage nor a fraction of totalExposure is named, ${concentration.value} came`
    found.push({ path: concentration.path, message })
  }
  const group = figure('concentration.group')
  if (!hasGroups && group?.path !== undefined)
    found.push({ path: group.path, message: 'expected groups to limit, none came' })
  return found
}

/** Told of the figure that the user wrote, where the other is a profile's. */
function atMost(lower: Figure | undefined, upper: Figure | undefined): Mistake[] {
  if (lower === undefined || upper === undefined) return []
  if (lower.value <= upper.value || lower.currency !== upper.currency) return []
  const [wrong, other, bound] = lower.path === undefined ? [upper, lower, 'least'] : [lower, upper, 'most']
  const message = `expected at ${bound} the ${other.value} of ${nameOf(other)}, ${wrong.value} came`
  return [{ path: wrong.path ?? [], message }]
}

function nameOf({ path, name }: Figure): string {
  return path === undefined ? `the profile's ${name}` : path.join('.')
}

function figureOf(scope: MergedScope, name: string, baseCurrency: string | undefined): Figure | undefined {
  const [limit = '', field] = name.split('.')
  const written: unknown = Reflect.get(scope.limits, limit)
  const value = amountOf(field === undefined ? written : read(written, field))
  if (value === undefined) return undefined
  const place = scope.placeOf(limit)
  return {
    name,
    value,
    currency: field === 'amount' ? ((read(written, 'currency') as string | undefined) ?? baseCurrency) : undefined,
    path: place && [...place, ...name.split('.')],
  }
}

function read(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined
}

function allExits(config: RiskConfig): (readonly [path: readonly string[], exits: PositionExits])[] {
  const places: (readonly [readonly string[], { readonly exits?: PositionExits } | undefined])[] = [
    [[], config],
    [['eachStrategy'], config.eachStrategy],
    ...Object.entries(config.strategies ?? {}).map(([name, risk]) => [['strategies', name], risk] as const),
    ...Object.entries(config.symbols ?? {}).map(([name, risk]) => [['symbols', name], risk] as const),
  ]
  return places.flatMap(([path, risk]) =>
    risk?.exits === undefined ? [] : [[[...path, 'exits'], risk.exits] as const],
  )
}
