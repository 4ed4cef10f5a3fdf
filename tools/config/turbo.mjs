// Runs turbo without its telemetry: `turbo.mjs run test`. With --quiet it is heard only if it fails.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const turbo = fileURLToPath(import.meta.resolve('turbo/bin/turbo'))
const args = process.argv.slice(2)
const isQuiet = args[0] === '--quiet'
const run = spawnSync(process.execPath, [turbo, ...(isQuiet ? args.slice(1) : args)], {
  encoding: 'utf8',
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
  stdio: isQuiet ? 'pipe' : 'inherit',
  maxBuffer: 1e9,
})
if (run.status !== 0) {
  if (isQuiet) process.stderr.write(run.stdout + run.stderr)
  if (run.error) process.stderr.write(run.error.message)
  process.exitCode = run.status ?? 1
}
