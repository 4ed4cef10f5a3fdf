import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { SqliteStore } from '../src/sqlite-store.js'
import { startChild } from './children.js'
import { ACCOUNT_NAME, balanceAfter, BARS, barsOf, batchOf, dataOf, ENTRIES, rangeOf, SERIES } from './crash-work.js'

/** What a store has acknowledged so far, over all of its processes: the last step of each kind, and of bars all. */
export interface Acknowledged {
  readonly journal: number
  readonly batch: number
  readonly checkpoint: number
  readonly bars: readonly number[]
}

export const NOTHING: Acknowledged = { journal: 0, batch: 0, checkpoint: 0, bars: [] }

export interface Killed {
  readonly acknowledged: Acknowledged
  /** The last thing that the process said: where it was when it was killed. */
  readonly at: string
  /** How many things it had acknowledged in its life. */
  readonly count: number
}

/** Lets a program write to a store, and kills it after so many lines that it said and then so many microseconds. */
export async function killAfter(
  path: string,
  before: Acknowledged,
  { lines, microseconds }: { readonly lines: number; readonly microseconds: number },
): Promise<Killed> {
  const child = startChild('./crash-child.ts', path)
  const said: string[] = []
  let killed: Promise<void> | undefined
  for await (const line of child.lines) {
    said.push(line)
    if (said.length < lines || killed !== undefined) continue
    const until = performance.now() + microseconds / 1000
    while (performance.now() < until);
    killed = child.kill()
  }
  await (killed ?? child.kill())
  const kept = said.filter((line) => line.startsWith('kept')).map((line) => line.split(' '))
  const steps = (kind: string): number[] => kept.filter(([, what]) => what === kind).map(([, , step]) => Number(step))
  return {
    acknowledged: {
      journal: Math.max(before.journal, ...steps('journal')),
      batch: Math.max(before.batch, ...steps('batch')),
      checkpoint: Math.max(before.checkpoint, ...steps('checkpoint')),
      bars: [...new Set([...before.bars, ...steps('bars')])],
    },
    ...{ at: said.at(-1) ?? 'nothing', count: kept.length },
  }
}

/** Fails where anything that was acknowledged is lost, anything is there by half, or the ledger does not sum. */
export async function expectWhole(path: string, acknowledged: Acknowledged): Promise<void> {
  const store = await SqliteStore.open(path)
  try {
    expect((await store.integrityCheck()).problems).toEqual([])
    await expectJournal(store, acknowledged)
    await expectTrading(store, acknowledged)
    await expectBars(store, acknowledged)
  } finally {
    await store.close()
  }
}

async function expectJournal(store: SqliteStore, { journal, checkpoint }: Acknowledged): Promise<void> {
  const sequence = await store.lastSequence(ACCOUNT_NAME)
  expect(sequence % ENTRIES, 'groups are whole').toBe(0)
  expect(sequence / ENTRIES).toBeGreaterThanOrEqual(journal)
  const entries = await store.readJournal(ACCOUNT_NAME)
  expect(entries.filter((entry) => entry.data !== dataOf(entry.sequence))).toEqual([])
  const saved = (await store.latestCheckpoint(ACCOUNT_NAME))?.sequence ?? 0
  expect(saved).toBeGreaterThanOrEqual(checkpoint * ENTRIES)
  expect(entries.at(-1)?.sequence ?? saved, 'what is behind the checkpoint is there').toBe(sequence)
}

async function expectTrading(store: SqliteStore, { batch }: Acknowledged): Promise<void> {
  const fills = await store.fills(ACCOUNT_NAME)
  const steps = fills.length
  expect(steps).toBeGreaterThanOrEqual(batch)
  const lists = [
    await store.intents(ACCOUNT_NAME),
    await store.orders(ACCOUNT_NAME),
    await store.equity(ACCOUNT_NAME, { strategy: 'alpha' }),
    await store.positionHistory(ACCOUNT_NAME),
    await store.cashEntries(ACCOUNT_NAME),
  ]
  expect(
    lists.map(({ length }) => length),
    'batches are whole',
  ).toEqual([steps, steps, steps, steps, 2 * steps])
  if (steps === 0) return
  expect(fills.at(-1)).toEqual(batchOf(steps).fills?.[0])
  const balances = await store.balances(ACCOUNT_NAME)
  expect(balances.map(({ amount }) => amount.toFixed())).toEqual([balanceAfter(steps).toFixed()])
}

async function expectBars(store: SqliteStore, { bars }: Acknowledged): Promise<void> {
  const covered = await store.coverage(SERIES)
  const lost = bars.filter((step) => {
    const { from, to } = rangeOf(step)
    return !covered.some((range) => range.from <= from && range.to >= to)
  })
  expect(lost, 'bars that were acknowledged').toEqual([])
  const stepMs = rangeOf(1).to
  for (const { from, to } of covered) {
    const { length, openTime, close } = await store.readBars(SERIES, { from, to })
    const expected = barsOf(from / stepMs + 1, to / stepMs + 1)
    expect(length).toBe(((to - from) / stepMs) * BARS)
    // Compared as bytes: they are hundreds of thousands.
    expect([openTime, close].map(hashOf)).toEqual([expected.openTime, expected.close].map(hashOf))
  }
}

function hashOf(column: Float64Array): string {
  return createHash('sha256')
    .update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength))
    .digest('hex')
}
