import type { ConformanceCase } from './conformance.js'
import { storeAccountCases } from './store-account-cases.js'
import { storeBarCases } from './store-bar-cases.js'
import { storeBarRefusals } from './store-bar-refusals.js'
import { storeBatchCases } from './store-batch-cases.js'
import { skipOf, STORE_LIVES, StoreTrial, type OpenedStore, type StoreCheck, type StoreLife } from './store-check.js'
import { storeCloseCases } from './store-close-cases.js'
import { storeExactCases } from './store-exact-cases.js'
import { storeFilterCases } from './store-filter-cases.js'
import { storeJournalCases } from './store-journal-cases.js'
import { storeRandomCases } from './store-random-cases.js'
import { storeRunCases } from './store-run-cases.js'
import { storeSettingCases } from './store-setting-cases.js'
import { storeStateCases } from './store-state-cases.js'
import { storeStrategyCases } from './store-strategy-cases.js'
import { storeWriterCases } from './store-writer-cases.js'

/** How a store is put before its conformance suite. */
export interface StoreHarness {
  /** A new store that is empty. */
  open(): OpenedStore | Promise<OpenedStore>
}

const CHECKS: readonly StoreCheck[] = [
  ...storeBarCases,
  ...storeBarRefusals,
  ...storeJournalCases,
  ...storeAccountCases,
  ...storeBatchCases,
  ...storeExactCases,
  ...storeFilterCases,
  ...storeStateCases,
  ...storeStrategyCases,
  ...storeWriterCases,
  ...storeRunCases,
  ...storeSettingCases,
  ...storeCloseCases,
  ...storeRandomCases,
]

/**
 * What every `Store`, or one of the five interfaces that it consists of, must do, as cases for any test runner:
 * `for (const { name, skip, run } of await storeCases(harness)) it.skipIf(skip)(name, run)`. What is to last is read three times: from the store that wrote it, from one that was
 * closed and opened again, and after a crash. What a store has no methods for, or its harness cannot do, is left out with the reason in `skip`.
 */
export async function storeCases(harness: StoreHarness): Promise<readonly ConformanceCase[]> {
  const sample = await harness.open()
  const cases = CHECKS.flatMap((check) =>
    (check.once ? (['fresh'] as const) : STORE_LIVES).map((life) => caseOf(check, life, harness, sample)),
  )
  await sample.close?.()
  return cases
}

function caseOf(check: StoreCheck, life: StoreLife, harness: StoreHarness, sample: OpenedStore): ConformanceCase {
  return {
    name: check.once ? check.name : `${check.name} (${life})`,
    skip: skipOf(sample, check, life),
    run: async () => {
      const trial = new StoreTrial(await harness.open(), life)
      try {
        await check.run(trial)
      } finally {
        await trial.end()
      }
    },
  }
}
