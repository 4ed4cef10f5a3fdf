import { checkRange } from '../data/check-range.js'
import { TradewrightError } from '../domain/errors.js'
import type { JournalFilter } from '../ports/journal-store.js'
import type { RecordFilter, StateFilter } from '../ports/trading-store.js'

/** The filter as it came. Throws RANGE_INVALID and TIME_INVALID for an impossible range, RECORD_INVALID for an impossible limit. */
export function checkedFilter<T extends Omit<RecordFilter, 'symbol'>>(account: string, filter: T): T {
  checkRange(account, filter)
  const { limit } = filter
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 0)) {
    const message = `${account}: limit is ${String(limit)}; expected a whole number from 0`
    throw new TradewrightError('RECORD_INVALID', message, { details: { limit } })
  }
  return filter
}

/** The filter as it came. Throws what `checkedFilter` does. */
export function checkedJournalFilter(account: string, filter: JournalFilter): JournalFilter {
  const { from, to, limit } = filter
  checkedFilter(account, {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(limit === undefined ? {} : { limit }),
  })
  return filter
}

/** The filter as it came. Throws TIME_INVALID. */
export function checkedState<T extends StateFilter>(account: string, filter: T): T {
  checkRange(account, { from: filter.at })
  return filter
}
