const DAY_MS = 86_400_000

/** Midnight of a date as a wall time; NaN for a date that is none. Years below 100 are none: Date.UTC would take 24 for 1924. */
export function dateWall(year: number, month: number, day: number): number {
  const isDate = year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  return isDate ? Date.UTC(year, month - 1, day) : Number.NaN
}

/** The ISO date of a wall time. */
export function isoDate(wall: number): string {
  return new Date(wall).toISOString().slice(0, 10)
}

/** Midnight of a wall time's date. */
export function startOfDay(wall: number): number {
  return Math.floor(wall / DAY_MS) * DAY_MS
}

/** A wall time some days later. */
export function addDays(wall: number, days: number): number {
  return wall + days * DAY_MS
}

/** The same time of day some months later; a day that the month lacks becomes its last. */
export function addMonths(wall: number, months: number): number {
  const date = new Date(wall)
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth() + months
  const year = Math.floor(month / 12)
  const day = Math.min(date.getUTCDate(), daysInMonth(year, (month % 12) + 1))
  return Date.UTC(year, month % 12, day) + (wall - startOfDay(wall))
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
