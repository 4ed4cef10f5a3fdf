import { dayOf } from './civil-date.js'
import { except, fixed, nth, type HolidayRule, type YearlyDay } from './holiday-rules.js'

/**
 * National holidays of Japan from 2000 on: the Act on National Holidays (Act No. 178 of 1948) as amended, of which Article 3 (2) has the substitute for one on a
 * Sunday; dates of 2019 to 2021 by the special acts for the new Emperor and the Olympic Games. The exchange keeps them, and December 31st to January 3rd.
 */
export const XTKS_HOLIDAYS: readonly HolidayRule[] = [
  // January 2nd and 3rd are holidays of the exchange anyway, so a Sunday's New Year's Day adds none.
  { name: "New Year's Day", on: fixed(1, 1) },
  { name: 'Exchange holiday', on: fixed(1, 2) },
  { name: 'Exchange holiday', on: fixed(1, 3) },
  { name: 'Coming of Age Day', on: nth(2, 1, 1) },
  { name: 'National Foundation Day', on: fixed(2, 11), observed: 'afterSunday' },
  { name: "Emperor's Birthday", on: fixed(2, 23), observed: 'afterSunday', from: 2020 },
  { name: 'Vernal Equinox Day', on: equinox(3, 20.8431), observed: 'afterSunday' },
  { name: 'Showa Day', on: fixed(4, 29), observed: 'afterSunday' },
  { name: "Citizens' Holiday", on: fixed(4, 30), from: 2019, to: 2019 },
  { name: 'Accession of the Emperor', on: fixed(5, 1), from: 2019, to: 2019 },
  { name: "Citizens' Holiday", on: fixed(5, 2), from: 2019, to: 2019 },
  { name: 'Constitution Memorial Day', on: fixed(5, 3), observed: 'afterSunday' },
  // Until 2006 it was not a holiday of its own, and had no substitute.
  { name: "Citizens' Holiday", on: fixed(5, 4), to: 2006 },
  { name: 'Greenery Day', on: fixed(5, 4), observed: 'afterSunday', from: 2007 },
  { name: "Children's Day", on: fixed(5, 5), observed: 'afterSunday' },
  { name: 'Marine Day', on: fixed(7, 20), observed: 'afterSunday', to: 2002 },
  { name: 'Marine Day', on: except(nth(3, 1, 7), { 2020: [7, 23], 2021: [7, 22] }), from: 2003 },
  {
    name: 'Mountain Day',
    on: except(fixed(8, 11), { 2020: [8, 10], 2021: [8, 8] }),
    observed: 'afterSunday',
    from: 2016,
  },
  { name: 'Respect for the Aged Day', on: fixed(9, 15), observed: 'afterSunday', to: 2002 },
  { name: 'Respect for the Aged Day', on: nth(3, 1, 9), from: 2003 },
  // Article 3 (3): a day between two holidays is one itself.
  { name: "Citizens' Holiday", on: fixed(9, 22), from: 2009, to: 2009 },
  { name: "Citizens' Holiday", on: fixed(9, 22), from: 2015, to: 2015 },
  { name: "Citizens' Holiday", on: fixed(9, 22), from: 2026, to: 2026 },
  { name: 'Autumnal Equinox Day', on: equinox(9, 23.2488), observed: 'afterSunday' },
  { name: 'Sports Day', on: except(nth(2, 1, 10), { 2020: [7, 24], 2021: [7, 23] }) },
  { name: 'Enthronement of the Emperor', on: fixed(10, 22), from: 2019, to: 2019 },
  { name: 'Culture Day', on: fixed(11, 3), observed: 'afterSunday' },
  { name: 'Labour Thanksgiving Day', on: fixed(11, 23), observed: 'afterSunday' },
  { name: "Emperor's Birthday", on: fixed(12, 23), observed: 'afterSunday', to: 2018 },
  { name: 'Exchange holiday', on: fixed(12, 31) },
]

/** The day of an equinox in Tokyo, right from 1980 to 2099: the rule of the Hydrographic Department, by the mean year from 1980 on. */
function equinox(month: number, mean: number): YearlyDay {
  return (year) => dayOf(year, month, Math.floor(mean + 0.242194 * (year - 1980)) - Math.floor((year - 1980) / 4))
}
