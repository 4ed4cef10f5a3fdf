/** Mutates the simulated venue: `npm run test:mutation`, or one file of it with `-- --mutate src/simulation/laws.ts`. */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  mutate: [
    'src/simulation/*.ts',
    // What the tests are made of.
    '!src/simulation/*.test.ts',
    '!src/simulation/test-*.ts',
    '!src/simulation/{grid,reachable}*.ts',
    '!src/simulation/reference-cases.ts',
  ],
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 8_000,
  timeoutFactor: 2,
  reporters: ['clear-text', 'progress', 'html', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false },
  htmlReporter: { fileName: '.test-results/mutation.html' },
  jsonReporter: { fileName: '.test-results/mutation.json' },
  tempDirName: '.stryker-tmp',
  thresholds: { high: 90, low: 80, break: null },
}
