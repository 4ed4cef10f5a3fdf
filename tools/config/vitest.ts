import { defineConfig } from 'vitest/config'

/** Those that take long, and those for a run per mutant. */
const notByDefault = ['**/*.long.test.ts', '**/*.mutation.test.ts']

/** The tests of one package. `vitest run --mode long` runs the `*.long.test.ts` files, and only those. */
export const packageTests = defineConfig(({ mode }) => ({
  test: {
    include: mode === 'long' ? ['**/*.long.test.ts'] : ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/.stryker-tmp/**', ...(mode === 'long' ? [] : notByDefault)],
    reporters: ['default', 'json'],
    outputFile: { json: '.test-results/results.json' },
    // A test that waits for ever must end; how fast one is, is the benchmark's to say.
    testTimeout: mode === 'long' ? 600_000 : 120_000,
  },
}))
