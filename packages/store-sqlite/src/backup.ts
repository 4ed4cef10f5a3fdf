import { randomUUID } from 'node:crypto'
import { existsSync, linkSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { TradewrightError } from '@tradewright/core'
import type Database from 'better-sqlite3'

/** Copies a database page by page, so that the program goes on; what is written meanwhile is in the copy. Throws FILE_EXISTS, FILE_NOT_WRITTEN. */
export async function backUp(database: Database.Database, path: string): Promise<void> {
  if (existsSync(path)) throw existsAlready(path)
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`)
  try {
    await database.backup(draft)
    publish(draft, path)
  } catch (cause) {
    if (existsSync(path)) throw existsAlready(path)
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TradewrightError('FILE_NOT_WRITTEN', `${path} could not be written (${reason})`, {
      details: { path, reason },
      cause,
    })
  } finally {
    rmSync(draft, { force: true })
  }
}

/** A link is refused where a file has the name by now, which a rename is not; but some file systems have none. */
function publish(draft: string, path: string): void {
  try {
    linkSync(draft, path)
  } catch (cause) {
    if (existsSync(path)) throw cause
    renameSync(draft, path)
  }
}

function existsAlready(path: string): TradewrightError {
  return new TradewrightError('FILE_EXISTS', `${path} is there already; expected a name that is free`, {
    details: { path },
  })
}
