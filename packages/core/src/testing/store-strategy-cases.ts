import type { StoredStrategy, StrategyRecord } from '../domain/strategy-record.js'
import { expectCode, expectSame } from './conformance.js'
import { notPlain } from './store-bad-records.js'
import type { StoreCheck } from './store-check.js'
import { expectKept, spoil } from './store-compare.js'
import { know, LAST_TIME, MAIN, minute, ODD_PLAIN, ODD_TEXTS, strategy } from './store-samples.js'

function stored(record: StrategyRecord, deletedAt?: number): StoredStrategy {
  return { ...record, deletedAt }
}

export const storeStrategyCases: readonly StoreCheck[] = [
  {
    name: 'gives strategies as they stand, by name, and all that was saved of one',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      const states = [
        strategy('trend'),
        strategy('trend', { status: 'paused', params: ODD_PLAIN, state: ODD_PLAIN, metadata: ODD_PLAIN, version: 2 }),
        strategy('trend', { status: 'stopped', savedAt: LAST_TIME }),
      ]
      await trial.store.saveStrategy(MAIN, states[0]!)
      await trial.store.saveStrategy(MAIN, strategy('carry'))
      await trial.store.saveStrategy(MAIN, states[1]!)
      await trial.next()
      expectKept(await trial.store.strategies(MAIN), [strategy('carry'), states[1]], 'strategies')
      await trial.store.saveStrategy(MAIN, states[2]!)
      await trial.next()
      expectKept(await trial.store.strategies(MAIN), [strategy('carry'), states[2]], 'strategies, one saved again')
      expectKept(await trial.store.strategyHistory(MAIN, 'trend'), states, 'what was saved of trend')
      expectKept(await trial.store.strategyHistory(MAIN, 'Trend'), [], 'what was saved of a strategy that is not known')
    },
  },
  {
    name: 'marks a strategy as deleted, and loses nothing of it',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      const states = [strategy('trend', { savedAt: minute(0) }), strategy('trend', { savedAt: minute(1) })]
      for (const each of [...states, strategy('carry')]) await trial.store.saveStrategy(MAIN, each)
      expectSame(await trial.store.deleteStrategy(MAIN, 'trend', minute(2)), true, 'whether trend was there')
      await trial.next()
      expectSame(await trial.store.deleteStrategy(MAIN, 'trend', minute(3)), false, 'whether it still was')
      expectSame(await trial.store.deleteStrategy(MAIN, 'nobody', minute(3)), false, 'whether nobody was')
      expectKept(await trial.store.strategies(MAIN), [strategy('carry')], 'strategies that are there')
      const all = [strategy('carry'), stored(states[1]!, minute(2))]
      expectKept(await trial.store.strategies(MAIN, { deleted: true }), all, 'strategies with those that were deleted')
      const history = await trial.store.strategyHistory(MAIN, 'trend')
      expectKept(history.at(-1)?.deletedAt, minute(2), 'when the last state was deleted')
      expectSame(history.length, 2, 'states of a strategy that was deleted')
    },
  },
  {
    name: 'has a strategy again that is saved after it was deleted, with its history',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      await trial.store.saveStrategy(MAIN, strategy('trend'))
      await trial.store.deleteStrategy(MAIN, 'trend', minute(1))
      await trial.next()
      const again = strategy('trend', { version: 2, savedAt: minute(2) })
      await trial.store.saveStrategy(MAIN, again)
      await trial.next()
      expectKept(await trial.store.strategies(MAIN), [again], 'strategies')
      const history = [stored(strategy('trend'), minute(1)), stored(again)]
      expectKept(await trial.store.strategyHistory(MAIN, 'trend'), history, 'the history of trend')
      expectSame(await trial.store.deleteStrategy(MAIN, 'trend', minute(3)), true, 'whether it was there again')
      await trial.next()
      expectKept(await trial.store.strategies(MAIN), [], 'strategies after it was deleted again')
    },
  },
  {
    name: 'takes any text for the name of a strategy',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      for (const name of ODD_TEXTS) await trial.store.saveStrategy(MAIN, strategy(name, { className: name }))
      await trial.next()
      expectSame((await trial.store.strategies(MAIN)).length, ODD_TEXTS.length, 'strategies')
      for (const name of ODD_TEXTS) {
        const history = await trial.store.strategyHistory(MAIN, name)
        expectKept(
          history,
          [strategy(name, { className: name })],
          `the history of ${JSON.stringify(name.slice(0, 40))}`,
        )
      }
    },
  },
  {
    name: 'refuses a strategy that cannot be, and leaves what was there',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      await trial.store.saveStrategy(MAIN, strategy('trend'))
      for (const [what, record] of [
        ['no name', strategy('')],
        ['half a character', strategy('trend', { className: '\ud83d' })],
        ['a time before 1970', strategy('trend', { savedAt: -1 })],
        ['a version that is no number', strategy('trend', { version: Number.NaN })],
        ['a state that is no plain data', strategy('trend', { state: notPlain([undefined]) })],
        ['a status that there is not', Object.assign(strategy('trend'), { status: 'deleted' })],
      ] as const) {
        const save = (): Promise<void> => trial.store.saveStrategy(MAIN, record)
        await expectCode(save, ['RECORD_INVALID'], `a strategy with ${what}`)
      }
      for (const at of [Number.NaN, -1, minute(0) + 0.5, LAST_TIME + 1]) {
        const forget = (): Promise<boolean> => trial.store.deleteStrategy(MAIN, 'trend', at)
        await expectCode(forget, ['RECORD_INVALID'], `a strategy deleted at ${String(at)}`)
      }
      await trial.next()
      expectKept(await trial.store.strategies(MAIN), [strategy('trend')], 'strategies')
      expectKept(await trial.store.strategyHistory(MAIN, 'trend'), [strategy('trend')], 'the history of trend')
    },
  },
  {
    name: 'keeps copies of strategies',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      const like = (): StrategyRecord => strategy('trend', { params: { list: [1] }, state: { deep: { er: 1 } } })
      const given = like()
      const saved = trial.store.saveStrategy(MAIN, given)
      spoil(given)
      await saved
      await trial.next()
      spoil(await trial.store.strategies(MAIN))
      spoil(await trial.store.strategyHistory(MAIN, 'trend'))
      expectKept(await trial.store.strategies(MAIN), [like()], 'strategies')
      expectKept(await trial.store.strategyHistory(MAIN, 'trend'), [like()], 'the history of trend')
    },
  },
]
