import { gunzipSync, gzipSync } from 'node:zlib'
import {
  checkedFilter,
  checkedRun,
  Decimal,
  unknownRun,
  type NewRun,
  type RunFilter,
  type RunRecord,
  type RunSummary,
  type Spec,
} from '@tradewright/core'
import type Database from 'better-sqlite3'
import { bytesOf, float64sOf } from './blobs.js'

interface SummaryRow {
  readonly id: number
  readonly saved_at: number
  readonly name: string
  readonly tags: string
  readonly hash: string
  readonly version: string
  readonly strategies: string
  readonly symbols: string
  readonly started_at: string
  readonly ended_at: string
  readonly bars: number
  readonly currency: string
  readonly initial_capital: string
  readonly final_equity: string
  readonly metrics: string
}

interface Row extends SummaryRow {
  readonly settings: string
  readonly result: Buffer
  readonly equity_times: Buffer
  readonly equity_values: Buffer
}

const SUMMARY = `id, saved_at, name, tags, hash, version, strategies, symbols, started_at, ended_at, bars, currency,
  initial_capital, final_equity, metrics`

/** How much is packed together while a run is saved: 60 MB of text take half a second at this level, and three times that at the usual one. */
const GZIP = { level: 1 }

/** Saved runs. What takes long, packing and unpacking a result, is done outside the transaction. */
export class RunTable {
  readonly #insert: Database.Statement<[Omit<Row, 'id'>]>
  readonly #one: Database.Statement<[number], Row>
  readonly #list: Database.Statement<[Record<string, string | number | null>], SummaryRow>
  readonly #delete: Database.Statement<[number]>

  constructor(database: Database.Database) {
    this.#insert = database.prepare(
      `INSERT INTO runs (saved_at, name, tags, hash, version, strategies, symbols, started_at, ended_at, bars, currency,
         initial_capital, final_equity, metrics, settings, result, equity_times, equity_values)
       VALUES (@saved_at, @name, @tags, @hash, @version, @strategies, @symbols, @started_at, @ended_at, @bars, @currency,
         @initial_capital, @final_equity, @metrics, @settings, @result, @equity_times, @equity_values)`,
    )
    this.#one = database.prepare('SELECT * FROM runs WHERE id = ?')
    const holds = (list: string): string =>
      `(@${list} IS NULL OR EXISTS (SELECT 1 FROM json_each(runs.${list}) WHERE value = @${list}))`
    this.#list = database.prepare(
      `SELECT ${SUMMARY} FROM runs
       WHERE saved_at >= @from AND saved_at < @to AND (@deleted = 1 OR deleted = 0)
         AND (@name IS NULL OR name = @name) AND (@hash IS NULL OR hash = @hash)
         AND ${holds('tags')} AND ${holds('strategies')} AND ${holds('symbols')}
       ORDER BY id DESC LIMIT @limit`,
    )
    this.#delete = database.prepare('UPDATE runs SET deleted = 1 WHERE id = ?')
  }

  save(row: Omit<Row, 'id'>): number {
    return Number(this.#insert.run(row).lastInsertRowid)
  }

  list(filter: RunFilter): readonly RunSummary[] {
    const {
      name = null,
      hash = null,
      tag = null,
      strategy = null,
      symbol = null,
      limit = -1,
    } = checkedFilter('runs', filter)
    const { from = 0, to = Infinity, deleted = false } = filter
    const rows = this.#list.all({
      ...{ name, hash, tags: tag, strategies: strategy, symbols: symbol, from, to, limit },
      deleted: deleted ? 1 : 0,
    })
    return rows.map(summaryOf)
  }

  load(id: number): Row {
    return this.#one.get(id) ?? unknownRun(id)
  }

  delete(id: number): void {
    if (this.#delete.run(id).changes === 0) unknownRun(id)
  }
}

/** A run as its table has it. Throws RECORD_INVALID. */
export function packedRun(run: NewRun): Omit<Row, 'id'> {
  const taken = checkedRun(run)
  return {
    ...{ saved_at: taken.savedAt, name: taken.name, hash: taken.hash, version: taken.version, bars: taken.bars },
    ...{ tags: JSON.stringify(taken.tags), strategies: JSON.stringify(taken.strategies) },
    ...{ symbols: JSON.stringify(taken.symbols), currency: taken.currency },
    ...{ started_at: String(taken.startedAt), ended_at: String(taken.endedAt) },
    ...{ initial_capital: taken.initialCapital.toFixed(), final_equity: String(taken.finalEquity) },
    ...{ metrics: JSON.stringify(taken.metrics), settings: JSON.stringify(taken.settings) },
    result: gzipSync(JSON.stringify(taken.result), GZIP),
    equity_times: bytesOf(taken.equityCurve.times),
    equity_values: bytesOf(taken.equityCurve.equity),
  }
}

export function unpackedRun(row: Row): RunRecord {
  return {
    ...summaryOf(row),
    settings: JSON.parse(row.settings) as Spec,
    result: JSON.parse(gunzipSync(row.result).toString('utf8')) as Spec,
    equityCurve: { times: float64sOf(row.equity_times), equity: float64sOf(row.equity_values) },
  }
}

function summaryOf(row: SummaryRow): RunSummary {
  const texts = (list: string): readonly string[] => JSON.parse(list) as string[]
  return {
    ...{
      id: row.id,
      savedAt: row.saved_at,
      name: row.name,
      tags: texts(row.tags),
      hash: row.hash,
      version: row.version,
    },
    ...{ strategies: texts(row.strategies), symbols: texts(row.symbols) },
    ...{ startedAt: Number(row.started_at), endedAt: Number(row.ended_at), bars: row.bars, currency: row.currency },
    ...{ initialCapital: new Decimal(row.initial_capital), finalEquity: Number(row.final_equity) },
    metrics: JSON.parse(row.metrics) as Readonly<Record<string, number | null>>,
  }
}
