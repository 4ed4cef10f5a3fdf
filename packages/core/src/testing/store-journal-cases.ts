import type { JournalEntry } from '../domain/journal-entry.js'
import { expectCode, expectSame } from './conformance.js'
import type { StoreCheck, StoreTrial } from './store-check.js'
import { expectKept, spoil } from './store-compare.js'
import { checkpoint, entries, entry, know, LAST_TIME, MAIN, minute, ODD_TEXTS, OTHER } from './store-samples.js'

/** Holds a journal to its entries and to where it ends. */
async function expectJournal(
  { store }: StoreTrial,
  expected: readonly JournalEntry[],
  last = expected.at(-1)?.sequence ?? 0,
  account = MAIN,
): Promise<void> {
  expectKept(await store.readJournal(account), expected, `the journal of ${account}`)
  expectSame(await store.lastSequence(account), last, `the last sequence of ${account}`)
}

export const storeJournalCases: readonly StoreCheck[] = [
  {
    name: 'gives the entries of a journal in order, letter by letter',
    of: 'journal',
    run: async (trial) => {
      const texts = [...ODD_TEXTS, '', '{"price":0.30000000000000004}', '\u0001\u001f\u007f', 'y'.repeat(200_000)]
      const written = texts.map((data, index) => entry(index + 1, { data, kind: ODD_TEXTS[index] ?? 'bar' }))
      await know(trial)
      await trial.store.appendJournal(MAIN, written.slice(0, 7))
      for (const each of written.slice(7)) await trial.store.appendJournal(MAIN, [each])
      await trial.next()
      await expectJournal(trial, written)
    },
  },
  {
    name: 'has every entry that it acknowledged, and goes on behind the last',
    of: 'journal',
    run: async (trial) => {
      await know(trial)
      await expectJournal(trial, [])
      for (let sequence = 1; sequence <= 6; sequence += 2) {
        await trial.store.appendJournal(MAIN, entries(sequence, sequence))
        await trial.store.appendJournal(MAIN, entries(sequence + 1, sequence + 1))
        await trial.next()
        await expectJournal(trial, entries(1, sequence + 1))
      }
    },
  },
  {
    name: 'appends in the order in which it was asked, whether or not that was awaited',
    of: 'journal',
    run: async (trial) => {
      const known = know(trial)
      const appended = Array.from({ length: 50 }, (_, index) =>
        trial.store.appendJournal(MAIN, entries(2 * index + 1, 2 * index + 2)),
      )
      const last = trial.store.lastSequence(MAIN)
      const after = trial.store.appendJournal(MAIN, [entry(101)])
      await Promise.all([known, ...appended, after])
      expectSame(await last, 100, 'the last sequence that was asked for between two appends')
      await trial.next()
      await expectJournal(trial, entries(1, 101))
    },
  },
  {
    name: 'takes ten thousand entries at once',
    of: 'journal',
    run: async (trial) => {
      await know(trial)
      await trial.store.appendJournal(MAIN, entries(1, 10_000))
      await trial.next()
      await expectJournal(trial, entries(1, 10_000))
    },
  },
  {
    name: 'finds entries by sequence, kind and half-open times, the first so many',
    of: 'journal',
    run: async (trial) => {
      await know(trial)
      const kinds = ['bar', 'filled', 'Bar', 'bar', 'b%r', 'bar'] as const
      const written = kinds.map((kind, index) => entry(index + 1, { kind, at: minute(Math.floor(index / 2)) }))
      await trial.store.appendJournal(MAIN, written)
      await trial.next()
      const found = async (filter: object): Promise<string> =>
        (await trial.store.readJournal(MAIN, filter)).map(({ sequence }) => sequence).join(' ')
      expectSame(await found({ after: 2 }), '3 4 5 6', 'entries after 2')
      expectSame(await found({ after: 6 }), '', 'entries after the last')
      expectSame(await found({ from: minute(1) }), '3 4 5 6', 'entries from minute 1 on')
      expectSame(await found({ to: minute(1) }), '1 2', 'entries before minute 1')
      expectSame(await found({ from: minute(1), to: minute(2) }), '3 4', 'entries of minute 1')
      expectSame(await found({ from: minute(1), to: minute(1) }), '', 'entries of no time')
      expectSame(await found({ kind: 'bar' }), '1 4 6', 'entries of a kind')
      expectSame(await found({ kind: 'b%' }), '', 'entries of a kind that none has')
      expectSame(await found({ limit: 2 }), '1 2', 'two entries')
      expectSame(await found({ limit: 0 }), '', 'no entries')
      expectSame(await found({ limit: 99 }), '1 2 3 4 5 6', 'as many as there are')
      expectSame(await found({ after: 1, kind: 'bar', from: minute(1), limit: 1 }), '4', 'all of it together')
    },
  },
  {
    name: 'refuses entries that do not go on where a journal ends, all of an append or none',
    of: 'journal',
    run: async (trial) => {
      await know(trial)
      await trial.store.appendJournal(MAIN, entries(1, 3))
      const refused: readonly (readonly [string, string, readonly JournalEntry[]])[] = [
        ['JOURNAL_GAP', 'an entry that was left out', [entry(5)]],
        ['JOURNAL_GAP', 'an entry that comes again', [entry(3)]],
        ['JOURNAL_GAP', 'the first again', [entry(1)]],
        ['JOURNAL_GAP', 'a gap within', [entry(4), entry(6)]],
        ['JOURNAL_GAP', 'a repeat within', [entry(4), entry(4)]],
        ['JOURNAL_GAP', 'backwards', [entry(5), entry(4)]],
        ['JOURNAL_GAP', 'a time before the last', [entry(4, { at: minute(3) - 1 })]],
        ['JOURNAL_GAP', 'times that run backwards', [entry(4), entry(5, { at: minute(4) - 1 })]],
        ['RECORD_INVALID', 'sequence 0', [entry(0)]],
        ['RECORD_INVALID', 'half a sequence', [entry(4), entry(4.5)]],
        ['RECORD_INVALID', 'half a millisecond', [entry(4), entry(5, { at: minute(5) + 0.5 })]],
        ['RECORD_INVALID', 'a time that is none', [entry(4), entry(5, { at: Number.NaN })]],
        ['RECORD_INVALID', 'a time after 2199', [entry(4), entry(5, { at: LAST_TIME + 1 })]],
        ['RECORD_INVALID', 'no kind', [entry(4), entry(5, { kind: '' })]],
        ['RECORD_INVALID', 'half a character', [entry(4), entry(5, { data: 'half of \ud83d' })]],
      ]
      for (const [code, what, list] of refused)
        await expectCode(() => trial.store.appendJournal(MAIN, list), [code], `an append with ${what}`)
      await trial.next()
      await expectJournal(trial, entries(1, 3))
      for (const [code, what, list] of refused)
        await expectCode(() => trial.store.appendJournal(MAIN, list), [code], `an append with ${what}`)
      await trial.store.appendJournal(MAIN, [])
      await trial.store.appendJournal(MAIN, [entry(4, { at: minute(3) }), entry(5, { at: LAST_TIME })])
      await trial.next()
      await expectJournal(trial, [...entries(1, 3), entry(4, { at: minute(3) }), entry(5, { at: LAST_TIME })])
    },
  },
  {
    name: 'gives the checkpoint with the highest sequence, of several the last that was saved',
    of: 'journal',
    run: async (trial) => {
      await know(trial)
      expectSame(await trial.store.latestCheckpoint(MAIN), undefined, 'a checkpoint of an account without any')
      await trial.store.saveCheckpoint(MAIN, checkpoint(0))
      await trial.next()
      expectKept(await trial.store.latestCheckpoint(MAIN), checkpoint(0), 'the checkpoint before the first entry')
      await trial.store.appendJournal(MAIN, entries(1, 5))
      const data = `${ODD_TEXTS.join('\n')}${'z'.repeat(200_000)}`
      await trial.store.saveCheckpoint(MAIN, checkpoint(4, 'the first of entry 4'))
      await trial.store.saveCheckpoint(MAIN, checkpoint(4, data))
      await trial.store.saveCheckpoint(MAIN, checkpoint(2))
      await trial.next()
      expectKept(await trial.store.latestCheckpoint(MAIN), checkpoint(4, data), 'the latest checkpoint')
    },
  },
  {
    name: 'refuses a checkpoint of an entry that the journal does not have yet',
    of: 'journal',
    run: async (trial) => {
      await know(trial)
      await trial.store.appendJournal(MAIN, entries(1, 2))
      await trial.store.saveCheckpoint(MAIN, checkpoint(2))
      const ahead = (): Promise<void> => trial.store.saveCheckpoint(MAIN, checkpoint(3))
      await expectCode(ahead, ['JOURNAL_GAP'], 'a checkpoint of entry 3 of 2')
      const half = (): Promise<void> => trial.store.saveCheckpoint(MAIN, checkpoint(1.5))
      await expectCode(half, ['RECORD_INVALID'], 'a checkpoint of half an entry')
      await trial.next()
      expectKept(await trial.store.latestCheckpoint(MAIN), checkpoint(2), 'the latest checkpoint')
    },
  },
  {
    name: 'prunes the entries up to the latest checkpoint, and keeps those behind it',
    of: 'journal',
    run: async (trial) => {
      await know(trial)
      await trial.store.appendJournal(MAIN, entries(1, 10))
      expectSame(await trial.store.pruneJournal(MAIN), 0, 'entries that went without a checkpoint')
      await trial.store.saveCheckpoint(MAIN, checkpoint(3))
      await trial.store.saveCheckpoint(MAIN, checkpoint(6))
      await trial.next()
      expectSame(await trial.store.pruneJournal(MAIN), 6, 'entries that went')
      await trial.next()
      await expectJournal(trial, entries(7, 10))
      expectKept(await trial.store.latestCheckpoint(MAIN), checkpoint(6), 'the latest checkpoint')
      expectSame(await trial.store.pruneJournal(MAIN), 0, 'entries that went the second time')
      expectKept(await trial.store.readJournal(MAIN, { after: 8 }), entries(9, 10), 'entries after 8')
      await trial.store.appendJournal(MAIN, entries(11, 12))
      await trial.next()
      await expectJournal(trial, entries(7, 12))
    },
  },
  {
    name: 'goes on behind the last entry after all of them were pruned',
    of: 'journal',
    run: async (trial) => {
      await know(trial)
      await trial.store.appendJournal(MAIN, entries(1, 5))
      await trial.store.saveCheckpoint(MAIN, checkpoint(5))
      expectSame(await trial.store.pruneJournal(MAIN), 5, 'entries that went')
      await trial.next()
      await expectJournal(trial, [], 5)
      for (const first of [1, 5, 7])
        await expectCode(() => trial.store.appendJournal(MAIN, [entry(first)]), ['JOURNAL_GAP'], `entry ${first}`)
      const early = entry(6, { at: minute(5) - 1 })
      await expectCode(() => trial.store.appendJournal(MAIN, [early]), ['JOURNAL_GAP'], 'a time before the last')
      await trial.store.appendJournal(MAIN, [entry(6, { at: minute(5) })])
      await trial.next()
      await expectJournal(trial, [entry(6, { at: minute(5) })])
    },
  },
  {
    name: 'keeps the journals of accounts apart',
    of: 'journal',
    run: async (trial) => {
      // One that takes a single account mixes none.
      if (!(await know(trial, MAIN, OTHER))) return
      await trial.store.appendJournal(MAIN, entries(1, 3))
      const others = entries(1, 2).map((each) => ({ ...each, data: 'of the other' }))
      await trial.store.appendJournal(OTHER, others)
      await trial.store.saveCheckpoint(OTHER, checkpoint(2, 'of the other'))
      await trial.next()
      await expectJournal(trial, entries(1, 3))
      await expectJournal(trial, others, 2, OTHER)
      expectSame(await trial.store.latestCheckpoint(MAIN), undefined, `the checkpoint of ${MAIN}`)
      expectSame(await trial.store.pruneJournal(MAIN), 0, `entries of ${MAIN} that went`)
      expectSame(await trial.store.pruneJournal(OTHER), 2, `entries of ${OTHER} that went`)
      await trial.next()
      await expectJournal(trial, entries(1, 3))
      await expectJournal(trial, [], 2, OTHER)
    },
  },
  {
    name: 'keeps copies of entries and checkpoints',
    of: 'journal',
    run: async (trial) => {
      await know(trial)
      const [given, state] = [entries(1, 3).map((each) => ({ ...each })), { ...checkpoint(2) }]
      const written = [trial.store.appendJournal(MAIN, given), trial.store.saveCheckpoint(MAIN, state)]
      spoil(given)
      spoil(state)
      await Promise.all(written)
      await trial.next()
      spoil(await trial.store.readJournal(MAIN))
      spoil(await trial.store.latestCheckpoint(MAIN))
      await expectJournal(trial, entries(1, 3))
      expectKept(await trial.store.latestCheckpoint(MAIN), checkpoint(2), 'the latest checkpoint')
    },
  },
  {
    name: 'refuses impossible filters of entries',
    of: 'journal',
    once: true,
    run: async (trial) => {
      await know(trial)
      await trial.store.appendJournal(MAIN, entries(1, 3))
      for (const [filter, code] of [
        [{ from: minute(2), to: minute(1) }, 'RANGE_INVALID'],
        [{ from: Number.NaN }, 'TIME_INVALID'],
        [{ to: Number.POSITIVE_INFINITY }, 'TIME_INVALID'],
        [{ limit: -1 }, 'RECORD_INVALID'],
        [{ limit: 1.5 }, 'RECORD_INVALID'],
        [{ after: -1 }, 'RECORD_INVALID'],
        [{ after: Number.NaN }, 'RECORD_INVALID'],
      ] as const) {
        const what = `entries by ${Object.entries(filter).join(' ')}`
        await expectCode(() => trial.store.readJournal(MAIN, filter), [code], what)
      }
    },
  },
]
