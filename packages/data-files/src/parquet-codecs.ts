import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { PageError, viewOf } from './parquet-encodings.js'

/** Makes of a page as it lies in the file the bytes that it was before, of which there are so many. */
type Decompress = (input: Uint8Array, length: number) => Uint8Array

/** How pages may be compressed, by the names of Parquet's codecs. */
export type Codecs = Readonly<Partial<Record<string, Decompress>>>

/**
 * The codecs that are read. Node has two of them, which end where they are told to; of hyparquet-compressors those are taken that write into
 * an output of a given length.
 */
export async function loadCodecs(): Promise<Codecs> {
  const { compressors, decompressZstd } = await import('hyparquet-compressors')
  return {
    UNCOMPRESSED: (input) => input,
    SNAPPY: compressors.SNAPPY,
    GZIP: (input, length) => plain(gunzipSync(input, { maxOutputLength: length })),
    BROTLI: (input, length) => plain(brotliDecompressSync(input, { maxOutputLength: length })),
    ZSTD: (input, length) => {
      const size = zstdSize(input)
      if (size !== undefined && size !== length) throw new PageError(`zstd announces ${size} bytes`)
      return decompressZstd(input, new Uint8Array(length))
    },
    LZ4: compressors.LZ4,
    LZ4_RAW: compressors.LZ4_RAW,
  }
}

/** A Buffer's `slice` doesn't copy, as that of every other array of bytes does. */
function plain({ buffer, byteOffset, byteLength }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/**
 * How many bytes a frame says that it holds; undefined where it doesn't.
 * Source: https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1.1
 */
function zstdSize(input: Uint8Array): number | undefined {
  const descriptor = input[4] ?? 0
  const isSingle = (descriptor & 0x20) !== 0
  const bytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6]!
  const at = 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]!
  if (bytes === 0 || input.length < at + bytes) return undefined
  const view = viewOf(input)
  if (bytes === 8) return Number(view.getBigUint64(at, true))
  if (bytes === 4) return view.getUint32(at, true)
  return bytes === 2 ? view.getUint16(at, true) + 256 : view.getUint8(at)
}
