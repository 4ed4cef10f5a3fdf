import { xtks } from '@tradewright/core'

/** Tokyo is nine hours ahead of UTC all year: Japan has had no summer time since 1951. */
const TOKYO_OFFSET_MS = 9 * 3_600_000
const DAY_MS = 86_400_000

/**
 * Banks keep the days of the Tokyo Stock Exchange: both are closed on national holidays and from 31 December to 3 January (for banks, Order for Enforcement of the
 * Banking Act, Article 5).
 */
const tokyo = xtks()

/** The one weekday on which the exchange was closed and banks were not: its trading system had failed. */
const EXCHANGE_ALONE = '2020-10-01'

/** The instant of a date and a time of day in Tokyo, such as '2024-01-05' and '09:55', in UTC epoch milliseconds. */
export function tokyoTime(date: string, time: string): number {
  return Date.parse(`${date}T${time}:00Z`) - TOKYO_OFFSET_MS
}

/** What clocks in Tokyo show at an instant in UTC epoch milliseconds, as '2024-01-05 09:55'. */
export function tokyoClock(time: number): string {
  return new Date(time + TOKYO_OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ')
}

/** Whether banks in Japan are open on an ISO date. Throws CALENDAR_RANGE for a date that the calendar of Tokyo does not reach. */
export function isBusinessDay(date: string): boolean {
  return tokyo.isBusinessDay(date) || date === EXCHANGE_ALONE
}

/**
 * The payment days (gotobi) of a year as ISO dates, ascending: the 5th, 10th, 15th, 20th, 25th and last day of each month, each moved to the business
 * day before it where banks are closed. That of 5 January may be the last one of the year before. Throws CALENDAR_RANGE as `isBusinessDay` does.
 */
export function paymentDays(year: number): readonly string[] {
  return Array.from({ length: 12 }, (_, month) => {
    const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
    return [5, 10, 15, 20, 25, lastOfMonth].map((day) => openOnOrBefore(isoDate(Date.UTC(year, month, day))))
  }).flat()
}

/** The first payment day whose time of day in Tokyo is not before an instant, in that year or the next; undefined where the calendar ends. */
export function nextPaymentDay(from: number, time: string): string | undefined {
  const year = Number(tokyoClock(from).slice(0, 4))
  const lastYear = Number(tokyo.coverage.last.slice(0, 4))
  const years = [year, year + 1].filter((each) => each <= lastYear)
  return years.flatMap(paymentDays).find((date) => tokyoTime(date, time) >= from)
}

function openOnOrBefore(date: string): string {
  return isBusinessDay(date) ? date : openOnOrBefore(isoDate(midnight(date) - DAY_MS))
}

function midnight(date: string): number {
  return Date.parse(`${date}T00:00:00Z`)
}

function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}
