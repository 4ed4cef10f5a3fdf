import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A generator of numbers in [0, 1) for one strategy: the same for the same seed and name, and independent of all others. */
export function strategyRandom(seed: number, name: string): () => number {
  // FNV-1a spreads a name over 32 bits; http://www.isthe.com/chongo/tech/comp/fnv/
  let mixed = 0x811c9dc5 ^ seed
  for (let i = 0; i < name.length; i++) mixed = Math.imul(mixed ^ name.charCodeAt(i), 0x01000193)
  const generator = xoroshiro128plus(mixed)
  return () => uniformFloat64(generator)
}
