import { dayOf, weekdayFrom, weekdayOf } from './civil-date.js'
import { easter, fixed, lastOn, nth, type HolidayRule } from './holiday-rules.js'
import type { ShortRule } from './venue.js'

const ONE_PM = 13 * 60
const TWO_PM = 14 * 60

/**
 * The New York Stock Exchange's holidays; right from 1990 on.
 *
 * Source: NYSE Rule 7.2, formerly Rule 51: a holiday on a Saturday is observed on the Friday before, unless that ends a
 * month or a year, which is why a Saturday's New Year's Day is not observed; one on a Sunday, on the Monday after.
 */
export const XNYS_HOLIDAYS: readonly HolidayRule[] = [
  { name: "New Year's Day", on: fixed(1, 1), observed: 'afterSunday' },
  // SR-NYSE-97-22, 62 FR 38179 (1997-07-16).
  { name: 'Martin Luther King, Jr. Day', on: nth(3, 1, 1), from: 1998 },
  { name: "Washington's Birthday", on: nth(3, 1, 2) },
  { name: 'Good Friday', on: easter(-2) },
  { name: 'Memorial Day', on: lastOn(1, 5, 31) },
  // NYSE Rule 7.2 as amended in September 2021.
  { name: 'Juneteenth', on: fixed(6, 19), observed: 'nearestWeekday', from: 2022 },
  { name: 'Independence Day', on: fixed(7, 4), observed: 'nearestWeekday' },
  { name: 'Labor Day', on: nth(1, 1, 9) },
  { name: 'Thanksgiving Day', on: nth(4, 4, 11) },
  { name: 'Christmas Day', on: fixed(12, 25), observed: 'nearestWeekday' },
]

/**
 * The exchange's yearly early closes: at 14:00 until 1992, at 13:00 since.
 *
 * Source: NYSE Special Closings up to 2011, then the notes on early closings under the exchange's holiday calendars.
 */
export const XNYS_EARLY_CLOSES: readonly ShortRule[] = [
  { name: 'Christmas Eve', on: fixed(12, 24), close: TWO_PM, to: 1992 },
  { name: 'Christmas Eve', on: fixed(12, 24), close: ONE_PM, from: 1993 },
  { name: 'Day after Thanksgiving', on: dayAfterThanksgiving, close: TWO_PM, from: 1992, to: 1992 },
  { name: 'Day after Thanksgiving', on: dayAfterThanksgiving, close: ONE_PM, from: 1993 },
  { name: 'Independence Day', on: besideIndependenceDay, close: ONE_PM, from: 1995 },
]

function dayAfterThanksgiving(year: number): number {
  return weekdayFrom(dayOf(year, 11, 22), 4) + 1
}

/** July 3rd. Beside a Thursday's Independence Day it was the Friday after until 2012, and is the Wednesday before since. */
function besideIndependenceDay(year: number): number {
  const fourth = dayOf(year, 7, 4)
  return weekdayOf(fourth) === 4 && year <= 2012 ? fourth + 1 : fourth - 1
}
