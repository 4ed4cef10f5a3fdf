import base from './stryker.config.mjs'

/** Mutates the risk layer: `npm run test:mutation -- stryker.risk.config.mjs`, or one file of it with `--mutate src/risk/rate-limits.ts` behind that. */
export default {
  ...base,
  vitest: { configFile: 'vitest.mutation-risk.config.ts', related: false },
  mutate: ['src/risk/*.ts', '!src/risk/*.test.ts', '!src/risk/test-*.ts'],
  htmlReporter: { fileName: '.test-results/mutation-risk.html' },
  jsonReporter: { fileName: '.test-results/mutation-risk.json' },
}
