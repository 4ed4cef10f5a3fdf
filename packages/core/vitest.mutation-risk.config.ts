import { defineConfig } from 'vitest/config'

/** The tests that a mutant of the risk layer is run against: those that are quick, and the same in every run. */
export default defineConfig({
  test: {
    include: ['src/risk/*.test.ts', 'test/risk-*.test.ts', 'test/account-{cash-by-hand,margin}.test.ts'],
    exclude: [
      '**/*-properties.test.ts',
      '**/risk-dice.test.ts',
      '**/risk-quiet-bars.test.ts',
      '**/risk-reducing.test.ts',
      '**/any-risk.test.ts',
      '**/risk-profiles.test.ts',
    ],
    // The mutant is chosen anew for each run, while the modules stay loaded.
    isolate: false,
  },
})
