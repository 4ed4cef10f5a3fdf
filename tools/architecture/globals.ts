import ts from 'typescript'
import { walk } from './project.js'

/** The name that a member access reads: `now` for `Date.now`, `Date?.now` and `Date['now']`. */
export function memberOf(node: ts.Node): { readonly object: ts.Expression; readonly name: string } | undefined {
  if (ts.isPropertyAccessExpression(node)) return { object: node.expression, name: node.name.text }
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return { object: node.expression, name: node.argumentExpression.text }
  }
  return undefined
}

/** Whether an identifier reads a variable, rather than naming a member, a declaration, a type or an import. */
export function readsVariable(node: ts.Identifier): boolean {
  const parent = node.parent
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node
  if (ts.isBindingElement(parent)) return parent.initializer === node
  if (ts.isTypeNode(parent) || ts.isTypeElement(parent) || ts.isQualifiedName(parent)) return false
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isExportSpecifier(parent)) return false
  if (isNamedDeclaration(parent)) return parent.name !== node
  return !ts.isLabeledStatement(parent) && !ts.isBreakOrContinueStatement(parent)
}

function isNamedDeclaration(node: ts.Node): node is ts.Node & { readonly name: ts.Node | undefined } {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isFunctionLike(node) ||
    ts.isClassLike(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isEnumMember(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isTypeParameterDeclaration(node)
  )
}

/** The members that `const { random } = Math` takes out of a global object. */
export function takenFrom(node: ts.Node): { readonly object: ts.Identifier; readonly names: string[] } | undefined {
  if (!ts.isVariableDeclaration(node) || !ts.isObjectBindingPattern(node.name)) return undefined
  if (node.initializer === undefined || !ts.isIdentifier(node.initializer)) return undefined
  const names = node.name.elements.map((element) => (element.propertyName ?? element.name).getText())
  return { object: node.initializer, names }
}

/** The names that a file declares itself, and which therefore may hide a global. */
export function declaredNames(source: ts.SourceFile): Set<string> {
  const names = new Set<string>()
  walk(source, (node) => {
    const isDeclaration =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isImportSpecifier(node)
    if (isDeclaration && node.name && ts.isIdentifier(node.name)) names.add(node.name.text)
  })
  return names
}
