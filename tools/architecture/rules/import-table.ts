import { builtinModules } from 'node:module'
import {
  coreExternals,
  coreExternalsAnywhere,
  coreFolders,
  coreIndexImports,
  packageExternals,
} from '../import-table.js'
import { importsOf, packageOf, targetOf } from '../imports-of.js'
import { finding, type Finding, type ProjectFile } from '../project.js'

const rule = 'import-table'

/** Imports that tools/architecture/import-table.ts forbids. Tests may import what they like, but by public names. */
export function importTable(files: readonly ProjectFile[]): Finding[] {
  return files.flatMap((file) => [
    ...placement(file),
    ...importsOf(file).flatMap(({ node, specifier }) => {
      const target = targetOf(file, specifier)
      const message = target === undefined ? externalProblem(file, specifier) : relativeProblem(file, target)
      return message === undefined ? [] : [finding(file, node, rule, message)]
    }),
  ])
}

function placement(file: ProjectFile): Finding[] {
  if (file.isTest) return []
  if (file.package !== 'core') {
    if (file.package in packageExternals) return []
    return [finding(file, 0, rule, `add packages/${file.package} to packageExternals in import-table.ts`)]
  }
  if (file.folder === '' && file.inSrc !== 'index.ts') {
    return [
      finding(file, 0, rule, `move it into the folder of the noun it is about: ${list(Object.keys(coreFolders))}`),
    ]
  }
  if (file.folder === '' || file.folder in coreFolders) return []
  return [
    finding(file, 0, rule, `${file.folder}/ is not in import-table.ts: use one of ${list(Object.keys(coreFolders))}`),
  ]
}

function relativeProblem(file: ProjectFile, target: string): string | undefined {
  const home = `packages/${file.package}/`
  if (!target.startsWith(home)) {
    const leavesForTools = target.startsWith('tools/') && file.isTest
    return leavesForTools ? undefined : `import ${target} by its package's public name, not by path`
  }
  if (file.isTest || file.package !== 'core') return undefined
  const segments = target.slice(`${home}src/`.length).split('/')
  const folder = segments.length > 1 ? (segments[0] ?? '') : ''
  if (folder === file.folder) return undefined
  if (folder === '') return `import the file that declares the name, not ${target}`
  const allowed = file.folder === '' ? coreIndexImports : coreFolders[file.folder]
  if (allowed === undefined || allowed.includes(folder)) return undefined
  const seat = file.folder === '' ? 'index.ts' : `${file.folder}/`
  return (
    `${seat} may import ${list(allowed)}, not ${folder}/. Declare the type in domain/, or take the value as an ` +
    'argument; else change import-table.ts and write a decision in docs/decisions/'
  )
}

function externalProblem(file: ProjectFile, specifier: string): string | undefined {
  if (file.isTest) return undefined
  if (builtinModules.includes(specifier)) return `write node:${specifier}`
  const name = packageOf(specifier)
  if (file.package !== 'core') {
    const allowed = packageExternals[file.package]
    if (allowed === undefined) return undefined
    const isPublic = name.startsWith('@tradewright/') ? allowed.includes(specifier) : allowed.includes(name)
    return isPublic ? undefined : `${file.package} may import ${list(allowed)} and its own files, not ${specifier}`
  }
  const allowed = [...coreExternalsAnywhere, ...(coreExternals[file.folder] ?? [])]
  if (allowed.includes(name)) return undefined
  return `${file.folder}/ may import the packages ${list(allowed)}, not ${name}. ${insteadOf(name)}`
}

function insteadOf(name: string): string {
  if (name === 'node:') return 'What needs Node lives in node/; the outside enters through a port in ports/'
  const homes = Object.entries(coreExternals).flatMap(([folder, names]) => (names.includes(name) ? [`${folder}/`] : []))
  if (homes.length > 0) return `It is at home in ${list(homes)}: move the code there, or take its result as an argument`
  return 'Do it without, or add it to import-table.ts with a decision in docs/decisions/'
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.join(', ')
}
