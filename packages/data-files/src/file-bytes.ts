import { open, type FileHandle } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'

/** The first two bytes of every gzip file. */
const GZIP_MARK = 0x1f8b

/** The bytes of a file, from its first to its last. */
export interface FileBytes {
  /** Fills up to `length` bytes of `buffer` from `at`; answers how many, 0 at the end. */
  read(buffer: Buffer, at: number, length: number): Promise<number>
  close(): Promise<void>
}

/** Opens a file; what begins like gzip is decompressed, whatever the file's name. */
export async function openFile(path: string): Promise<FileBytes> {
  const handle = await open(path, 'r')
  try {
    const start = Buffer.alloc(2)
    const { bytesRead } = await handle.read(start, 0, 2, 0)
    const isGzip = bytesRead === 2 && start.readUInt16BE(0) === GZIP_MARK
    return isGzip ? new GzipBytes(handle) : new PlainBytes(handle)
  } catch (error) {
    await handle.close()
    throw error
  }
}

class PlainBytes implements FileBytes {
  readonly #handle: FileHandle
  #position = 0

  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  async read(buffer: Buffer, at: number, length: number): Promise<number> {
    const { bytesRead } = await this.#handle.read(buffer, at, length, this.#position)
    this.#position += bytesRead
    return bytesRead
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}

class GzipBytes implements FileBytes {
  readonly #handle: FileHandle
  readonly #chunks: AsyncIterator<Buffer>
  #chunk: Buffer = Buffer.alloc(0)

  constructor(handle: FileHandle) {
    this.#handle = handle
    const gunzip = createGunzip({ chunkSize: 1 << 18 })
    const file = handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 18 })
    file.once('error', (error) => gunzip.destroy(error))
    this.#chunks = file.pipe(gunzip)[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  }

  async read(buffer: Buffer, at: number, length: number): Promise<number> {
    let filled = 0
    while (filled < length) {
      if (this.#chunk.length === 0) {
        const next = await this.#chunks.next()
        if (next.done === true) break
        this.#chunk = next.value
      }
      const copied = this.#chunk.copy(buffer, at + filled, 0, length - filled)
      this.#chunk = this.#chunk.subarray(copied)
      filled += copied
    }
    return filled
  }

  async close(): Promise<void> {
    await this.#chunks.return?.()
    await this.#handle.close()
  }
}
