import ts from 'typescript'
import type { Fence } from './markdown.js'

/** One ES module made of a page's code: a `ts` block and the `ts continue` blocks that follow it. */
export interface CodeModule {
  /** Padded with empty lines, so that a position in it is the position in the page. */
  readonly text: string
  readonly line: number
  readonly runs: boolean
  /** What it must print, if the page shows that in a `text output` block. */
  readonly output: string | undefined
}

export function codeModules(fences: readonly Fence[]): CodeModule[] {
  const modules: CodeModule[] = []
  for (const fence of fences) {
    const [language, ...words] = fence.info
    const previous = modules.at(-1)
    if (language === 'ts' || language === 'typescript') {
      const unknown = words.find((word) => word !== 'no-run' && word !== 'continue')
      if (unknown !== undefined) throw new Error(`line ${String(fence.line - 1)}: no such mark as ${unknown}`)
      if (words.includes('continue')) {
        if (previous === undefined) throw new Error(`line ${String(fence.line - 1)}: there is no block to continue`)
        modules[modules.length - 1] = { ...previous, text: padTo(fence.line, previous.text) + fence.text }
      } else {
        const text = padTo(fence.line, '') + fence.text
        modules.push({ text, line: fence.line, runs: !words.includes('no-run'), output: undefined })
      }
    } else if (language === 'text' && words.includes('output')) {
      if (previous === undefined) throw new Error(`line ${String(fence.line - 1)}: there is no block to print this`)
      modules[modules.length - 1] = { ...previous, output: (previous.output ?? '') + fence.text }
    }
  }
  return modules
}

/** The files that a page shows in blocks marked `file=NAME`; its code finds them in the working folder. */
export function shownFiles(fences: readonly Fence[]): { readonly name: string; readonly text: string }[] {
  return fences.flatMap((fence) => {
    const name = fence.info.find((word) => word.startsWith('file='))?.slice('file='.length)
    return name === undefined ? [] : [{ name, text: fence.text }]
  })
}

function padTo(line: number, text: string): string {
  return text + '\n'.repeat(Math.max(0, line - text.split('\n').length))
}

/** What the compiler says of each file, by its path. */
export function typeErrors(files: readonly string[], configFile: string): ReadonlyMap<string, string[]> {
  const read = ts.readConfigFile(configFile, (path) => ts.sys.readFile(path))
  const options = ts.convertCompilerOptionsFromJson(
    (read.config as { readonly compilerOptions: unknown }).compilerOptions,
    '.',
  ).options
  const program = ts.createProgram([...files], {
    ...options,
    noUnusedLocals: false,
    noUnusedParameters: false,
    moduleDetection: ts.ModuleDetectionKind.Force,
  })
  const errors = new Map<string, string[]>(files.map((file) => [file, []]))
  for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
    const source = diagnostic.file
    const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')
    if (source === undefined || diagnostic.start === undefined) throw new Error(text)
    const line = source.getLineAndCharacterOfPosition(diagnostic.start).line + 1
    const list = errors.get(source.fileName)
    if (list === undefined) throw new Error(`${source.fileName}:${String(line)}: ${text}`)
    list.push(`line ${String(line)}: ${text}`)
  }
  return errors
}

/** The module as Node runs it; lines stay where they are in the page, types are taken out. */
export function runnable(text: string): string {
  return ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
  }).outputText
}
