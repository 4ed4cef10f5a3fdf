import { randomUUID } from 'node:crypto'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { basename } from 'node:path'
import { TradewrightError } from '@tradewright/core'
import type Database from 'better-sqlite3'
import { MIGRATIONS } from './migrations.js'

/** The schema that this version of the package reads and writes. */
export const SCHEMA_VERSION = MIGRATIONS.at(-1)!.version

/**
 * Takes the steps that a file has not taken yet, all of them or none. An older file is copied beside itself before. Throws STORE_NEWER, and STORE_READ_ONLY for an older file
 * that is only read.
 */
export function migrate(database: Database.Database, path: string): void {
  if (versionOf(database, path) === SCHEMA_VERSION) return
  if (database.readonly) throw olderUnwritable(path, versionOf(database, path))
  keepCopy(database, path, versionOf(database, path))
  const takeSteps = database.transaction(() => {
    // Another process may have been faster.
    const version = versionOf(database, path)
    for (const step of MIGRATIONS.filter((each) => each.version > version)) {
      database.exec(step.sql)
      database.pragma(`user_version = ${String(step.version)}`)
    }
  })
  takeSteps.immediate()
}

/** Throws STORE_NEWER. */
function versionOf(database: Database.Database, path: string): number {
  const version = database.pragma('user_version', { simple: true }) as number
  if (version <= SCHEMA_VERSION) return version
  const message = `${basename(path)} has schema ${String(version)}; expected at most ${String(SCHEMA_VERSION)}: a newer version of @tradewright/store-sqlite wrote it, and only such a one can open it`
  throw new TradewrightError('STORE_NEWER', message, { details: { path, version, newest: SCHEMA_VERSION } })
}

/** As it was before the first step, whole, under a name of its own that says its schema. */
function keepCopy(database: Database.Database, path: string, version: number): void {
  if (path === ':memory:' || isEmpty(database)) return
  const draft = `${path}.${randomUUID()}.tmp`
  try {
    database.prepare('VACUUM INTO ?').run(draft)
    renameSync(draft, freeName(`${path}.schema-${String(version)}`))
  } finally {
    rmSync(draft, { force: true })
  }
}

export function isEmpty(database: Database.Database): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
}

function freeName(begin: string): string {
  let name = `${begin}.backup`
  for (let number = 2; existsSync(name); number++) name = `${begin}-${String(number)}.backup`
  return name
}

function olderUnwritable(path: string, version: number): TradewrightError {
  const message = `${basename(path)} has schema ${String(version)} and is only read; expected schema ${String(SCHEMA_VERSION)}: open it once for writing, which brings it there`
  return new TradewrightError('STORE_READ_ONLY', message, {
    details: { path, version, newest: SCHEMA_VERSION },
  })
}
