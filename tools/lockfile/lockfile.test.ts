import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../packages.js'

interface Lock {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly link?: boolean
        readonly resolved?: string
        readonly integrity?: string
        readonly optionalDependencies?: Readonly<Record<string, string>>
      }
    >
  >
}

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock
const installed = Object.entries(lock.packages).filter(([path, each]) => path.includes('node_modules/') && !each.link)

it('the lock file names no registry, so that any mirror will do', () => {
  expect(installed.filter(([, each]) => each.resolved !== undefined).map(([path]) => path)).toEqual([])
})

it('the lock file has a checksum for every package', () => {
  expect(installed.filter(([, each]) => each.integrity === undefined).map(([path]) => path)).toEqual([])
})

// `npm ci` refuses a lock file without them. A release is sometimes there before its builds for every platform are:
// take the release before it.
it('the lock file has the builds of native packages for every platform', () => {
  const names = new Set(
    installed.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)),
  )
  const missing = installed.flatMap(([path, each]) =>
    Object.keys(each.optionalDependencies ?? {})
      .filter((name) => !names.has(name))
      .map((name) => `${path} needs ${name}`),
  )
  expect(missing).toEqual([])
})
