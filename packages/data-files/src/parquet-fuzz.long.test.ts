import { expect, it } from 'vitest'
import { fuzzParquet } from '../test/parquet-fuzz.js'

const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000)

it(`of 10,000 mutated files from seed ${SEED} each is refused with its file, or read into bars`, async () => {
  const { outcomes, faults } = await fuzzParquet({ mutations: 10_000, seed: SEED })
  console.log(`seed ${SEED}: ${JSON.stringify(outcomes)}`)
  expect(faults).toEqual([])
})
