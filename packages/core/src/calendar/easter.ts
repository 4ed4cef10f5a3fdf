import { dayOf } from './civil-date.js'

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
