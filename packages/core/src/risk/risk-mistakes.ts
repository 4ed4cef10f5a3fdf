import type { z } from 'zod'
import { TradewrightError, type ErrorDetails } from '../domain/errors.js'
import { expectedNames } from '../domain/nearest-name.js'
import type { RiskConfig } from './risk-config.js'
import { knownKeys } from './risk-fields.js'
import { riskShape } from './risk-shape.js'

/** What is wrong, and where in the configuration. */
export interface Mistake {
  readonly path: readonly string[]
  readonly message: string
}

/** A risk configuration without what is wrong in it, and what that is. */
export interface RiskReading {
  readonly config: RiskConfig
  readonly mistakes: readonly Mistake[]
}

/** Reads what can be read: what has the wrong shape is noted and left out, so that the rest is looked at all the same. */
export function readRisk(value: unknown): RiskReading {
  let mistakes: Mistake[] = []
  let rest = value
  for (;;) {
    const { error } = riskShape.safeParse(rest, { reportInput: true })
    if (error === undefined) return { config: rest as RiskConfig, mistakes }
    mistakes = withMore(mistakes, error.issues.map(mistakeOf))
    rest = error.issues.map(wrongPath).reduceRight<unknown>(without, rest) ?? {}
  }
}

/** Adds mistakes; but not what only follows from one that is known: the same place, with something inside it left out. */
export function withMore(known: readonly Mistake[], more: readonly Mistake[]): Mistake[] {
  const isNew = ({ path }: Mistake): boolean => !known.some((each) => isWithin(each.path, path))
  return [...known, ...more.filter(isNew)]
}

export function isWithin(path: readonly string[], outer: readonly string[]): boolean {
  return outer.every((key, i) => path[i] === key)
}

/** A mistake as an error lists it, its path being what the user finds it by. */
export interface RiskIssue {
  readonly path: string
  readonly message: string
}

/** RISK_INVALID with every mistake on a line of its own. */
export function riskError(what: string, issues: readonly RiskIssue[], details: ErrorDetails = {}): TradewrightError {
  const list = issues.map(({ path, message }) => `\n- ${path}: ${message}`).join('')
  return new TradewrightError('RISK_INVALID', `${what} cannot be used:${list}`, { details: { ...details, issues } })
}

function mistakeOf(issue: z.core.$ZodIssue): Mistake {
  const path = issue.path.map(String)
  const known = knownKeys(issue)
  return {
    path,
    message: known === undefined ? issue.message : `unknown key; ${expectedNames(path.at(-1) ?? '', known)}`,
  }
}

/** What an issue makes unusable: a value, or the object that lacks one. */
function wrongPath(issue: z.core.$ZodIssue): PropertyKey[] {
  return issue.input === undefined && knownKeys(issue) === undefined ? issue.path.slice(0, -1) : issue.path
}

/** A copy of a value that lacks what is at a path, if anything is; undefined where that is the value itself. */
function without(value: unknown, path: readonly PropertyKey[]): unknown {
  const [key, ...rest] = path
  if (key === undefined) return undefined
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return value
  const left = without(Reflect.get(value, key), rest)
  if (Array.isArray(value)) return value.filter((_, i) => i !== key)
  const others = Object.entries(value).filter(([name]) => name !== key)
  return Object.fromEntries(left === undefined ? others : [...others, [key, left]])
}
