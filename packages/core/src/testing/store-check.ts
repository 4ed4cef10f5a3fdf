import type { Store } from '../ports/store.js'
import { fail } from './conformance.js'

/** A store under test and what its harness can do with it. What is left out is not asked for. */
export interface OpenedStore {
  /**
   * One or several of the five interfaces, and `close` where it can be closed. To a JournalStore alone belongs a `saveAccount`, by which its cases make accounts known to it.
   */
  readonly store: Partial<Store>
  /** Closes it and opens the same again. */
  readonly reopen?: () => OpenedStore | Promise<OpenedStore>
  /** Leaves it as a process that was killed would, without closing it, and opens what is there. */
  readonly crash?: () => OpenedStore | Promise<OpenedStore>
  /** Opens the same once more beside it, as a second process would. */
  readonly second?: () => OpenedStore | Promise<OpenedStore>
  /** Ends all that it holds, whether or not its store was closed. */
  readonly close?: () => void | Promise<void>
}

/** Between writing and reading: nothing, or the store was closed and opened again, or its process was killed. */
export const STORE_LIVES = ['fresh', 'reopened', 'after a crash'] as const
export type StoreLife = (typeof STORE_LIVES)[number]

/** What of a store a case is about. */
export type StorePart = 'bars' | 'journal' | 'trading' | 'runs' | 'settings' | 'close'

export interface StoreCheck {
  readonly name: string
  readonly of: StorePart
  /** Asked once rather than in each life: nothing is to last. */
  readonly once?: true
  /** What else the harness must be able to do. */
  readonly needs?: readonly ('reopen' | 'crash' | 'second' | 'close')[]
  run(trial: StoreTrial): Promise<void>
}

/** The methods by which a store shows that it has a part. */
export const PART_METHODS: Readonly<Record<StorePart, readonly (keyof Store)[]>> = {
  bars: ['coverage', 'readBars', 'writeBars', 'barWarnings', 'deleteBars', 'storedSeries'],
  journal: ['appendJournal', 'readJournal', 'lastSequence', 'saveCheckpoint', 'latestCheckpoint', 'pruneJournal'],
  trading: [
    ...(['claim', 'accounts', 'record', 'intents', 'orders', 'orderHistory', 'fills', 'positions'] as const),
    ...(['positionHistory', 'cashEntries', 'balances', 'equity', 'roundTrips'] as const),
    ...(['saveStrategy', 'strategies', 'strategyHistory', 'deleteStrategy'] as const),
  ],
  runs: ['saveRun', 'runs', 'loadRun', 'deleteRun'],
  settings: ['saveSetting', 'setting', 'settings', 'deleteSetting'],
  close: ['close'],
}

const WITHOUT: Readonly<Record<StorePart, string>> = {
  bars: 'it keeps no bars',
  journal: 'it keeps no journals',
  trading: 'it keeps no trading records',
  runs: 'it keeps no runs',
  settings: 'it keeps no settings',
  close: 'it cannot be closed',
}

const UNABLE = {
  reopen: 'its harness does not open it again',
  crash: 'its harness does not crash it',
  second: 'its harness does not open it twice',
  close: WITHOUT.close,
} as const

/** Whether a store has any of the methods of a part. */
function hasPart({ store }: OpenedStore, part: StorePart): boolean {
  return PART_METHODS[part].some((name) => typeof store[name] === 'function')
}

/** Why a store is not asked for something; undefined where it is. */
export function skipOf(opened: OpenedStore, { of, needs = [] }: StoreCheck, life: StoreLife): string | undefined {
  if (!hasPart(opened, of)) return WITHOUT[of]
  if (of === 'journal' && opened.store.saveAccount === undefined)
    return 'it has no saveAccount to make an account known'
  const abilities = new Set(needs)
  if (life === 'reopened') abilities.add('reopen')
  if (life === 'after a crash') abilities.add('crash')
  for (const ability of abilities) {
    const isThere = ability === 'close' ? hasPart(opened, 'close') : opened[ability] !== undefined
    if (!isThere) return UNABLE[ability]
  }
  return undefined
}

/** A store over the life that one case gives it. */
export class StoreTrial {
  readonly life: StoreLife
  #opened: OpenedStore
  readonly #others: OpenedStore[] = []

  constructor(opened: OpenedStore, life: StoreLife) {
    this.#opened = opened
    this.life = life
  }

  /** A case asks only for the methods of the part that it is of. */
  get store(): Store {
    return this.#opened.store as Store
  }

  has(part: StorePart): boolean {
    return hasPart(this.#opened, part)
  }

  /** Goes on to the next life: from here on `store` is what was opened then. */
  async next(): Promise<void> {
    if (this.life === 'reopened') await this.reopen()
    if (this.life === 'after a crash') await this.crash()
  }

  async reopen(): Promise<void> {
    this.#opened = await (this.#opened.reopen ?? missing('reopen'))()
  }

  async crash(): Promise<void> {
    this.#opened = await (this.#opened.crash ?? missing('crash'))()
  }

  /** The same store as a second process sees it. */
  async second(): Promise<Store> {
    const other = await (this.#opened.second ?? missing('second'))()
    this.#others.push(other)
    return other.store as Store
  }

  async end(): Promise<void> {
    for (const opened of [...this.#others, this.#opened]) await opened.close?.()
  }
}

function missing(ability: keyof typeof UNABLE): never {
  fail(`what was opened later has no ${ability}; expected it to be able to do what the first can`)
}
