import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Store } from '@tradewright/core'
import { storeCases, type OpenedStore } from '@tradewright/core/testing'
import { describe, it } from 'vitest'
import { SqliteStore } from '../src/sqlite-store.js'

/** A store in a folder of its own, which is gone once its case is over. */
async function opened(folder: string, open: (path: string) => Promise<Store>): Promise<OpenedStore> {
  const path = join(folder, 'store.db')
  const store = await open(path)
  const again: OpenedStore[] = []
  const keep = (other: OpenedStore): OpenedStore => {
    again.push(other)
    return other
  }
  return {
    store,
    reopen: async () => {
      await store.close()
      return keep(await opened(folder, open))
    },
    crash: async () => keep(await opened(copied(folder), open)),
    second: async () => keep(await opened(folder, open)),
    close: async () => {
      for (const other of again) await other.close?.()
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The files as they are at this moment, which is what a process that is killed leaves: its locks are gone, and nothing was closed. */
function copied(folder: string): string {
  const copy = newFolder()
  for (const name of ['store.db', 'store.db-wal'])
    if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(copy, name))
  return copy
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'tradewright-conformance-'))
}

describe('a store in a SQLite file', async () => {
  const cases = await storeCases({ open: () => opened(newFolder(), (path) => SqliteStore.open(path)) })
  for (const { name, skip, run } of cases) it.skipIf(skip)(name, run)
})
