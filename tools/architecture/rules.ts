import type { Rule } from './project.js'
import { ambientInputs } from './rules/ambient-inputs.js'
import { cycles } from './rules/cycles.js'
import { importTable } from './rules/import-table.js'
import { inexactMath } from './rules/inexact-math.js'
import { barrels, defaultExports, exportStar, folderNames } from './rules/layout.js'
import { modeFlags } from './rules/mode-flags.js'
import { sizes } from './rules/sizes.js'
import { typeEscapes } from './rules/type-escapes.js'

/** Each rule, under the fact it holds the packages to. */
export const rules: Readonly<Record<string, Rule>> = {
  'imports only what the import table allows': importTable,
  'has no cycle of imports among files or folders': cycles,
  'takes its inputs as arguments in pure folders': ambientInputs,
  'decides with arithmetic that every engine rounds alike': inexactMath,
  'has no mode flag outside engine/': modeFlags,
  'names folders after the nouns of trading': folderNames,
  'has no barrels besides the entries': barrels,
  'lists what it exports': exportStar,
  'exports by name': defaultExports,
  'stays inside the type system': typeEscapes,
  'keeps files and functions short': sizes,
}
