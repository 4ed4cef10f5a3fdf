import ts from 'typescript'
import { finding, walk, type Finding, type ProjectFile } from '../project.js'

const flagNames = [
  /^(is|in|for|when|if)_?(backtest|live|paper|simulat|replay)\w*$/i,
  /^(backtest|live|paper|simulat(ed|ion)|replay|run|trading|engine|execution)_?(mode|flag)$/i,
]
const modeWords = new Set(['backtest', 'live', 'paper'])

const instead =
  'inject the difference (a Broker, a Clock, a DataGateway) where engine/ composes the run, and ask the injected object'

/** Flags that tell a backtest from a live run. Only engine/, which composes both, may know. */
export function modeFlags(files: readonly ProjectFile[]): Finding[] {
  return files
    .filter((file) => file.package === 'core' && !file.isTest && file.folder !== 'engine')
    .flatMap((file) => {
      const found: Finding[] = []
      walk(file.source, (node) => {
        if (isFlag(node)) found.push(finding(file, node, 'mode-flags', `${node.getText()} is a mode flag: ${instead}`))
      })
      return found
    })
}

function isFlag(node: ts.Node): boolean {
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
    const name = node.text.replace(/^[#_]+/, '')
    return flagNames.some((pattern) => pattern.test(name))
  }
  return ts.isStringLiteralLike(node) && modeWords.has(node.text.toLowerCase())
}
