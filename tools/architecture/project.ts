import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** One file of a package, named from the repository's root with forward slashes. */
export interface ProjectFile {
  readonly path: string
  readonly package: string
  /** The path below the package's src folder; undefined for files in test/ and bench/. */
  readonly inSrc: string | undefined
  /** The first folder below src, '' for files of src itself. */
  readonly folder: string
  readonly isTest: boolean
  readonly source: ts.SourceFile
}

export interface Finding {
  readonly file: string
  readonly line: number
  readonly rule: string
  readonly message: string
}

export type Rule = (files: readonly ProjectFile[]) => Finding[]

export function projectFile(path: string, text: string): ProjectFile {
  const [, packageName = '', area, ...rest] = path.split('/')
  const inSrc = area === 'src' ? rest.join('/') : undefined
  return {
    path,
    package: packageName,
    inSrc,
    folder: inSrc !== undefined && rest.length > 1 ? (rest[0] ?? '') : '',
    isTest: inSrc === undefined || path.endsWith('.test.ts'),
    source: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true),
  }
}

/** All TypeScript files of packages/*, as they are on disk. */
export function readProject(root: string): ProjectFile[] {
  return readdirSync(join(root, 'packages')).flatMap((name) =>
    ['src', 'test', 'bench'].flatMap((area) =>
      typeScriptFiles(root, `packages/${name}/${area}`).map((path) =>
        projectFile(path, readFileSync(join(root, path), 'utf8')),
      ),
    ),
  )
}

function typeScriptFiles(root: string, folder: string): string[] {
  let entries
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true })
  } catch {
    return []
  }
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return typeScriptFiles(root, path)
    return /\.[cm]?tsx?$/.test(entry.name) ? [path] : []
  })
}

export function finding(file: ProjectFile, node: ts.Node | number, rule: string, message: string): Finding {
  const position = typeof node === 'number' ? node : node.getStart(file.source)
  return { file: file.path, line: file.source.getLineAndCharacterOfPosition(position).line + 1, rule, message }
}

export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node)
  ts.forEachChild(node, (child) => {
    walk(child, visit)
  })
}

export function format(findings: readonly Finding[]): string {
  return findings.map((found) => `${found.file}:${String(found.line)} [${found.rule}] ${found.message}`).join('\n')
}
