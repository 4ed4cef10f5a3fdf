import { dayOf, weekdayFrom, weekdayOf } from './civil-date.js'

/**
 * The New York Stock Exchange's holidays of a year, as days since 1970-01-01; right from 1990 on.
 *
 * Source: NYSE Rule 7.2, formerly Rule 51: a holiday on a Saturday is observed on the Friday before, unless that ends a
 * month or a year, which is why a Saturday's New Year's Day is not observed; one on a Sunday, on the Monday after.
 */
export function xnysHolidays(year: number): ReadonlySet<number> {
  const newYear = dayOf(year, 1, 1)
  const days = [
    weekdayOf(newYear) === 0 ? newYear + 1 : newYear,
    weekdayFrom(dayOf(year, 2, 15), 1), // Washington's Birthday: the third Monday of February
    easterSunday(year) - 2, // Good Friday
    weekdayFrom(dayOf(year, 5, 25), 1), // Memorial Day: the last Monday of May
    observed(dayOf(year, 7, 4)), // Independence Day
    weekdayFrom(dayOf(year, 9, 1), 1), // Labor Day
    thanksgiving(year),
    observed(dayOf(year, 12, 25)), // Christmas
  ]
  // Martin Luther King, Jr. Day, the third Monday of January: SR-NYSE-97-22, 62 FR 38179 (1997-07-16).
  if (year >= 1998) days.push(weekdayFrom(dayOf(year, 1, 15), 1))
  // Juneteenth: NYSE Rule 7.2 as amended in September 2021.
  if (year >= 2022) days.push(observed(dayOf(year, 6, 19)))
  return new Set(days)
}

/** The fourth Thursday of November. */
export function thanksgiving(year: number): number {
  return weekdayFrom(dayOf(year, 11, 22), 4)
}

function observed(day: number): number {
  const weekday = weekdayOf(day)
  if (weekday === 6) return day - 1
  return weekday === 0 ? day + 1 : day
}

/**
 * Easter Sunday of a Gregorian year, as days since 1970-01-01.
 *
 * Source: the anonymous Gregorian computus of 1876, as printed in Meeus, Astronomical Algorithms, chapter 8.
 */
export function easterSunday(year: number): number {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const yearOfCentury = year % 100
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7
  const correction = Math.floor((golden + 11 * epact + 22 * toSunday) / 451)
  const march = epact + toSunday - 7 * correction + 114
  return dayOf(year, Math.floor(march / 31), (march % 31) + 1)
}
