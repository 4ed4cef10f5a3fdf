import type { Migration } from './migration.js'

/** An append touches one page: times rise with sequences, so that they need no index of their own. */
export const accountsAndJournal: Migration = {
  version: 2,
  name: 'accounts and journal',
  sql: `
    CREATE TABLE IF NOT EXISTS accounts (
      id               INTEGER PRIMARY KEY,
      account          TEXT NOT NULL UNIQUE,
      currency         TEXT NOT NULL,
      metadata         TEXT NOT NULL,
      saved_at         INTEGER NOT NULL,
      pruned_sequence  INTEGER NOT NULL DEFAULT 0, -- the last entry that was pruned from its journal
      pruned_at        INTEGER NOT NULL DEFAULT 0
    ) STRICT;

    CREATE TABLE IF NOT EXISTS journal (
      account  INTEGER NOT NULL REFERENCES accounts,
      sequence INTEGER NOT NULL,
      at       INTEGER NOT NULL,
      kind     TEXT NOT NULL,
      data     TEXT NOT NULL,
      PRIMARY KEY (account, sequence)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE IF NOT EXISTS checkpoints (
      id       INTEGER PRIMARY KEY,
      account  INTEGER NOT NULL REFERENCES accounts,
      sequence INTEGER NOT NULL,
      at       INTEGER NOT NULL,
      data     TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS checkpoints_of_account ON checkpoints (account, sequence);
  `,
}
