import base from './stryker.config.mjs'

/** Mutates the risk layer: `npm run test:mutation -- stryker.risk.config.mjs`, or one file of it with `--mutate src/risk/rate-limits.ts` behind that. */
export default {
  ...base,
  vitest: { configFile: 'vitest.mutation-risk.config.ts', related: false },
  // Profiles are data, which a test compares with the guide, and the guide is not where mutants run.
  mutate: ['src/risk/*.ts', '!src/risk/*.test.ts', '!src/risk/test-*.ts', '!src/risk/risk-profiles.ts'],
  htmlReporter: { fileName: '.test-results/mutation-risk.html' },
  jsonReporter: { fileName: '.test-results/mutation-risk.json' },
}
