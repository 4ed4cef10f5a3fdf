import { defineConfig } from 'vitest/config'

/** The tests of one package. `vitest run --mode long` runs the `*.long.test.ts` files, and only those. */
export const packageTests = defineConfig(({ mode }) => ({
  test: {
    include: mode === 'long' ? ['**/*.long.test.ts'] : ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', ...(mode === 'long' ? [] : ['**/*.long.test.ts'])],
    reporters: ['default', 'json'],
    outputFile: { json: '.test-results/results.json' },
    ...(mode === 'long' ? { testTimeout: 600_000 } : {}),
  },
}))
