import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CombinedStore, TradewrightError } from '@tradewright/core'
import { AccountFiles } from './account-files.js'
import type { SqliteOptions } from './sqlite-options.js'
import { SqliteStore } from './sqlite-store.js'

/** As for a file, but for what concerns one account alone. */
export type SqliteFolderOptions = Omit<SqliteOptions, 'account'>

/**
 * A store in a folder of files: `market-data.db`, `runs.db`, `settings.db`, and one for each account in `accounts/`. An account's file can be kept, copied and written to
 * by itself: each has its own writer.
 */
export class SqliteFolder extends CombinedStore {
  /** The folder. */
  readonly path: string

  private constructor(path: string, files: Files) {
    const { bars, runs, settings, accounts } = files
    super({
      ...{ bars, runs, settings, journal: accounts, trading: accounts },
      close: async () => {
        await Promise.all([bars.close(), runs.close(), settings.close(), accounts.close()])
      },
    })
    this.path = path
  }

  /** Opens a folder, and makes it and its files where there are none. Rejects with what `SqliteStore.open` does. */
  static async open(folder: string, options: SqliteFolderOptions = {}): Promise<SqliteFolder> {
    const path = resolve(folder)
    if (options.readOnly !== true) makeFolder(join(path, 'accounts'))
    const opened: SqliteStore[] = []
    const open = async (name: string): Promise<SqliteStore> => {
      const store = await SqliteStore.open(join(path, name), options)
      opened.push(store)
      return store
    }
    try {
      return new SqliteFolder(path, {
        bars: await open('market-data.db'),
        runs: await open('runs.db'),
        settings: await open('settings.db'),
        accounts: new AccountFiles(join(path, 'accounts'), options),
      })
    } catch (cause) {
      await Promise.all(opened.map((store) => store.close()))
      throw cause
    }
  }
}

interface Files {
  readonly bars: SqliteStore
  readonly runs: SqliteStore
  readonly settings: SqliteStore
  readonly accounts: AccountFiles
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    const message = `${path} cannot be made (${reason}); expected a path where a folder is or can be`
    throw new TradewrightError('STORE_NOT_OPENED', message, { details: { path, reason }, cause })
  }
}
