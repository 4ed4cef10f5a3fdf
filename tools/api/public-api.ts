import ts from 'typescript'
import type { PublicPackage } from '../packages.js'

const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed })

/** The public names of a package with their declarations, as the built types show them to a user. */
export function publicApi(of: PublicPackage): string {
  const program = ts.createProgram(
    of.entries.map((entry) => entry.types),
    {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      skipLibCheck: true,
      strict: true,
    },
  )
  return of.entries
    .map((entry) => {
      const source = program.getSourceFile(entry.types)
      if (source === undefined) throw new Error(`${entry.types} is missing: npm run build`)
      return `# ${entry.specifier}\n\n${declarationsOf(program.getTypeChecker(), source).join('\n\n')}\n`
    })
    .join('\n')
}

function declarationsOf(checker: ts.TypeChecker, source: ts.SourceFile): string[] {
  const module = checker.getSymbolAtLocation(source)
  if (module === undefined) return []
  return checker
    .getExportsOfModule(module)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((symbol) => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
      const declarations = target.declarations ?? []
      const text = declarations.map(print).join('\n')
      return `## ${symbol.name} (${[...new Set(declarations.map(kindOf))].join(' and ')})\n${text}`
    })
}

function print(declaration: ts.Declaration): string {
  const node = ts.isVariableDeclaration(declaration) ? declaration.parent : declaration
  return printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile()).replace(/^(export )?declare /, '')
}

function kindOf(declaration: ts.Declaration): string {
  if (ts.isClassDeclaration(declaration)) return 'class'
  if (ts.isFunctionDeclaration(declaration)) return 'function'
  if (ts.isInterfaceDeclaration(declaration)) return 'interface'
  if (ts.isTypeAliasDeclaration(declaration)) return 'type'
  if (ts.isVariableDeclaration(declaration)) return 'const'
  return ts.SyntaxKind[declaration.kind]
}
