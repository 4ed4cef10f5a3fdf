import { describe, expect, it } from 'vitest'
import { STORE_LIVES } from './store-check.js'
import { storeCases, type StoreHarness } from './store-conformance.js'
import { wrongBars } from './wrong-bars.js'
import { wrongJournals } from './wrong-journals.js'
import { wrongTrading } from './wrong-records.js'
import { wrongOthers } from './wrong-runs-and-settings.js'

/** The names of the cases that a store fails. */
async function failedBy(harness: StoreHarness): Promise<readonly string[]> {
  const failed: string[] = []
  for (const { name, skip, run } of await storeCases(harness)) {
    // What takes long finds nothing here that the others do not.
    if (skip !== undefined || name.includes('ten thousand')) continue
    await run().catch(() => failed.push(name))
  }
  return failed
}

describe.each([...wrongJournals, ...wrongBars, ...wrongTrading, ...wrongOthers])('a store that $that', (store) => {
  const { harness, meant, lives = STORE_LIVES, others } = store

  it('fails the case that is meant for it, and none that has nothing to do with it', async () => {
    const failed = await failedBy(harness)
    const names = lives.length === 0 ? [meant] : lives.map((life) => `${meant} (${life})`)
    expect(failed.filter((name) => name.startsWith(meant))).toEqual(names)
    const rest = failed.filter((name) => !name.startsWith(meant))
    expect(rest.filter((name) => !others.some((pattern) => pattern.test(name)))).toEqual([])
    for (const pattern of others) expect(rest).toContainEqual(expect.stringMatching(pattern))
  })
})
