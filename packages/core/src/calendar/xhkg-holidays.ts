import { easter, fixed, listed, type HolidayRule, type YearlyDay } from './holiday-rules.js'

/**
 * Days of the Chinese calendar, 2000 to 2030, as the Hong Kong Observatory's conversion tables have them; a test holds them against the Chinese calendar of Intl.
 */
const LUNAR_NEW_YEAR: YearlyDay = listed([
  '2000-02-05', '2001-01-24', '2002-02-12', '2003-02-01', '2004-01-22', '2005-02-09', '2006-01-29', '2007-02-18',
  '2008-02-07', '2009-01-26', '2010-02-14', '2011-02-03', '2012-01-23', '2013-02-10', '2014-01-31', '2015-02-19',
  '2016-02-08', '2017-01-28', '2018-02-16', '2019-02-05', '2020-01-25', '2021-02-12', '2022-02-01', '2023-01-22',
  '2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06', '2028-01-26', '2029-02-13', '2030-02-03',
])
const CHING_MING: YearlyDay = listed([
  '2000-04-04', '2001-04-05', '2002-04-05', '2003-04-05', '2004-04-04', '2005-04-05', '2006-04-05', '2007-04-05',
  '2008-04-04', '2009-04-04', '2010-04-05', '2011-04-05', '2012-04-04', '2013-04-04', '2014-04-05', '2015-04-05',
  '2016-04-04', '2017-04-04', '2018-04-05', '2019-04-05', '2020-04-04', '2021-04-04', '2022-04-05', '2023-04-05',
  '2024-04-04', '2025-04-04', '2026-04-05', '2027-04-05', '2028-04-04', '2029-04-04', '2030-04-05',
])
const BUDDHAS_BIRTHDAY: YearlyDay = listed([
  '2000-05-11', '2001-04-30', '2002-05-19', '2003-05-08', '2004-05-26', '2005-05-15', '2006-05-05', '2007-05-24',
  '2008-05-12', '2009-05-02', '2010-05-21', '2011-05-10', '2012-04-28', '2013-05-17', '2014-05-06', '2015-05-25',
  '2016-05-14', '2017-05-03', '2018-05-22', '2019-05-12', '2020-04-30', '2021-05-19', '2022-05-08', '2023-05-26',
  '2024-05-15', '2025-05-05', '2026-05-24', '2027-05-13', '2028-05-02', '2029-05-20', '2030-05-09',
])
const DRAGON_BOAT: YearlyDay = listed([
  '2000-06-06', '2001-06-25', '2002-06-15', '2003-06-04', '2004-06-22', '2005-06-11', '2006-05-31', '2007-06-19',
  '2008-06-08', '2009-05-28', '2010-06-16', '2011-06-06', '2012-06-23', '2013-06-12', '2014-06-02', '2015-06-20',
  '2016-06-09', '2017-05-30', '2018-06-18', '2019-06-07', '2020-06-25', '2021-06-14', '2022-06-03', '2023-06-22',
  '2024-06-10', '2025-05-31', '2026-06-19', '2027-06-09', '2028-05-28', '2029-06-16', '2030-06-05',
])
const MID_AUTUMN: YearlyDay = listed([
  '2000-09-12', '2001-10-01', '2002-09-21', '2003-09-11', '2004-09-28', '2005-09-18', '2006-10-06', '2007-09-25',
  '2008-09-14', '2009-10-03', '2010-09-22', '2011-09-12', '2012-09-30', '2013-09-19', '2014-09-08', '2015-09-27',
  '2016-09-15', '2017-10-04', '2018-09-24', '2019-09-13', '2020-10-01', '2021-09-21', '2022-09-10', '2023-09-29',
  '2024-09-17', '2025-10-06', '2026-09-25', '2027-09-15', '2028-10-03', '2029-09-22', '2030-09-12',
])
const CHUNG_YEUNG: YearlyDay = listed([
  '2000-10-06', '2001-10-25', '2002-10-14', '2003-10-04', '2004-10-22', '2005-10-11', '2006-10-30', '2007-10-19',
  '2008-10-07', '2009-10-26', '2010-10-16', '2011-10-05', '2012-10-23', '2013-10-13', '2014-10-02', '2015-10-21',
  '2016-10-09', '2017-10-28', '2018-10-17', '2019-10-07', '2020-10-25', '2021-10-14', '2022-10-04', '2023-10-23',
  '2024-10-11', '2025-10-29', '2026-10-18', '2027-10-08', '2028-10-26', '2029-10-16', '2030-10-05',
])

/** The eve of the Lunar New Year, on which the exchange trades in the morning. */
export const lunarNewYearsEve = after(LUNAR_NEW_YEAR, -1)

/**
 * General holidays of Hong Kong: the General Holidays Ordinance (Cap. 149). One that falls on a Sunday, or together with another, is kept on the next day that
 * is none; a Saturday's is not moved.
 */
export const XHKG_HOLIDAYS: readonly HolidayRule[] = [
  { name: 'The first day of January', on: fixed(1, 1), observed: 'afterSunday' },
  { name: "Lunar New Year's Day", on: LUNAR_NEW_YEAR, observed: 'afterSunday', from: 2012 },
  { name: 'The second day of Lunar New Year', on: after(LUNAR_NEW_YEAR, 1), observed: 'afterSunday', from: 2012 },
  { name: 'The third day of Lunar New Year', on: after(LUNAR_NEW_YEAR, 2), observed: 'afterSunday', from: 2012 },
  // Until the ordinance was amended in 2011, the day before the New Year stood in for a Sunday.
  { name: "Lunar New Year's Day", on: LUNAR_NEW_YEAR, to: 2011 },
  { name: 'The second day of Lunar New Year', on: after(LUNAR_NEW_YEAR, 1), to: 2011 },
  { name: 'The third day of Lunar New Year', on: after(LUNAR_NEW_YEAR, 2), to: 2011 },
  { name: 'The day before Lunar New Year', on: lunarNewYearsEve, from: 2000, to: 2000 },
  { name: 'The day before Lunar New Year', on: lunarNewYearsEve, from: 2003, to: 2003 },
  { name: 'Good Friday', on: easter(-2) },
  { name: 'Easter Monday', on: easter(1) },
  { name: 'Ching Ming Festival', on: CHING_MING, observed: 'afterSunday' },
  { name: 'Labour Day', on: fixed(5, 1), observed: 'afterSunday' },
  { name: 'The Birthday of the Buddha', on: BUDDHAS_BIRTHDAY, observed: 'afterSunday' },
  { name: 'Tuen Ng Festival', on: DRAGON_BOAT, observed: 'afterSunday' },
  { name: 'Hong Kong Special Administrative Region Establishment Day', on: fixed(7, 1), observed: 'afterSunday' },
  { name: 'National Day', on: fixed(10, 1), observed: 'afterSunday' },
  { name: 'The day following the Mid-Autumn Festival', on: after(MID_AUTUMN, 1), observed: 'afterSunday' },
  { name: 'Chung Yeung Festival', on: CHUNG_YEUNG, observed: 'afterSunday' },
  { name: 'Christmas Day', on: fixed(12, 25), observed: 'afterSunday' },
  { name: 'The first weekday after Christmas Day', on: fixed(12, 26), observed: 'afterSunday' },
]

function after(rule: YearlyDay, days: number): YearlyDay {
  return (year) => rule(year) + days
}
