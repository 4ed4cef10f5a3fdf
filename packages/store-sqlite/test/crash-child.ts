/**
 * Trades into a store until it is killed. Says on its output `asked KIND STEP` before it asks the store for something and `kept KIND STEP` once that was acknowledged, each by a
 * write that is over when it returns: what was said was so, however the process ends.
 */
import { writeSync } from 'node:fs'
import { SqliteStore } from '../src/sqlite-store.js'
import { ACCOUNT_NAME, barsOf, batchOf, CHECKPOINT_EVERY, ENTRIES, entriesOf, rangeOf, SERIES } from './crash-work.js'
import { ACCOUNT, TIME } from './records.js'

/** So many stretches of bars are written, again and again: there are only so many hours up to the year 2200. */
const STRETCHES = 40

async function keep(kind: string, step: number, ask: () => Promise<unknown>): Promise<void> {
  writeSync(1, `asked ${kind} ${String(step)}\n`)
  await ask()
  writeSync(1, `kept ${kind} ${String(step)}\n`)
}

const [path = ''] = process.argv.slice(2)
const store = await SqliteStore.open(path)
await store.saveAccount(ACCOUNT)
const [lastIntent] = await store.intents(ACCOUNT_NAME, { newestFirst: true, limit: 1 })
const begin = (await store.lastSequence(ACCOUNT_NAME)) / ENTRIES
// Journal and batch of a step are asked for together, in this order: a batch may be missing at the end.
for (let step = (lastIntent?.number ?? 0) + 1; step <= begin; step++)
  await keep('batch', step, () => store.record(ACCOUNT_NAME, batchOf(step)))
for (let step = begin + 1; ; step++) {
  const asked = [
    keep('journal', step, () => store.appendJournal(ACCOUNT_NAME, entriesOf(step))),
    keep('batch', step, () => store.record(ACCOUNT_NAME, batchOf(step))),
  ]
  // Some are a transaction of their own, and some share one.
  if (step % 3 === 0) await Promise.all(asked)
  if (step % 4 === 0) {
    const part = ((step / 4) % STRETCHES) + 1
    asked.push(keep('bars', part, () => store.writeBars(SERIES, rangeOf(part), barsOf(part, part + 1))))
  }
  await Promise.all(asked)
  if (step % CHECKPOINT_EVERY !== 0) continue
  const checkpoint = { sequence: step * ENTRIES, at: TIME + step, data: `step ${String(step)}` }
  await keep('checkpoint', step, () => store.saveCheckpoint(ACCOUNT_NAME, checkpoint))
  await keep('prune', step, () => store.pruneJournal(ACCOUNT_NAME))
}
