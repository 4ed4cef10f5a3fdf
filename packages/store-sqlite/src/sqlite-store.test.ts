import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BATCH_SHAPES, Decimal, type BarColumns } from '@tradewright/core'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { ACCOUNT, cash, entry, fill, TIME } from '../test/records.js'
import { temporaryFolder } from '../test/temporary-folder.js'
import { MIGRATIONS } from './migrations.js'
import { columnsOf } from './record-codec.js'
import { SqliteStore } from './sqlite-store.js'

const KEY = { source: 'vendor', symbol: 'ACME', timeframe: '1h' } as const
const HOUR = 3_600_000

/** Hourly bars from a time on, with all columns. */
function bars(from: number, count: number): BarColumns {
  const column = (of: (row: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, row) => of(row))
  return {
    ...{
      length: count,
      openTime: column((row) => from + row * HOUR),
      closeTime: column((row) => from + (row + 1) * HOUR),
    },
    ...{
      open: column((row) => row + 1),
      high: column((row) => row + 2),
      low: column(() => 0.5),
      close: column(() => 1),
    },
    ...{ volume: column((row) => row * 100), vwap: column(() => 0.75) },
  }
}

/** A closed store with an account and two entries of cash. */
async function madeStore(): Promise<string> {
  const path = join(temporaryFolder(), 'store.db')
  const store = await SqliteStore.open(path)
  await store.saveAccount(ACCOUNT)
  await store.record('DU1', { cash: [cash(1, '0.1'), cash(2, '0.2')] })
  await store.close()
  return path
}

/** Runs SQL on a file as another program would. */
function tamper(path: string, sql: string): void {
  const database = new Database(path)
  database.exec(sql)
  database.close()
}

async function balanceOf(store: SqliteStore): Promise<string | undefined> {
  return (await store.balances('DU1'))[0]?.amount.toString()
}

describe('a file that is opened', () => {
  it('is made where there is none, and has everything again when it is opened anew', async () => {
    const store = await SqliteStore.open(await madeStore())
    expect(await balanceOf(store)).toBe('0.3')
    expect(store.schemaVersion).toBe(4)
    await store.close()
  })

  it('is refused where it is a folder', async () => {
    const folder = temporaryFolder()
    await expect(SqliteStore.open(folder)).rejects.toThrow(`STORE_NOT_OPENED: ${folder} is a folder; expected the path`)
  })

  it('is refused in a folder that does not exist', async () => {
    const path = join(temporaryFolder(), 'missing', 'store.db')
    await expect(SqliteStore.open(path)).rejects.toMatchObject({ code: 'STORE_NOT_OPENED', details: { path } })
    expect(existsSync(path)).toBe(false)
  })

  it('is refused where it is no database, and is left as it is', async () => {
    const path = join(temporaryFolder(), 'notes.txt')
    writeFileSync(path, 'Dear diary, '.repeat(100))
    await expect(SqliteStore.open(path)).rejects.toThrow('STORE_NOT_OPENED: notes.txt: the file is no SQLite database')
    expect(statSync(path).size).toBe(1200)
  })

  it("is refused where it is another program's database", async () => {
    const path = join(temporaryFolder(), 'photos.db')
    tamper(path, 'CREATE TABLE photos (id INTEGER)')
    await expect(SqliteStore.open(path)).rejects.toThrow(
      'STORE_NOT_OPENED: photos.db is a database of another program; expected a store',
    )
  })

  it('is refused where a newer version wrote it, by the name of its schema', async () => {
    const path = await madeStore()
    tamper(path, 'PRAGMA user_version = 5')
    await expect(SqliteStore.open(path)).rejects.toThrow(
      'STORE_NEWER: store.db has schema 5; expected at most 4: a newer version of @tradewright/store-sqlite wrote it',
    )
  })

  it('is refused where it is damaged, with what can be done', async () => {
    const path = await madeStore()
    truncateSync(path, 9000)
    await expect(SqliteStore.open(path)).rejects.toThrow(
      /^STORE_CORRUPT: store\.db: the file is damaged\. Stop what writes to it, keep a copy, and put a backup in its place/,
    )
  })

  it('is only read where that was asked for, and a write is refused while reads go on', async () => {
    const path = await madeStore()
    const store = await SqliteStore.open(path, { readOnly: true })
    await expect(store.record('DU1', { cash: [cash(3, '1')] })).rejects.toThrow('STORE_READ_ONLY: store.db')
    await expect(store.saveSetting('a', 1)).rejects.toMatchObject({ code: 'STORE_READ_ONLY' })
    expect(await balanceOf(store)).toBe('0.3')
    expect(existsSync(`${path}-writer`)).toBe(true)
    await store.close()
  })

  it('that is only read has to be there', async () => {
    const path = join(temporaryFolder(), 'store.db')
    await expect(SqliteStore.open(path, { readOnly: true })).rejects.toThrow('STORE_NOT_OPENED')
    expect(existsSync(path)).toBe(false)
  })

  it('may be in memory', async () => {
    const store = await SqliteStore.open(':memory:')
    await store.saveAccount(ACCOUNT)
    await store.record('DU1', { cash: [cash(1, '5')] })
    expect(await balanceOf(store)).toBe('5')
    await store.close()
  })

  it('for one account refuses every other, and a file that has another', async () => {
    const path = await madeStore()
    await expect(SqliteStore.open(path, { account: 'DU2' })).rejects.toThrow(
      'ACCOUNT_MISMATCH: account "DU1" came to a store that is for DU2 alone; expected DU2',
    )
    const store = await SqliteStore.open(path, { account: 'DU1' })
    await expect(store.saveAccount({ ...ACCOUNT, account: 'DU2' })).rejects.toMatchObject({ code: 'ACCOUNT_MISMATCH' })
    await expect(store.fills('DU2')).rejects.toMatchObject({ code: 'ACCOUNT_MISMATCH' })
    await store.close()
  })
})

describe('a file with an older schema', () => {
  /** As a version of this package left it that knew only the first steps. */
  function older(version: number): string {
    const path = join(temporaryFolder(), 'store.db')
    const database = new Database(path)
    database.pragma(`application_id = ${String(0x54577374)}`)
    for (const { sql } of MIGRATIONS.filter((step) => step.version <= version)) database.exec(sql)
    database.pragma(`user_version = ${String(version)}`)
    database.exec("INSERT INTO series (source, symbol, timeframe) VALUES ('vendor', 'OLD', '1d')")
    database.close()
    return path
  }

  it.each([1, 2, 3])('of version %i is brought to the newest, after a copy of it was kept', async (version) => {
    const path = older(version)
    const store = await SqliteStore.open(path)
    expect(store.schemaVersion).toBe(4)
    expect(await store.storedSeries()).toEqual([{ source: 'vendor', symbol: 'OLD', timeframe: '1d' }])
    await store.saveSetting('a', 1)
    await store.close()
    const copy = new Database(`${path}.schema-${String(version)}.backup`, { readonly: true })
    expect(copy.pragma('user_version', { simple: true })).toBe(version)
    expect(copy.prepare('SELECT symbol FROM series').pluck().all()).toEqual(['OLD'])
    copy.close()
  })

  it('keeps a copy of its own for each time', async () => {
    const path = older(1)
    copyFileSync(path, `${path}.kept`)
    await (await SqliteStore.open(path)).close()
    copyFileSync(`${path}.kept`, path)
    await (await SqliteStore.open(path)).close()
    expect(readdirSync(join(path, '..')).filter((name) => name.endsWith('.backup'))).toEqual([
      'store.db.schema-1-2.backup',
      'store.db.schema-1.backup',
    ])
  })

  it('is not read without being brought there', async () => {
    await expect(SqliteStore.open(older(2), { readOnly: true })).rejects.toThrow(
      'STORE_READ_ONLY: store.db has schema 2 and is only read; expected schema 4',
    )
  })

  it('stays as it is where a step fails', async () => {
    const path = older(1)
    tamper(path, 'CREATE TABLE checkpoints (entry TEXT)')
    await expect(SqliteStore.open(path)).rejects.toMatchObject({ code: 'STORE_FAILED' })
    const database = new Database(path, { readonly: true })
    expect(database.pragma('user_version', { simple: true })).toBe(1)
    expect(database.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'accounts'").pluck().get()).toBe(0)
    database.close()
  })
})

describe('the schema', () => {
  it('has a column of the right name for every field of every kind of record', async () => {
    const database = new Database(await madeStore(), { readonly: true })
    for (const [kind, shape] of Object.entries(BATCH_SHAPES)) {
      const table = kind === 'roundTrips' ? 'round_trips' : kind
      const names = (database.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name)
      for (const { name } of columnsOf(shape)) expect(names, table).toContain(name)
    }
    database.close()
  })

  it('has REAL columns for times and lengths of bars alone', async () => {
    const database = new Database(await madeStore(), { readonly: true })
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all() as string[]
    const real = tables.flatMap((table) =>
      (database.pragma(`table_info(${table})`) as { name: string; type: string }[])
        .filter(({ type }) => type === 'REAL')
        .map(({ name }) => `${table}.${name}`),
    )
    expect(real.sort()).toEqual([
      'bar_coverage.from_time',
      'bar_coverage.to_time',
      'bar_months.bar_ms',
      'bar_warnings.from_time',
      'bar_warnings.to_time',
    ])
    database.close()
  })

  it('keeps money and prices as texts with every digit', async () => {
    const path = await madeStore()
    const store = await SqliteStore.open(path)
    await store.record('DU1', {
      cash: [cash(3, '90071992547409.93000001')],
      fills: [{ ...fill('x'), price: 1e-7, quantity: new Decimal('0.000000000000001') }],
    })
    await store.close()
    const database = new Database(path, { readonly: true })
    expect(database.prepare('SELECT amount, typeof(amount) AS type FROM cash WHERE number = 3').get()).toEqual({
      amount: '90071992547409.93000001',
      type: 'text',
    })
    expect(database.prepare('SELECT price, quantity FROM fills').get()).toEqual({
      price: '0.0000001',
      quantity: '0.000000000000001',
    })
    database.close()
  })

  it('keeps bars as one row for each month of UTC', async () => {
    const path = join(temporaryFolder(), 'store.db')
    const store = await SqliteStore.open(path)
    const from = Date.UTC(2023, 11, 31, 22)
    await store.writeBars(KEY, { from, to: from + 24 * 62 * HOUR }, bars(from, 24 * 62))
    await store.close()
    const database = new Database(path, { readonly: true })
    expect(
      database.prepare('SELECT month, bars, bar_ms, close_time, length(open) AS bytes FROM bar_months').all(),
    ).toEqual([
      { month: 647, bars: 2, bar_ms: HOUR, close_time: null, bytes: 16 },
      { month: 648, bars: 744, bar_ms: HOUR, close_time: null, bytes: 5952 },
      { month: 649, bars: 696, bar_ms: HOUR, close_time: null, bytes: 5568 },
      { month: 650, bars: 46, bar_ms: HOUR, close_time: null, bytes: 368 },
    ])
    database.close()
  })
})

describe('a backup', () => {
  it('is a whole store, made while it is written to', async () => {
    const path = await madeStore()
    const store = await SqliteStore.open(path)
    const from = Date.UTC(2000, 0, 1)
    await store.writeBars(KEY, { from, to: from + 100_000 * HOUR }, bars(from, 100_000))
    const copy = join(path, '..', 'copy.db')
    const made = store.backup(copy)
    for (let number = 1; number <= 50; number++) await store.appendJournal('DU1', [entry(number)])
    await made
    await store.close()
    const opened = await SqliteStore.open(copy)
    expect((await opened.integrityCheck()).problems).toEqual([])
    expect(await balanceOf(opened)).toBe('0.3')
    expect((await opened.readBars(KEY, { from, to: TIME * 2 })).length).toBe(100_000)
    const last = await opened.lastSequence('DU1')
    expect((await opened.readJournal('DU1')).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: last }, (_, index) => index + 1),
    )
    await opened.close()
  })

  it('is made before the store is closed that was asked for it, and none after', async () => {
    const path = await madeStore()
    const store = await SqliteStore.open(path)
    const [made, closed] = [store.backup(`${path}-copy`), store.close()]
    await expect(store.backup(`${path}-late`)).rejects.toMatchObject({ code: 'STORE_CLOSED' })
    await expect(store.integrityCheck()).rejects.toMatchObject({ code: 'STORE_CLOSED' })
    await Promise.all([made, closed])
    expect([existsSync(`${path}-copy`), existsSync(`${path}-late`)]).toEqual([true, false])
  })

  it('takes the place of no file, and leaves nothing where it cannot be written', async () => {
    const path = await madeStore()
    const store = await SqliteStore.open(path)
    await expect(store.backup(path)).rejects.toMatchObject({ code: 'FILE_EXISTS' })
    await expect(store.backup(join(path, '..', 'missing', 'copy.db'))).rejects.toMatchObject({
      code: 'FILE_NOT_WRITTEN',
    })
    await store.close()
    expect(readdirSync(join(path, '..')).sort()).toEqual(['store.db', 'store.db-writer'])
  })
})

describe('an integrity check', () => {
  it('finds nothing in a store that is whole', async () => {
    const store = await SqliteStore.open(await madeStore())
    expect(await store.integrityCheck()).toEqual({ ok: true, problems: [] })
    await store.close()
  })

  it.each([
    [
      "UPDATE cash SET amount = '0.3' WHERE number = 1",
      "DU1: the balance of 'alpha' in USD is 0.3, which its entries do not add up to",
    ],
    ['DELETE FROM cash WHERE number = 1', 'DU1: numbers of cash are missing'],
    ['DELETE FROM balances', 'cash has entries of books that have no balance'],
    ["INSERT INTO journal VALUES (1, 7, 1, 'bar', '')", 'DU1: entries of its journal are missing'],
    [
      "PRAGMA foreign_keys = OFF; INSERT INTO fills SELECT 9, 77, 'i', 'o', 's', 'A', 'buy', '1', '1', '1', '0', 'USD', 1, 1, 0",
      'a row of fills belongs to no row of accounts',
    ],
    [
      "INSERT INTO series VALUES (1, 'v', 'ACME', '1h'); INSERT INTO bar_months VALUES (1, 1, 648, 2, x'00', 1, NULL, x'00', x'00', x'00', x'00', NULL, NULL, NULL)",
      'ACME 1h: month 648 has columns of other lengths than its bars',
    ],
  ])('finds what %s has done', async (sql, problem) => {
    const path = await madeStore()
    tamper(path, sql)
    const store = await SqliteStore.open(path)
    const report = await store.integrityCheck()
    expect([report.ok, report.problems]).toEqual([false, expect.arrayContaining([problem])])
    await store.close()
  })

  it('finds damage of the file', async () => {
    const path = await madeStore()
    const database = new Database(path)
    database.unsafeMode(true)
    database.pragma('writable_schema = ON')
    database.exec("DELETE FROM sqlite_schema WHERE name = 'cash_by_time'")
    database.close()
    const store = await SqliteStore.open(path)
    expect((await store.integrityCheck()).ok).toBe(false)
    await store.close()
  })
})

describe('a full disk', () => {
  it('is STORE_FULL, takes nothing that was acknowledged, and is no reason to stop', async () => {
    const path = await madeStore()
    const store = await SqliteStore.open(path, { maxBytes: 400_000 })
    const text = 'x'.repeat(10_000)
    let acknowledged = 0
    const failures: unknown[] = []
    for (let number = 1; number <= 60 && failures.length === 0; number++)
      await store.appendJournal('DU1', [entry(number, text)]).then(
        () => (acknowledged = number),
        (error: unknown) => failures.push(error),
      )
    expect(failures).toEqual([expect.objectContaining({ code: 'STORE_FULL', recoverable: true })])
    expect(acknowledged).toBeGreaterThan(5)
    expect(await store.lastSequence('DU1')).toBe(acknowledged)
    // Room is made by what is no longer needed.
    await store.saveCheckpoint('DU1', { sequence: acknowledged, at: TIME, data: '' })
    expect(await store.pruneJournal('DU1')).toBe(acknowledged)
    await store.appendJournal('DU1', [entry(acknowledged + 1, text)])
    expect((await store.integrityCheck()).problems).toEqual([])
    expect(await balanceOf(store)).toBe('0.3')
    await store.close()
  })

  it('refuses what does not fit of several writes at once, and no other', async () => {
    const store = await SqliteStore.open(await madeStore(), { maxBytes: 400_000 })
    const results = await Promise.allSettled([
      store.saveSetting('small', 1),
      store.saveSetting('large', 'x'.repeat(500_000)),
      store.record('DU1', { cash: [cash(3, '0.7')] }),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await store.settings()).toEqual({ small: 1 })
    expect(await balanceOf(store)).toBe('1')
    await store.close()
  })
})

describe('names', () => {
  it('are never SQL', async () => {
    const store = await SqliteStore.open(':memory:')
    const name = `O'Brien"); DROP TABLE fills; -- %_\\ \u{1F680} \u0000 ü`
    await store.saveAccount({ ...ACCOUNT, account: name })
    await store.record(name, { fills: [{ ...fill(name), symbol: name, strategy: name, clientOrderId: name }] })
    const filter = { symbol: name, strategy: name }
    expect(await store.fills(name, filter)).toEqual([expect.objectContaining({ id: name, symbol: name })])
    const key = { source: name, symbol: name, timeframe: '1h' } as const
    await store.writeBars(key, { from: 0, to: HOUR }, bars(0, 1))
    expect((await store.readBars(key, { from: 0, to: HOUR })).length).toBe(1)
    await store.saveSetting(name, name)
    expect(await store.setting(name)).toBe(name)
    await store.close()
  })
})

it('a folder where the file should be, in a path that has one, is refused', async () => {
  const folder = join(temporaryFolder(), 'store.db')
  mkdirSync(folder)
  await expect(SqliteStore.open(folder)).rejects.toMatchObject({ code: 'STORE_NOT_OPENED' })
})
