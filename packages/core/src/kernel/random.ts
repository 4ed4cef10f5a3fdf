import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A generator of numbers in [0, 1) for one strategy: the same for the same seed and name, and independent of all others. */
export function strategyRandom(seed: number, name: string): () => number {
  const generator = xoroshiro128plus(hash(`${String(seed)} ${name}`))
  return () => uniformFloat64(generator)
}

/**
 * 32 bits that all depend on every character: FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), then the finalizer of MurmurHash3. The
 * generator's first numbers show its seed, so seeds of neighbours must not be neighbours.
 */
function hash(text: string): number {
  let mixed = 0x811c9dc5
  for (let i = 0; i < text.length; i++) mixed = Math.imul(mixed ^ text.charCodeAt(i), 0x01000193)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
