import type { z } from 'zod'
import { TradewrightError, isTradewrightError } from '../domain/errors.js'
import { isPlain, shown } from '../domain/field-schemas.js'
import { expectedNames } from '../domain/nearest-name.js'
import type { FeatureKind } from './feature-kind.js'
import { FEATURE_KINDS, type FeatureKindName } from './feature-kinds.js'
import { findCycles } from './feature-order.js'
import { PRICES } from './feature-prices.js'

/**
 * One feature: its name, its kind, and the options of that. Its value is a column of that name, and each number that it has besides one of its own, such as
 * `macd.signal`. `source`, and the other options that name what feeds it, are a price of the bar ('close' by default) or another column, wherever it is listed.
 */
export type FeatureParam = {
  readonly [K in FeatureKindName]: { readonly name: string; readonly kind: K } & OptionsOf<K>
}[FeatureKindName]

type Options<K extends FeatureKindName> = z.input<(typeof FEATURE_KINDS)[K]['options']>
/** Without what zod adds to an object of no keys. */
type OptionsOf<K extends FeatureKindName> = {
  readonly [O in keyof Options<K> as string extends O ? never : O]: Options<K>[O]
}

/** Features as plain data, which a file can hold. */
export type FeatureParams = readonly FeatureParam[]

/** A feature that can be made. */
export interface DescribedFeature {
  readonly name: string
  readonly kind: FeatureKind
  readonly description: Readonly<Record<string, unknown>>
  /** The prices and columns that feed it, by the options that name them. */
  readonly inputs: Readonly<Record<string, string>>
}

interface Issue {
  readonly path: string
  readonly message: string
}

const KINDS: Readonly<Record<string, FeatureKind>> = FEATURE_KINDS
const NAME = /^[A-Za-z_][\w-]*$/

/** Reads features, such as those of a file. Throws FEATURE_INVALID with all mistakes at once. */
export function readFeatures(value: unknown): readonly DescribedFeature[] {
  const issues: Issue[] = []
  if (!Array.isArray(value)) issues.push({ path: 'features', message: `expected a list, ${shown(value)} came` })
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  if (Array.isArray(value) && list.length === 0)
    issues.push({ path: 'features', message: 'expected at least one feature, none came' })
  const features = list.map((each, place) => readFeature(each, `features.${place}`, issues))
  issues.push(...repeated(features))
  issues.push(
    ...unknownInputs(
      features,
      list.filter((_, place) => features[place] === undefined),
    ),
  )
  const described = features.filter((each) => each !== undefined)
  for (const cycle of findCycles(described))
    issues.push({ path: 'features', message: `${cycle.join(' → ')} is a cycle; expected none to be fed by itself` })
  if (issues.length === 0) return described
  const text = issues.map(({ path, message }) => `\n- ${path}: ${message}`).join('')
  throw new TradewrightError('FEATURE_INVALID', `the features cannot be used:${text}`, { details: { issues } })
}

/** The columns of a feature. */
export function columnsOf({ name, kind }: Pick<DescribedFeature, 'name' | 'kind'>): readonly string[] {
  return [name, ...kind.outputs.map((output) => `${name}.${output}`)]
}

function readFeature(value: unknown, path: string, issues: Issue[]): DescribedFeature | undefined {
  if (!isPlain(value)) {
    issues.push({ path, message: `expected an object, ${shown(value)} came` })
    return undefined
  }
  const { name, kind: kindName } = value
  const isName = typeof name === 'string' && NAME.test(name)
  if (!isName) issues.push({ path: `${path}.name`, message: `expected letters, digits, _ and -, ${shown(name)} came` })
  const kind = typeof kindName === 'string' && Object.hasOwn(KINDS, kindName) ? KINDS[kindName] : undefined
  if (kind === undefined) {
    const expected = expectedNames(typeof kindName === 'string' ? kindName : '', Object.keys(KINDS))
    issues.push({ path: `${path}.kind`, message: `${shown(kindName)} came; ${expected}` })
    return undefined
  }
  issues.push(...optionIssues(kind, value, path))
  const inputs: Record<string, string> = {}
  for (const option of kind.inputs) {
    const input = option === 'source' ? (value[option] ?? 'close') : value[option]
    if (typeof input === 'string') inputs[option] = input
  }
  return { name: isName ? name : '', kind, description: value, inputs }
}

function optionIssues(kind: FeatureKind, description: object, path: string): Issue[] {
  const { error } = kind.schema.safeParse({ ...description, name: '', kind: '' })
  if (error === undefined) return contradiction(kind, description, path)
  return error.issues.flatMap((issue): Issue[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: `${path}.${key}`, message: `unknown option; ${optionsOf(kind, key)}` }))
      : [{ path: [path, ...issue.path].join('.'), message: issue.message }],
  )
}

function optionsOf({ known }: FeatureKind, key: string): string {
  return known.length === 0 ? 'expected none' : expectedNames(key, known)
}

/** What its options have to do with each other is for the indicator to say. */
function contradiction(kind: FeatureKind, description: unknown, path: string): Issue[] {
  const cells = Object.fromEntries(kind.inputs.map((option) => [option, { value: Number.NaN }]))
  try {
    kind.make(description, { calendar: undefined, cells })
    return []
  } catch (error) {
    if (!isTradewrightError(error)) throw error
    return [{ path, message: error.message.replace(`${error.code}: `, '') }]
  }
}

function repeated(features: readonly (DescribedFeature | undefined)[]): Issue[] {
  const names = features.map((each) => each?.name)
  return names.flatMap((name, place): Issue[] => {
    if (name === undefined || name === '') return []
    const path = `features.${place}.name`
    if (Object.hasOwn(PRICES, name))
      return [{ path, message: `'${name}' is a price of the bar; expected another name` }]
    const first = names.indexOf(name)
    return first < place ? [{ path, message: `'${name}' is the name of features.${first}; expected another` }] : []
  })
}

/** Names that nothing has; what is fed by a feature that could not be read is no mistake of its own. */
function unknownInputs(features: readonly (DescribedFeature | undefined)[], unread: readonly unknown[]): Issue[] {
  const isUnread = (input: string): boolean => unread.some((one) => isPlain(one) && one.name === input.split('.')[0])
  const known = features.flatMap((each) => (each === undefined ? [] : columnsOf(each)))
  known.push(...Object.keys(PRICES))
  return features.flatMap((each, place) =>
    Object.entries(each?.inputs ?? {})
      .filter(([, input]) => !known.includes(input) && !isUnread(input))
      .map(([option, input]) => ({
        path: `features.${place}.${option}`,
        message: `${shown(input)} came; ${expectedNames(input, known)}`,
      })),
  )
}
