import { describe, expect, it } from 'vitest'
import { MemorySettingsStore } from '../store/memory-settings-store.js'
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

/** Why cases are left out, and how many are asked. */
async function reasons(open: () => OpenedStore): Promise<{ asked: number; left: readonly string[] }> {
  const skips = (await storeCases({ open })).map(({ skip }) => skip)
  const left = new Set(skips.filter((skip) => skip !== undefined))
  return { asked: skips.filter((skip) => skip === undefined).length, left: [...left].sort() }
}

describe('a suite for stores', () => {
  it('leaves nothing out for a whole store', async () => {
    expect((await reasons(() => opened(new MemoryStore()))).left).toEqual([])
  })

  it('leaves out what a store has no methods for, and what its harness cannot do, with the reason', async () => {
    const { asked, left } = await reasons(() => ({ store: new MemorySettingsStore() }))
    expect(asked).toBe(9)
    expect(left).toEqual([
      'it cannot be closed',
      'it keeps no bars',
      'it keeps no journals',
      'it keeps no runs',
      'it keeps no trading records',
      'its harness does not crash it',
      'its harness does not open it again',
    ])
  })

  it('asks a journal nothing that no account can be made known to', async () => {
    const journal = new MemoryStore()
    const store = { appendJournal: journal.appendJournal.bind(journal) }
    expect((await reasons(() => ({ store }))).left).toContain('it has no saveAccount to make an account known')
  })

  it('fails a store that has some methods of an interface and not all', async () => {
    const memory = new MemorySettingsStore()
    const store = { saveSetting: memory.saveSetting.bind(memory), setting: memory.setting.bind(memory) }
    const cases = await storeCases({ open: () => ({ store }) })
    const asked = cases.find(({ name }) => name === 'has all methods of a SettingsStore, or none of them')
    await expect(asked?.run()).rejects.toThrow('["settings","deleteSetting"] came; expected []')
  })

  it('ends all that a case has opened, also where the case fails', async () => {
    let open = 0
    const counted = (): OpenedStore => {
      open++
      const close = (): void => {
        open--
      }
      return { store: { setting: () => Promise.reject(new Error('broken')) }, close }
    }
    const cases = await storeCases({ open: counted })
    for (const { skip, run } of cases) if (skip === undefined) await expect(run()).rejects.toThrow()
    expect(open).toBe(0)
  })
})
