import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTradewrightError } from '../domain/errors.js'
import { riskProfile } from './risk-profiles.js'
import { checkRisk } from './risk-schema.js'
import { NAMES } from './test-risk.js'

const LIMITS = [
  ...['orderValue', 'priceCollar', 'maxPriceAge', 'ordersPerMinute', 'ordersPerMinutePerSymbol', 'positionSize'],
  ...['positionValue', 'totalExposure', 'leverage', 'concentration', 'correlation', 'allowShort'],
  ...['dailyLoss', 'maxDrawdown', 'lossStreak', 'volatilityTarget'],
]

/** JSON that is likely to have the keys of a configuration, and values that are likely to be near right ones. */
const nearlyRisk = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<unknown>(null, true, 0, -1, 0.5, 2, 14, '1d', '1M', 'USD', 'marks', 'HALTED', 'manual', 'standard'),
    fc.array(fc.constantFrom('AAPL', 'SPY', 'X'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(
    fc.constantFrom(
      ...Object.keys(NAMES),
      ...LIMITS,
      ...[
        'account',
        'eachStrategy',
        'groups',
        'exits',
        'profile',
        'by',
        'stopLoss',
        'breakEven',
        'takeProfit',
        'timeExit',
      ],
      ...[
        'after',
        'offset',
        'amount',
        'currency',
        'fraction',
        'atr',
        'period',
        'bars',
        'max',
        'trades',
        'coolDown',
        'reset',
      ],
      ...['symbol', 'group', 'Breakout', 'AAPL', '__proto__', 'constructor', ''],
    ),
    tie('value'),
    { maxKeys: 6 },
  ),
})).object

describe('any JSON', () => {
  const settles = (config: unknown): void => {
    try {
      checkRisk(config, NAMES)
    } catch (error) {
      if (!isTradewrightError(error) || error.code !== 'RISK_INVALID') throw error
      expect((error.details.issues as unknown[]).length).toBeGreaterThan(0)
    }
  }

  it('either is a risk configuration or is refused as one', () => {
    fc.assert(fc.property(fc.oneof(fc.jsonValue(), nearlyRisk), settles), { numRuns: 2000, seed: 1 })
  }, 120_000)

  it('that a valid configuration becomes by one change is one or is refused', () => {
    const valid = JSON.stringify({
      ...riskProfile('standard'),
      strategies: { Breakout: { dailyLoss: { amount: 5, currency: 'EUR' } } },
      symbols: { SPY: { positionSize: '10' } },
      groups: { TECH: ['AAPL'] },
      exits: { by: 'marks', breakEven: { after: { atr: 1 }, offset: { fraction: 0.1 } }, timeExit: { bars: 5 } },
    })
    const tokens = [...valid.matchAll(/"[^"]*"|[\d.]+/g)]
    fc.assert(
      fc.property(fc.nat(tokens.length - 1), fc.jsonValue(), (at, value) => {
        const { index, 0: token } = tokens[at]!
        const isKey = valid[index + token.length] === ':'
        const changed = JSON.stringify(isKey ? JSON.stringify(value) : value)
        settles(JSON.parse(valid.slice(0, index) + changed + valid.slice(index + token.length)))
      }),
      { numRuns: 2000, seed: 1 },
    )
  }, 120_000)
})
