import ts from 'typescript'
import { entryFiles } from '../import-table.js'
import { finding, walk, type Finding, type ProjectFile } from '../project.js'

const emptyNames = new Set([
  'utils',
  'util',
  'helpers',
  'helper',
  'types',
  'interfaces',
  'common',
  'shared',
  'services',
])

/** Folders that name no noun of trading. */
export function folderNames(files: readonly ProjectFile[]): Finding[] {
  return files.flatMap((file) => {
    const name = file.path.split('/').find((segment) => emptyNames.has(segment.toLowerCase()))
    if (name === undefined) return []
    return [finding(file, 0, 'folder-names', `${name}/ says nothing: put the file beside what it is about`)]
  })
}

/** index.ts files, or files that only pass names on, besides the entries of a package. */
export function barrels(files: readonly ProjectFile[]): Finding[] {
  return files
    .filter((file) => !file.isTest && !entryFiles.includes(file.inSrc ?? ''))
    .flatMap((file) => {
      const statements = file.source.statements
      const onlyPassesOn =
        statements.length > 0 && statements.every((node) => ts.isExportDeclaration(node) && node.moduleSpecifier)
      if (!/(^|\/)index\.ts$/.test(file.path) && !onlyPassesOn) return []
      return [finding(file, 0, 'barrels', 'a barrel inside a folder: import the file that declares the name')]
    })
}

export function exportStar(files: readonly ProjectFile[]): Finding[] {
  return inSource(files, (file, node) => {
    if (!ts.isExportDeclaration(node)) return []
    if (node.exportClause !== undefined && !ts.isNamespaceExport(node.exportClause)) return []
    return [finding(file, node, 'export-star', 'list the exported names: export { A, B } from …')]
  })
}

export function defaultExports(files: readonly ProjectFile[]): Finding[] {
  return inSource(files, (file, node) => {
    const isDefault =
      ts.isExportAssignment(node) ||
      (ts.isExportSpecifier(node) && node.name.text === 'default') ||
      node.kind === ts.SyntaxKind.DefaultKeyword
    if (!isDefault || ts.isDefaultClause(node.parent)) return []
    return [finding(file, node, 'default-exports', 'export it by name: one word, one meaning, on both sides')]
  })
}

function inSource(
  files: readonly ProjectFile[],
  check: (file: ProjectFile, node: ts.Node) => readonly Finding[],
): Finding[] {
  return files
    .filter((file) => file.inSrc !== undefined)
    .flatMap((file) => {
      const found: Finding[] = []
      walk(file.source, (node) => found.push(...check(file, node)))
      return found
    })
}
