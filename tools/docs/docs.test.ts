import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../packages.js'
import { codeModules, runnable, shownFiles, typeErrors } from './code.js'
import { pages } from './pages.js'

const all = pages()
const withCode = all.filter((page) => page.path === 'README.md' || /^(docs\/|packages\/)/.test(page.path))

// Inside the repository, so that the packages resolve by their public names.
const scratch = join(root, '.docs-code')
rmSync(scratch, { recursive: true, force: true })

const modules = withCode.flatMap((page) => {
  const folder = join(scratch, page.path.replace(/\.md$/, '').replaceAll('/', '-'))
  mkdirSync(folder, { recursive: true })
  for (const file of shownFiles(page.fences)) writeFileSync(join(folder, file.name), file.text)
  return codeModules(page.fences).map((module) => {
    const file = posix.join(folder.replaceAll('\\', '/'), `line-${String(module.line)}.ts`)
    writeFileSync(file, module.text)
    return { ...module, folder, file, name: `${page.path}:${String(module.line)}` }
  })
})
const errors = typeErrors(
  modules.map((module) => module.file),
  join(root, 'tsconfig.base.json'),
)

it.each(modules)('code in the docs passes the type checker: $name', ({ file }) => {
  expect(errors.get(file)).toEqual([])
})

it.each(modules.filter((module) => module.runs))('code in the docs runs: $name', ({ file, folder, text, output }) => {
  const script = file.replace(/\.ts$/, '.mjs')
  writeFileSync(script, runnable(text))
  const run = spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' })
  expect(run.status, run.stderr).toBe(0)
  if (output !== undefined) expect(run.stdout.trim()).toBe(output.trim())
})

const links = all.flatMap((page) =>
  page.links
    .filter(({ target }) => !/^[a-z]+:/i.test(target))
    .map((link) => ({ ...link, page: page.path, name: `${page.path}:${String(link.line)} ${link.target}` })),
)

it.each(links)('a link in the docs leads somewhere: $name', ({ page, target }) => {
  const [file = '', anchor] = target.split('#')
  const path = file === '' ? page : posix.join(posix.dirname(page), decodeURI(file))
  expect(existsSync(join(root, path)), `${path} does not exist`).toBe(true)
  if (anchor === undefined || statSync(join(root, path)).isDirectory()) return
  const linked = all.find((each) => each.path === path)
  if (linked) expect([...linked.anchors]).toContain(anchor)
})

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>
}

const commands = all
  .filter((page) => /^(README|CONTRIBUTING)\.md$|^examples\//.test(page.path))
  .flatMap((page) =>
    page.fences
      .filter((fence) => fence.info[0] === 'sh')
      .flatMap((fence) => [...fence.text.matchAll(/\bnpm (?:run ([\w:.-]+)|(start|test)\b)([^\n&|;]*)/g)])
      .map(([command, script, builtIn, rest]) => ({
        name: `${page.path}: ${command}`,
        script: script ?? builtIn ?? '',
        workspace: /(?:-w|--workspace)[ =](\S+)/.exec(rest ?? '')?.[1] ?? '.',
      })),
  )

it.each(commands)('a command in the docs exists: $name', ({ script, workspace }) => {
  const manifest = JSON.parse(readFileSync(join(root, workspace, 'package.json'), 'utf8')) as Manifest
  expect(Object.keys(manifest.scripts ?? {})).toContain(script)
})
