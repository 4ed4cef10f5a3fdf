import type { RecordFilter } from '../ports/trading-store.js'
import { checkedFilter } from './checked-filter.js'

interface Selectable {
  readonly strategy?: string | undefined
  readonly symbol?: string | undefined
}

/** The records that a filter finds, in its order; of one time in the order in which they came. Throws what `checkedFilter` does. */
export function selected<T extends Selectable>(
  account: string,
  records: readonly T[],
  options: {
    readonly filter: RecordFilter
    readonly timeOf: (record: T) => number
    readonly orderOf: (record: T) => number
  },
): readonly T[] {
  const { filter, timeOf, orderOf } = options
  const { strategy, symbol, from = 0, to = Infinity, limit, newestFirst = false } = checkedFilter(account, filter)
  const found = records.filter((record) => {
    const time = timeOf(record)
    if (time < from || time >= to) return false
    if (strategy !== undefined && record.strategy !== strategy) return false
    return symbol === undefined || record.symbol === symbol
  })
  found.sort((a, b) => orderOf(a) - orderOf(b))
  if (newestFirst) found.reverse()
  return limit === undefined ? found : found.slice(0, limit)
}

/** The last state of each thing: the latest by time, of one time the one that came last. */
export function lastOfEach<T>(
  states: readonly T[],
  nameOf: (state: T) => string,
  timeOf: (state: T) => number,
): readonly T[] {
  const last = new Map<string, T>()
  for (const state of states) {
    const before = last.get(nameOf(state))
    if (before === undefined || timeOf(state) >= timeOf(before)) last.set(nameOf(state), state)
  }
  return [...last.values()]
}
