import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../packages.js'
import { parsePage, type Page } from './markdown.js'

export interface NamedPage extends Page {
  /** The path from the repository's root. */
  readonly path: string
}

/** The pages of the repository; those of packages and examples included. */
export function pages(): NamedPage[] {
  const top = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md']
  const ofFolders = ['packages', 'examples'].flatMap((area) => folders(area).map((name) => `${area}/${name}/README.md`))
  const docs = existsSync(join(root, 'docs'))
    ? readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    : []
  const inDocs = docs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name.replaceAll('\\', '/')}`)
  return [...top, ...ofFolders, ...inDocs]
    .filter((path) => existsSync(join(root, path)))
    .map((path) => ({ path, ...parsePage(readFileSync(join(root, path), 'utf8')) }))
}

function folders(area: string): string[] {
  return existsSync(join(root, area)) ? readdirSync(join(root, area)) : []
}
