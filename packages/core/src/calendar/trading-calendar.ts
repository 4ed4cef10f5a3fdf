import type { Calendar } from '../domain/calendar.js'
import type { TradingCalendar } from '../domain/trading-calendar.js'
import { isoDate } from './civil-date.js'
import { SessionCalendar } from './session-calendar.js'
import type { DayPlan } from './session-hours.js'

/**
 * A calendar of one's own with everything that a `TradingCalendar` can answer, for a range of ISO dates in which it has answers. It names no holidays, and so none
 * are listed. Throws CALENDAR_INVALID for a date that is none.
 */
export function tradingCalendar(
  calendar: Calendar,
  { first, last }: { readonly first: string; readonly last: string },
): TradingCalendar {
  const { name, zone } = calendar
  const plan = (day: number): DayPlan => {
    const session = calendar.session(isoDate(day))
    return session === undefined ? {} : { session }
  }
  return new SessionCalendar({ name, zone, first, last, plan: () => plan })
}
