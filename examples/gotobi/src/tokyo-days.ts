/** Tokyo is nine hours ahead of UTC all year: Japan has had no summer time since 1951. */
const TOKYO_OFFSET_MS = 9 * 3_600_000
const DAY_MS = 86_400_000

/**
 * National holidays by year, substitute ones included. Source: 国民の祝日について, the list of the Cabinet Office
 * (https://www8.cao.go.jp/chosei/shukujitsu/gaiyou.html), by the Act on National Holidays (Act No. 178 of 1948); its Article 3 (2) has the substitutes.
 */
const NATIONAL_HOLIDAYS: ReadonlyMap<number, readonly string[]> = new Map([
  [
    2024,
    [
      '2024-01-01', // New Year's Day
      '2024-01-08', // Coming of Age Day
      '2024-02-11', // National Foundation Day, a Sunday
      '2024-02-12', // its substitute
      '2024-02-23', // Emperor's Birthday
      '2024-03-20', // Vernal Equinox Day
      '2024-04-29', // Showa Day
      '2024-05-03', // Constitution Memorial Day
      '2024-05-04', // Greenery Day
      '2024-05-05', // Children's Day, a Sunday
      '2024-05-06', // its substitute
      '2024-07-15', // Marine Day
      '2024-08-11', // Mountain Day, a Sunday
      '2024-08-12', // its substitute
      '2024-09-16', // Respect for the Aged Day
      '2024-09-22', // Autumnal Equinox Day, a Sunday
      '2024-09-23', // its substitute
      '2024-10-14', // Sports Day
      '2024-11-03', // Culture Day, a Sunday
      '2024-11-04', // its substitute
      '2024-11-23', // Labour Thanksgiving Day
    ],
  ],
])

/** Banks are also closed from 31 December to 3 January (Order for Enforcement of the Banking Act, Article 5). */
const BANK_HOLIDAYS = ['12-31', '01-01', '01-02', '01-03']

/** The years whose holidays are known, ascending. */
export const listedYears: readonly number[] = [...NATIONAL_HOLIDAYS.keys()]

/** The instant of a date and a time of day in Tokyo, such as '2024-01-05' and '09:55', in UTC epoch milliseconds. */
export function tokyoTime(date: string, time: string): number {
  return Date.parse(`${date}T${time}:00Z`) - TOKYO_OFFSET_MS
}

/** What clocks in Tokyo show at an instant in UTC epoch milliseconds, as '2024-01-05 09:55'. */
export function tokyoClock(time: number): string {
  return new Date(time + TOKYO_OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ')
}

/** Whether banks in Japan are open on an ISO date. Throws a RangeError for a year whose holidays are not listed. */
export function isBusinessDay(date: string): boolean {
  const holidays = NATIONAL_HOLIDAYS.get(Number(date.slice(0, 4)))
  if (!holidays) throw new RangeError(`${date}: the holidays of its year are not listed`)
  const weekday = new Date(midnight(date)).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !holidays.includes(date) && !BANK_HOLIDAYS.includes(date.slice(5))
}

/**
 * The payment days (gotobi) of a year as ISO dates, ascending: the 5th, 10th, 15th, 20th, 25th and last day of each month, each moved to the business
 * day before it where banks are closed. Throws a RangeError for a year whose holidays are not listed.
 */
export function paymentDays(year: number): readonly string[] {
  return Array.from({ length: 12 }, (_, month) => {
    const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
    return [5, 10, 15, 20, 25, lastOfMonth].map((day) => openOnOrBefore(isoDate(Date.UTC(year, month, day))))
  }).flat()
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
