import type { DecimalInput } from '../domain/decimal.js'

/** Milliseconds, or a count and a unit from s to w, such as '15m' or '1d'. */
export type Duration = number | string

/** A worth in base currency or in one that is named, or a fraction of the equity of whoever the limit is for. */
export type Worth = { readonly amount: DecimalInput; readonly currency?: string } | { readonly fraction: number }

/** How far a price is from another: a fraction of it, an amount of the price itself, or a multiple of the average true range. */
export type Distance =
  | { readonly fraction: number }
  | { readonly amount: number }
  /** `period` is in bars of the execution series; default 14. */
  | { readonly atr: number; readonly period?: number }

/** What single orders may be. */
export interface OrderLimits {
  /** NOTIONAL_LIMIT: what one order may be worth. */
  readonly orderValue?: Worth
  /** PRICE_COLLAR: how far an order's prices may be from the last one, as a fraction of it. */
  readonly priceCollar?: number
  /** STALE_PRICE: how old the last price may be. */
  readonly maxPriceAge?: Duration
}

/** What the account, or a strategy's book, may trade and hold. Orders that work count as filled. */
export interface ScopeLimits extends OrderLimits {
  /** RATE_LIMIT_GLOBAL: orders in any 60 seconds. */
  readonly ordersPerMinute?: number
  /** RATE_LIMIT_SYMBOL: orders in any 60 seconds in one symbol. */
  readonly ordersPerMinutePerSymbol?: number
  /** POSITION_SIZE_LIMIT: units of one symbol. */
  readonly positionSize?: DecimalInput
  /** POSITION_VALUE_LIMIT: what one position may be worth. */
  readonly positionValue?: Worth
  /** TOTAL_EXPOSURE_LIMIT: what all positions may be worth, long and short ones added up. */
  readonly totalExposure?: Worth
  /** LEVERAGE_LIMIT: the same as a multiple of equity. */
  readonly leverage?: number
  /** CONCENTRATION_LIMIT: fractions of equity that one symbol, one of `groups`, or all positions in one currency may be worth. */
  readonly concentration?: { readonly symbol?: number; readonly group?: number; readonly currency?: number }
  /** CORRELATION_LIMIT: how alike the returns of the last `bars` bars of a new position and of one that is held may be. */
  readonly correlation?: { readonly max: number; readonly bars: number }
  /** SHORT_NOT_ALLOWED: false where none may be short. */
  readonly allowShort?: boolean
}

/** What follows a breach. */
export interface BreachPolicy {
  /** Default 'HALTED'. */
  readonly state?: 'REDUCING' | 'HALTED'
  /** Whether resting orders that open are cancelled; default true. */
  readonly cancelEntries?: boolean
  /** Whether all positions of whoever is halted are closed; default false. */
  readonly flatten?: boolean
  /** Whether trading goes on with the next day, as `account.dailyCut` counts days, or once it is reset by hand. */
  readonly reset?: 'nextSession' | 'manual'
}

/** What halts the account, or a strategy. */
export interface Breakers {
  /** What may be lost since the last daily cut; goes on with the next session by default. */
  readonly dailyLoss?: Worth & BreachPolicy
  /** What may be lost since the highest equity, as a fraction of that; is reset by hand by default. */
  readonly maxDrawdown?: { readonly fraction: number } & BreachPolicy
  /** So many trades in a row that lose money; trading goes on after `coolDown`. */
  readonly lossStreak?: { readonly trades: number; readonly coolDown: Duration } & Omit<BreachPolicy, 'reset'>
}

/** Scales what sizers answer for entries: by `annual` over the volatility of equity's returns in the last `days` days, at most `max` times. */
export interface VolatilityTarget {
  readonly annual: number
  /** Default 20. */
  readonly days?: number
  /** Default 1: entries are only made smaller. */
  readonly max?: number
}

/** Exits that every position gets. */
export interface PositionExits {
  /**
   * 'marks': the position is looked at whenever its price is marked, and closed at the next price: nothing rests at the venue, and what the market
   * does between two marks is not seen. 'restingOrders': stops and limits rest at the venue, which fills them inside bars, and when this program is down.
   */
  readonly by: 'marks' | 'restingOrders'
  /** From the average entry price. */
  readonly stopLoss?: Distance
  /** From the best mark since the position was opened. */
  readonly trailingStop?: Distance
  /** Once the position has gained `after`, its stop is at the average entry price, or `offset` beyond it. */
  readonly breakEven?: { readonly after: Distance; readonly offset?: Distance }
  readonly takeProfit?: Distance
  /** After so many bars of the execution series, or so much time. */
  readonly timeExit?: { readonly bars: number } | { readonly after: Duration }
}

/** All of it for the account, or for a strategy. */
export interface ScopeRisk extends ScopeLimits, Breakers {
  readonly volatilityTarget?: VolatilityTarget
}

/** For one strategy: its exits besides. */
export interface StrategyRisk extends ScopeRisk {
  readonly exits?: PositionExits
}

/** For one symbol, over all books. */
export interface SymbolRisk extends OrderLimits {
  readonly ordersPerMinute?: number
  readonly positionSize?: DecimalInput
  readonly positionValue?: Worth
  readonly exits?: PositionExits
}

/** The limits that a run trades under; plain data, the same in a backtest and live. What is not named is not limited. */
export interface RiskConfig {
  /** Fills in what is not named: see `riskProfile`. */
  readonly profile?: RiskProfileName
  /** Judged on the account's net over all books, and on its equity. */
  readonly account?: ScopeRisk
  /** For every strategy: judged on its own book. */
  readonly eachStrategy?: StrategyRisk
  /** By strategy, besides or instead of the same for every one. */
  readonly strategies?: Readonly<Record<string, StrategyRisk>>
  readonly symbols?: Readonly<Record<string, SymbolRisk>>
  /** Symbols that `concentration.group` counts together. */
  readonly groups?: Readonly<Record<string, readonly string[]>>
  /** For every position; a strategy's and a symbol's own come first, that of the symbol before that of the strategy. */
  readonly exits?: PositionExits
}

export const RISK_PROFILES = ['conservative', 'standard'] as const
export type RiskProfileName = (typeof RISK_PROFILES)[number]
