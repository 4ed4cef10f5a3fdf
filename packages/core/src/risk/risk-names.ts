import { expectedNames } from '../domain/nearest-name.js'
import type { RiskConfig, ScopeRisk } from './risk-config.js'
import type { Mistake } from './risk-mistakes.js'

/** What a risk configuration may name: a run's strategies, symbols, and the currencies that have a rate, that of the account first. */
export interface RiskNames {
  readonly strategies: readonly string[]
  readonly symbols: readonly string[]
  readonly currencies: readonly string[]
}

const WORTHS = ['orderValue', 'positionValue', 'totalExposure', 'dailyLoss'] as const

/** What is named that the run doesn't have, and symbols that are in two groups. */
export function unknownNames(config: RiskConfig, { strategies, symbols, currencies }: RiskNames): Mistake[] {
  const { groups = {} } = config
  return [
    ...unknownAmong(['strategies'], Object.keys(config.strategies ?? {}), strategies),
    ...unknownAmong(['symbols'], Object.keys(config.symbols ?? {}), symbols),
    ...Object.entries(groups).flatMap(([group, members]) => unknownMembers(['groups', group], members, symbols)),
    ...repeatedMembers(groups),
    ...scopesOf(config).flatMap(([path, scope]) => unknownCurrencies(path, scope, currencies)),
  ]
}

function unknownAmong(path: readonly string[], names: readonly string[], known: readonly string[]): Mistake[] {
  return names
    .filter((name) => !known.includes(name))
    .map((name) => ({ path: [...path, name], message: `'${name}' came; ${expectedNames(name, known)}` }))
}

function unknownMembers(path: readonly string[], members: readonly string[], known: readonly string[]): Mistake[] {
  return unknownAmong([], members, known).map(({ message }) => ({ path, message }))
}

function repeatedMembers(groups: Readonly<Record<string, readonly string[]>>): Mistake[] {
  const groupOf = new Map<string, string>()
  const found: Mistake[] = []
  for (const [group, members] of Object.entries(groups)) {
    for (const member of members) {
      const other = groupOf.get(member)
      groupOf.set(member, group)
      if (other === undefined) continue
      const where = other === group ? 'twice' : `in groups.${other} too`
      found.push({
        path: ['groups', group],
        message: `'${member}' came ${where}; expected each symbol once, in one group`,
      })
    }
  }
  return found
}

function unknownCurrencies(path: readonly string[], scope: ScopeRisk, known: readonly string[]): Mistake[] {
  return WORTHS.flatMap((limit) => {
    const { currency }: { currency?: string; fraction?: number } = scope[limit] ?? {}
    if (currency === undefined || known.includes(currency)) return []
    const message = `expected a currency with a rate, one of ${known.join(', ')}; "${currency}" came`
    return [{ path: [...path, limit, 'currency'], message }]
  })
}

function scopesOf(config: RiskConfig): (readonly [path: readonly string[], scope: ScopeRisk])[] {
  const { account = {}, eachStrategy = {}, strategies = {}, symbols = {} } = config
  return [
    [['account'], account],
    [['eachStrategy'], eachStrategy],
    ...Object.entries(strategies).map(([name, scope]) => [['strategies', name], scope] as const),
    ...Object.entries(symbols).map(([name, scope]) => [['symbols', name], scope] as const),
  ]
}
