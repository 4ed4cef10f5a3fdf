import type { Migration } from './migration.js'

export const runsAndSettings: Migration = {
  version: 4,
  name: 'runs and settings',
  sql: `
    CREATE TABLE IF NOT EXISTS runs (
      id              INTEGER PRIMARY KEY AUTOINCREMENT,
      saved_at        INTEGER NOT NULL,
      name            TEXT NOT NULL,
      tags            TEXT NOT NULL,
      hash            TEXT NOT NULL,
      version         TEXT NOT NULL,
      strategies      TEXT NOT NULL,
      symbols         TEXT NOT NULL,
      started_at      TEXT NOT NULL,
      ended_at        TEXT NOT NULL,
      bars            INTEGER NOT NULL,
      currency        TEXT NOT NULL,
      initial_capital TEXT NOT NULL,
      final_equity    TEXT NOT NULL,
      metrics         TEXT NOT NULL,
      settings        TEXT NOT NULL,
      result          BLOB NOT NULL, -- JSON, gzipped
      equity_times    BLOB NOT NULL, -- float64, little-endian
      equity_values   BLOB NOT NULL,
      deleted         INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX IF NOT EXISTS runs_by_time ON runs (saved_at);

    CREATE TABLE IF NOT EXISTS settings (
      key   TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
}
