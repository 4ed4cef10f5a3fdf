import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

interface Conditions {
  readonly types: string
  readonly default: string
}

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports: Readonly<Record<string, string | { readonly import: Conditions; readonly require: Conditions }>>
}

export interface Entry {
  /** What a user imports: `@tradewright/core`, `@tradewright/core/testing`. */
  readonly specifier: string
  /** The ES module's declarations, as an absolute path. */
  readonly types: string
}

export interface PublicPackage {
  readonly name: string
  readonly folder: string
  readonly entries: readonly Entry[]
}

/** The packages that are published, with the entries that their `exports` declare. */
export function publicPackages(): PublicPackage[] {
  return readdirSync(join(root, 'packages')).flatMap((name) => {
    const folder = join(root, 'packages', name)
    const found = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
    if (found.private === true) return []
    const entries = Object.entries(found.exports).flatMap(([subpath, target]) =>
      typeof target === 'string'
        ? []
        : [{ specifier: found.name + subpath.slice(1), types: join(folder, target.import.types) }],
    )
    return [{ name: found.name, folder, entries }]
  })
}
