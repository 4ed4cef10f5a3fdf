import { describe, it } from 'vitest'
import { MemoryStore } from '../store/memory-store.js'
import type { OpenedStore } from './store-check.js'
import { storeCases } from './store-conformance.js'

/** A store in memory, as its harness opens it. */
function opened(store: MemoryStore): OpenedStore {
  return {
    store,
    reopen: async () => {
      await store.close()
      return opened(new MemoryStore({ over: store }))
    },
    crash: () => opened(store.afterCrash()),
    second: () => opened(new MemoryStore({ over: store })),
  }
}

describe('MemoryStore', async () => {
  for (const { name, skip, run } of await storeCases({ open: () => opened(new MemoryStore()) }))
    it.skipIf(skip)(name, run)
})
