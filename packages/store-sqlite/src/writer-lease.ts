import { hostname } from 'node:os'
import { basename } from 'node:path'
import { TradewrightError } from '@tradewright/core'
import Database from 'better-sqlite3'
import { isBusy, storeError } from './sqlite-errors.js'

/** Who writes journals and trading records to a file. */
export interface Writer {
  /** As it calls itself. */
  readonly owner: string
  readonly pid: number
  readonly host: string
  /** UTC epoch milliseconds. */
  readonly since: number
}

/** Locks that are held: a store that nobody refers to any more keeps its right too, until its process ends. */
const HELD = new Set<Database.Database>()

/** How often a lock is taken that another takes in between. */
const ATTEMPTS = 20

/**
 * The right to write to a file, which one process has at a time. It is a lock of the operating system on a file beside it, held by a transaction that stays open: it ends
 * with its process, however that ends, and needs no clock. Whoever else wants it reads there who has it.
 */
export class WriterLease {
  readonly #path: string
  #lock: Database.Database | undefined

  /** Of a file in memory nobody else can know. */
  constructor(path: string) {
    this.#path = path
  }

  /** Takes it where nobody of this process has it yet. Throws STORE_LOCKED with the holder. */
  hold(owner: string | undefined): void {
    if (this.#lock === undefined) this.take(owner ?? 'a store')
  }

  /** Takes it, or changes the name of who has it. Throws STORE_LOCKED with the holder. */
  take(owner: string): void {
    if (this.#path === ':memory:') return
    const file = `${this.#path}-writer`
    let lock: Database.Database | undefined
    try {
      this.release()
      lock = new Database(file, { timeout: 0 })
      const me = { owner, pid: process.pid, host: hostname(), since: Date.now() }
      this.#hold(lock, me)
      this.#lock = lock
      HELD.add(lock)
    } catch (cause) {
      lock?.close()
      throw storeError(file, cause)
    }
  }

  release(): void {
    if (this.#lock === undefined) return
    HELD.delete(this.#lock)
    this.#lock.close()
    this.#lock = undefined
  }

  /** Leaves the name where others can read it, and a lock that keeps them from writing theirs. */
  #hold(lock: Database.Database, me: Writer): void {
    lock.pragma('synchronous = OFF')
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        lock.exec('BEGIN IMMEDIATE')
        lock.exec('CREATE TABLE IF NOT EXISTS writer (owner TEXT, pid INTEGER, host TEXT, since INTEGER) STRICT')
        lock.exec('DELETE FROM writer')
        lock.prepare('INSERT INTO writer VALUES (@owner, @pid, @host, @since)').run(me)
        lock.exec('COMMIT')
        lock.exec('BEGIN IMMEDIATE')
      } catch (cause) {
        if (lock.inTransaction) lock.exec('ROLLBACK')
        if (isBusy(cause)) throw this.#locked(writerOf(lock))
        throw cause
      }
      const now = writerOf(lock)
      if (now?.pid === me.pid && now.since === me.since && now.host === me.host && now.owner === me.owner) return
      lock.exec('ROLLBACK')
    }
    throw this.#locked(writerOf(lock))
  }

  #locked(holder: Writer | undefined): TradewrightError {
    const who =
      holder === undefined
        ? 'another process'
        : `${holder.owner} (process ${String(holder.pid)} on ${holder.host}, since ${new Date(holder.since).toISOString()})`
    const message = `${basename(this.#path)} is written by ${who}; expected one writer at a time: stop it, or open the file only to read`
    return new TradewrightError('STORE_LOCKED', message, { details: { path: this.#path, holder } })
  }
}

/** Who has written its name last; undefined where nobody has, or somebody is just doing it. */
function writerOf(lock: Database.Database): Writer | undefined {
  try {
    return lock.prepare<[], Writer>('SELECT owner, pid, host, since FROM writer').get()
  } catch {
    return undefined
  }
}
