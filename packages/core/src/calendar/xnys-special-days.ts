/**
 * Days on which the New York Stock Exchange stayed closed outside its holidays, 1990 to 2025.
 *
 * Each is also in the exchange's own list, 'NYSE Special Closings 1885 to date', or, after 2011, in its announcement.
 */
export const XNYS_SPECIAL_CLOSINGS: readonly string[] = [
  '1994-04-27', // mourning for President Nixon: Executive Order of 1994-04-23, 59 FR 21915
  '2001-09-11', // attack on the World Trade Center: NYSE Special Closings
  '2001-09-12',
  '2001-09-13',
  '2001-09-14',
  '2004-06-11', // mourning for President Reagan: NYSE Special Closings
  '2007-01-02', // mourning for President Ford: NYSE Group's announcement of December 2006
  '2012-10-29', // Hurricane Sandy: NYSE Euronext's announcements of 2012-10-28 and 29
  '2012-10-30',
  '2018-12-05', // mourning for President George H. W. Bush: Executive Order 13852, 83 FR 62687
  '2025-01-09', // mourning for President Carter: NYSE Group's announcement of 2024-12-30, and 90 FR 187
]

/** Days on which the exchange closed at 13:00 by decision of its board, outside its yearly early closes. */
export const XNYS_SPECIAL_EARLY_CLOSES: readonly string[] = [
  '1997-12-26', // Friday after Christmas: NYSE Special Closings
  '1999-12-31', // change of millennium: the board's decision announced on 1999-06-04
  '2003-12-26', // Friday after Christmas: NYSE Special Closings
]
