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
