import type { Migration } from './migration.js'

/** Bars are blobs of float64 columns, little-endian, one row for each series and month of UTC: 120 times fewer rows than bars, and read without being parsed. */
export const marketData: Migration = {
  version: 1,
  name: 'market data',
  sql: `
    CREATE TABLE IF NOT EXISTS series (
      id        INTEGER PRIMARY KEY,
      source    TEXT NOT NULL,
      symbol    TEXT NOT NULL,
      timeframe TEXT NOT NULL,
      UNIQUE (source, symbol, timeframe)
    ) STRICT;

    CREATE TABLE IF NOT EXISTS bar_months (
      id         INTEGER PRIMARY KEY,
      series     INTEGER NOT NULL REFERENCES series ON DELETE CASCADE,
      month      INTEGER NOT NULL, -- counted from January 1970
      bars       INTEGER NOT NULL,
      open_time  BLOB NOT NULL,
      bar_ms     REAL, -- how long each bar lasts, where all last as long
      close_time BLOB, -- NULL where bar_ms says it
      open       BLOB NOT NULL,
      high       BLOB NOT NULL,
      low        BLOB NOT NULL,
      close      BLOB NOT NULL,
      volume     BLOB, -- NaN for a bar that has none
      vwap       BLOB,
      flags      BLOB, -- one byte a bar
      UNIQUE (series, month)
    ) STRICT;

    CREATE TABLE IF NOT EXISTS bar_coverage (
      series    INTEGER NOT NULL REFERENCES series ON DELETE CASCADE,
      from_time REAL NOT NULL, -- a bound may be any number
      to_time   REAL NOT NULL,
      PRIMARY KEY (series, from_time)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE IF NOT EXISTS bar_warnings (
      id        INTEGER PRIMARY KEY,
      series    INTEGER NOT NULL REFERENCES series ON DELETE CASCADE,
      from_time REAL NOT NULL,
      to_time   REAL NOT NULL,
      code      TEXT NOT NULL,
      message   TEXT NOT NULL,
      count     INTEGER
    ) STRICT;
    CREATE INDEX IF NOT EXISTS bar_warnings_of_series ON bar_warnings (series, from_time);
  `,
}
