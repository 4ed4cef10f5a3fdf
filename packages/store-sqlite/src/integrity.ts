import { Decimal } from '@tradewright/core'
import type Database from 'better-sqlite3'

export interface IntegrityReport {
  /** Whether nothing was found. */
  readonly ok: boolean
  /** What was found, a sentence each; SQLite's own findings as it words them. */
  readonly problems: readonly string[]
}

/** How many findings SQLite lists. */
const LISTED_MAX = 100

/** Damage of the file, and records that do not agree with each other. */
export function checkIntegrity(database: Database.Database): IntegrityReport {
  const own = database.pragma(`integrity_check(${String(LISTED_MAX)})`) as readonly { integrity_check: string }[]
  const damage = own.map((row) => row.integrity_check).filter((text) => text !== 'ok')
  // What is damaged may not be read at all.
  const problems =
    damage.length > 0 ? damage : [...references(database), ...months(database), ...numbers(database), ...sums(database)]
  return { ok: problems.length === 0, problems }
}

function references(database: Database.Database): readonly string[] {
  const rows = database.pragma('foreign_key_check') as readonly { table: string; parent: string }[]
  return rows.map(({ table, parent }) => `a row of ${table} belongs to no row of ${parent}`)
}

function months(database: Database.Database): readonly string[] {
  const columns = ['open_time', 'close_time', 'open', 'high', 'low', 'close', 'volume', 'vwap']
  const wrong = columns.map((name) => `coalesce(length(${name}), 8 * bars) <> 8 * bars`)
  const rows = database
    .prepare<[], { symbol: string; timeframe: string; month: number }>(
      `SELECT symbol, timeframe, month FROM bar_months JOIN series ON series.id = series
       WHERE ${wrong.join(' OR ')} OR coalesce(length(flags), bars) <> bars`,
    )
    .all()
  return rows.map(
    ({ symbol, timeframe, month }) =>
      `${symbol} ${timeframe}: month ${String(month)} has columns of other lengths than its bars`,
  )
}

/** Numbers without gaps: as many as the last one says. */
function numbers(database: Database.Database): readonly string[] {
  const kinds = ['intents', 'cash', 'round_trips'].flatMap((table) =>
    database
      .prepare<[], { account: string }>(
        `SELECT accounts.account FROM ${table} JOIN accounts ON accounts.id = ${table}.account
         GROUP BY accounts.id HAVING count(*) <> max(number)`,
      )
      .all()
      .map(({ account }) => `${account}: numbers of ${table} are missing`),
  )
  const journals = database
    .prepare<[], { account: string }>(
      `SELECT accounts.account FROM journal JOIN accounts ON accounts.id = journal.account
       GROUP BY accounts.id HAVING count(*) <> max(sequence) - pruned_sequence`,
    )
    .all()
    .map(({ account }) => `${account}: entries of its journal are missing`)
  return [...kinds, ...journals]
}

/** Balances are the sums of their entries, exactly. */
function sums(database: Database.Database): readonly string[] {
  const entries = database.prepare<[], { account: number; strategy: string; currency: string; amount: string }>(
    'SELECT account, strategy, currency, amount FROM cash',
  )
  const added = new Map<string, Decimal>()
  const nameOf = (row: { account: number; strategy: string; currency: string }): string =>
    JSON.stringify([row.account, row.strategy, row.currency])
  for (const row of entries.iterate())
    added.set(nameOf(row), (added.get(nameOf(row)) ?? new Decimal(0)).plus(row.amount))
  const balances = database
    .prepare<[], { account: number; strategy: string; currency: string; amount: string; name: string }>(
      'SELECT balances.*, accounts.account AS name FROM balances JOIN accounts ON accounts.id = balances.account',
    )
    .all()
  const wrong = balances.filter((row) => !added.get(nameOf(row))?.eq(row.amount))
  const found = wrong.map(
    ({ name, strategy, currency, amount }) =>
      `${name}: the balance of '${strategy}' in ${currency} is ${amount}, which its entries do not add up to`,
  )
  return balances.length < added.size ? [...found, 'cash has entries of books that have no balance'] : found
}
