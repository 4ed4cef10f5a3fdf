import { randomUUID } from 'node:crypto'
import { access, link, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isTradewrightError, TradewrightError } from '../domain/errors.js'
import { reasonOf } from './file-reason.js'

export interface WriteOptions {
  /** Whether a file of that name is replaced; default false. */
  readonly overwrite?: boolean | undefined
}

/** Puts a part of a file behind those before it; a text as UTF-8. */
export type AppendPart = (part: string | Uint8Array) => Promise<void>

/**
 * Writes a file under another name in its folder, and gives it its own once it is whole: nobody sees a part of it, and of one that fails
 * nothing is left. Throws FILE_EXISTS, FILE_NOT_WRITTEN, and what `write` throws.
 */
export async function writeWhole(
  file: string | URL,
  { overwrite = false }: WriteOptions,
  write: (append: AppendPart) => Promise<void>,
): Promise<void> {
  const path = file instanceof URL || file.startsWith('file:') ? fileURLToPath(file) : file
  if (!overwrite && (await exists(path))) throw existsAlready(path)
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`)
  try {
    const handle = await open(draft, 'wx')
    try {
      await write((part) => handle.appendFile(part))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await (overwrite ? rename(draft, path) : publish(draft, path))
  } catch (error) {
    throw isTradewrightError(error) ? error : notWritten(path, error)
  } finally {
    await rm(draft, { force: true })
  }
}

/** Gives a draft its name unless a file has it by now: a link is refused then, which a rename is not. */
async function publish(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path)
  } catch (error) {
    if (reasonOf(error) === 'EEXIST' || (await exists(path))) throw existsAlready(path)
    // Some file systems have no links.
    await rename(draft, path)
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

function existsAlready(path: string): TradewrightError {
  return new TradewrightError('FILE_EXISTS', `${path} is there already; expected none, or overwrite: true`, {
    details: { file: basename(path), path },
  })
}

function notWritten(path: string, cause: unknown): TradewrightError {
  const reason = reasonOf(cause)
  return new TradewrightError('FILE_NOT_WRITTEN', `${path} could not be written (${reason})`, {
    details: { file: basename(path), path, reason },
    cause,
  })
}
