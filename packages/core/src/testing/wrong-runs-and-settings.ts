import type { Spec } from '../domain/spec.js'
import { nextTurn } from './next-turn.js'
import { always, wrongStore, type WrongStore } from './wrong-stores.js'

/** Stores of runs and of settings that are wrong, and such as end wrongly. */
export const wrongOthers: readonly WrongStore[] = [
  {
    that: 'gives its runs the numbers that deleted ones had',
    harness: wrongStore(
      ['runs'],
      always((right) => ({
        saveRun: async (run) => {
          await right.saveRun(run)
          return (await right.runs()).length
        },
      })),
    ),
    meant: 'gives each run a number above all before it, those of deleted runs too',
    others: [/two save at once/, /asked before it is closed/],
  },
  {
    that: 'keeps the whole array of which a curve is a part',
    harness: wrongStore(
      ['runs'],
      always((right) => ({
        saveRun: (run) => {
          const whole = (part: Float64Array): Float64Array => new Float64Array(part.buffer as ArrayBuffer)
          const { times, equity } = run.equityCurve
          return right.saveRun({
            ...run,
            equityCurve:
              times.length === equity.length ? { times: whole(times), equity: whole(equity) } : run.equityCurve,
          })
        },
      })),
    ),
    meant: 'keeps copies of runs, and of a curve only the part that it was given',
    others: [],
  },
  {
    that: 'gives what it keeps rather than copies',
    harness: wrongStore(['settings'], () => {
      const kept = new Map<string, Spec>()
      return (right) => ({
        saveSetting: async (key, value) => {
          await right.saveSetting(key, value)
          kept.set(key, value)
        },
        setting: async (key) => (await right.setting(key)) && kept.get(key),
      })
    }),
    meant: 'keeps copies of settings',
    others: [],
  },
  {
    that: 'loses keys that objects have of themselves',
    harness: wrongStore(
      ['settings'],
      always((right) => ({
        settings: async () => {
          const all: Record<string, Spec> = {}
          for (const [key, value] of Object.entries(await right.settings())) all[key] = value
          return all
        },
      })),
    ),
    meant: 'takes any text for the name of a setting',
    others: [/random/],
  },
  {
    that: 'answers after it was closed',
    harness: wrongStore(
      ['settings'],
      always(() => ({ close: () => Promise.resolve() })),
    ),
    meant: 'rejects with STORE_CLOSED whatever is asked of it after it was closed',
    lives: [],
    others: [/asked before it is closed/],
  },
  {
    that: 'is closed before what was asked is done',
    harness: wrongStore(
      ['settings'],
      always((right) => ({
        saveSetting: async (key, value) => {
          await nextTurn()
          await right.saveSetting(key, value)
        },
      })),
    ),
    meant: 'does what was asked before it is closed, and nothing after',
    lives: [],
    others: [/saves settings in the order/, /keeps copies/],
  },
]
