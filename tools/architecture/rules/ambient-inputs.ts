import ts from 'typescript'
import { declaredNames, memberOf, readsVariable, takenFrom } from '../globals.js'
import { impureFolders } from '../import-table.js'
import { finding, walk, type Finding, type ProjectFile } from '../project.js'

const clock = 'take the time from the event being processed; a gateway asks the Clock port, a strategy reads this.now'
const dice = 'draw from the seeded generator you are given; a strategy calls this.random()'
const timers = 'emit a timer command and handle its event; a gateway waits through the Clock port'
const settings = 'take the value as an argument or an option: only engine/ and node/ see the process'
const utc = 'use the UTC method: the host has a time zone of its own'
const order = 'compare with < and >: the host has a locale of its own'

const forbiddenMembers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Date: { now: clock },
  Math: { random: dice },
}

const forbiddenGlobals: Readonly<Record<string, string>> = {
  performance: clock,
  setTimeout: timers,
  setInterval: timers,
  setImmediate: timers,
  queueMicrotask: timers,
  process: settings,
  globalThis: settings,
  crypto: dice,
  fetch: 'data enters through a DataGateway, and answers as events',
}

const hostMethods: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'].flatMap((part) => [
      [`get${part}`, utc],
      [`set${part}`, utc],
    ]),
  ),
  getTimezoneOffset: utc,
  toLocaleString: order,
  toLocaleDateString: order,
  toLocaleTimeString: order,
  localeCompare: order,
}

/** Inputs of pure folders that are not arguments: clocks, dice, timers, the process, the host's zone and locale. */
export function ambientInputs(files: readonly ProjectFile[]): Finding[] {
  return files.filter(isPure).flatMap((file) => {
    const found: Finding[] = []
    const declared = declaredNames(file.source)
    walk(file.source, (node) => {
      if (ts.isIdentifier(node) && declared.has(node.text)) return
      const problem = problemOf(node)
      if (problem)
        found.push(finding(file, node, 'ambient-inputs', `${problem.what} in ${file.folder}/: ${problem.instead}`))
    })
    return found
  })
}

function isPure(file: ProjectFile): boolean {
  return file.package === 'core' && !file.isTest && !impureFolders.includes(file.folder)
}

function problemOf(node: ts.Node): { readonly what: string; readonly instead: string } | undefined {
  const member = memberOf(node)
  if (member) {
    const instead =
      (ts.isIdentifier(member.object) ? forbiddenMembers[member.object.text]?.[member.name] : undefined) ??
      own(hostMethods, member.name)
    return instead === undefined ? undefined : { what: node.getText(), instead }
  }
  const taken = takenFrom(node)
  if (taken) {
    const instead = taken.names.map((name) => forbiddenMembers[taken.object.text]?.[name]).find((text) => text)
    return instead === undefined ? undefined : { what: node.getText(), instead }
  }
  if (ts.isIdentifier(node) && readsVariable(node)) {
    const instead = own(forbiddenGlobals, node.text)
    return instead === undefined ? undefined : { what: node.text, instead }
  }
  return dateProblem(node)
}

function dateProblem(node: ts.Node): { readonly what: string; readonly instead: string } | undefined {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return undefined
  if (!ts.isIdentifier(node.expression) || node.expression.text !== 'Date') return undefined
  const count = node.arguments?.length ?? 0
  if (ts.isCallExpression(node) || count === 0) return { what: node.getText(), instead: clock }
  return count > 1
    ? { what: node.getText(), instead: 'use Date.UTC(...): the host has a time zone of its own' }
    : undefined
}

function own(table: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
