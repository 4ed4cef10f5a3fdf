/**
 * Holds the build to values that others have written: `npm run reference -- DIR`, where DIR has `metrics-cases.json` and the TA-Lib files.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const [folder] = process.argv.slice(2)
const built = new URL('../../packages/core/dist/index.js', import.meta.url)

if (folder === undefined) quit('expected a folder with reference values: npm run reference -- DIR')
const dir = resolve(process.env['INIT_CWD'] ?? '', folder)
if (!existsSync(dir)) quit(`there is no folder ${dir}`)
if (!existsSync(built)) quit('the core is not built: npm run build')

// Only now: both import the build.
const parts = [(await import('./talib.mjs')).talib, (await import('./metrics.mjs')).metrics]
let failures = 0
for (const part of parts) {
  const { title, lines, failed } = await part(dir).catch((error) => ({
    title: part.name,
    lines: [String(error)],
    failed: 1,
  }))
  console.log([title, ...lines.map((line) => `  ${line}`)].join('\n'))
  failures += failed
}
console.log(failures === 0 ? 'All hold' : `${failures} failed`)
if (failures > 0) process.exitCode = 1

function quit(message) {
  console.error(message)
  process.exit(2)
}
