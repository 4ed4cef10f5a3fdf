import type { Calendar } from '../domain/calendar.js'
import { firstRowAtOrAfter } from '../domain/bar-columns.js'
import type { CheckedBars } from './checked-bars.js'

/** Trading without a pause, such as a day in shares or a week in currencies, with the bars nearest to it. */
export interface Stretch {
  readonly open: number
  readonly close: number
  /** When its first bar begins and its last one ends: of those nearer to it than to the stretch before or after. */
  readonly firstOpen: number
  readonly lastClose: number
}

/** The stretches from the first bar to the last, without those at both ends, which may be cut, and those without bars. Throws CALENDAR_RANGE. */
export function stretchesOf({ columns: { openTime, closeTime, length } }: CheckedBars, calendar: Calendar): Stretch[] {
  const end = openTime[length - 1]!
  const hours: { open: number; close: number }[] = []
  for (let at = openTime[0]!; at <= end; at = hours.at(-1)!.close) {
    const { open, close } = calendar.nextSession(at)
    const last = hours.at(-1)
    if (last?.close === open) last.close = close
    else hours.push({ open, close })
  }
  const stretches: Stretch[] = []
  for (let i = 1; i + 1 < hours.length; i++) {
    const { open, close } = hours[i]!
    const first = firstRowAtOrAfter(openTime, length, (hours[i - 1]!.close + open) / 2)
    const after = firstRowAtOrAfter(openTime, length, (close + hours[i + 1]!.open) / 2)
    if (after > first) stretches.push({ open, close, firstOpen: openTime[first]!, lastClose: closeTime[after - 1]! })
  }
  return stretches
}
