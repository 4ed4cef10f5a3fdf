import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { publicPackages } from '../packages.js'

/** Names that a package is nothing without. */
const required: Readonly<Record<string, readonly string[]>> = {
  '@tradewright/core': ['BacktestEngine', 'Strategy'],
  '@tradewright/data-files': ['CsvDataGateway'],
  '@tradewright/store-sqlite': ['SqliteStore'],
}

const packages = publicPackages()
const specifiers = packages.flatMap((each) => each.entries.map((entry) => entry.specifier))
const project = mkdtempSync(join(tmpdir(), 'tradewright-pack-'))
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')

function npm(args: readonly string[], cwd: string): string {
  // npm is a .cmd file on Windows, which only a shell starts.
  return execFileSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32', stdio: 'pipe' })
}

function write(name: string, text: string): string {
  const path = join(project, name)
  writeFileSync(path, text)
  return path
}

function run(script: string): Readonly<Record<string, readonly string[]>> {
  const result = spawnSync(process.execPath, [script], { cwd: project, encoding: 'utf8' })
  expect(result.status, result.stderr).toBe(0)
  return JSON.parse(result.stdout) as Readonly<Record<string, readonly string[]>>
}

beforeAll(() => {
  write('package.json', JSON.stringify({ name: 'consumer', version: '1.0.0', private: true }))
  const tarballs = packages.map((each) => {
    const [packed] = JSON.parse(npm(['pack', '--json', '--pack-destination', project], each.folder)) as [
      { readonly filename: string },
    ]
    return `./${packed.filename}`
  })
  // Names and types need no native module, and to compile one takes a minute.
  npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs], project)
})

afterAll(() => {
  rmSync(project, { recursive: true, force: true })
})

const list = JSON.stringify(specifiers)
const print = 'console.log(JSON.stringify(names, null, 1))\n'

it('the packed packages give the same names to import and to require', () => {
  const imported = run(
    write(
      'consumer.mjs',
      `const names = {}\nfor (const name of ${list}) names[name] = Object.keys(await import(name)).sort()\n${print}`,
    ),
  )
  const demanded = run(
    write(
      'consumer.cjs',
      `const names = {}\nfor (const name of ${list}) names[name] = Object.keys(require(name)).sort()\n${print}`,
    ),
  )
  console.log('import:', imported, '\nrequire:', demanded)
  expect(demanded).toEqual(imported)
  for (const specifier of specifiers) {
    expect(imported[specifier]).toEqual(expect.arrayContaining([...(required[specifier] ?? [])]))
    expect(imported[specifier]).not.toEqual([])
  }
})

it.each(['mts', 'cts'])('the packed packages type-check in a consumer.%s', (extension) => {
  const names = run(join(project, 'consumer.mjs'))
  const lines = specifiers.map((specifier, index) => {
    const aliases = (names[specifier] ?? []).map((name) => `${name} as ${name}${String(index)}`)
    const used = (names[specifier] ?? []).map((name) => `${name}${String(index)}`)
    return `import { ${aliases.join(', ')} } from '${specifier}'\nexport const used${String(index)} = [${used.join(', ')}]\n`
  })
  const file = write(`consumer.${extension}`, lines.join('\n'))
  const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--module', 'node16', '--target', 'es2022']
  const result = spawnSync(process.execPath, [tsc, ...options, file], { cwd: project, encoding: 'utf8' })
  expect(result.stdout).toBe('')
  expect(result.status).toBe(0)
  console.log(`tsc ${options.join(' ')} ${basename(file)}\nno errors`)
})

it('nothing but @tradewright/store-sqlite asks for a compiler', () => {
  const lock = JSON.parse(readFileSync(join(project, 'node_modules', '.package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<
      Record<string, { readonly hasInstallScript?: boolean; readonly dependencies?: Readonly<Record<string, string>> }>
    >
  }
  const installed = Object.entries(lock.packages)
  expect(installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path)).toEqual([
    'node_modules/better-sqlite3',
  ])
  const dependents = installed.filter(([, { dependencies = {} }]) => 'better-sqlite3' in dependencies)
  expect(dependents.map(([path]) => path)).toEqual(['node_modules/@tradewright/store-sqlite'])
})
