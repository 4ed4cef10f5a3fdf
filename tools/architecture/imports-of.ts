import { posix } from 'node:path'
import ts from 'typescript'
import { walk, type ProjectFile } from './project.js'

export interface Import {
  readonly node: ts.Node
  readonly specifier: string
}

/** Every module a file names: imports, re-exports, `import()` as a call and as a type, `import x = require()`. */
export function importsOf(file: ProjectFile): Import[] {
  const found: Import[] = []
  walk(file.source, (node) => {
    const literal = moduleName(node)
    if (literal && ts.isStringLiteralLike(literal)) found.push({ node, specifier: literal.text })
  })
  return found
}

function moduleName(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isExternalModuleReference(node)) return node.expression
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined
  if (!ts.isCallExpression(node)) return undefined
  const callee = node.expression
  const isImport = callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')
  return isImport ? node.arguments[0] : undefined
}

/** The file that a relative import names, from the repository's root; undefined for a package. */
export function targetOf(file: ProjectFile, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  return posix.join(posix.dirname(file.path), specifier).replace(/\.([cm]?)js$/, '.$1ts')
}

/** `pure-rand/generator/x` is of the package pure-rand; every `node:` module counts as `node:`. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:'
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
