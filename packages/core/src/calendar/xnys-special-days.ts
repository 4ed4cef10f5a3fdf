import type { SpecialDay } from './venue.js'

const ONE_PM = 13 * 60

/**
 * Days on which the New York Stock Exchange stayed closed outside its holidays, or closed early by decision of its board, 1990 to 2025.
 *
 * Each is also in the exchange's own list, 'NYSE Special Closings 1885 to date', or, after 2011, in its announcement.
 */
export const XNYS_SPECIAL_DAYS: readonly SpecialDay[] = [
  { date: '1994-04-27', name: 'Mourning for President Nixon', source: 'Executive Order of 1994-04-23, 59 FR 21915' },
  { date: '1997-12-26', name: 'Friday after Christmas', close: ONE_PM, source: 'NYSE Special Closings' },
  {
    date: '1999-12-31',
    name: 'Change of millennium',
    close: ONE_PM,
    source: "the board's decision announced on 1999-06-04",
  },
  { date: '2001-09-11', name: 'Attack on the World Trade Center', source: 'NYSE Special Closings' },
  { date: '2001-09-12', name: 'Attack on the World Trade Center', source: 'NYSE Special Closings' },
  { date: '2001-09-13', name: 'Attack on the World Trade Center', source: 'NYSE Special Closings' },
  { date: '2001-09-14', name: 'Attack on the World Trade Center', source: 'NYSE Special Closings' },
  { date: '2003-12-26', name: 'Friday after Christmas', close: ONE_PM, source: 'NYSE Special Closings' },
  { date: '2004-06-11', name: 'Mourning for President Reagan', source: 'NYSE Special Closings' },
  { date: '2007-01-02', name: 'Mourning for President Ford', source: "NYSE Group's announcement of December 2006" },
  { date: '2012-10-29', name: 'Hurricane Sandy', source: "NYSE Euronext's announcement of 2012-10-28" },
  { date: '2012-10-30', name: 'Hurricane Sandy', source: "NYSE Euronext's announcement of 2012-10-29" },
  {
    date: '2018-12-05',
    name: 'Mourning for President George H. W. Bush',
    source: 'Executive Order 13852, 83 FR 62687',
  },
  {
    date: '2025-01-09',
    name: 'Mourning for President Carter',
    source: "NYSE Group's announcement of 2024-12-30, and 90 FR 187",
  },
]
