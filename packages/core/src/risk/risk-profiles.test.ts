import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { RISK_PROFILES } from './risk-config.js'
import { riskProfile } from './risk-profiles.js'
import { checkRisk } from './risk-schema.js'
import { NAMES } from './test-risk.js'

describe.each(RISK_PROFILES)('the profile %s', (name) => {
  it('is a valid configuration, the same by its name and by its values', () => {
    expect(checkRisk({ profile: name }, NAMES)).toEqual(checkRisk(riskProfile(name), NAMES))
  })

  it('is plain data that can be printed and read again', () => {
    expect(JSON.parse(JSON.stringify(riskProfile(name)))).toEqual(riskProfile(name))
  })

  it('cannot be changed, at any depth', () => {
    const { account } = riskProfile(name)
    expect(() => Object.assign(account?.dailyLoss ?? {}, { fraction: 0.9 })).toThrow(TypeError)
    expect(() => Object.assign(riskProfile(name), { account: {} })).toThrow(TypeError)
  })

  it('leaves no position that cannot be closed', () => {
    const { account, eachStrategy } = riskProfile(name)
    for (const breach of [account?.dailyLoss, account?.maxDrawdown, eachStrategy?.lossStreak])
      expect(breach?.state === 'REDUCING' || breach?.flatten).toBe(true)
  })
})

it('the conservative profile is tighter than the standard one in all it limits', () => {
  const numbers = (value: object): number[] =>
    Object.values(value).flatMap((part: unknown) => {
      if (typeof part === 'object' && part !== null) return numbers(part)
      return typeof part === 'number' ? [part] : []
    })
  const standard = numbers(riskProfile('standard'))
  const conservative = numbers(riskProfile('conservative'))
  expect(conservative).toHaveLength(standard.length)
  conservative.forEach((value, i) => {
    expect(value).toBeLessThan(standard[i]!)
  })
})

it('both profiles are in the guide with all of their values', () => {
  const guide = readFileSync(new URL('../../../../docs/risk.md', import.meta.url), 'utf8')
  const rows = [...guide.matchAll(/^\| `(account|eachStrategy)\.(\w+)` *\| (.+?) *\| (.+?) *\|/gm)]
  const shown = rows.map(([, scope, limit, ...cells]) => [scope, limit, ...cells])
  const [conservative, standard] = RISK_PROFILES.map((name) => riskProfile(name))
  const expected = (['account', 'eachStrategy'] as const).flatMap((scope) =>
    Object.entries(standard?.[scope] ?? {}).map(([limit, value]) => {
      const cells = [Reflect.get(conservative?.[scope] ?? {}, limit) as unknown, value]
      return [scope, limit, ...cells.map((each) => `\`${inspect(each)}\``)]
    }),
  )
  expect(shown).toEqual(expected)
})
