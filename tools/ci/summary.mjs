// Adds up what vitest reported: `node tools/ci/summary.mjs`. `--clear` forgets earlier reports.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const folders = ['packages', 'examples'].flatMap((area) =>
  existsSync(area) ? readdirSync(area).map((name) => join(area, name)) : [],
)
const reports = ['.', ...folders].map((folder) => join(folder, '.test-results', 'results.json')).filter(existsSync)

if (process.argv.includes('--clear')) {
  for (const report of reports) rmSync(report)
} else {
  let passed = 0
  let failed = 0
  let skipped = 0
  for (const report of reports) {
    const results = JSON.parse(readFileSync(report, 'utf8'))
    // A file that can't be loaded has no tests to fail: it counts as one.
    const broken = results.testResults.filter(
      (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
    ).length
    passed += results.numPassedTests
    failed += results.numFailedTests + broken
    skipped += results.numPendingTests + results.numTodoTests
    console.log(`${report}: ${results.numPassedTests} passed, ${results.numFailedTests + broken} failed`)
  }
  if (skipped > 0) console.log(`${skipped} skipped`)
  console.log(`${passed} passed, ${failed} failed`)
}
