/**
 * Measures the built package: `npm run bench`, and `npm run bench -- --json` to end with one bare line of JSON. Each case has a process of its
 * own, so that none warms up or slows down another.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { BARS } from './measure.mjs'

function runCase(name) {
  return runFile(new URL(`./${name}.mjs`, import.meta.url))
}

function runFile(url) {
  const output = execFileSync(process.execPath, [fileURLToPath(url)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(output)
}

/** What the packages measure of themselves: each may have a bench/sections.mjs, which prints its sections as JSON. */
function runSections() {
  const packages = new URL('../../', import.meta.url)
  const files = readdirSync(packages).map((name) => new URL(`${name}/bench/sections.mjs`, packages))
  return Object.assign({}, ...files.filter((file) => existsSync(file)).map(runFile))
}

/** What the compiler makes of a program differs from process to process: the middle one of five, the cases taking turns. */
const rounds = Array.from({ length: 5 }, () => ({ engine: runCase('plain'), floor: runCase('floor') }))
const middle = (name) => rounds.map((round) => round[name]).sort((a, b) => a.medianMs - b.medianMs)[2]
const engine = middle('engine')
const floor = middle('floor')
if (floor.fills !== engine.fills || Math.abs(floor.equity / engine.equity - 1) > 1e-9) {
  throw new Error(
    `the floor came to ${floor.equity} in ${floor.fills} fills, the engine to ${engine.equity} in ${engine.fills}: they must do the same work`,
  )
}

const result = {
  bars: BARS,
  engineBarsPerSecond: Math.round((BARS / engine.medianMs) * 1000),
  floorBarsPerSecond: Math.round((BARS / floor.medianMs) * 1000),
  ratio: Number((floor.medianMs / engine.medianMs).toFixed(4)),
  peakRssMb: Math.max(...rounds.map((round) => round.engine.peakRssMb)),
  orderListHash: engine.hash,
  sections: runSections(),
}

const millions = (value) => `${(value / 1e6).toFixed(1)} million bars a second`
console.log(
  `Plain case: SMA(10)/SMA(30) crossover, ${BARS.toLocaleString('en-US')} one-minute bars, ${engine.fills.toLocaleString('en-US')} fills`,
)
console.log(`  engine   ${millions(result.engineBarsPerSecond)}`)
console.log(`  floor    ${millions(result.floorBarsPerSecond)}, the same arithmetic in one function`)
console.log(`  ratio    ${result.ratio.toFixed(3)} (required 0.10)`)
console.log(`  memory   ${result.peakRssMb} MB at its peak (required below 400)`)
console.log(`  hash     ${result.orderListHash}`)
for (const [name, { value, unit, required = 0, most, note }] of Object.entries(result.sections)) {
  const [came, needed] = [value, required].map((number) => number.toLocaleString('en-US'))
  const limit = most === undefined ? '' : ` (at most ${most.toLocaleString('en-US')})`
  console.log(
    `  ${name.padEnd(14)} ${came} ${unit}${required > 0 ? ` (required ${needed})` : limit}${note ? `; ${note}` : ''}`,
  )
}
if (process.argv.includes('--json')) console.log(JSON.stringify(result))
