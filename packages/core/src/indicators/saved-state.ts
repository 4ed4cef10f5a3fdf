import { TradewrightError } from '../domain/errors.js'

/** Plain data that goes through JSON without loss: numbers that JSON lacks (NaN, -0, the infinities) are texts. */
export type SavedState = number | string | boolean | readonly SavedState[] | { readonly [name: string]: SavedState }

/** What `save` gives of an indicator: what it is, how it was made, and all that it remembers. */
export interface SavedIndicator {
  readonly indicator: string
  readonly options: { readonly [name: string]: SavedState }
  readonly state: { readonly [name: string]: SavedState }
}

const TEXTS: readonly unknown[] = ['NaN', '-0', 'Infinity', '-Infinity']

export function savedNumber(value: number): SavedState {
  if (Object.is(value, -0)) return '-0'
  return Number.isFinite(value) ? value : String(value)
}

/**
 * Refuses what is not of the very shape of `expected`, which is what the same object would save now: the same names, lengths and kinds, and in
 * `indicator` and `options` the same values. Throws INDICATOR_INVALID.
 */
export function checkSaved(expected: SavedIndicator, came: unknown): asserts came is SavedIndicator {
  const { indicator } = expected
  const saved: Partial<Record<keyof SavedIndicator, unknown>> = isRecord(came) ? came : {}
  if (saved.indicator !== indicator) wrong(indicator, 'the state', came, `what ${indicator}.save() gave`)
  checkOptions(indicator, expected.options, saved.options)
  checkShape(indicator, 'state', expected.state, saved.state)
}

function checkOptions(indicator: string, expected: SavedIndicator['options'], came: unknown): void {
  const options = isRecord(came) ? came : {}
  for (const [name, value] of Object.entries(expected)) {
    if (options[name] !== value) wrong(indicator, `${name} of the state`, options[name], JSON.stringify(value))
  }
}

function checkShape(indicator: string, path: string, expected: SavedState, came: unknown): void {
  if (Array.isArray(expected)) {
    if (!Array.isArray(came) || came.length !== expected.length)
      wrong(indicator, path, came, `${expected.length} numbers`)
    for (const [i, value] of came.entries()) checkShape(indicator, `${path}[${String(i)}]`, 0, value)
  } else if (typeof expected === 'object') {
    const record = isRecord(came) ? came : wrong(indicator, path, came, Object.keys(expected).join(', '))
    for (const [name, value] of Object.entries(expected)) {
      checkShape(indicator, `${path}.${name}`, value, record[name])
    }
  } else if (typeof expected === 'boolean') {
    if (typeof came !== 'boolean') wrong(indicator, path, came, 'true or false')
  } else if (typeof came !== 'number' && !TEXTS.includes(came)) {
    wrong(indicator, path, came, 'a number')
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function wrong(indicator: string, path: string, came: unknown, expected: string): never {
  const text = JSON.stringify(came) as string | undefined
  const short = text !== undefined && text.length > 60 ? `${text.slice(0, 60)}…` : String(text)
  throw new TradewrightError('INDICATOR_INVALID', `${indicator}: ${path} is ${short}; expected ${expected}`, {
    details: { indicator, path, came, expected },
  })
}
