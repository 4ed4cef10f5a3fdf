import type { Store } from '../ports/store.js'
import { expectCode, expectSame, fail } from './conformance.js'
import { ALPHA, hourBars, span } from './store-bar-samples.js'
import { writesOf } from './store-calls.js'
import type { StoreCheck } from './store-check.js'
import { expectKept } from './store-compare.js'
import { account, entries, fill, know, MAIN, OTHER, run, strategy } from './store-samples.js'

const NAME = 'desk 3 "night"'

/** Holds a store to refusing whatever writes, while another has the right to. */
async function expectLocked(store: Store): Promise<void> {
  const locked = ['STORE_LOCKED']
  await expectCode(() => store.claim('a second desk'), locked, 'claim of a second writer')
  for (const { method, run } of writesOf(store, MAIN)) await expectCode(run, locked, `${method} of a second writer`)
  await expectCode(() => store.saveAccount(account()), locked, 'saveAccount of a second writer')
  await expectCode(() => store.saveAccount(account(OTHER)), locked, 'an account that a second writer brings')
}

export const storeWriterCases: readonly StoreCheck[] = [
  {
    name: 'refuses a second writer with STORE_LOCKED, and names the first',
    of: 'trading',
    once: true,
    needs: ['second'],
    run: async (trial) => {
      await trial.store.claim(NAME)
      await know(trial)
      const other = await trial.second()
      await expectLocked(other)
      const told = await other.claim('a second desk').catch((error: unknown) => error)
      if (!(told instanceof Error && told.message.includes(NAME)))
        fail(`a second writer was told ${String(told)}; expected a message with ${NAME}`)
      await trial.store.record(MAIN, { fills: [fill('f1')] })
      expectKept(await trial.store.fills(MAIN), [fill('f1')], 'fills of the first writer')
      expectKept(await trial.store.accounts(), [account()], 'accounts')
      expectKept(await trial.store.strategies(MAIN), [], 'strategies')
    },
  },
  {
    name: 'gives the right to write to whoever writes first, without a claim',
    of: 'trading',
    once: true,
    needs: ['second'],
    run: async (trial) => {
      const other = await trial.second()
      await know(trial)
      await expectLocked(other)
      await trial.store.claim(NAME)
      await trial.store.claim(NAME)
      await trial.store.record(MAIN, { fills: [fill('f1')] })
      await expectLocked(other)
    },
  },
  {
    name: 'lets others read what one has written, while he goes on',
    of: 'trading',
    once: true,
    needs: ['second'],
    run: async (trial) => {
      const other = await trial.second()
      await know(trial)
      for (let count = 1; count <= 5; count++) {
        await trial.store.record(MAIN, { fills: [fill(`f${String(count)}`)] })
        await trial.store.saveStrategy(MAIN, strategy(`s${String(count)}`))
        expectSame((await other.fills(MAIN)).length, count, 'fills that another one reads')
        expectSame((await other.strategies(MAIN)).length, count, 'strategies that another one reads')
      }
      expectKept(await other.accounts(), [account()], 'accounts that another one reads')
    },
  },
  {
    name: 'lets others read the journal that one writes, and refuses them to write it',
    of: 'journal',
    once: true,
    needs: ['second'],
    run: async (trial) => {
      await know(trial)
      await trial.store.appendJournal(MAIN, entries(1, 3))
      const other = await trial.second()
      expectKept(await other.readJournal(MAIN), entries(1, 3), 'entries that another one reads')
      for (const { method, run } of writesOf(other, MAIN)) await expectCode(run, ['STORE_LOCKED'], method)
      await trial.store.appendJournal(MAIN, entries(4, 4))
      expectSame(await other.lastSequence(MAIN), 4, 'the last sequence that another one reads')
    },
  },
  {
    name: 'lets others write bars, runs and settings while one writes records',
    of: 'trading',
    once: true,
    needs: ['second'],
    run: async (trial) => {
      await trial.store.claim(NAME)
      const other = await trial.second()
      if (trial.has('bars')) await other.writeBars(ALPHA, span(0, 9), hourBars([1]))
      if (trial.has('runs')) await other.saveRun(run('of another'))
      if (trial.has('settings')) await other.saveSetting('of another', 1)
      await know(trial)
      if (trial.has('bars')) expectSame((await trial.store.storedSeries()).length, 1, 'series')
      if (trial.has('runs')) expectSame((await trial.store.runs()).length, 1, 'runs')
      if (trial.has('settings')) expectSame(await trial.store.setting('of another'), 1, 'a setting')
    },
  },
  {
    name: 'gives the right to write to another once the first is closed',
    of: 'trading',
    once: true,
    needs: ['second', 'close'],
    run: async (trial) => {
      await trial.store.claim(NAME)
      await know(trial)
      const other = await trial.second()
      await expectLocked(other)
      await trial.store.close()
      await other.claim('a second desk')
      await other.record(MAIN, { fills: [fill('f1')] })
      expectKept(await other.fills(MAIN), [fill('f1')], 'fills of the second writer')
    },
  },
  {
    name: 'keeps the right to write where another is closed that did not have it',
    of: 'trading',
    once: true,
    needs: ['second', 'close'],
    run: async (trial) => {
      await know(trial)
      const [one, two] = [await trial.second(), await trial.second()]
      await expectCode(() => one.claim('one'), ['STORE_LOCKED'], 'a second writer')
      await one.close()
      await expectCode(() => two.claim('two'), ['STORE_LOCKED'], 'a third writer, once the second is closed')
      await trial.store.record(MAIN, { fills: [fill('f1')] })
    },
  },
  {
    name: 'gives the right to write to another once the first has crashed',
    of: 'trading',
    once: true,
    needs: ['crash'],
    run: async (trial) => {
      await trial.store.claim(NAME)
      await know(trial)
      await trial.store.record(MAIN, { fills: [fill('f1')] })
      await trial.crash()
      await trial.store.claim('a second desk')
      await trial.store.record(MAIN, { fills: [fill('f2')] })
      expectKept(await trial.store.fills(MAIN), [fill('f1'), fill('f2')], 'fills of both writers')
    },
  },
]
