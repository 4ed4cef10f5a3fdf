import type { TradewrightError } from '@tradewright/core'
import { openFile, type FileBytes } from './file-bytes.js'
import { reasonOf, throwIfAborted, unreadable } from './file-errors.js'
import type { FileSource } from './file-source.js'

const NEWLINE = 10
const BLOCK_BYTES = 1 << 20

export interface RowReader {
  /**
   * Reads rows from bytes [0, end), the last of which is a newline; answers where the rows end that it has read. It may leave the last
   * row, when that goes on behind the block, unless there is nothing more to come for it. The buffer is used again after the call.
   */
  readRows(bytes: Buffer, end: number, isRest: boolean): number
}

/** Reads a file block by block and hands on whole lines; a last line without a newline is given one. */
export async function readBlocks(
  source: FileSource,
  reader: RowReader,
  signal: AbortSignal | undefined,
): Promise<void> {
  throwIfAborted(source, signal)
  const bytes = await opened(source)
  try {
    const buffer = Buffer.allocUnsafe(BLOCK_BYTES)
    let filled = 0
    for (;;) {
      // The last byte is kept for the newline that a file's last line may lack.
      const bytesRead = await readBlock(bytes, buffer, filled, source)
      throwIfAborted(source, signal)
      if (bytesRead === 0) break
      filled += bytesRead
      const isFull = filled === buffer.length - 1
      const end = buffer.lastIndexOf(NEWLINE, filled - 1) + 1
      if (isFull && end === 0) throw tooLong(source)
      let used = end === 0 ? 0 : reader.readRows(buffer, end, false)
      if (isFull && used === 0) used = reader.readRows(buffer, end, true)
      buffer.copyWithin(0, used, filled)
      filled -= used
    }
    if (filled > 0) {
      const isComplete = buffer[filled - 1] === NEWLINE
      if (!isComplete) buffer[filled++] = NEWLINE
      reader.readRows(buffer, filled, true)
    }
  } finally {
    await bytes.close()
  }
}

async function opened(source: FileSource): Promise<FileBytes> {
  try {
    return await openFile(source.path)
  } catch (error) {
    throw unreadable(source.path, error, 'a CSV file')
  }
}

async function readBlock(bytes: FileBytes, buffer: Buffer, filled: number, source: FileSource): Promise<number> {
  try {
    return await bytes.read(buffer, filled, buffer.length - filled - 1)
  } catch (error) {
    if (!reasonOf(error).startsWith('Z_')) throw unreadable(source.path, error, 'a CSV file')
    const what = reasonOf(error) === 'Z_BUF_ERROR' ? 'is cut off' : `is damaged (${(error as Error).message})`
    const message = `${what} behind row ${source.row}; expected a whole gzip file`
    throw source.fileError('FILE_INVALID', message, { row: source.row, reason: reasonOf(error) }, error)
  }
}

function tooLong(source: FileSource): TradewrightError {
  source.row++
  return source.rowError('ROW_INVALID', `a line of more than ${BLOCK_BYTES} bytes came; expected lines of text`)
}
