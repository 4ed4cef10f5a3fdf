// Builds the packages through turbo, and shows what turbo says only if it fails: `build-quietly.mjs --filter=…`.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo')
const run = spawnSync(
  process.execPath,
  [turbo, 'run', 'build', '--output-logs=errors-only', ...process.argv.slice(2)],
  {
    encoding: 'utf8',
  },
)
if (run.status !== 0) {
  process.stderr.write(run.error?.message ?? run.stdout + run.stderr)
  process.exitCode = 1
}
