import { describe, expect, it } from 'vitest'
import { projectFile, type Finding, type Rule } from './project.js'
import { ambientInputs } from './rules/ambient-inputs.js'
import { cycles } from './rules/cycles.js'
import { importTable } from './rules/import-table.js'
import { inexactMath } from './rules/inexact-math.js'
import { barrels, defaultExports, exportStar, folderNames } from './rules/layout.js'
import { modeFlags } from './rules/mode-flags.js'
import { sizes } from './rules/sizes.js'
import { typeEscapes } from './rules/type-escapes.js'

const core = 'packages/core/src/'

function run(rule: Rule, files: Readonly<Record<string, string>>): Finding[] {
  return rule(Object.entries(files).map(([path, text]) => projectFile(path, text)))
}

function lines(count: number): string {
  return 'x()\n'.repeat(count)
}

/** Each row: the path of one file and its text. */
function flags(rule: Rule, cases: readonly (readonly [string, string])[]): void {
  it.each(cases)('flags %s with %j', (path, text) => {
    expect(run(rule, { [path]: text })).not.toEqual([])
  })
}

function accepts(rule: Rule, cases: readonly (readonly [string, string])[]): void {
  it.each(cases)('accepts %s with %j', (path, text) => {
    expect(run(rule, { [path]: text })).toEqual([])
  })
}

describe('a finding', () => {
  it('names the file, the line, the rule and what to use instead', () => {
    expect(run(ambientInputs, { [`${core}risk/stop.ts`]: 'const a = 1\nconst b = Date.now()\n' })).toEqual([
      {
        file: 'packages/core/src/risk/stop.ts',
        line: 2,
        rule: 'ambient-inputs',
        message:
          'Date.now in risk/: take the time from the event being processed; a gateway asks the Clock port, ' +
          'a strategy reads this.now',
      },
    ])
  })
})

describe('the import table', () => {
  flags(importTable, [
    [`${core}risk/a.ts`, "import { Ledger } from '../portfolio/ledger.js'"],
    [`${core}risk/a.ts`, "import type { Ledger } from '../portfolio/ledger.js'"],
    [`${core}risk/a.ts`, "export { Ledger } from '../portfolio/ledger.js'"],
    [`${core}risk/a.ts`, "type Ledger = import('../portfolio/ledger.js').Ledger"],
    [`${core}risk/a.ts`, "const ledger = await import('../portfolio/ledger.js')"],
    [`${core}kernel/a.ts`, "import type { Broker } from '../ports/broker.js'"],
    [`${core}gateways/a.ts`, "import { MemoryStore } from '../store/memory-store.js'"],
    [`${core}engine/a.ts`, "import { conformance } from '../testing/index.js'"],
    [`${core}engine/a.ts`, "import { audit } from '../node/audit.js'"],
    [`${core}domain/a.ts`, "import { Bar } from '../index.js'"],
    [`${core}index.ts`, "export { conformance } from './testing/conformance.js'"],
    [`${core}misc/a.ts`, 'export const a = 1'],
    [`${core}a.ts`, 'export const a = 1'],
    [`${core}domain/a.ts`, "import { EventEmitter } from 'eventemitter3'"],
    [`${core}engine/a.ts`, "import { createHash } from 'node:crypto'"],
    [`${core}node/a.ts`, "import { readFileSync } from 'fs'"],
    [`${core}domain/a.ts`, "import { Bar } from '@tradewright/core'"],
    [`${core}calendar/a.ts`, "import { fromZonedTime } from 'date-fns-tz'"],
    ['packages/data-files/src/a.ts', "import { Bar } from '../../core/src/index.js'"],
    ['packages/data-files/src/a.test.ts', "import { Bar } from '../../core/src/index.js'"],
    ['packages/data-files/src/a.ts', "import { Bar } from '@tradewright/core/dist/index.js'"],
    ['packages/data-files/src/a.ts', "import { parse } from 'papaparse'"],
    ['packages/unknown/src/a.ts', 'export const a = 1'],
  ])
  accepts(importTable, [
    [`${core}risk/a.ts`, "import { Bar } from '../domain/bar.js'\nimport { b } from './b.js'"],
    [`${core}kernel/a.ts`, "import { Strategy } from '../strategy/strategy.js'"],
    [`${core}kernel/a.ts`, "import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'"],
    [`${core}domain/a.ts`, "import { Decimal } from 'decimal.js'\nimport { z } from 'zod'"],
    [`${core}index.ts`, "export { BacktestEngine } from './engine/backtest-engine.js'"],
    [`${core}node/a.ts`, "import { readFileSync } from 'node:fs'\nimport { x } from '../engine/x.js'"],
    [`${core}testing/a.ts`, "import { audit } from '../node/audit.js'"],
    [`${core}risk/a.test.ts`, "import { expect } from 'vitest'\nimport { Ledger } from '../portfolio/ledger.js'"],
    [`${core}domain/a.ts`, "const text = \"import { a } from '../kernel/a.js'\" // import '../kernel/b.js'"],
    ['packages/data-files/src/a.ts', "import { readFileSync } from 'node:fs'\nimport { Bar } from '@tradewright/core'"],
    ['packages/data-files/src/a.ts', "import { parse } from 'csv-parse/sync'"],
  ])
})

describe('cycles', () => {
  it('flags two files that import each other, types included', () => {
    const found = run(cycles, {
      [`${core}domain/a.ts`]: "import type { B } from './b.js'",
      [`${core}domain/b.ts`]: "import { a } from './a.js'",
    })
    expect(found.map((each) => each.message)).toEqual([
      'imports itself: packages/core/src/domain/a.ts → packages/core/src/domain/b.ts → packages/core/src/domain/a.ts; ' +
        'move what both need into a file of its own',
    ])
  })

  it('flags two folders that import each other through different files', () => {
    const found = run(cycles, {
      [`${core}costs/a.ts`]: "import { b } from '../risk/b.js'",
      [`${core}costs/c.ts`]: 'export const c = 1',
      [`${core}risk/b.ts`]: 'export const b = 1',
      [`${core}risk/d.ts`]: "import { c } from '../costs/c.js'",
    })
    expect(found.map((each) => each.file)).toEqual(['packages/core/src/costs'])
  })

  it('flags a file that imports itself, and a cycle that is not reached from the first file only', () => {
    const found = run(cycles, {
      [`${core}domain/a.ts`]: "import { b } from './b.js'",
      [`${core}domain/b.ts`]: "import { c } from './c.js'",
      [`${core}domain/c.ts`]: "import { b } from './b.js'",
      [`${core}domain/d.ts`]: "import { d } from './d.js'",
    })
    expect(found.map((each) => each.file)).toEqual([`${core}domain/b.ts`, `${core}domain/d.ts`])
  })

  it('accepts a diamond', () => {
    const found = run(cycles, {
      [`${core}kernel/a.ts`]: "import { b } from '../risk/b.js'\nimport { c } from '../costs/c.js'",
      [`${core}risk/b.ts`]: "import { d } from '../domain/d.js'",
      [`${core}costs/c.ts`]: "import { d } from '../domain/d.js'",
      [`${core}domain/d.ts`]: 'export const d = 1',
    })
    expect(found).toEqual([])
  })
})

describe('ambient inputs', () => {
  flags(ambientInputs, [
    [`${core}risk/a.ts`, 'const now = Date.now'],
    [`${core}risk/a.ts`, "Date['now']()"],
    [`${core}risk/a.ts`, 'const { now } = Date'],
    [`${core}risk/a.ts`, 'new Date()'],
    [`${core}risk/a.ts`, 'new Date'],
    [`${core}risk/a.ts`, 'Date()'],
    [`${core}risk/a.ts`, 'new Date(2024, 0, 2)'],
    [`${core}calendar/a.ts`, 'date.getHours()'],
    [`${core}calendar/a.ts`, 'names.sort((a, b) => a.localeCompare(b))'],
    [`${core}kernel/a.ts`, 'Math.random()'],
    [`${core}kernel/a.ts`, 'const { random: dice } = Math'],
    [`${core}gateways/a.ts`, 'setTimeout(f, 5)'],
    [`${core}gateways/a.ts`, 'const later = setTimeout'],
    [`${core}store/a.ts`, 'setInterval(f, 5)'],
    [`${core}store/a.ts`, 'setImmediate(f)'],
    [`${core}store/a.ts`, 'queueMicrotask(f)'],
    [`${core}analytics/a.ts`, 'performance.now()'],
    [`${core}domain/a.ts`, 'process.env.DEBUG'],
    [`${core}domain/a.ts`, 'globalThis.crypto.randomUUID()'],
    [`${core}domain/a.ts`, 'crypto.randomUUID()'],
    [`${core}index.ts`, 'process.exit()'],
  ])
  accepts(ambientInputs, [
    [`${core}engine/a.ts`, 'Date.now(); setTimeout(f, 5)'],
    [`${core}node/a.ts`, 'process.env.DEBUG'],
    [`${core}testing/a.ts`, 'Math.random()'],
    [`${core}risk/a.test.ts`, 'Date.now()'],
    [`${core}risk/a.ts`, 'new Date(0).getUTCHours(); Date.UTC(2024, 0, 2); Math.floor(1.5)'],
    [`${core}risk/a.ts`, 'class Kernel { process(at: number) { return this.process(at) } }'],
    [`${core}risk/a.ts`, 'interface Clock { setTimeout: (at: number) => void }\nclock.setTimeout(5)'],
    [`${core}risk/a.ts`, "const assetClass = 'crypto' // Date.now()"],
    [`${core}gateways/a.ts`, 'function read(fetch: () => number) { return fetch() }'],
    ['packages/data-files/src/a.ts', 'process.cwd()'],
  ])

  it('is judged for node: imports by the import table', () => {
    expect(run(importTable, { [`${core}store/a.ts`]: "import { readFileSync } from 'node:fs'" })).toHaveLength(1)
  })
})

describe('inexact math', () => {
  flags(inexactMath, [
    [`${core}costs/a.ts`, 'Math.exp(x)'],
    [`${core}costs/a.ts`, "Math['log'](x)"],
    [`${core}costs/a.ts`, 'const { pow } = Math'],
    [`${core}risk/a.ts`, 'const f = Math.sin'],
    [`${core}indicators/a.ts`, 'x ** 2'],
    [`${core}indicators/a.ts`, 'x **= 2'],
    [`${core}simulation/a.ts`, 'Math.hypot(a, b)'],
    [`${core}kernel/a.ts`, 'Math.cbrt(a)'],
  ])
  accepts(inexactMath, [
    [`${core}analytics/a.ts`, 'Math.log(x) + x ** 2'],
    [`${core}indicators/a.ts`, 'Math.sqrt(x) + Math.abs(x) + x * x'],
    [`${core}domain/a.ts`, '10n ** 8n + 10n ** BigInt(n) + decimal.pow(2)'],
    [`${core}domain/a.test.ts`, '10 ** 8'],
  ])
})

describe('mode flags', () => {
  flags(modeFlags, [
    [`${core}kernel/a.ts`, 'if (isBacktest) x()'],
    [`${core}kernel/a.ts`, 'if (this.#isLive) x()'],
    [`${core}strategy/a.ts`, 'interface Context { readonly isPaper: boolean }'],
    [`${core}strategy/a.ts`, 'context.backtestMode'],
    [`${core}node/a.ts`, "if (mode === 'live') x()"],
    [`${core}simulation/a.ts`, "switch (kind) { case 'backtest': x() }"],
    [`${core}domain/a.ts`, "type Venue = 'paper' | 'real'"],
  ])
  accepts(modeFlags, [
    [`${core}engine/a.ts`, "const isLive = mode === 'live'"],
    [`${core}kernel/a.ts`, 'const isWorking = order.delivered // backtest and live alike'],
    [`${core}kernel/a.test.ts`, "it('is alike', () => check('live'))"],
    [`${core}index.ts`, "export { BacktestEngine } from './engine/backtest-engine.js'"],
  ])
})

describe('layout', () => {
  flags(folderNames, [
    [`${core}utils/a.ts`, 'export const a = 1'],
    [`${core}risk/helpers/a.ts`, 'export const a = 1'],
    ['packages/data-files/src/types/a.ts', 'export const a = 1'],
  ])
  accepts(folderNames, [[`${core}risk/stop.ts`, 'export const a = 1']])

  flags(barrels, [
    [`${core}risk/index.ts`, 'export const a = 1'],
    [`${core}risk/all.ts`, "export { a } from './a.js'\nexport type { B } from './b.js'"],
  ])
  accepts(barrels, [
    [`${core}index.ts`, "export { a } from './risk/a.js'"],
    [`${core}testing/index.ts`, "export { a } from './a.js'"],
    [`${core}risk/a.ts`, "export { b } from './b.js'\nexport const a = 1"],
  ])

  flags(exportStar, [
    [`${core}index.ts`, "export * from './risk/a.js'"],
    [`${core}index.ts`, "export * as risk from './risk/a.js'"],
  ])
  accepts(exportStar, [[`${core}index.ts`, "export { a } from './risk/a.js'"]])

  flags(defaultExports, [
    [`${core}risk/a.ts`, 'export default class A {}'],
    [`${core}risk/a.ts`, 'export default 5'],
    [`${core}risk/a.ts`, 'const a = 1\nexport { a as default }'],
    [`${core}risk/a.ts`, 'const a = 1\nexport = a'],
  ])
  accepts(defaultExports, [
    [`${core}risk/a.ts`, 'export const a = (b: number) => { switch (b) { default: return 1 } }'],
  ])
})

describe('type escapes', () => {
  flags(typeEscapes, [
    [`${core}risk/a.ts`, 'let a: any'],
    [`${core}risk/a.ts`, 'const a = b as any'],
    [`${core}risk/a.ts`, 'const a = b as unknown as Bar'],
    [`${core}risk/a.ts`, 'const a = (b as object) as Bar'],
    [`${core}risk/a.test.ts`, 'const a = <Bar>(<unknown>b)'],
    [`${core}risk/a.ts`, '// @ts-ignore\na()'],
    [`${core}risk/a.ts`, '/* @ts-nocheck */'],
    [`${core}risk/a.ts`, '// @ts-expect-error\na()'],
  ])
  accepts(typeEscapes, [
    [`${core}risk/a.ts`, 'const any = b as Bar // any'],
    [`${core}risk/a.ts`, 'const a = [1] as const'],
    [`${core}risk/a.test.ts`, '// @ts-expect-error a string is no number\na("b")'],
  ])
})

describe('sizes', () => {
  it('flags a file of 451 lines', () => {
    const short = Object.fromEntries([...Array(30).keys()].map((n) => [`${core}risk/a${String(n)}.ts`, 'x()']))
    const found = run(sizes, { ...short, [`${core}risk/long.ts`]: lines(451) })
    expect(found).toEqual([expect.objectContaining({ file: `${core}risk/long.ts`, line: 1 })])
    expect(run(sizes, { ...short, [`${core}risk/long.ts`]: lines(450) })).toEqual([])
  })

  it('flags a median of 91 lines', () => {
    const files = (median: number) => ({
      [`${core}risk/a.ts`]: lines(10),
      [`${core}risk/b.ts`]: lines(median),
      [`${core}risk/c.ts`]: lines(200),
    })
    expect(run(sizes, files(91)).map((each) => each.file)).toEqual([`${core}risk/b.ts`])
    expect(run(sizes, files(90))).toEqual([])
  })

  it('flags a 95th percentile of 301 lines', () => {
    const files = (length: number) =>
      Object.fromEntries(
        [...Array(20).keys()].map((n) => [`${core}risk/a${String(n)}.ts`, lines(n < 18 ? 10 : length)]),
      )
    expect(run(sizes, files(301))).toHaveLength(1)
    expect(run(sizes, files(300))).toEqual([])
  })

  it('flags a function of 71 lines, counted from its signature to its closing brace', () => {
    const method = (count: number) =>
      `class A {\n  /** Says\n   * what. */\n  run(): void {\n${lines(count - 2)}  }\n}\n`
    expect(run(sizes, { [`${core}risk/a.ts`]: method(71) })).toEqual([
      expect.objectContaining({ line: 4, message: expect.stringContaining('a function of 71 lines') as string }),
    ])
    expect(run(sizes, { [`${core}risk/a.ts`]: method(70) })).toEqual([])
  })

  it('leaves tests out', () => {
    expect(run(sizes, { [`${core}risk/a.test.ts`]: lines(1000) })).toEqual([])
  })
})
