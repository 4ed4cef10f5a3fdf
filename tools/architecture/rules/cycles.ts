import { importsOf, targetOf } from '../imports-of.js'
import type { Finding, ProjectFile } from '../project.js'

type Graph = ReadonlyMap<string, ReadonlySet<string>>

/** Cycles of imports among files and among the folders of a package's src; imports of types count. */
export function cycles(files: readonly ProjectFile[]): Finding[] {
  const sources = files.filter((file) => !file.isTest)
  const known = new Map(sources.map((file) => [file.path, file]))
  const fileGraph = new Map<string, Set<string>>()
  const folderGraph = new Map<string, Set<string>>()
  for (const file of sources) {
    const targets = importsOf(file).flatMap(({ specifier }) => known.get(targetOf(file, specifier) ?? '') ?? [])
    fileGraph.set(file.path, new Set(targets.map((target) => target.path)))
    const folders = targets.map(folderOf).filter((folder) => folder !== folderOf(file))
    folderGraph.set(folderOf(file), new Set([...(folderGraph.get(folderOf(file)) ?? []), ...folders]))
  }
  return [
    ...cyclesIn(fileGraph).map((cycle) => report(cycle, 'move what both need into a file of its own')),
    ...cyclesIn(folderGraph).map((cycle) =>
      report(cycle, 'move the shared type into domain/, or the code to its user'),
    ),
  ]
}

function folderOf(file: ProjectFile): string {
  return `packages/${file.package}/src/${file.folder === '' ? (file.inSrc ?? '') : file.folder}`
}

function report(cycle: readonly string[], instead: string): Finding {
  const start = cycle[0] ?? ''
  return {
    file: start,
    line: 1,
    rule: 'cycles',
    message: `imports itself: ${[...cycle, start].join(' → ')}; ${instead}`,
  }
}

/** One shortest cycle through the first node of every group of nodes that reach each other. */
function cyclesIn(graph: Graph): string[][] {
  const found: string[][] = []
  const reported = new Set<string>()
  for (const start of [...graph.keys()].sort()) {
    if (reported.has(start)) continue
    const cycle = shortestCycle(graph, start)
    if (cycle === undefined) continue
    found.push(cycle)
    for (const node of cycle) reported.add(node)
  }
  return found
}

function shortestCycle(graph: Graph, start: string): string[] | undefined {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    for (const next of graph.get(node) ?? []) {
      if (next === start) return pathTo(cameFrom, start, node)
      if (cameFrom.has(next)) continue
      cameFrom.set(next, node)
      queue.push(next)
    }
  }
  return undefined
}

function pathTo(cameFrom: ReadonlyMap<string, string>, start: string, end: string): string[] {
  const path = [end]
  for (let node = end; node !== start;) {
    node = cameFrom.get(node) ?? start
    path.unshift(node)
  }
  return path
}
