import { minuteOf } from './session-hours.js'
import type { SpecialDay } from './venue.js'

/** Trading began in the afternoon, half an hour later where the warning was lowered late. */
const AT_ONE = minuteOf(13)
const HALF_PAST_ONE = minuteOf(13, 30)

/**
 * Days on which the Stock Exchange of Hong Kong stayed closed for a storm, traded in the afternoon alone, or stopped early, 2010 to 2024. From 2024-09-23 on it
 * trades through severe weather.
 */
export const XHKG_SPECIAL_DAYS: readonly SpecialDay[] = [
  { date: '2011-09-29', name: 'Typhoon Nesat', source: 'exchange_calendars, XHKG' },
  {
    date: '2012-07-24',
    name: 'Typhoon Vicente, morning',
    open: AT_ONE,
    source: 'Reuters, 2012-07-24: the market opens at 13:00',
  },
  {
    date: '2013-05-22',
    name: 'Black rainstorm, morning',
    open: AT_ONE,
    source: 'Bloomberg, 2013-05-22: a debut postponed to 13:00',
  },
  { date: '2013-08-14', name: 'Typhoon Utor', source: 'exchange_calendars, XHKG' },
  {
    date: '2013-09-23',
    name: 'Typhoon Usagi, morning',
    open: AT_ONE,
    source: 'news of 2013-09-23: signal 8 lowered at 09:20, trading in the afternoon',
  },
  {
    date: '2014-09-16',
    name: 'Typhoon Kalmaegi, morning',
    open: AT_ONE,
    source: 'Businessweek, 2014-09-16: trading resumes at 13:00',
  },
  { date: '2015-09-03', name: '70 years since the end of the war', source: 'exchange_calendars, XHKG' },
  { date: '2016-08-02', name: 'Typhoon Nida', source: 'exchange_calendars, XHKG' },
  { date: '2016-10-21', name: 'Typhoon Haima', source: 'exchange_calendars, XHKG' },
  { date: '2017-08-23', name: 'Typhoon Hato', source: 'exchange_calendars, XHKG' },
  {
    date: '2019-07-31',
    name: 'Tropical storm Wipha, afternoon',
    close: minuteOf(13, 55),
    source: 'news of 2019-07-31: signal 8 at 13:40, trading suspended from 13:55',
  },
  {
    date: '2020-08-19',
    name: 'Typhoon Higos, morning',
    open: HALF_PAST_ONE,
    source: 'news of 2020-08-19: opened at 13:30',
  },
  { date: '2020-10-13', name: 'Tropical storm Nangka', source: 'exchange_calendars, XHKG' },
  {
    date: '2021-06-28',
    name: 'Black rainstorm, morning',
    open: HALF_PAST_ONE,
    source: 'news of 2021-06-28: trading from 13:30',
  },
  { date: '2021-10-13', name: 'Tropical storm Kompasu', source: 'exchange_calendars, XHKG' },
  {
    date: '2022-08-25',
    name: 'Tropical storm Ma-on, morning',
    open: AT_ONE,
    source: 'news of 2022-08-25: trading from 13:00',
  },
  {
    date: '2022-11-02',
    name: 'Tropical storm Nalgae, afternoon',
    close: minuteOf(13, 55),
    source: 'Xinhua, 2022-11-02: trading suspended at 13:55',
  },
  { date: '2023-07-17', name: 'Typhoon Talim', source: 'exchange_calendars, XHKG' },
  { date: '2023-09-01', name: 'Super typhoon Saola', source: 'pandas_market_calendars, HKEX' },
  { date: '2023-09-08', name: 'Black rainstorm', source: 'pandas_market_calendars, HKEX' },
  {
    date: '2023-10-09',
    name: 'Typhoon Koinu, morning',
    open: minuteOf(14),
    source: 'HKEX announcement of 2023-10-09: trading from 14:00',
  },
  { date: '2024-09-06', name: 'Super typhoon Yagi', source: 'exchange_calendars, XHKG' },
]
