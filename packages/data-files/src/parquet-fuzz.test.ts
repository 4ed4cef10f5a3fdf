import { expect, it } from 'vitest'
import { fuzzParquet } from '../test/parquet-fuzz.js'

const SEED = Number(process.env.FUZZ_SEED ?? 1_000)

it(`of 400 mutated files from seed ${SEED} each is refused with its file, or read into bars`, async () => {
  const { outcomes, faults } = await fuzzParquet({ mutations: 400, seed: SEED })
  expect(faults).toEqual([])
  expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(400)
  expect(outcomes.read).toBeGreaterThan(10)
  expect(outcomes.FILE_INVALID).toBeGreaterThan(100)
})
