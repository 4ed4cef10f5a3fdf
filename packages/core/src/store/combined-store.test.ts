import { expect, it } from 'vitest'
import { CombinedStore } from './combined-store.js'
import { MemoryBarStore } from './memory-bar-store.js'
import { MemorySettingsStore } from './memory-settings-store.js'
import { MemoryStore } from './memory-store.js'

it('asks each part for what is its own', async () => {
  const [bars, journal, trading] = [new MemoryBarStore(), new MemoryStore(), new MemoryStore()]
  const store = new CombinedStore({ bars, journal, trading, runs: new MemoryStore(), settings: new MemoryStore() })
  await store.saveAccount({ account: 'A', currency: 'USD', metadata: null, savedAt: 0 })
  expect([await trading.accounts(), await journal.accounts()].map(({ length }) => length)).toEqual([1, 0])
  await expect(store.appendJournal('A', [])).rejects.toMatchObject({ code: 'UNKNOWN_ACCOUNT' })
})

it('is closed once what was asked before is done, and its parts after that', async () => {
  const done: string[] = []
  let goOn = (): void => undefined
  const whole = new MemoryStore()
  class SlowSettings extends MemorySettingsStore {
    override async saveSetting(): Promise<void> {
      await new Promise<void>((resolve) => (goOn = resolve))
      done.push('saved')
    }
  }
  const close = (): void => {
    done.push('closed')
  }
  const parts = { bars: whole, journal: whole, trading: whole, runs: whole, settings: new SlowSettings(), close }
  const store = new CombinedStore(parts)
  const [saved, closed] = [store.saveSetting('a', 1), store.close()]
  await expect(store.setting('a')).rejects.toMatchObject({ code: 'STORE_CLOSED' })
  expect(done).toEqual([])
  goOn()
  await Promise.all([saved, closed, store.close()])
  expect(done).toEqual(['saved', 'closed'])
})
