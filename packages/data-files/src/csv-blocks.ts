import { open, type FileHandle } from 'node:fs/promises'
import { TradewrightError } from '@tradewright/core'
import type { CsvSource } from './csv-source.js'

const NEWLINE = 10
const BLOCK_BYTES = 1 << 20

export interface LineReader {
  /** Whole lines: bytes [0, end), the last of which is a newline. The buffer is used again after the call. */
  readLines(bytes: Buffer, end: number): void
}

/** Reads a file block by block and hands on whole lines; a last line without a newline is given one. */
export async function readBlocks(
  source: CsvSource,
  reader: LineReader,
  signal: AbortSignal | undefined,
): Promise<void> {
  throwIfAborted(source, signal)
  const handle = await openFile(source)
  try {
    const buffer = Buffer.allocUnsafe(BLOCK_BYTES)
    let filled = 0
    for (;;) {
      // The last byte is kept for the newline that a file's last line may lack.
      const bytesRead = await readBlock(handle, buffer, filled, source)
      throwIfAborted(source, signal)
      if (bytesRead === 0) break
      filled += bytesRead
      const end = buffer.lastIndexOf(NEWLINE, filled - 1) + 1
      if (end > 0) reader.readLines(buffer, end)
      else if (filled === buffer.length - 1) throw tooLong(source)
      buffer.copyWithin(0, end, filled)
      filled -= end
    }
    if (filled > 0) {
      buffer[filled] = NEWLINE
      reader.readLines(buffer, filled + 1)
    }
  } finally {
    await handle.close()
  }
}

async function openFile(source: CsvSource): Promise<FileHandle> {
  try {
    return await open(source.path, 'r')
  } catch (error) {
    throw unreadable(source, error)
  }
}

async function readBlock(handle: FileHandle, buffer: Buffer, filled: number, source: CsvSource): Promise<number> {
  try {
    return (await handle.read(buffer, filled, buffer.length - filled - 1)).bytesRead
  } catch (error) {
    throw unreadable(source, error)
  }
}

function unreadable(source: CsvSource, cause: unknown): TradewrightError {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
  const what = reason === 'ENOENT' ? 'does not exist' : `cannot be read (${reason})`
  return new TradewrightError('FILE_NOT_FOUND', `${source.path} ${what}; expected a CSV file`, {
    details: { file: source.file, path: source.path, reason },
    cause,
  })
}

function tooLong(source: CsvSource): TradewrightError {
  source.row++
  return source.rowError('ROW_INVALID', `a line of more than ${BLOCK_BYTES} bytes came; expected lines of text`)
}

function throwIfAborted(source: CsvSource, signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return
  throw source.fileError(
    'RUN_ABORTED',
    'was not read to its end: the run was stopped through its AbortSignal',
    {},
    signal.reason,
  )
}
