import type { DecimalInput } from '../domain/decimal.js'
import { durationMs } from './duration.js'
import type {
  BreachPolicy,
  Distance,
  Duration,
  OrderLimits,
  PositionExits,
  RiskConfig,
  StrategyRisk,
  SymbolRisk,
  Worth,
} from './risk-config.js'
import { amountOf } from './risk-fields.js'
import { mergedAccount, mergedStrategy, ownOf } from './risk-merge.js'
import type { RiskNames } from './risk-names.js'
import type {
  ResolvedBreach,
  ResolvedDistance,
  ResolvedExits,
  ResolvedOrderLimits,
  ResolvedScope,
  ResolvedSymbol,
  ResolvedWorth,
  RiskSettings,
} from './risk-settings.js'

const ATR_PERIOD = 14
const VOLATILITY_DAYS = 20

/** Looks everything in a checked configuration up. */
export function resolveRisk(config: RiskConfig, names: RiskNames): RiskSettings {
  const base = names.currencies[0] ?? ''
  const strategies = names.strategies.map((name) => mergedStrategy(config, name).limits)
  const symbols = names.symbols.map((symbol) => ownOf(config.symbols, symbol) ?? {})
  return {
    account: resolveScope(mergedAccount(config).limits, base),
    strategies: strategies.map((limits) => resolveScope(limits, base)),
    symbols: symbols.map((limits) => resolveSymbol(limits, base)),
    groups: Object.entries(config.groups ?? {}).map(([name, members]) => ({
      name,
      instruments: members.map((symbol) => names.symbols.indexOf(symbol)),
    })),
    exits: strategies.map((strategy) =>
      symbols.map((symbol) => given(symbol.exits ?? strategy.exits ?? config.exits, resolveExits)),
    ),
  }
}

export function resolveDistance(distance: Distance): ResolvedDistance {
  const {
    fraction,
    amount,
    atr,
    period = ATR_PERIOD,
  }: Partial<Record<'fraction' | 'amount' | 'atr' | 'period', number>> = distance
  if (fraction !== undefined) return { kind: 'fraction', value: fraction, period }
  return amount === undefined ? { kind: 'atr', value: atr!, period } : { kind: 'amount', value: amount, period }
}

function resolveScope(limits: StrategyRisk, base: string): ResolvedScope {
  const { concentration, correlation, volatilityTarget } = limits
  return {
    ...resolveOrderLimits(limits, base),
    ordersPerMinute: limits.ordersPerMinute,
    ordersPerMinutePerSymbol: limits.ordersPerMinutePerSymbol,
    positionSize: given(limits.positionSize, amountOf),
    positionValue: given(limits.positionValue, (worth) => resolveWorth(worth, base)),
    totalExposure: given(limits.totalExposure, (worth) => resolveWorth(worth, base)),
    leverage: limits.leverage,
    concentration: {
      symbol: concentration?.symbol,
      group: concentration?.group,
      currency: concentration?.currency,
    },
    correlation: given(correlation, ({ max, bars }) => ({ max, bars })),
    allowShort: limits.allowShort ?? true,
    ...resolveBreakers(limits, base),
    volatilityTarget: given(volatilityTarget, ({ annual, days = VOLATILITY_DAYS, max = 1 }) => ({ annual, days, max })),
  }
}

function resolveBreakers(
  { dailyLoss, maxDrawdown, lossStreak }: StrategyRisk,
  base: string,
): Pick<ResolvedScope, 'dailyLoss' | 'maxDrawdown' | 'lossStreak'> {
  return {
    dailyLoss: given(dailyLoss, (loss) => ({
      ...resolveBreach(loss, 'nextSession'),
      limit: resolveWorth(loss, base),
    })),
    maxDrawdown: given(maxDrawdown, (drawdown) => ({
      ...resolveBreach(drawdown, 'manual'),
      fraction: drawdown.fraction,
    })),
    // Its cool-down ends it: `reset` means nothing here.
    lossStreak: given(lossStreak, (streak) => ({
      ...resolveBreach(streak, 'manual'),
      trades: streak.trades,
      coolDownMs: durationMs(streak.coolDown)!,
    })),
  }
}

function resolveBreach(policy: BreachPolicy, reset: ResolvedBreach['reset']): ResolvedBreach {
  return {
    state: policy.state ?? 'HALTED',
    cancelEntries: policy.cancelEntries ?? true,
    flatten: policy.flatten ?? false,
    reset: policy.reset ?? reset,
  }
}

function resolveSymbol(limits: SymbolRisk, base: string): ResolvedSymbol {
  return {
    ...resolveOrderLimits(limits, base),
    ordersPerMinute: limits.ordersPerMinute,
    positionSize: given(limits.positionSize, amountOf),
    positionValue: given(limits.positionValue, (worth) => resolveWorth(worth, base)),
  }
}

function resolveOrderLimits({ orderValue, priceCollar, maxPriceAge }: OrderLimits, base: string): ResolvedOrderLimits {
  return {
    orderValue: given(orderValue, (worth) => resolveWorth(worth, base)),
    priceCollar,
    maxPriceAgeMs: given(maxPriceAge, durationMs),
  }
}

function resolveWorth(worth: Worth, base: string): ResolvedWorth {
  const { fraction, amount, currency = base }: { fraction?: number; amount?: DecimalInput; currency?: string } = worth
  return fraction === undefined
    ? { kind: 'amount', amount: amountOf(amount)!, currency }
    : { kind: 'fraction', fraction }
}

function resolveExits(exits: PositionExits): ResolvedExits {
  const { breakEven, timeExit } = exits
  return {
    by: exits.by,
    stopLoss: given(exits.stopLoss, resolveDistance),
    trailingStop: given(exits.trailingStop, resolveDistance),
    breakEven: given(breakEven, ({ after, offset }) => ({
      after: resolveDistance(after),
      offset: given(offset, resolveDistance),
    })),
    takeProfit: given(exits.takeProfit, resolveDistance),
    timeExit: given(timeExit, resolveTimeExit),
  }
}

function resolveTimeExit(exit: NonNullable<PositionExits['timeExit']>): NonNullable<ResolvedExits['timeExit']> {
  const { bars, after }: { bars?: number; after?: Duration } = exit
  return bars === undefined ? { ms: durationMs(after)! } : { bars }
}

/** What is made of a value, if there is one. */
function given<T, R>(value: T | undefined, resolve: (value: T) => R): R | undefined {
  return value === undefined ? undefined : resolve(value)
}
