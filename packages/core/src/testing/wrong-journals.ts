import type { Store } from '../ports/store.js'
import { nextTurn } from './next-turn.js'
import { always, copyOf, forgetful, wrongStore, type WrongStore } from './wrong-stores.js'

/** Journals that are wrong. */
export const wrongJournals: readonly WrongStore[] = [
  {
    that: 'loses the last append when it is opened again',
    harness: forgetful(['journal'], (all) => (all.at(-1)?.method === 'appendJournal' ? all.slice(0, -1) : all)),
    meant: 'has every entry that it acknowledged, and goes on behind the last',
    lives: ['reopened', 'after a crash'],
    others: [
      /the entries of a journal in order, letter/,
      /appends in the order/,
      /finds entries by/,
      /refuses entries that do not go on/,
      /prunes the entries/,
      /after all of them were pruned/,
      /random/,
    ],
  },
  {
    that: 'acknowledges before it is durable',
    harness: forgetful(['journal'], (all, how) => (how === 'killed' ? all.slice(0, -1) : all)),
    meant: 'has every entry that it acknowledged, and goes on behind the last',
    lives: ['after a crash'],
    others: [/journal/, /entries/, /checkpoint/, /appends/, /pruned/],
  },
  {
    that: 'lets its writes overtake each other',
    harness: wrongStore(['journal'], () => {
      let count = 0
      return (right) => ({
        appendJournal: async (account, given) => {
          const entries = copyOf(given)
          if (count++ % 2 === 0) await nextTurn()
          await right.appendJournal(account, entries)
        },
      })
    }),
    meant: 'appends in the order in which it was asked, whether or not that was awaited',
    others: [/keeps copies/],
  },
  {
    that: 'gives the newest entry first',
    harness: wrongStore(
      ['journal'],
      always((right) => ({ readJournal: async (...args) => [...(await right.readJournal(...args))].reverse() })),
    ),
    meant: 'gives the entries of a journal in order, letter by letter',
    others: [
      /has every entry/,
      /appends in the order/,
      /finds entries by/,
      /refuses entries/,
      /prunes the entries/,
      /accounts apart/,
      /keeps copies/,
      /lets others read the journal/,
      /random/,
    ],
  },
  {
    that: 'counts from the entries that are there, which pruning takes away',
    harness: wrongStore(
      ['journal'],
      always((right) => ({
        lastSequence: async (account) => (await right.readJournal(account)).at(-1)?.sequence ?? 0,
      })),
    ),
    meant: 'goes on behind the last entry after all of them were pruned',
    others: [/accounts apart/],
  },
  {
    that: 'keeps texts in one byte per letter',
    harness: wrongStore(
      ['journal'],
      always((right) => ({
        appendJournal: (account, entries) =>
          right.appendJournal(
            account,
            entries.map((entry) => ({ ...entry, data: Buffer.from(entry.data, 'latin1').toString('latin1') })),
          ),
      })),
    ),
    meant: 'gives the entries of a journal in order, letter by letter',
    others: [/refuses entries that do not go on/],
  },
  {
    that: 'gives the last checkpoint rather than the one with the highest sequence',
    harness: wrongStore(['journal'], () => {
      const last = new Map<string, Awaited<ReturnType<Store['latestCheckpoint']>>>()
      return (right) => ({
        saveCheckpoint: async (account, given) => {
          const checkpoint = { ...given }
          await right.saveCheckpoint(account, given)
          last.set(account, checkpoint)
        },
        latestCheckpoint: async (account) => (await right.latestCheckpoint(account)) && copyOf(last.get(account)),
      })
    }),
    meant: 'gives the checkpoint with the highest sequence, of several the last that was saved',
    others: [/random/],
  },
]
