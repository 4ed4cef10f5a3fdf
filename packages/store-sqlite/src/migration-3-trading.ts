import type { Migration } from './migration.js'

/** Amounts, quantities and prices are decimal texts: SQLite's numbers would round them. `strategy` is '' for the account's own book. */
export const tradingRecords: Migration = {
  version: 3,
  name: 'trading records',
  sql: `
    CREATE TABLE IF NOT EXISTS intents (
      account         INTEGER NOT NULL REFERENCES accounts,
      number          INTEGER NOT NULL,
      sequence        INTEGER NOT NULL,
      decided_at      INTEGER NOT NULL,
      strategy        TEXT NOT NULL,
      symbol          TEXT NOT NULL,
      action          TEXT NOT NULL,
      client_order_id TEXT NOT NULL,
      terms           TEXT NOT NULL,
      PRIMARY KEY (account, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE IF NOT EXISTS orders (
      id              INTEGER PRIMARY KEY,
      account         INTEGER NOT NULL REFERENCES accounts,
      client_order_id TEXT NOT NULL,
      venue_order_id  TEXT,
      strategy        TEXT NOT NULL,
      symbol          TEXT NOT NULL,
      side            TEXT NOT NULL,
      type            TEXT NOT NULL,
      time_in_force   TEXT NOT NULL,
      quantity        TEXT NOT NULL,
      limit_price     TEXT,
      stop_price      TEXT,
      touch_price     TEXT,
      status          TEXT NOT NULL,
      filled_quantity TEXT NOT NULL,
      average_price   TEXT,
      created_at      INTEGER NOT NULL,
      updated_at      INTEGER NOT NULL,
      reason          TEXT NOT NULL,
      tags            TEXT NOT NULL,
      particulars     TEXT NOT NULL,
      is_last         INTEGER NOT NULL DEFAULT 0 -- 1 for the state in which the order stands
    ) STRICT;
    CREATE INDEX IF NOT EXISTS orders_by_name ON orders (account, client_order_id, updated_at);
    CREATE INDEX IF NOT EXISTS orders_by_time ON orders (account, created_at);
    CREATE INDEX IF NOT EXISTS orders_open ON orders (account, created_at)
      WHERE is_last = 1 AND status NOT IN ('FILLED', 'DENIED', 'REJECTED', 'CANCELED', 'EXPIRED');

    CREATE TABLE IF NOT EXISTS fills (
      row             INTEGER PRIMARY KEY,
      account         INTEGER NOT NULL REFERENCES accounts,
      id              TEXT NOT NULL,
      client_order_id TEXT NOT NULL,
      strategy        TEXT NOT NULL,
      symbol          TEXT NOT NULL,
      side            TEXT NOT NULL,
      quantity        TEXT NOT NULL,
      price           TEXT NOT NULL,
      value           TEXT NOT NULL,
      commission      TEXT NOT NULL,
      currency        TEXT NOT NULL,
      occurred_at     INTEGER NOT NULL,
      received_at     INTEGER NOT NULL,
      internal        INTEGER NOT NULL,
      UNIQUE (account, id)
    ) STRICT;
    CREATE INDEX IF NOT EXISTS fills_by_time ON fills (account, occurred_at);

    CREATE TABLE IF NOT EXISTS positions (
      row           INTEGER PRIMARY KEY,
      account       INTEGER NOT NULL REFERENCES accounts,
      strategy      TEXT NOT NULL,
      symbol        TEXT NOT NULL,
      time          INTEGER NOT NULL,
      quantity      TEXT NOT NULL,
      average_price TEXT,
      currency      TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS positions_by_book ON positions (account, strategy, symbol, time);
    CREATE INDEX IF NOT EXISTS positions_by_time ON positions (account, time);

    CREATE TABLE IF NOT EXISTS cash (
      account  INTEGER NOT NULL REFERENCES accounts,
      number   INTEGER NOT NULL,
      time     INTEGER NOT NULL,
      strategy TEXT NOT NULL,
      currency TEXT NOT NULL,
      kind     TEXT NOT NULL,
      amount   TEXT NOT NULL,
      fill     TEXT,
      symbol   TEXT,
      rate     TEXT,
      PRIMARY KEY (account, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS cash_by_time ON cash (account, time);

    -- What the entries of cash sum up to, kept with them.
    CREATE TABLE IF NOT EXISTS balances (
      account  INTEGER NOT NULL REFERENCES accounts,
      strategy TEXT NOT NULL,
      currency TEXT NOT NULL,
      amount   TEXT NOT NULL,
      PRIMARY KEY (account, strategy, currency)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE IF NOT EXISTS equity (
      account  INTEGER NOT NULL REFERENCES accounts,
      strategy TEXT NOT NULL,
      time     INTEGER NOT NULL,
      equity   TEXT NOT NULL,
      PRIMARY KEY (account, strategy, time)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE IF NOT EXISTS round_trips (
      account                 INTEGER NOT NULL REFERENCES accounts,
      number                  INTEGER NOT NULL,
      strategy                TEXT NOT NULL,
      symbol                  TEXT NOT NULL,
      direction               TEXT NOT NULL,
      quantity                TEXT NOT NULL,
      entry_time              INTEGER NOT NULL,
      entry_price             TEXT NOT NULL,
      exit_time               INTEGER NOT NULL,
      exit_price              TEXT NOT NULL,
      currency                TEXT NOT NULL,
      pnl                     TEXT NOT NULL,
      rate                    TEXT NOT NULL,
      pnl_in_base             TEXT NOT NULL,
      costs                   TEXT NOT NULL,
      return_fraction         TEXT NOT NULL,
      holding_ms              TEXT NOT NULL,
      max_adverse_excursion   TEXT NOT NULL,
      max_favorable_excursion TEXT NOT NULL,
      tags                    TEXT NOT NULL,
      entry_reason            TEXT NOT NULL,
      exit_reason             TEXT NOT NULL,
      PRIMARY KEY (account, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS round_trips_by_time ON round_trips (account, exit_time);

    CREATE TABLE IF NOT EXISTS strategies (
      row        INTEGER PRIMARY KEY,
      account    INTEGER NOT NULL REFERENCES accounts,
      name       TEXT NOT NULL,
      class_name TEXT NOT NULL,
      version    TEXT NOT NULL,
      status     TEXT NOT NULL,
      params     TEXT NOT NULL,
      state      TEXT NOT NULL,
      metadata   TEXT NOT NULL,
      saved_at   INTEGER NOT NULL,
      deleted_at INTEGER
    ) STRICT;
    CREATE INDEX IF NOT EXISTS strategies_by_name ON strategies (account, name);
  `,
}
