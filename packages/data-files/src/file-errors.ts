import { TradewrightError } from '@tradewright/core'
import type { FileSource } from './file-source.js'

/** The system's name for what went wrong, such as ENOENT. */
export function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

/** What could not be opened or read. */
export function unreadable(path: string, cause: unknown, expected: string): TradewrightError {
  const reason = reasonOf(cause)
  const what = reason === 'ENOENT' ? 'does not exist' : `cannot be read (${reason})`
  return new TradewrightError('FILE_NOT_FOUND', `${path} ${what}; expected ${expected}`, {
    details: { file: path.replace(/^.*[\\/]/, ''), path, reason },
    cause,
  })
}

/** Throws RUN_ABORTED. */
export function throwIfAborted(source: FileSource, signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return
  throw source.fileError(
    'RUN_ABORTED',
    'was not read to its end: the run was stopped through its AbortSignal',
    {},
    signal.reason,
  )
}
