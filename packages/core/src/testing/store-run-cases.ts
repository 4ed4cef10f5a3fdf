import type { NewRun } from '../domain/run-record.js'
import type { RunFilter } from '../ports/run-store.js'
import { expectCode, expectSame } from './conformance.js'
import { notPlain } from './store-bad-records.js'
import type { StoreCheck, StoreTrial } from './store-check.js'
import { expectKept, spoil } from './store-compare.js'
import { BEGIN, dec, LAST_TIME, minute, ODD_PLAIN, ODD_TEXTS, run } from './store-samples.js'

/** Names of the runs that a filter finds. */
async function named({ store }: StoreTrial, filter?: RunFilter): Promise<string> {
  return (await store.runs(filter)).map(({ name }) => name).join(' ')
}

/** What a list shows of a run. */
function summaryOf(
  id: number,
  { settings: _settings, result: _result, equityCurve: _curve, ...shown }: NewRun,
): object {
  return { id, ...shown }
}

const CURVE = {
  times: Float64Array.of(0, 1, BEGIN, BEGIN + 0.5, LAST_TIME),
  equity: Float64Array.of(-0, 5e-324, 0.1 + 0.2, 1.7976931348623157e308, -1e-7),
}

/** A run of which nothing is plain. */
const ODD_RUN = run(ODD_TEXTS[0]!, {
  ...{ tags: ODD_TEXTS, strategies: ODD_TEXTS, symbols: [], hash: ODD_TEXTS[5]!, version: ODD_TEXTS[7]! },
  ...{
    savedAt: LAST_TIME,
    startedAt: Date.UTC(1950, 0, 3),
    endedAt: LAST_TIME,
    bars: 0,
    initialCapital: dec('90071992547409.93000001'),
  },
  ...{ finalEquity: -0.30000000000000004, settings: ODD_PLAIN, result: ODD_PLAIN, equityCurve: CURVE },
  metrics: { '': 1, ['__proto__']: 5e-324, 'a b': null, sharpe: 1.7976931348623157e308 },
})

export const storeRunCases: readonly StoreCheck[] = [
  {
    name: 'gives a run back as it was saved, every bit of its equity too',
    of: 'runs',
    run: async (trial) => {
      const ids = [await trial.store.saveRun(ODD_RUN), await trial.store.saveRun(run('plain'))]
      await trial.next()
      expectKept(await trial.store.loadRun(ids[0]!), { id: ids[0], ...ODD_RUN }, 'an odd run')
      expectKept(await trial.store.loadRun(ids[1]!), { id: ids[1], ...run('plain') }, 'a plain run')
      const { equityCurve } = await trial.store.loadRun(ids[0]!)
      const arrays = [equityCurve.times, equityCurve.equity].map((column) => column.constructor.name)
      expectSame(arrays, ['Float64Array', 'Float64Array'], 'what an equity curve is made of')
    },
  },
  {
    name: 'lists the last run first, without what only the whole run has',
    of: 'runs',
    run: async (trial) => {
      expectKept(await trial.store.runs(), [], 'runs before the first')
      const first = await trial.store.saveRun(run('first', { savedAt: minute(9) }))
      const second = await trial.store.saveRun(ODD_RUN)
      await trial.next()
      const third = await trial.store.saveRun(run('third', { savedAt: minute(1) }))
      await trial.next()
      const summaries = [
        summaryOf(third, run('third', { savedAt: minute(1) })),
        summaryOf(second, ODD_RUN),
        summaryOf(first, run('first', { savedAt: minute(9) })),
      ]
      expectKept(await trial.store.runs(), summaries, 'runs')
    },
  },
  {
    name: 'finds runs by all that a filter says, the last so many',
    of: 'runs',
    run: async (trial) => {
      const saved = [
        run('a', { savedAt: minute(0), tags: ['x', 'y'], symbols: [], hash: '1' }),
        run('b', { savedAt: minute(1), tags: ['y'], strategies: ['carry', 'trend'], hash: '2' }),
        run('a', { savedAt: minute(2), tags: [], strategies: ['carry'], symbols: ['AAPL'], hash: '1' }),
        run('', { savedAt: minute(3), tags: ['x%', 'Y'], strategies: [], symbols: ['aapl'], hash: '3' }),
      ]
      const ids: number[] = []
      for (const each of saved) ids.push(await trial.store.saveRun(each))
      await trial.next()
      const found = async (filter: RunFilter): Promise<string> => {
        const runs = await trial.store.runs(filter)
        return runs.map(({ id }) => ids.indexOf(id) + 1).join(' ')
      }
      const expected: readonly (readonly [RunFilter, string])[] = [
        [{}, '4 3 2 1'],
        [{ name: 'a' }, '3 1'],
        [{ name: '' }, '4'],
        [{ name: 'A' }, ''],
        [{ tag: 'y' }, '2 1'],
        [{ tag: 'x' }, '1'],
        [{ tag: 'x%' }, '4'],
        [{ strategy: 'carry' }, '3 2'],
        [{ strategy: 'car' }, ''],
        [{ symbol: 'AAPL' }, '3 2'],
        [{ hash: '1' }, '3 1'],
        [{ from: minute(1), to: minute(3) }, '3 2'],
        [{ from: minute(3), to: minute(3) }, ''],
        [{ limit: 2 }, '4 3'],
        [{ limit: 0 }, ''],
        [{ name: 'a', limit: 1 }, '3'],
        [{ strategy: 'carry', tag: 'y', symbol: 'MSFT', hash: '2', name: 'b' }, '2'],
      ]
      for (const [filter, names] of expected)
        expectSame(await found(filter), names, `runs by ${JSON.stringify(filter)}`)
    },
  },
  {
    name: 'takes a deleted run off the list, and loads it all the same',
    of: 'runs',
    run: async (trial) => {
      const [first, second] = [await trial.store.saveRun(run('first')), await trial.store.saveRun(run('second'))]
      await trial.store.deleteRun(first)
      await trial.next()
      expectSame(await named(trial), 'second', 'runs')
      expectSame(await named(trial, { limit: 2 }), 'second', 'at most two runs')
      expectSame(await named(trial, { deleted: true }), 'second first', 'runs with those that were deleted')
      expectSame(await named(trial, { name: 'first' }), '', 'runs of the name of a deleted one')
      expectKept(await trial.store.loadRun(first), { id: first, ...run('first') }, 'a deleted run')
      await trial.store.deleteRun(second)
      await trial.next()
      expectSame(await named(trial), '', 'runs after both were deleted')
    },
  },
  {
    name: 'gives each run a number above all before it, those of deleted runs too',
    of: 'runs',
    run: async (trial) => {
      let last = 0
      for (const name of ['a', 'b', 'c', 'd']) {
        const id = await trial.store.saveRun(run(name))
        if (!(Number.isSafeInteger(id) && id > last)) expectSame(id, `a whole number above ${String(last)}`, 'a number')
        last = id
        await trial.store.deleteRun(id)
        await trial.next()
      }
      expectSame((await trial.store.runs({ deleted: true })).length, 4, 'runs that were saved')
    },
  },
  {
    name: 'saves runs in the order in which it was asked, whether or not that was awaited',
    of: 'runs',
    run: async (trial) => {
      const names = Array.from({ length: 20 }, (_, index) => `r${String(index)}`)
      const ids = await Promise.all(names.map((name) => trial.store.saveRun(run(name))))
      expectSame(
        ids,
        [...ids].sort((a, b) => a - b),
        'numbers',
      )
      await trial.next()
      expectSame(await named(trial), names.reverse().join(' '), 'runs')
    },
  },
  {
    name: 'rejects with UNKNOWN_RUN for a run that it does not have',
    of: 'runs',
    run: async (trial) => {
      const id = await trial.store.saveRun(run('first'))
      await trial.next()
      for (const unknown of [id + 1, 0, -1, id + 0.5, Number.NaN, Number.MAX_SAFE_INTEGER]) {
        await expectCode(() => trial.store.loadRun(unknown), ['UNKNOWN_RUN'], `run ${String(unknown)}`)
        await expectCode(() => trial.store.deleteRun(unknown), ['UNKNOWN_RUN'], `to delete run ${String(unknown)}`)
      }
      expectSame(await named(trial), 'first', 'runs')
    },
  },
  {
    name: 'refuses runs and filters of runs that cannot be',
    of: 'runs',
    run: async (trial) => {
      const curve = { times: Float64Array.of(1, 2), equity: Float64Array.of(1) }
      const impossible: readonly (readonly [string, Partial<NewRun>])[] = [
        ['a metric that is no number', { metrics: { sharpe: Number.NaN } }],
        ['an endless equity', { finalEquity: Number.POSITIVE_INFINITY }],
        ['an equity of fewer values than times', { equityCurve: curve }],
        ['half a character in its name', { name: '\ud83d' }],
        ['half a character in a tag', { tags: ['\udc00'] }],
        ['no hash', { hash: '' }],
        ['half a millisecond', { savedAt: BEGIN + 0.5 }],
        ['half a bar', { bars: 0.5 }],
        ['a capital that is no number', { initialCapital: dec('NaN') }],
        ['a result that is no plain data', { result: notPlain({ at: new Date(0) }) }],
      ]
      for (const [what, more] of impossible)
        await expectCode(() => trial.store.saveRun(run('bad', more)), ['RECORD_INVALID'], `a run with ${what}`)
      await trial.next()
      expectKept(await trial.store.runs({ deleted: true }), [], 'runs')
      const backwards = (): Promise<unknown> => trial.store.runs({ from: minute(2), to: minute(1) })
      await expectCode(backwards, ['RANGE_INVALID'], 'runs of a range that runs backwards')
      await expectCode(() => trial.store.runs({ limit: -1 }), ['RECORD_INVALID'], 'fewer than no runs')
      await expectCode(() => trial.store.runs({ from: Number.NaN }), ['TIME_INVALID'], 'runs since NaN')
    },
  },
  {
    name: 'keeps copies of runs, and of a curve only the part that it was given',
    of: 'runs',
    run: async (trial) => {
      const whole = Float64Array.of(9, 1, 2, 3, 9)
      const given = run('first', {
        metrics: { sharpe: 1 },
        settings: { deep: [1] },
        equityCurve: { times: whole.subarray(1, 4), equity: whole.subarray(2, 5) },
      })
      const curve = { times: Float64Array.of(1, 2, 3), equity: Float64Array.of(2, 3, 9) }
      const kept = run('first', { metrics: { sharpe: 1 }, settings: { deep: [1] }, equityCurve: curve })
      const saved = trial.store.saveRun(given)
      spoil(given)
      whole.fill(7)
      const id = await saved
      await trial.next()
      spoil(await trial.store.runs())
      spoil(await trial.store.loadRun(id))
      expectKept(await trial.store.loadRun(id), { id, ...kept }, 'a run')
      expectKept(await trial.store.runs(), [summaryOf(id, kept)], 'runs')
    },
  },
  {
    name: 'keeps a curve of a hundred thousand points',
    of: 'runs',
    run: async (trial) => {
      const times = Float64Array.from({ length: 100_000 }, (_, index) => minute(index))
      const equityCurve = { times, equity: times.map((time) => Math.sqrt(time)) }
      const id = await trial.store.saveRun(run('long', { equityCurve }))
      await trial.next()
      const loaded = (await trial.store.loadRun(id)).equityCurve
      expectKept([...loaded.times], [...equityCurve.times], 'times')
      expectKept([...loaded.equity], [...equityCurve.equity], 'equity')
    },
  },
  {
    name: 'gives runs numbers of their own that two save at once',
    of: 'runs',
    once: true,
    needs: ['second'],
    run: async (trial) => {
      const other = await trial.second()
      const names = ['a', 'b', 'c', 'd', 'e', 'f']
      const stores = names.map((_, index) => (index % 2 === 0 ? trial.store : other))
      const ids = await Promise.all(names.map((name, index) => stores[index]!.saveRun(run(name))))
      expectSame(new Set(ids).size, 6, 'numbers')
      for (const [index, id] of ids.entries())
        expectSame((await trial.store.loadRun(id)).name, names[index], `the name of run ${String(id)}`)
    },
  },
]
