import ts from 'typescript'
import { finding, walk, type Finding, type ProjectFile } from '../project.js'

/** Ways around the type checker: any, double assertions, silenced errors. In tests too. */
export function typeEscapes(files: readonly ProjectFile[]): Finding[] {
  return files.flatMap((file) => {
    const found: Finding[] = []
    walk(file.source, (node) => {
      const message = escape(node)
      if (message !== undefined) found.push(finding(file, node, 'type-escapes', message))
    })
    return [...found, ...silenced(file)]
  })
}

function escape(node: ts.Node): string | undefined {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return 'any: use unknown and narrow it, a generic, or the real type'
  if (!isAssertion(node)) return undefined
  if (!isAssertion(withoutParentheses(node.expression)) || isConst(node.expression)) return undefined
  return 'a double assertion: make the types meet, or parse the value with zod'
}

function isAssertion(node: ts.Node): node is ts.AssertionExpression {
  return ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)
}

function isConst(node: ts.Expression): boolean {
  const inner = withoutParentheses(node)
  return isAssertion(inner) && ts.isConstTypeReference(inner.type)
}

function withoutParentheses(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? withoutParentheses(node.expression) : node
}

function silenced(file: ProjectFile): Finding[] {
  const pattern = file.isTest
    ? /(?:\/\/|\/\*|\*)\s*@ts-(?:ignore|nocheck)/g
    : /(?:\/\/|\/\*|\*)\s*@ts-(?:ignore|nocheck|expect-error)/g
  return [...file.source.text.matchAll(pattern)].map((match) =>
    finding(file, match.index, 'type-escapes', `${match[0]}: fix the type (a test may say @ts-expect-error, and why)`),
  )
}
