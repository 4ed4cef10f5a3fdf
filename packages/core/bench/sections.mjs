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

function middle(name, value, ...args) {
  const values = Array.from({ length: PROCESSES }, () => value(run(name, args)))
  return values.sort((a, b) => a - b)[PROCESSES >> 1]
}

/** The plain case with all limits and without, in turns: the round with the middle slowdown, which is the fraction of the plain case's speed that is lost. */
function allLimits() {
  const rounds = Array.from({ length: PROCESSES }, () => {
    const [plain, limited] = [run('plain', []), run('all-limits', [])]
    if (plain.fills !== limited.fills || plain.equity !== limited.equity)
      throw new Error('the limits changed the run: they must be ones that nothing reaches')
    return { plain, limited, slowdown: 1 - plain.medianMs / limited.medianMs }
  })
  return rounds.sort((a, b) => a.slowdown - b.slowdown)[PROCESSES >> 1]
}

const barsPerSecond = ({ medianMs }) => Math.round((BARS / medianMs) * 1000)
const { plain, limited, slowdown } = allLimits()
const manySymbols = (count, kind) => middle('many-symbols', barsPerSecond, String(count), kind)
const barBuilder = Math.min(
  ...['time', 'session', 'volume', 'renko'].map((kind) => middle('bar-builder', barsPerSecond, kind)),
)
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
    features: {
      value: middle('features', ({ medianMs }) => Math.round(medianMs)),
      unit: 'ms',
      required: 150,
    },
    // A million trades each; the slowest way of cutting them.
    barBuilder: { value: barBuilder, unit: 'ticks/s', required: 5_000_000 },
    twoTimeframes: { value: middle('two-timeframes', barsPerSecond), unit: 'bars/s', required: 6_000_000 },
    // Four fifths of the speed of the plain case that ran before it.
    allLimits: {
      value: barsPerSecond(limited),
      unit: 'bars/s',
      required: Math.round(barsPerSecond(plain) * 0.8),
      slowdown: Math.round(slowdown * 1000) / 1000,
    },
    // What the exact solver costs; nothing is required of it.
    ambiguousBar: {
      value: middle('ambiguous-bars', ({ microsecondsPerBar }) => Math.round(microsecondsPerBar * 10) / 10),
      unit: 'µs',
      required: 0,
    },
    // The slowest kind of call in a loop over minutes, and the most that it may cost.
    calendar: { value: middle('calendar', ({ slowest }) => Math.round(slowest)), unit: 'ns/call', most: 1000 },
    calendarIsOpen: {
      value: middle('calendar', ({ byCall }) => Math.round(byCall.isOpen)),
      unit: 'ns/call',
      most: 1000,
    },
  }),
)
