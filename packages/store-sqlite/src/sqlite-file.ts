import { statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { TradewrightError } from '@tradewright/core'
import Database from 'better-sqlite3'
import { isEmpty, migrate } from './migrate.js'
import { storeError } from './sqlite-errors.js'
import type { SqliteOptions } from './sqlite-options.js'

/** 'TWst', by which `file` and this package tell a store from other SQLite files. */
const APPLICATION_ID = 0x54577374

/** Of a new file: bars go in half as fast again as with pages of 4,096 bytes, and single records as fast. */
const PAGE_BYTES = 8192

/** How long a file is waited for that another process keeps, unless told otherwise. */
export const WAIT_MS = 5000

/** How long SQLite itself waits once the file is open; the queue of writes goes on waiting without blocking the program. */
const BUSY_MS = 25

/**
 * Opens a file and brings it to the newest schema. Throws STORE_NOT_OPENED for what is no store, STORE_NEWER, STORE_CORRUPT, STORE_BUSY; of a file that is only read, an older
 * schema is STORE_READ_ONLY.
 */
export function openFile(
  path: string,
  { readOnly = false, maxBytes, waitMs = WAIT_MS }: SqliteOptions,
): Database.Database {
  refuseFolder(path)
  let database: Database.Database | undefined
  try {
    database = new Database(path, { readonly: readOnly, timeout: waitMs })
    refuseForeign(database, path)
    if (!readOnly) prepare(database)
    migrate(database, path)
    database.pragma('foreign_keys = ON')
    if (maxBytes !== undefined) limit(database, maxBytes)
    database.pragma(`busy_timeout = ${String(BUSY_MS)}`)
    return database
  } catch (cause) {
    database?.close()
    throw storeError(path, cause)
  }
}

function prepare(database: Database.Database): void {
  database.pragma(`page_size = ${String(PAGE_BYTES)}`)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  // Only what is new is stamped: every other file has it.
  if (database.pragma('application_id', { simple: true }) !== APPLICATION_ID)
    database.pragma(`application_id = ${String(APPLICATION_ID)}`)
}

/** What is there already stays. */
function limit(database: Database.Database, maxBytes: number): void {
  const pageBytes = database.pragma('page_size', { simple: true }) as number
  database.pragma(`max_page_count = ${String(Math.max(1, Math.floor(maxBytes / pageBytes)))}`)
}

function refuseFolder(path: string): void {
  if (path === ':memory:') return
  const isFolder = (name: string): boolean => statSync(name, { throwIfNoEntry: false })?.isDirectory() === true
  if (!isFolder(path) && isFolder(dirname(path))) return
  const message = isFolder(path)
    ? `${path} is a folder; expected the path of a file`
    : `${path} is in a folder that does not exist; expected one that does`
  throw new TradewrightError('STORE_NOT_OPENED', message, { details: { path } })
}

/** Another program's database is left alone. */
function refuseForeign(database: Database.Database, path: string): void {
  const id = database.pragma('application_id', { simple: true })
  if (id === APPLICATION_ID || (id === 0 && isEmpty(database))) return
  throw new TradewrightError(
    'STORE_NOT_OPENED',
    `${basename(path)} is a database of another program; expected a store`,
    {
      details: { path, applicationId: id },
    },
  )
}
