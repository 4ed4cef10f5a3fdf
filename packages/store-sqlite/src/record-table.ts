import type { RecordFilter, RecordShape } from '@tradewright/core'
import type Database from 'better-sqlite3'
import { columnsOf, type Cell, type RecordColumn } from './record-codec.js'

/** Whose records: SQL's number of an account. */
type AccountId = number

export interface Selection {
  /** A condition on the table, with the values that it names. */
  readonly where?: string
  readonly values?: Readonly<Record<string, Cell>>
  readonly orderBy: string
  /** Turns the order round. */
  readonly newestFirst?: boolean | undefined
  readonly limit?: number | undefined
}

/** Rows of one kind of record, by its shape: whatever a record holds goes through placeholders, never into SQL. */
export class RecordTable<T extends object> {
  readonly name: string
  readonly #database: Database.Database
  readonly #columns: readonly RecordColumn[]
  readonly #insert: Database.Statement<[readonly Cell[]]>
  readonly #selects = new Map<string, Database.Statement<[Record<string, Cell>], Record<string, Cell>>>()

  /** `or` is what to do with a row that is there already, such as `OR REPLACE`. */
  constructor(
    database: Database.Database,
    options: { readonly name: string; readonly shape: RecordShape<T>; readonly or?: string },
  ) {
    const { name, shape, or = '' } = options
    this.name = name
    this.#database = database
    this.#columns = columnsOf(shape)
    const names = this.#columns.map((column) => column.name)
    const marks = names.map(() => '?')
    this.#insert = database.prepare(
      `INSERT ${or} INTO ${name} (account, ${names.join(', ')}) VALUES (?, ${marks.join(', ')})`,
    )
  }

  insert(account: AccountId, record: T): number {
    const values = record as Readonly<Record<string, unknown>>
    const cells = this.#columns.map(({ field, encode }) => encode(values[field]))
    return Number(this.#insert.run([account, ...cells]).lastInsertRowid)
  }

  select(
    account: AccountId,
    { where = '1', values = {}, orderBy, newestFirst = false, limit }: Selection,
  ): readonly T[] {
    const order = newestFirst
      ? orderBy
          .split(', ')
          .map((term) => `${term} DESC`)
          .join(', ')
      : orderBy
    const sql = `SELECT ${this.#columns.map(({ name }) => name).join(', ')} FROM ${this.name} WHERE account = @account AND ${where} ORDER BY ${order} LIMIT @limit`
    let statement = this.#selects.get(sql)
    if (statement === undefined) {
      statement = this.#database.prepare(sql)
      this.#selects.set(sql, statement)
    }
    return statement.all({ ...values, account, limit: limit ?? -1 }).map((row) => this.#decode(row))
  }

  #decode(row: Readonly<Record<string, Cell>>): T {
    return Object.fromEntries(this.#columns.map(({ field, name, decode }) => [field, decode(row[name]!)])) as T
  }
}

/** The condition of a filter, in terms of a table's column of times. */
export function filtered(
  { strategy, symbol, from, to }: RecordFilter,
  time: string,
): { readonly where: string; readonly values: Readonly<Record<string, Cell>> } {
  const conditions = {
    strategy: 'strategy = @strategy',
    symbol: 'symbol = @symbol',
    from: `${time} >= @from`,
    to: `${time} < @to`,
  }
  const values = Object.entries({ strategy, symbol, from, to }).filter(([, value]) => value !== undefined) as [
    keyof typeof conditions,
    Cell,
  ][]
  return { where: ['1', ...values.map(([name]) => conditions[name])].join(' AND '), values: Object.fromEntries(values) }
}
