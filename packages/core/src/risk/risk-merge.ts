import type { RiskConfig, StrategyRisk } from './risk-config.js'
import { riskProfile } from './risk-profiles.js'

/** Limits as they are written in one place; `place` is the path to them, or none where a profile has them. */
interface Layer {
  readonly place: readonly string[] | undefined
  readonly limits: StrategyRisk | undefined
}

/** The limits of the account or of a strategy, and where each of them is written. */
export interface MergedScope {
  readonly limits: StrategyRisk
  /** The path to the limits of which this one is; undefined where a profile has it. */
  placeOf(limit: string): readonly string[] | undefined
}

export function mergedAccount(config: RiskConfig): MergedScope {
  return merge([
    { place: undefined, limits: profileOf(config).account },
    { place: ['account'], limits: config.account },
  ])
}

/** What holds for a strategy: its own limits before those of every one, and these before the profile's. */
export function mergedStrategy(config: RiskConfig, name?: string): MergedScope {
  return merge([
    { place: undefined, limits: profileOf(config).eachStrategy },
    { place: ['eachStrategy'], limits: config.eachStrategy },
    ...(name === undefined ? [] : [{ place: ['strategies', name], limits: ownOf(config.strategies, name) }]),
  ])
}

/** The entry of a record of a user's, whatever every object has besides. */
export function ownOf<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined
}

function profileOf({ profile }: RiskConfig): RiskConfig {
  return profile === undefined ? {} : riskProfile(profile)
}

function merge(layers: readonly Layer[]): MergedScope {
  const given = layers.map(({ place, limits = {} }) => {
    const entries = Object.entries(limits).filter(([, value]) => value !== undefined)
    return { place, limits: Object.fromEntries(entries) }
  })
  return {
    limits: Object.assign({}, ...given.map(({ limits }) => limits)) as StrategyRisk,
    placeOf: (limit) => given.filter(({ limits }) => Object.hasOwn(limits, limit)).at(-1)?.place,
  }
}
