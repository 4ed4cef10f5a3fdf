import type { Spec } from '../domain/spec.js'
import { expectCode, expectSame } from './conformance.js'
import { notPlain } from './store-bad-records.js'
import type { StoreCheck } from './store-check.js'
import { expectKept, spoil } from './store-compare.js'
import { ODD_PLAIN, ODD_TEXTS } from './store-samples.js'

export const storeSettingCases: readonly StoreCheck[] = [
  {
    name: 'gives a setting as it was saved last, and undefined for one that is not kept',
    of: 'settings',
    run: async (trial) => {
      const values: readonly Spec[] = [ODD_PLAIN, null, false, 0, '', [], {}, 'text', 5e-324, ODD_TEXTS, [[null]]]
      for (const [index, value] of values.entries()) await trial.store.saveSetting(`s${String(index)}`, value)
      await trial.store.saveSetting('replaced', { first: 1 })
      await trial.store.saveSetting('replaced', { second: 2 })
      await trial.next()
      for (const [index, value] of values.entries())
        expectKept(await trial.store.setting(`s${String(index)}`), value, `setting ${String(index)}`)
      expectKept(await trial.store.setting('replaced'), { second: 2 }, 'a setting that was replaced')
      expectSame((await trial.store.setting('S0')) === undefined, true, 'whether a setting that is not kept is none')
    },
  },
  {
    name: 'lists all settings in order of their names',
    of: 'settings',
    run: async (trial) => {
      expectKept(await trial.store.settings(), {}, 'settings before the first')
      for (const key of ['b', 'a.c', 'B', 'a', 'a b', 'c']) await trial.store.saveSetting(key, { of: key })
      await trial.store.saveSetting('b', 2)
      await trial.next()
      const settings = await trial.store.settings()
      expectSame(Object.keys(settings), ['B', 'a', 'a b', 'a.c', 'b', 'c'], 'names of settings')
      expectKept([settings.b, settings['a.c']], [2, { of: 'a.c' }], 'two settings')
    },
  },
  {
    name: 'takes any text for the name of a setting',
    of: 'settings',
    run: async (trial) => {
      const keys = [
        ...ODD_TEXTS,
        'constructor',
        'toString',
        'hasOwnProperty',
        '0',
        '-1',
        '.',
        '..',
        '/',
        'CON',
        'a/../b',
      ]
      for (const key of keys) {
        expectSame((await trial.store.setting(key)) === undefined, true, `whether ${JSON.stringify(key)} is not kept`)
        await trial.store.saveSetting(key, [key])
      }
      await trial.next()
      for (const key of keys)
        expectKept(await trial.store.setting(key), [key], `the setting ${JSON.stringify(key.slice(0, 40))}`)
      const settings = Object.entries(await trial.store.settings())
      expectKept(settings.map(([key]) => key).sort(), [...keys].sort(), 'names of settings')
      for (const key of keys) expectSame(await trial.store.deleteSetting(key), true, `whether ${key} was there`)
      await trial.next()
      expectKept(await trial.store.settings(), {}, 'settings after all were deleted')
    },
  },
  {
    name: 'says whether a setting was there that is deleted',
    of: 'settings',
    run: async (trial) => {
      await trial.store.saveSetting('a', null)
      await trial.store.saveSetting('b', 1)
      await trial.next()
      expectSame(await trial.store.deleteSetting('a'), true, 'whether a was there')
      expectSame(await trial.store.deleteSetting('a'), false, 'whether it still was')
      expectSame(await trial.store.deleteSetting('never'), false, 'whether one was that was never saved')
      await trial.next()
      expectKept(await trial.store.settings(), { b: 1 }, 'settings')
      await trial.store.saveSetting('a', 2)
      await trial.next()
      expectSame(await trial.store.setting('a'), 2, 'a setting that was saved again')
    },
  },
  {
    name: 'refuses a setting that is no plain data, and leaves what was there',
    of: 'settings',
    run: async (trial) => {
      await trial.store.saveSetting('a', 'as it was')
      const circle: unknown[] = []
      circle.push({ circle }, { circle })
      const sparse = [1]
      sparse[2] = 3
      const values = [undefined, Number.NaN, Infinity, 1n, Symbol('s'), () => 1, new Date(0), new Map(), /x/, '\ud83d']
      for (const [index, value] of [...values, circle, sparse, { x: undefined }, { '\udc00': 1 }].entries()) {
        const save = (): Promise<void> => trial.store.saveSetting('a', notPlain(value))
        await expectCode(save, ['RECORD_INVALID'], `value ${String(index)}, which is no plain data`)
      }
      await expectCode(() => trial.store.saveSetting('', 1), ['RECORD_INVALID'], 'a setting without a name')
      await expectCode(() => trial.store.saveSetting('\ud83d', 1), ['RECORD_INVALID'], 'half a character for a name')
      await trial.next()
      expectKept(await trial.store.settings(), { a: 'as it was' }, 'settings')
    },
  },
  {
    name: 'saves settings in the order in which it was asked, whether or not that was awaited',
    of: 'settings',
    run: async (trial) => {
      const { store } = trial
      const saved = Array.from({ length: 20 }, (_, index) => store.saveSetting('a', index))
      const deleted = store.deleteSetting('a')
      const between = store.setting('a')
      const after = store.saveSetting('b', 1)
      await Promise.all([...saved, after])
      expectSame(await deleted, true, 'whether it was there')
      expectSame((await between) === undefined, true, 'whether it was gone')
      await trial.next()
      expectKept(await trial.store.settings(), { b: 1 }, 'settings')
    },
  },
  {
    name: 'keeps copies of settings',
    of: 'settings',
    run: async (trial) => {
      const given = { list: [1, { deep: true }], text: 'a' }
      const saved = trial.store.saveSetting('a', given)
      spoil(given)
      await saved
      await trial.next()
      spoil(await trial.store.setting('a'))
      spoil(await trial.store.settings())
      expectKept(await trial.store.settings(), { a: { list: [1, { deep: true }], text: 'a' } }, 'settings')
    },
  },
]
