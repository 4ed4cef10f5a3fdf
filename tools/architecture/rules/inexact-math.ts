import ts from 'typescript'
import { memberOf, takenFrom } from '../globals.js'
import { exactFolders } from '../import-table.js'
import { finding, walk, type Finding, type ProjectFile } from '../project.js'

const engineChosen = new Set(
  (
    'exp expm1 log log2 log10 log1p pow sin cos tan asin acos atan atan2 ' +
    'sinh cosh tanh asinh acosh atanh cbrt hypot'
  ).split(' '),
)

const instead =
  "its last bit is the engine's choice, and the run's hash depends on it. Multiply, use Math.sqrt (exact), a literal " +
  'such as 1e8, or BigInt; derived figures belong in analytics/'

/** Arithmetic in deciding code whose result may differ between JavaScript engines. */
export function inexactMath(files: readonly ProjectFile[]): Finding[] {
  return files.filter(isDeciding).flatMap((file) => {
    const found: Finding[] = []
    walk(file.source, (node) => {
      const what = inexact(node)
      if (what !== undefined) found.push(finding(file, node, 'inexact-math', `${what} in ${file.folder}/: ${instead}`))
    })
    return found
  })
}

function isDeciding(file: ProjectFile): boolean {
  return file.package === 'core' && !file.isTest && exactFolders.includes(file.folder)
}

function inexact(node: ts.Node): string | undefined {
  const member = memberOf(node)
  if (member && isMath(member.object) && engineChosen.has(member.name)) return node.getText()
  const taken = takenFrom(node)
  if (taken && isMath(taken.object) && taken.names.some((name) => engineChosen.has(name))) return node.getText()
  if (!ts.isBinaryExpression(node)) return undefined
  const operator = node.operatorToken.kind
  const isPower =
    operator === ts.SyntaxKind.AsteriskAsteriskToken || operator === ts.SyntaxKind.AsteriskAsteriskEqualsToken
  return isPower && !isBigInt(node.left) && !isBigInt(node.right) ? node.getText() : undefined
}

function isMath(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === 'Math'
}

function isBigInt(node: ts.Expression): boolean {
  if (ts.isBigIntLiteral(node)) return true
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'BigInt'
}
