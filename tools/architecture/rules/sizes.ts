import ts from 'typescript'
import { finding, walk, type Finding, type ProjectFile } from '../project.js'

const limits = { fileMedian: 90, filePercentile95: 300, file: 450, function: 70 }

const rule = 'sizes'

/** Lengths of files and functions, tests left out. */
export function sizes(files: readonly ProjectFile[]): Finding[] {
  const sources = files.filter((file) => !file.isTest)
  return [...fileSizes(sources), ...sources.flatMap(functionSizes)]
}

function fileSizes(files: readonly ProjectFile[]): Finding[] {
  const sorted = files.map((file) => ({ file, lines: lineCount(file) })).sort((a, b) => a.lines - b.lines)
  const found = sorted
    .filter(({ lines }) => lines > limits.file)
    .map(({ file, lines }) => tooLong(file, `${String(lines)} lines, the most is ${String(limits.file)}`))
  for (const [share, limit, name] of [
    [0.5, limits.fileMedian, 'median'],
    [0.95, limits.filePercentile95, '95th percentile'],
  ] as const) {
    const at = sorted[Math.ceil(share * sorted.length) - 1]
    if (at === undefined || at.lines <= limit) continue
    const text = `the ${name} of the files' lengths is ${String(at.lines)} lines, the limit is ${String(limit)}`
    found.push(tooLong(at.file, text))
  }
  return found
}

function tooLong(file: ProjectFile, what: string): Finding {
  return finding(file, 0, rule, `${what}: give a part of it a file and a name of its own`)
}

function lineCount(file: ProjectFile): number {
  return file.source.text.trimEnd().split('\n').length
}

function functionSizes(file: ProjectFile): Finding[] {
  const found: Finding[] = []
  walk(file.source, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return
    const first = file.source.getLineAndCharacterOfPosition(node.getStart(file.source)).line
    const lines = file.source.getLineAndCharacterOfPosition(node.end).line - first + 1
    if (lines <= limits.function) return
    const text = `a function of ${String(lines)} lines, the most is ${String(limits.function)}`
    found.push(finding(file, node, rule, `${text}: give a part of it a name of its own`))
  })
  return found
}
