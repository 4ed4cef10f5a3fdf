import type { Spec } from '../domain/spec.js'

type Fields = { readonly [key: string]: Spec }

/** What tells the items of a list apart, the first that does. */
const ITEM_NAMES = [['name'], ['symbol'], ['symbol', 'timeframe']] as const

/** Every single value of plain data by its path. An item of a list goes by its name or symbol where it has one, and the order of such a list is a value of its own. */
export function settingLeaves(settings: Spec): ReadonlyMap<string, Spec> {
  const leaves = new Map<string, Spec>()
  addLeaves(leaves, '', settings)
  return leaves
}

function addLeaves(leaves: Map<string, Spec>, path: string, value: Spec): void {
  const under = (key: string): string => (path === '' ? keyed(key) : `${path}.${keyed(key)}`)
  if (isFields(value) && Object.keys(value).length > 0) {
    for (const [key, item] of Object.entries(value)) addLeaves(leaves, under(key), item)
  } else if (isList(value) && value.length > 0 && value.every(isFields)) {
    const names = namesOf(value)
    if (names !== undefined) leaves.set(path, names)
    value.forEach((item, index) => {
      addLeaves(leaves, under(names?.[index] ?? String(index)), item)
    })
  } else leaves.set(path, value)
}

/** Names for the items of a list, no two of which are alike; undefined where they have none. */
function namesOf(items: readonly Fields[]): readonly string[] | undefined {
  for (const fields of ITEM_NAMES) {
    const names = items.map((item) => fields.map((field) => item[field]))
    if (!names.every((parts) => parts.every((part) => typeof part === 'string'))) continue
    const joined = names.map((parts) => parts.join(' '))
    if (new Set(joined).size === joined.length) return joined
  }
  return undefined
}

/** A key as it stands in a path, so that no two paths read alike. */
function keyed(key: string): string {
  return key === '' || /[."]/.test(key) ? JSON.stringify(key) : key
}

function isFields(value: Spec): value is Fields {
  return typeof value === 'object' && value !== null && !isList(value)
}

function isList(value: Spec): value is readonly Spec[] {
  return Array.isArray(value)
}
