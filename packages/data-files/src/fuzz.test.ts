import { expect, it } from 'vitest'
import { fuzz } from '../test/fuzz.js'
import { SAMPLES } from '../test/samples.js'

it.each(SAMPLES)(
  'of 400 mutations of $name each is refused with its file, or read as csv-parse and Number read it',
  async (sample) => {
    const { mutations, read, refused, faults } = await fuzz(sample, { mutations: 400, seed: 13 })
    expect(faults).toEqual([])
    const refusals = Object.values(refused).reduce((sum, count) => sum + count, 0)
    expect(read + refusals).toBe(mutations)
    expect(Math.min(read, refusals)).toBeGreaterThan(40)
  },
  60_000,
)
