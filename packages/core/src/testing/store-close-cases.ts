import { expectCode } from './conformance.js'
import { ALPHA, expectBars, hourBars, span } from './store-bar-samples.js'
import { allCallsOf } from './store-calls.js'
import type { StoreCheck } from './store-check.js'
import { expectKept } from './store-compare.js'
import { entries, fill, know, MAIN, run } from './store-samples.js'

export const storeCloseCases: readonly StoreCheck[] = [
  {
    name: 'rejects with STORE_CLOSED whatever is asked of it after it was closed',
    of: 'close',
    once: true,
    run: async ({ store }) => {
      await store.close()
      for (const { method, run: ask } of allCallsOf(store, MAIN))
        await expectCode(ask, ['STORE_CLOSED'], `${method} after close`)
    },
  },
  {
    name: 'takes a second close for nothing, whether or not the first was awaited',
    of: 'close',
    once: true,
    run: async ({ store }) => {
      await Promise.all([store.close(), store.close()])
      await store.close()
    },
  },
  {
    name: 'does what was asked before it is closed, and nothing after',
    of: 'close',
    once: true,
    needs: ['reopen'],
    run: async (trial) => {
      const { store } = trial
      const asked: Promise<unknown>[] = []
      const refused: Promise<unknown>[] = []
      const ask = (to: Promise<unknown>[]): void => {
        if (trial.has('bars')) to.push(store.writeBars(ALPHA, span(0, 9), hourBars([to === asked ? 1 : 2])))
        if (trial.has('trading')) to.push(know(trial), store.record(MAIN, { fills: [fill(`f${String(to.length)}`)] }))
        if (trial.has('trading') && trial.has('journal')) to.push(store.appendJournal(MAIN, entries(1, 100)))
        if (trial.has('runs')) to.push(store.saveRun(run('asked')))
        if (trial.has('settings')) to.push(store.saveSetting('asked', to === asked))
      }
      ask(asked)
      const closed = store.close()
      ask(refused)
      const outcomes = Promise.allSettled(refused)
      await closed
      await Promise.all(asked)
      for (const outcome of await outcomes)
        await expectCode(
          async () => {
            if (outcome.status === 'rejected') throw outcome.reason
          },
          ['STORE_CLOSED'],
          'what was asked after close',
        )
      await trial.reopen()
      if (trial.has('bars')) await expectBars(trial, span(0, 9), [hourBars([1])])
      if (trial.has('trading')) expectKept((await trial.store.fills(MAIN)).length, 1, 'fills')
      if (trial.has('trading') && trial.has('journal'))
        expectKept(await trial.store.readJournal(MAIN), entries(1, 100), 'entries')
      if (trial.has('runs')) expectKept((await trial.store.runs()).length, 1, 'runs')
      if (trial.has('settings')) expectKept(await trial.store.settings(), { asked: true }, 'settings')
    },
  },
]
