import type { Instrument } from '../domain/instrument.js'
import type { RiskScope } from '../domain/risk-check.js'
import { EquityFractionLimit, PositionSizeLimit, WorthLimit, type PositionLimitOptions } from './position-limits.js'
import { OrderValueLimit, PriceAgeLimit, PriceCollar } from './order-limits.js'
import { CorrelationLimit } from './correlation-limit.js'
import type { LimitOrigin, LimitSources } from './limit-sources.js'
import { RateLimit } from './rate-limits.js'
import type { RiskLimit } from './risk-limit.js'
import type { ResolvedOrderLimits, ResolvedScope, ResolvedSymbol, RiskSettings } from './risk-settings.js'
import { ScopeMeasure } from './scope-measure.js'
import type { PositionScope } from './exposure-limit.js'

/** Limits that look at the positions of one scope. */
export interface LimitGroup {
  /** Undefined where no limit needs it. */
  readonly measure: ScopeMeasure | undefined
  readonly limits: readonly RiskLimit[]
  readonly rates: readonly RateLimit[]
}

/** What limits are made from. */
export interface LimitParts {
  readonly settings: RiskSettings
  readonly instruments: readonly Instrument[]
  readonly strategies: readonly string[]
  readonly account: PositionScope
  /** The book of each strategy. */
  readonly books: readonly PositionScope[]
  readonly sources: LimitSources
}

/** The account's limits. */
export function accountLimits(parts: LimitParts): LimitGroup {
  const { settings, account } = parts
  return scopeLimits(parts, settings.account, account, { scope: 'account', of: 'the account', path: 'risk.account' })
}

/** A strategy's limits. */
export function bookLimits(parts: LimitParts, strategy: number): LimitGroup {
  const of = parts.strategies[strategy]!
  const origin = { scope: 'book', of, path: `risk.strategies.${of}` } as const
  return scopeLimits(parts, parts.settings.strategies[strategy]!, parts.books[strategy]!, origin)
}

/** A symbol's limits, over all books. */
export function symbolLimits(parts: LimitParts, instrument: number): LimitGroup {
  const of = parts.instruments[instrument]!.symbol
  const origin = { scope: 'symbol', of, path: `risk.symbols.${of}` } as const
  const own = parts.settings.symbols[instrument]!
  const measure = new ScopeMeasure(parts.account, 'the account')
  const rates = ratesOf(parts, own, origin)
  const limits = [...rates, ...orderLimits(parts, own, measure, origin), ...positionLimits(parts, own, measure, origin)]
  return group(measure, limits, rates)
}

type Origin = LimitOrigin & { readonly scope: RiskScope }

function scopeLimits(parts: LimitParts, own: ResolvedScope, scope: PositionScope, origin: Origin): LimitGroup {
  const measure = new ScopeMeasure(scope, scope.name)
  const rates = ratesOf(parts, own, origin)
  const limits = [
    ...rates,
    ...orderLimits(parts, own, measure, origin),
    ...positionLimits(parts, own, measure, origin),
    ...exposureLimits(parts, own, measure, origin),
  ]
  return group(measure, limits, rates)
}

function group(measure: ScopeMeasure, limits: readonly RiskLimit[], rates: readonly RateLimit[]): LimitGroup {
  return { measure: limits.length > rates.length ? measure : undefined, limits, rates }
}

function ratesOf(
  { sources }: LimitParts,
  own: Pick<ResolvedScope, 'ordersPerMinute'> & Partial<Pick<ResolvedScope, 'ordersPerMinutePerSymbol'>>,
  origin: Origin,
): readonly RateLimit[] {
  return (['ordersPerMinute', 'ordersPerMinutePerSymbol'] as const).flatMap((rule) => {
    const most = own[rule]
    return most === undefined ? [] : [new RateLimit(origin, rule, most, sources)]
  })
}

function orderLimits(
  { sources }: LimitParts,
  { maxPriceAgeMs, priceCollar, orderValue }: ResolvedOrderLimits,
  measure: ScopeMeasure,
  origin: Origin,
): readonly RiskLimit[] {
  const limits: RiskLimit[] = []
  if (maxPriceAgeMs !== undefined) limits.push(new PriceAgeLimit(origin, maxPriceAgeMs, sources))
  if (priceCollar !== undefined) limits.push(new PriceCollar(origin, priceCollar, sources))
  if (orderValue !== undefined) limits.push(new OrderValueLimit(origin, orderValue, measure, sources))
  return limits
}

function positionLimits(
  { instruments, sources }: LimitParts,
  { positionSize, positionValue }: Pick<ResolvedSymbol, 'positionSize' | 'positionValue'>,
  measure: ScopeMeasure,
  origin: Origin,
): readonly RiskLimit[] {
  const options = { origin, measure, sources }
  const limits: RiskLimit[] = []
  const unitsPerOne = instruments.map(({ scale }) => scale.unitsPerOne)
  if (positionSize !== undefined) limits.push(new PositionSizeLimit(options, positionSize, unitsPerOne))
  if (positionValue !== undefined) limits.push(new WorthLimit(options, 'positionValue', positionValue))
  return limits
}

function exposureLimits(
  parts: LimitParts,
  own: ResolvedScope,
  measure: ScopeMeasure,
  origin: Origin,
): readonly RiskLimit[] {
  const options = { origin, measure, sources: parts.sources }
  const { totalExposure, leverage, concentration } = own
  const limits: RiskLimit[] = []
  if (totalExposure !== undefined) limits.push(new WorthLimit(options, 'totalExposure', totalExposure))
  if (leverage !== undefined) limits.push(leverageLimit(options, leverage))
  const { symbol, group: ofGroup, currency } = concentration
  if (symbol !== undefined) limits.push(symbolConcentration(options, symbol))
  if (ofGroup !== undefined) limits.push(groupConcentration(options, ofGroup, parts))
  if (currency !== undefined) limits.push(currencyConcentration(options, currency, parts))
  if (own.correlation !== undefined) limits.push(new CorrelationLimit(options, own.correlation))
  return limits
}

function leverageLimit(options: PositionLimitOptions, fraction: number): RiskLimit {
  return new EquityFractionLimit(options, {
    code: 'LEVERAGE_LIMIT',
    rule: 'leverage',
    fraction,
    worthOf: (_, measure) => measure.total,
    what: () => 'positions',
  })
}

function symbolConcentration(options: PositionLimitOptions, fraction: number): RiskLimit {
  return new EquityFractionLimit(options, {
    code: 'CONCENTRATION_LIMIT',
    rule: 'concentration.symbol',
    fraction,
    worthOf: (_, measure) => measure.position,
    what: ({ instrument }) => `position in ${options.sources.symbol(instrument)}`,
  })
}

function groupConcentration(options: PositionLimitOptions, fraction: number, parts: LimitParts): RiskLimit {
  const { settings } = parts
  const groupOf = (instrument: number): RiskSettings['groups'][number] | undefined =>
    settings.groups.find(({ instruments }) => instruments.includes(instrument))
  return concentration(options, 'group', fraction, parts, {
    instruments: (instrument) => groupOf(instrument)?.instruments,
    name: (instrument) => `group ${groupOf(instrument)!.name}`,
  })
}

function currencyConcentration(options: PositionLimitOptions, fraction: number, parts: LimitParts): RiskLimit {
  const { instruments } = parts
  const currencyOf = (instrument: number): string => instruments[instrument]!.currency
  return concentration(options, 'currency', fraction, parts, {
    instruments: (instrument) =>
      [...instruments.keys()].filter((other) => currencyOf(other) === currencyOf(instrument)),
    name: currencyOf,
  })
}

/** A limit on several instruments together; `peers` are known before the run. */
function concentration(
  options: PositionLimitOptions,
  by: 'group' | 'currency',
  fraction: number,
  { instruments }: LimitParts,
  peers: {
    readonly instruments: (instrument: number) => readonly number[] | undefined
    readonly name: (instrument: number) => string
  },
): RiskLimit {
  const others = instruments.map((_, instrument) =>
    peers.instruments(instrument)?.filter((other) => other !== instrument),
  )
  return new EquityFractionLimit(options, {
    code: 'CONCENTRATION_LIMIT',
    rule: `concentration.${by}`,
    fraction,
    worthOf: ({ instrument }, measure) => {
      const beside = others[instrument]
      return beside === undefined ? Number.NaN : measure.among(beside)
    },
    what: ({ instrument }) => `positions in ${peers.name(instrument)}`,
  })
}
