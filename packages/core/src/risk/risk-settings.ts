import type { TradingState } from '../domain/trading-state.js'
import type { PositionExits } from './risk-config.js'

/** A worth as the limits read it: a number of some currency, or a fraction of the equity of whoever the limit is for. */
export type ResolvedWorth =
  | { readonly kind: 'amount'; readonly amount: number; readonly currency: string }
  | { readonly kind: 'fraction'; readonly fraction: number }

/** A distance as the exits read it; `period` is that of the average true range. */
export interface ResolvedDistance {
  readonly kind: 'fraction' | 'amount' | 'atr'
  readonly value: number
  readonly period: number
}

export interface ResolvedBreach {
  readonly state: Exclude<TradingState, 'ACTIVE'>
  readonly cancelEntries: boolean
  readonly flatten: boolean
  readonly reset: 'nextSession' | 'manual'
}

/** Limits on single orders, of the account, a strategy or a symbol; times in milliseconds. */
export interface ResolvedOrderLimits {
  readonly orderValue: ResolvedWorth | undefined
  readonly priceCollar: number | undefined
  readonly maxPriceAgeMs: number | undefined
}

export interface ResolvedScope extends ResolvedOrderLimits {
  readonly ordersPerMinute: number | undefined
  readonly ordersPerMinutePerSymbol: number | undefined
  /** Units of one. */
  readonly positionSize: number | undefined
  readonly positionValue: ResolvedWorth | undefined
  readonly totalExposure: ResolvedWorth | undefined
  readonly leverage: number | undefined
  readonly concentration: {
    readonly symbol: number | undefined
    readonly group: number | undefined
    readonly currency: number | undefined
  }
  readonly correlation: { readonly max: number; readonly bars: number } | undefined
  readonly allowShort: boolean
  readonly dailyLoss: (ResolvedBreach & { readonly limit: ResolvedWorth }) | undefined
  readonly maxDrawdown: (ResolvedBreach & { readonly fraction: number }) | undefined
  readonly lossStreak: (ResolvedBreach & { readonly trades: number; readonly coolDownMs: number }) | undefined
  readonly volatilityTarget: { readonly annual: number; readonly days: number; readonly max: number } | undefined
}

export interface ResolvedSymbol extends ResolvedOrderLimits {
  readonly ordersPerMinute: number | undefined
  readonly positionSize: number | undefined
  readonly positionValue: ResolvedWorth | undefined
}

export interface ResolvedExits {
  readonly by: PositionExits['by']
  readonly stopLoss: ResolvedDistance | undefined
  readonly trailingStop: ResolvedDistance | undefined
  readonly breakEven: { readonly after: ResolvedDistance; readonly offset: ResolvedDistance | undefined } | undefined
  readonly takeProfit: ResolvedDistance | undefined
  readonly timeExit: { readonly bars: number } | { readonly ms: number } | undefined
}

/** A risk configuration in which everything is looked up: what a run is made with. */
export interface RiskSettings {
  readonly account: ResolvedScope
  /** By strategy, in the run's order. */
  readonly strategies: readonly ResolvedScope[]
  /** By instrument, in the run's order. */
  readonly symbols: readonly ResolvedSymbol[]
  /** Instruments that are counted together. */
  readonly groups: readonly { readonly name: string; readonly instruments: readonly number[] }[]
  /** By strategy, then by instrument; undefined where positions get no exits. */
  readonly exits: readonly (readonly (ResolvedExits | undefined)[])[]
}
