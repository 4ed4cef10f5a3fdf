import { checkRange } from '../data/check-range.js'
import { TradewrightError } from '../domain/errors.js'
import type { JournalFilter } from '../ports/journal-store.js'
import type { OrderFilter, StateFilter } from '../ports/trading-store.js'

/** The filter as it came. Throws RANGE_INVALID and TIME_INVALID for an impossible range or time, RECORD_INVALID for an impossible limit. */
export function checkedFilter<T extends Omit<OrderFilter, 'symbol'>>(account: string, filter: T): T {
  checkRange(account, filter)
  checkRange(account, { from: filter.at })
  checkWhole(account, 'limit', filter.limit)
  return filter
}

/** The filter as it came. Throws what `checkedFilter` does, and RECORD_INVALID for an impossible sequence. */
export function checkedJournalFilter(account: string, filter: JournalFilter): JournalFilter {
  checkRange(account, filter)
  checkWhole(account, 'limit', filter.limit)
  checkWhole(account, 'after', filter.after)
  return filter
}

/** The filter as it came. Throws TIME_INVALID. */
export function checkedState<T extends StateFilter>(account: string, filter: T): T {
  checkRange(account, { from: filter.at })
  return filter
}

function checkWhole(account: string, name: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return
  const message = `${account}: ${name} is ${String(value)}; expected a whole number from 0`
  throw new TradewrightError('RECORD_INVALID', message, { details: { [name]: value } })
}
