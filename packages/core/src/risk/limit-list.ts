import type { Instrument } from '../domain/instrument.js'
import type { CheckedOrder } from './checked-order.js'
import type { PositionScope } from './exposure-limit.js'
import { LIMIT_RULES, type LimitRule, type LimitRuleName, type Refusal } from './limit-rules.js'
import type { LimitView } from './limit-view.js'
import type { ResolvedScope, ResolvedSymbol, RiskSettings } from './risk-settings.js'
import type { Allowed, ScopeLimit } from './scope-limit.js'
import { MEASURE, ScopeMeasure, type Measured, type MeasureNeeds, type MeasureOptions } from './scope-measure.js'

/** What limits are made from. */
export interface LimitParts {
  readonly settings: RiskSettings
  readonly instruments: readonly Instrument[]
  readonly strategies: readonly string[]
  readonly view: LimitView
  readonly account: PositionScope
  /** The book of each strategy. */
  readonly books: readonly PositionScope[]
}

/** What somebody has limited: the account, a strategy or a symbol. */
export interface LimitOwner {
  readonly kind: 'account' | 'book' | 'symbol'
  /** How messages call it, and whoever holds the positions that are looked at. */
  readonly of: string
  readonly holder: string
  /** Such as `risk.account`. */
  readonly path: string
  readonly scope: PositionScope
  readonly settings: ResolvedSymbol & Partial<ResolvedScope>
}

export function accountOwner({ settings, account }: LimitParts): LimitOwner {
  const of = 'the account'
  return { kind: 'account', of, holder: of, path: 'risk.account', scope: account, settings: settings.account }
}

export function bookOwner({ settings, strategies, books }: LimitParts, strategy: number): LimitOwner {
  const of = strategies[strategy]!
  const scope = books[strategy]!
  return {
    kind: 'book',
    of,
    holder: of,
    path: `risk.strategies.${of}`,
    scope,
    settings: settings.strategies[strategy]!,
  }
}

/** A symbol's limits look at all books. */
export function symbolOwner({ settings, instruments, account }: LimitParts, instrument: number): LimitOwner {
  const of = instruments[instrument]!.symbol
  const own = settings.symbols[instrument]!
  return { kind: 'symbol', of, holder: 'the account', path: `risk.symbols.${of}`, scope: account, settings: own }
}

const RULES = Object.entries(LIMIT_RULES) as readonly (readonly [LimitRuleName, LimitRule])[]

/** What a scope's settings allow, by rule. */
function allowedBy(own: LimitOwner['settings']): Readonly<Record<LimitRuleName, Allowed | undefined>> {
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

/** What an owner's limits look at. */
export function needsOf(owner: LimitOwner): MeasureNeeds {
  const { ordersPerMinute = 0, ordersPerMinutePerSymbol = 0, correlation } = owner.settings
  const isSymbol = owner.kind === 'symbol'
  return {
    limited: new Set(rulesOf(owner).map(({ measured }) => measured)),
    ordersMost: isSymbol ? 0 : ordersPerMinute,
    symbolOrdersMost: isSymbol ? ordersPerMinute : ordersPerMinutePerSymbol,
    correlationBars: correlation?.bars ?? 0,
  }
}

/** An owner's limits, in the order in which they are checked; `first` is where the cells of its measure begin. */
export function limitsOf(
  parts: LimitParts,
  owner: LimitOwner,
  measure: ScopeMeasure,
  first: number,
): readonly ScopeLimit[] {
  return rulesOf(owner).map(({ name, rule, measured, allowed }): ScopeLimit => {
    const { code } = rule
    const known = {
      code: typeof code === 'function' ? code(owner.kind) : code,
      scope: rule.scope ?? owner.kind,
      of: owner.of,
      rule: `${owner.path}.${name}`,
    }
    return {
      ...known,
      isFixed: typeof allowed === 'number',
      limit: typeof allowed === 'number' ? allowed : Number.NaN,
      allowed,
      cell: first + measured,
      equityCell: first + MEASURE.equity,
      refuse: (order, value, limit) => {
        const { holder, kind } = owner
        const words = { ...named(parts, order, measure), ...known, scope: kind, holder, value, limit }
        return { code: known.code, message: rule.explain(words) }
      },
    }
  })
}

function rulesOf(owner: LimitOwner): readonly {
  readonly name: LimitRuleName
  readonly rule: LimitRule
  readonly measured: Measured
  readonly allowed: Allowed
}[] {
  const allowed = allowedBy(owner.settings)
  return RULES.flatMap(([name, rule]) => {
    const most = allowed[name]
    // A symbol counts its own orders.
    const measured = owner.kind === 'symbol' && rule.measured === MEASURE.orders ? MEASURE.symbolOrders : rule.measured
    return most === undefined ? [] : [{ name, rule, measured, allowed: most }]
  })
}

/** What a refusal names beside the limit. */
function named(
  { view, instruments, settings }: LimitParts,
  { instrument }: CheckedOrder,
  { cells, mostAlike, correlationBars }: ScopeMeasure,
): Pick<Refusal, 'equity' | 'symbol' | 'currency' | 'group' | 'lastPrice' | 'mostAlike' | 'correlationBars'> {
  const { symbol, currency } = instruments[instrument]!
  return {
    equity: cells[MEASURE.equity]!,
    symbol,
    currency,
    group: groupOf(settings, instrument)?.name,
    lastPrice: view.mark(instrument),
    mostAlike: instruments[mostAlike]?.symbol,
    correlationBars,
  }
}

/** Opens a measure of a scope for all that somebody needs of it. */
export function openMeasure(
  { view, instruments, settings }: LimitParts,
  on: MeasureNeeds & Pick<MeasureOptions, 'scope' | 'cells'>,
): ScopeMeasure {
  const all = [...instruments.keys()]
  const others = (instrument: number, among: readonly number[]): readonly number[] =>
    among.filter((other) => other !== instrument)
  return new ScopeMeasure({
    ...on,
    view,
    unitsPerOne: instruments.map(({ scale }) => scale.unitsPerOne),
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
  })
}

function groupOf({ groups }: RiskSettings, instrument: number): RiskSettings['groups'][number] | undefined {
  return groups.find(({ instruments }) => instruments.includes(instrument))
}
