import { TradewrightError } from '@tradewright/core'
import type Database from 'better-sqlite3'
import { isBusy, storeError } from './sqlite-errors.js'

/** What a job needs: to read; to write; or to write what must survive a loss of power when it is acknowledged. */
export type JobKind = 'read' | 'write' | 'durable'

interface Job {
  readonly kind: JobKind
  readonly run: () => unknown
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
  result?: unknown
  failure?: Error
}

/** After so many milliseconds the file is looked at again that another process keeps. */
const AGAIN_MS = 5

/**
 * Does what is asked of a file in the order in which it was asked. Writes that are asked for before the first of them is done are one transaction: they share one wait for the disk,
 * but not their failures.
 */
export class WriteQueue {
  readonly #database: Database.Database
  readonly #path: string
  readonly #waitMs: number
  #jobs: Job[] = []
  #isDue = false
  #busySince: number | undefined
  #isFull = true

  constructor(options: { readonly database: Database.Database; readonly path: string; readonly waitMs: number }) {
    this.#database = options.database
    this.#path = options.path
    this.#waitMs = options.waitMs
  }

  do<T>(kind: JobKind, run: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#jobs.push({ kind, run, resolve: resolve as (value: unknown) => void, reject })
      if (this.#isDue) return
      this.#isDue = true
      queueMicrotask(() => {
        this.#drain()
      })
    })
  }

  #drain(): void {
    while (this.#jobs.length > 0) {
      const isRead = this.#jobs[0]!.kind === 'read'
      const end = this.#jobs.findIndex(({ kind }) => (kind === 'read') !== isRead)
      const group = this.#jobs.slice(0, end < 0 ? this.#jobs.length : end)
      if (isRead) for (const job of group) this.#attempt(job)
      else if (!this.#write(group)) return
      this.#jobs = this.#jobs.slice(group.length)
      for (const job of group) settle(job)
    }
    this.#isDue = false
  }

  /** False where another process has the file: the group is tried again. */
  #write(group: readonly Job[], mayWait = true): boolean {
    try {
      this.#begin(group)
      this.#busySince = undefined
    } catch (cause) {
      if (mayWait && isBusy(cause) && this.#waits()) return false
      for (const job of group) job.failure = storeError(this.#path, cause)
      return true
    }
    if (!this.#isWritten(group) && group.length > 1) this.#oneByOne(group)
    return true
  }

  #begin(group: readonly Job[]): void {
    const isFull = group.some(({ kind }) => kind === 'durable')
    // In WAL mode a transaction that is synced takes all before it to the disk as well.
    if (isFull !== this.#isFull) this.#database.pragma(`synchronous = ${isFull ? 'FULL' : 'NORMAL'}`)
    this.#isFull = isFull
    this.#database.exec('BEGIN IMMEDIATE')
  }

  #isWritten(group: readonly Job[]): boolean {
    try {
      return this.#transact(group)
    } catch (cause) {
      return this.#fail(group, storeError(this.#path, cause))
    }
  }

  /** Does a group in the transaction that is open. False where all of it was rolled back; then every job has its failure. */
  #transact(group: readonly Job[]): boolean {
    for (const job of group) {
      if (group.length > 1) this.#database.exec('SAVEPOINT job')
      this.#attempt(job)
      // A full disk ends the transaction by itself.
      if (!this.#database.inTransaction) return this.#fail(group, job.failure)
      if (group.length === 1 && job.failure !== undefined) return this.#fail(group, job.failure)
      if (group.length > 1)
        this.#database.exec(job.failure === undefined ? 'RELEASE job' : 'ROLLBACK TO job; RELEASE job')
    }
    this.#database.exec('COMMIT')
    return true
  }

  #fail(group: readonly Job[], failure: Error | undefined): false {
    if (this.#database.inTransaction) this.#database.exec('ROLLBACK')
    for (const job of group)
      job.failure ??= failure ?? new TradewrightError('STORE_FAILED', `${this.#path}: rolled back`)
    return false
  }

  /** Each in a transaction of its own, so that one which cannot be done does not take others with it. */
  #oneByOne(group: readonly Job[]): void {
    for (const job of group) {
      delete job.failure
      this.#write([job], false)
    }
  }

  #attempt(job: Job): void {
    try {
      job.result = job.run()
    } catch (cause) {
      job.failure = storeError(this.#path, cause)
    }
  }

  /** Whether there is time left to wait for another process; if so, the queue goes on by itself. */
  #waits(): boolean {
    this.#busySince ??= performance.now()
    if (performance.now() - this.#busySince > this.#waitMs) {
      this.#busySince = undefined
      return false
    }
    setTimeout(() => {
      this.#drain()
    }, AGAIN_MS)
    return true
  }
}

function settle({ resolve, reject, result, failure }: Job): void {
  if (failure === undefined) resolve(result)
  else reject(failure)
}
