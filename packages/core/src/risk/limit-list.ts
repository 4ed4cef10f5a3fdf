import type { Instrument } from '../domain/instrument.js'
import type { RiskScope } from '../domain/risk-check.js'
import type { CheckedOrder } from './checked-order.js'
import type { PositionScope } from './exposure-limit.js'
import { LIMIT_RULES, type LimitRule, type LimitRuleName, type Refusal } from './limit-rules.js'
import type { LimitView } from './limit-view.js'
import type { ResolvedScope, ResolvedSymbol, RiskSettings } from './risk-settings.js'
import type { Allowed, ScopeLimit } from './scope-limit.js'
import { MEASURE, MEASURE_CELLS, ScopeMeasure, type MeasureOptions } from './scope-measure.js'

/** Limits that look at one scope. */
export interface LimitGroup {
  /** Undefined where nothing is limited. */
  readonly measure: ScopeMeasure | undefined
  readonly limits: readonly ScopeLimit[]
}

/** What limits are made from. */
export interface LimitParts {
  readonly settings: RiskSettings
  readonly instruments: readonly Instrument[]
  readonly strategies: readonly string[]
  readonly view: LimitView
  readonly account: PositionScope
  /** The book of each strategy. */
  readonly books: readonly PositionScope[]
  /** Where measures write to: the account's first, then those of strategies and symbols. */
  readonly cells: Float64Array
}

/** Whose limits they are, and where they are set. */
interface Origin {
  readonly scope: RiskScope
  readonly of: string
  /** Such as `risk.account`. */
  readonly path: string
  /** Of its measure, among all. */
  readonly place: number
}

/** The account's limits. */
export function accountLimits(parts: LimitParts): LimitGroup {
  const origin = { scope: 'account', of: 'the account', path: 'risk.account', place: 0 } as const
  return limitsOf(parts, parts.settings.account, parts.account, origin)
}

/** A strategy's limits. */
export function bookLimits(parts: LimitParts, strategy: number): LimitGroup {
  const of = parts.strategies[strategy]!
  const origin = { scope: 'book', of, path: `risk.strategies.${of}`, place: 1 + strategy } as const
  return limitsOf(parts, parts.settings.strategies[strategy]!, parts.books[strategy]!, origin)
}

/** A symbol's limits, over all books. */
export function symbolLimits(parts: LimitParts, instrument: number): LimitGroup {
  const of = parts.instruments[instrument]!.symbol
  const place = 1 + parts.strategies.length + instrument
  const origin = { scope: 'symbol', of, path: `risk.symbols.${of}`, place } as const
  return limitsOf(parts, parts.settings.symbols[instrument]!, parts.account, origin)
}

type Settings = ResolvedSymbol & Partial<ResolvedScope>

const RULES = Object.entries(LIMIT_RULES) as readonly (readonly [LimitRuleName, LimitRule])[]

/** What a scope's settings allow, by rule. */
function allowedBy(own: Settings): Readonly<Record<LimitRuleName, Allowed | undefined>> {
  return {
    ordersPerMinute: own.ordersPerMinute,
    ordersPerMinutePerSymbol: own.ordersPerMinutePerSymbol,
    maxPriceAge: own.maxPriceAgeMs,
    priceCollar: own.priceCollar,
    orderValue: own.orderValue,
    positionSize: own.positionSize,
    positionValue: own.positionValue,
    totalExposure: own.totalExposure,
    leverage: own.leverage,
    'concentration.symbol': own.concentration?.symbol,
    'concentration.group': own.concentration?.group,
    'concentration.currency': own.concentration?.currency,
    correlation: own.correlation?.max,
  }
}

function limitsOf(parts: LimitParts, own: Settings, scope: PositionScope, origin: Origin): LimitGroup {
  const allowed = allowedBy(own)
  const rules = RULES.filter(([name]) => allowed[name] !== undefined)
  if (rules.length === 0) return { measure: undefined, limits: [] }
  const first = origin.place * MEASURE_CELLS
  const cells = parts.cells.subarray(first, first + MEASURE_CELLS)
  const measure = measureOf(parts, own, { scope, cells, limited: new Set(rules.map(([, { measured }]) => measured)) })
  const limits = rules.map(([name, rule]): ScopeLimit => {
    const { code, measured } = rule
    const most = allowed[name]!
    const known = {
      code: typeof code === 'function' ? code(origin.scope) : code,
      scope: rule.scope ?? origin.scope,
      of: origin.of,
      rule: `${origin.path}.${name}`,
    }
    return {
      ...known,
      isFixed: typeof most === 'number',
      limit: typeof most === 'number' ? most : Number.NaN,
      allowed: most,
      cell: first + measured,
      equityCell: first + MEASURE.equity,
      refuse: (order, value, limit) => ({
        code: known.code,
        message: rule.explain({ ...named(parts, order, measure), ...known, scope: origin.scope, value, limit }),
      }),
    }
  })
  return { measure, limits }
}

/** What a refusal names beside the limit. */
function named(
  { view, instruments, settings }: LimitParts,
  { instrument }: CheckedOrder,
  { scope, cells, mostAlike, correlationBars }: ScopeMeasure,
): Pick<
  Refusal,
  'holder' | 'equity' | 'symbol' | 'currency' | 'group' | 'lastPrice' | 'mostAlike' | 'correlationBars'
> {
  const { symbol, currency } = instruments[instrument]!
  return {
    holder: scope.name,
    equity: cells[MEASURE.equity]!,
    symbol,
    currency,
    group: groupOf(settings, instrument)?.name,
    lastPrice: view.mark(instrument),
    mostAlike: instruments[mostAlike]?.symbol,
    correlationBars,
  }
}

function measureOf(
  { view, instruments, settings }: LimitParts,
  own: Settings,
  on: Pick<MeasureOptions, 'scope' | 'cells' | 'limited'>,
): ScopeMeasure {
  const all = [...instruments.keys()]
  const others = (instrument: number, among: readonly number[]): readonly number[] =>
    among.filter((other) => other !== instrument)
  return new ScopeMeasure({
    ...on,
    view,
    unitsPerOne: instruments.map(({ scale }) => scale.unitsPerOne),
    ordersMost: own.ordersPerMinute ?? 0,
    symbolOrdersMost: own.ordersPerMinutePerSymbol ?? 0,
    group: all.map((instrument) => {
      const group = groupOf(settings, instrument)
      return group && others(instrument, group.instruments)
    }),
    currency: instruments.map(({ currency }, instrument) =>
      others(
        instrument,
        all.filter((other) => instruments[other]!.currency === currency),
      ),
    ),
    correlationBars: own.correlation?.bars ?? 0,
  })
}

function groupOf({ groups }: RiskSettings, instrument: number): RiskSettings['groups'][number] | undefined {
  return groups.find(({ instruments }) => instruments.includes(instrument))
}
