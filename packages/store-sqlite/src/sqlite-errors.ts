import { basename } from 'node:path'
import { isTradewrightError, TradewrightError, type ErrorCode } from '@tradewright/core'

/** What SQLite's result codes are here, by how they begin; https://www.sqlite.org/rescode.html. The first that fits counts. */
const CODES: readonly (readonly [prefix: string, code: ErrorCode, what: string])[] = [
  ['SQLITE_FULL', 'STORE_FULL', 'there is no room left to write; nothing of it was written'],
  ['SQLITE_IOERR_SHMSIZE', 'STORE_FULL', 'there is no room left to write; nothing of it was written'],
  ['SQLITE_BUSY', 'STORE_BUSY', 'another process keeps the file; nothing was written'],
  ['SQLITE_LOCKED', 'STORE_BUSY', 'another process keeps the file; nothing was written'],
  ['SQLITE_READONLY', 'STORE_READ_ONLY', 'the file can only be read; nothing was written'],
  [
    'SQLITE_NOTADB',
    'STORE_NOT_OPENED',
    'the file is no SQLite database; expected a store, or a path where none is yet',
  ],
  ['SQLITE_CANTOPEN', 'STORE_NOT_OPENED', 'the file cannot be opened; expected a path in a folder that is there'],
  ['SQLITE_PERM', 'STORE_NOT_OPENED', 'the file may not be opened'],
  [
    'SQLITE_CORRUPT',
    'STORE_CORRUPT',
    'the file is damaged. Stop what writes to it, keep a copy, and put a backup in its place; `sqlite3 FILE .recover` saves what can still be read',
  ],
]

/** What SQLite throws, as an error of this library; errors of this library are themselves. */
export function storeError(path: string, cause: unknown): Error {
  if (isTradewrightError(cause)) return cause
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
  const [, code, what] = CODES.find(([prefix]) => reason.startsWith(prefix)) ?? ['', 'STORE_FAILED' as const, undefined]
  const message = `${basename(path)}: ${what ?? (cause instanceof Error ? cause.message : reason)} (${reason})`
  return new TradewrightError(code, message, { details: { path, reason }, cause })
}

/** Whether SQLite reports that another process has the file for now. */
export function isBusy(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && String(cause.code).startsWith('SQLITE_BUSY')
}
