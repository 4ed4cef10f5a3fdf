import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '@tradewright/core'
import { storeCases, type OpenedStore } from '@tradewright/core/testing'
import { describe, it } from 'vitest'
import { SqliteFolder } from '../src/sqlite-folder.js'
import { SqliteStore } from '../src/sqlite-store.js'

/** A store in a folder of its own, which is gone once its case is over. */
async function opened(folder: string, open: (folder: string) => Promise<Store>): Promise<OpenedStore> {
  const store = await open(folder)
  const others: OpenedStore[] = []
  const more = async (where: string): Promise<OpenedStore> => {
    const other = await opened(where, open)
    others.push(other)
    return other
  }
  return {
    store,
    reopen: async () => {
      await store.close()
      return more(folder)
    },
    crash: () => more(leftOf(folder)),
    second: () => more(folder),
    close: async () => {
      for (const other of others) await other.close?.()
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The files as they are at this moment, which is what a process that is killed leaves: nothing was closed, and its locks are gone. */
function leftOf(folder: string): string {
  const copy = newFolder()
  // SQLite makes the index of a log anew; a lock lies on no copy.
  cpSync(folder, copy, { recursive: true, filter: (path) => !path.endsWith('-shm') && !path.endsWith('-writer') })
  return copy
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'tradewright-conformance-'))
}

describe('a store in a SQLite file', async () => {
  const open = (folder: string): Promise<Store> => SqliteStore.open(join(folder, 'store.db'))
  const cases = await storeCases({ open: () => opened(newFolder(), open) })
  for (const { name, skip, run } of cases) it.skipIf(skip)(name, run)
})

describe('a store in a folder of SQLite files', async () => {
  const cases = await storeCases({ open: () => opened(newFolder(), (folder) => SqliteFolder.open(folder)) })
  for (const { name, skip, run } of cases) it.skipIf(skip)(name, run)
})
