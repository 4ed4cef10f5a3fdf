import { expect, it } from 'vitest'
import { fuzz } from '../test/fuzz.js'
import { SAMPLES } from '../test/samples.js'

it.each(SAMPLES)(
  'of 4,000 mutations of $name each is refused with its file, or read as csv-parse and Number read it',
  async (sample) => {
    expect((await fuzz(sample, { mutations: 4_000, seed: 1_000 })).faults).toEqual([])
  },
)
