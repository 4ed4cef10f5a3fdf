/** The core's sections of the benchmark, each measured in a process of its own: the middle of three. Prints one line of JSON. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { BARS } from './measure.mjs'

const PROCESSES = 3

function run(name, args) {
  const file = fileURLToPath(new URL(`./${name}.mjs`, import.meta.url))
  const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }
  return JSON.parse(execFileSync(process.execPath, [file, ...args], options))
}

/** What the process printed of which the value is the middle one. */
function middleRun(name, value, ...args) {
  const printed = Array.from({ length: PROCESSES }, () => run(name, args))
  return printed.sort((a, b) => value(a) - value(b))[PROCESSES >> 1]
}

function middle(name, value, ...args) {
  return value(middleRun(name, value, ...args))
}

const barsPerSecond = ({ medianMs }) => Math.round((BARS / medianMs) * 1000)
const slowdown = ({ plainMs, limitedMs }) => limitedMs / plainMs - 1
const limits = middleRun('all-limits', slowdown)
const manySymbols = (count, kind) => middle('many-symbols', barsPerSecond, String(count), kind)
const [aligned, ragged] = ['aligned', 'ragged'].map((kind) => manySymbols(10, kind))
console.log(
  JSON.stringify({
    restingOrders: { value: middle('resting-orders', barsPerSecond), unit: 'bars/s', required: 5_000_000 },
    brackets: { value: middle('brackets', barsPerSecond), unit: 'bars/s', required: 4_000_000 },
    tenSymbols: { value: Math.min(aligned, ragged), unit: 'bars/s', required: 6_000_000 },
    tenSymbolsAligned: { value: aligned, unit: 'bars/s', required: 6_000_000 },
    tenSymbolsRagged: { value: ragged, unit: 'bars/s', required: 6_000_000 },
    hundredSymbols: { value: manySymbols(100, 'ragged'), unit: 'bars/s', required: 0 },
    twoStrategies: { value: middle('two-strategies', barsPerSecond), unit: 'bars/s', required: 0 },
    // In no more than six fifths of the time that the plain case takes in turns with it.
    allLimits: {
      value: barsPerSecond({ medianMs: limits.limitedMs }),
      unit: 'bars/s',
      required: barsPerSecond({ medianMs: limits.plainMs * 1.2 }),
      slowdown: Math.round(slowdown(limits) * 1000) / 1000,
    },
    // What the exact solver costs; nothing is required of it.
    ambiguousBar: {
      value: middle('ambiguous-bars', ({ microsecondsPerBar }) => Math.round(microsecondsPerBar * 10) / 10),
      unit: 'µs',
      required: 0,
    },
  }),
)
