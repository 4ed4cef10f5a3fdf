import { z } from 'zod'
import { expecting, oneOf, positive, wholeFrom } from '../domain/field-schemas.js'
import {
  amount,
  currency,
  duration,
  exactlyOne,
  fields,
  flag,
  fractionBelowOne,
  onlyBeside,
  symbol,
} from './risk-fields.js'
import {
  RISK_PROFILES,
  type OrderLimits,
  type PositionExits,
  type RiskConfig,
  type ScopeRisk,
  type StrategyRisk,
  type SymbolRisk,
  type VolatilityTarget,
} from './risk-config.js'

type Schemas = Readonly<Record<string, z.ZodType>>

const streakBreach = { state: oneOf(['REDUCING', 'HALTED']), cancelEntries: flag, flatten: flag }
const breach = { ...streakBreach, reset: oneOf(['nextSession', 'manual']) }

/** A worth, with the other fields of its object. */
function worth(fraction: z.ZodType, others: Schemas = {}): z.ZodType {
  return fields<Schemas>({ amount, currency, fraction, ...others })
    .superRefine(exactlyOne('amount', 'fraction'))
    .superRefine(onlyBeside('currency', 'amount'))
}

/** A distance; `fraction` says which fractions of a price it may be. */
function distance(fraction: z.ZodType): z.ZodType {
  return fields<Schemas>({ fraction, amount: positive, atr: positive, period: wholeFrom(1) })
    .superRefine(exactlyOne('fraction', 'amount', 'atr'))
    .superRefine(onlyBeside('period', 'atr'))
}

const orderLimits = {
  orderValue: worth(positive),
  priceCollar: fractionBelowOne,
  maxPriceAge: duration,
} satisfies Record<keyof OrderLimits, z.ZodType>

const volatilityTarget = fields<VolatilityTarget>({ annual: positive, days: wholeFrom(2), max: positive }, ['annual'])

const scope = {
  ...orderLimits,
  ordersPerMinute: wholeFrom(1),
  ordersPerMinutePerSymbol: wholeFrom(1),
  positionSize: amount,
  positionValue: worth(positive),
  totalExposure: worth(positive),
  leverage: positive,
  concentration: fields<NonNullable<ScopeRisk['concentration']>>({
    symbol: positive,
    group: positive,
    currency: positive,
  }),
  // Two returns are always wholly alike or wholly opposed.
  correlation: fields<NonNullable<ScopeRisk['correlation']>>({ max: fractionBelowOne, bars: wholeFrom(3) }, [
    'max',
    'bars',
  ]),
  allowShort: flag,
  dailyLoss: worth(fractionBelowOne, breach),
  maxDrawdown: fields<NonNullable<ScopeRisk['maxDrawdown']>>({ fraction: fractionBelowOne, ...breach }, ['fraction']),
  lossStreak: fields<NonNullable<ScopeRisk['lossStreak']>>(
    { trades: wholeFrom(1), coolDown: duration, ...streakBreach },
    ['trades', 'coolDown'],
  ),
  volatilityTarget,
} satisfies Record<keyof ScopeRisk, z.ZodType>

const exits = fields<PositionExits>(
  {
    by: oneOf(['marks', 'restingOrders']),
    stopLoss: distance(fractionBelowOne),
    trailingStop: distance(fractionBelowOne),
    breakEven: fields<NonNullable<PositionExits['breakEven']>>(
      { after: distance(positive), offset: distance(positive) },
      ['after'],
    ),
    // A price can more than double.
    takeProfit: distance(positive),
    timeExit: fields<Schemas>({ bars: wholeFrom(1), after: duration }).superRefine(exactlyOne('bars', 'after')),
  },
  ['by'],
)

const strategy = fields<StrategyRisk>({ ...scope, exits })

const byName = (schema: z.ZodType): z.ZodType => z.record(z.string(), schema, expecting('an object'))

/** What a risk configuration looks like, whatever run it is for. */
export const riskShape = fields<RiskConfig>({
  profile: oneOf(RISK_PROFILES),
  account: fields<ScopeRisk>(scope),
  eachStrategy: strategy,
  strategies: byName(strategy),
  symbols: byName(
    fields<SymbolRisk>({
      ...orderLimits,
      ordersPerMinute: wholeFrom(1),
      positionSize: amount,
      positionValue: worth(positive),
      exits,
    }),
  ),
  groups: byName(
    z.array(symbol, expecting('a list of symbols')).min(1, { error: 'expected at least one symbol, none came' }),
  ),
  exits,
})
