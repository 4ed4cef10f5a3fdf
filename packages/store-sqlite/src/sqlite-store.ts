import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { CombinedStore, TradewrightError } from '@tradewright/core'
import { backUp } from './backup.js'
import { checkIntegrity, type IntegrityReport } from './integrity.js'
import { SCHEMA_VERSION } from './migrate.js'
import { openFile, WAIT_MS } from './sqlite-file.js'
import { storeError } from './sqlite-errors.js'
import type { SqliteOptions } from './sqlite-options.js'
import { storeParts } from './store-parts.js'
import { WriteQueue } from './write-queue.js'
import { WriterLease } from './writer-lease.js'
import type Database from 'better-sqlite3'

/**
 * A store in one SQLite file. What is recorded of trading survives the loss of power once its promise resolves; bars, runs and settings survive the end of the program.
 * SQLite works in the program's own thread: a durable write takes as long as the disk needs to sync, and those asked for at once share it.
 */
export class SqliteStore extends CombinedStore {
  /** The file; ':memory:' for a store that ends with its program. */
  readonly path: string
  /** The schema of the file, counted from 1. */
  readonly schemaVersion = SCHEMA_VERSION
  readonly #database: Database.Database
  readonly #queue: WriteQueue

  private constructor(path: string, database: Database.Database, options: SqliteOptions) {
    const queue = new WriteQueue({ database, path, waitMs: options.waitMs ?? WAIT_MS })
    const lease = new WriterLease(path)
    super({
      ...storeParts({ database, queue, lease, options }),
      close: () =>
        queue.do('read', () => {
          database.close()
          lease.release()
        }),
    })
    this.path = path
    this.#database = database
    this.#queue = queue
  }

  /**
   * Opens a file, and makes it where there is none. One with an older schema is brought to the newest after a copy was made beside it. Rejects with STORE_NOT_OPENED for what is
   * no store, STORE_NEWER, STORE_CORRUPT, STORE_READ_ONLY, STORE_BUSY, ACCOUNT_MISMATCH.
   */
  static async open(path: string, options: SqliteOptions = {}): Promise<SqliteStore> {
    return await Promise.resolve().then(() => SqliteStore.openSync(path, options))
  }

  /** What `open` does, for where nothing can be awaited. Throws what that rejects with. */
  static openSync(path: string, options: SqliteOptions = {}): SqliteStore {
    const file = path === ':memory:' ? path : resolve(path)
    if (options.readOnly === true && !existsSync(file)) {
      const message = `${file} does not exist; expected a file that is there, as it is only read`
      throw new TradewrightError('STORE_NOT_OPENED', message, { details: { path: file } })
    }
    const database = openFile(file, options)
    try {
      return new SqliteStore(file, database, options)
    } catch (cause) {
      database.close()
      throw storeError(file, cause)
    }
  }

  /** Reads the whole file for damage, and holds what belongs together against each other: balances to entries, journals to their ends, bars to their columns. */
  integrityCheck(): Promise<IntegrityReport> {
    return this.whileOpen(() => this.#queue.do('read', () => checkIntegrity(this.#database)))
  }

  /**
   * Copies the store as it is into a new file, also while it is written to. The copy is there whole or not at all. Rejects with FILE_EXISTS where there is a file already,
   * FILE_NOT_WRITTEN.
   */
  backup(path: string): Promise<void> {
    return this.whileOpen(async () => {
      await this.#queue.do('read', () => undefined)
      await backUp(this.#database, resolve(path))
    })
  }
}
