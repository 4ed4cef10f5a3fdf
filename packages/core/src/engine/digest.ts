const encoder = new TextEncoder()

/** SHA-256 of bytes, as lower-case hex. */
async function sha256(data: ArrayBufferView | string): Promise<string> {
  const bytes = typeof data === 'string' ? encoder.encode(data) : data
  const digest = await globalThis.crypto.subtle.digest('SHA-256', bytes)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** SHA-256 over named parts, each first digested on its own: the same whatever the order in which they are done. */
export async function sha256OfParts(parts: Readonly<Record<string, ArrayBufferView | string>>): Promise<string> {
  const names = Object.keys(parts).sort()
  const digests = await Promise.all(names.map((name) => sha256(parts[name]!)))
  return sha256(names.map((name, i) => `${name} ${digests[i]!}\n`).join(''))
}

/** Numbers in a chunk of a column's digest: a mebibyte. */
const CHUNK = 131_072

/**
 * The digest of a column that is being filled: whole chunks are digested, beside the run, as they come to be complete. The digest of a column is that of
 * its chunks' digests.
 */
export class ColumnDigest {
  readonly #chunks: Promise<string>[] = []

  /** Takes the filled part of the column; what was taken before must not have changed since. */
  take(filled: Float64Array): void {
    while ((this.#chunks.length + 1) * CHUNK <= filled.length) this.#push(filled, CHUNK)
  }

  /** Takes the rest, and gives the digest. */
  async finish(filled: Float64Array): Promise<string> {
    this.take(filled)
    // The rest is a chunk of its own, empty or not.
    this.#push(filled, filled.length - this.#chunks.length * CHUNK)
    return sha256((await Promise.all(this.#chunks)).join('\n'))
  }

  #push(filled: Float64Array, length: number): void {
    const from = this.#chunks.length * CHUNK
    this.#chunks.push(sha256(filled.subarray(from, from + length)))
  }
}
