import { Decimal } from '../domain/decimal.js'
import type { Store } from '../ports/store.js'
import { MemoryStore } from '../store/memory-store.js'
import { PART_METHODS, type OpenedStore, type StoreLife, type StorePart } from './store-check.js'
import type { StoreHarness } from './store-conformance.js'

/** What is wrong with a store that is opened over a right one. */
export type Wrong = (right: Store) => Partial<Store>

/** One of them, and what the suite finds. */
export interface WrongStore {
  readonly that: string
  readonly harness: StoreHarness
  /** The case that is meant for it, without the life of its store. */
  readonly meant: string
  /** In which lives it fails that; default all of them, none where the case has but one. */
  readonly lives?: readonly StoreLife[]
  /** The other cases that find something. */
  readonly others: readonly RegExp[]
}

/** Wrong in a way that remembers nothing. */
export function always(wrong: Wrong): () => Wrong {
  return () => wrong
}

/** Methods of a right store, of which one thing is changed. */
function madeWrong(right: Store, parts: readonly StorePart[], wrong: Wrong): Partial<Store> {
  const store: Partial<Record<keyof Store, unknown>> = {}
  const names = [...parts, 'close' as const].flatMap((part) => PART_METHODS[part])
  for (const name of [...names, 'saveAccount' as const]) store[name] = right[name].bind(right)
  return Object.assign(store as Partial<Store>, wrong(right))
}

/** How a wrong store is opened otherwise than a right one. */
type Opening = Partial<Pick<OpenedStore, 'reopen' | 'crash' | 'second'>>

function opened(
  memory: MemoryStore,
  parts: readonly StorePart[],
  wrong: Wrong,
  opening: (memory: MemoryStore) => Opening,
): OpenedStore {
  const store = madeWrong(memory, parts, wrong)
  const again = (other: MemoryStore): OpenedStore => opened(other, parts, wrong, opening)
  return {
    store,
    reopen: async () => {
      await store.close!()
      return again(new MemoryStore({ over: memory }))
    },
    crash: () => again(memory.afterCrash()),
    second: () => again(new MemoryStore({ over: memory })),
    ...opening(memory),
  }
}

/** Parts of a store of which one thing is wrong. What `make` remembers lasts; what its answer remembers is gone when the store is opened again. */
export function wrongStore(
  parts: readonly StorePart[],
  make: () => Wrong,
  opening: (memory: MemoryStore) => Opening = () => ({}),
): StoreHarness {
  return { open: () => opened(new MemoryStore(), parts, make(), opening) }
}

const WRITES = [
  ...(['saveAccount', 'appendJournal', 'saveCheckpoint', 'pruneJournal', 'record', 'saveStrategy'] as const),
  ...(['deleteStrategy', 'writeBars', 'deleteBars', 'saveRun', 'deleteRun', 'saveSetting', 'deleteSetting'] as const),
]

/** A write that a store has acknowledged, as it was asked for. */
export interface Acknowledged {
  readonly method: (typeof WRITES)[number]
  readonly args: readonly unknown[]
}

/** Stores that acknowledge writes before they are on the disk: what is found at the next opening is what `left` says is left of them. */
export function forgetful(
  parts: readonly StorePart[],
  left: (all: readonly Acknowledged[], how: 'closed' | 'killed') => readonly Acknowledged[],
): StoreHarness {
  const open = async (before: readonly Acknowledged[]): Promise<OpenedStore> => {
    const memory = new MemoryStore()
    for (const write of before) await redo(memory, write)
    const all = [...before]
    const overheard: Wrong = (right) =>
      Object.fromEntries(
        WRITES.map((method) => [
          method,
          async (...given: readonly unknown[]) => {
            const args = copyOf(given)
            const answer = await redo(right, { method, args: given })
            all.push({ method, args })
            return answer
          },
        ]),
      )
    const store = madeWrong(memory, parts, overheard)
    const picked = Object.fromEntries(
      Object.entries(store).filter(([name]) => name === 'saveAccount' || isOf(parts, name)),
    )
    return {
      store: picked,
      reopen: async () => {
        await memory.close()
        return open(left(all, 'closed'))
      },
      crash: () => open(left(all, 'killed')),
    }
  }
  return { open: () => open([]) }
}

function isOf(parts: readonly StorePart[], name: string): boolean {
  return [...parts, 'close' as const].some((part) => PART_METHODS[part].some((method) => method === name))
}

async function redo(store: Store, { method, args }: Acknowledged): Promise<unknown> {
  const ask = store[method].bind(store) as (...given: readonly unknown[]) => Promise<unknown>
  return await ask(...args)
}

/** A copy as deep as it goes; what is no plain data is refused by the store. */
export function copyOf<T>(value: T, seen = new Map<unknown, unknown>()): T {
  if (typeof value !== 'object' || value === null || Decimal.isDecimal(value)) return value
  if (seen.has(value)) return seen.get(value) as T
  if (value instanceof Float64Array || value instanceof Uint8Array) return value.slice() as typeof value
  const copy: object = Array.isArray(value) ? [] : {}
  seen.set(value, copy)
  for (const [key, item] of Object.entries(value))
    Object.defineProperty(copy, key, { value: copyOf(item, seen), enumerable: true, writable: true })
  return copy as T
}
