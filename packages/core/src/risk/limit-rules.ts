import type { DenialCode } from '../domain/denial.js'
import type { RiskScope } from '../domain/risk-check.js'
import { MEASURE, type Measured } from './scope-measure.js'
import { shown } from './shown.js'

/** What the words of a refusal are made from. */
export interface Refusal {
  /** What the order comes to, and what is allowed. */
  readonly value: number
  readonly limit: number
  /** Where it is allowed, such as `risk.account.positionSize`. */
  readonly rule: string
  readonly scope: RiskScope
  /** Whose limit it is. */
  readonly of: string
  /** Whose positions it looks at. */
  readonly holder: string
  readonly equity: number
  readonly symbol: string
  readonly lastPrice: number
  /** The symbol that correlates most, over so many bars; undefined where none does. */
  readonly mostAlike: string | undefined
  readonly correlationBars: number
  /** The group of the order's symbol, and its currency. */
  readonly group: string | undefined
  readonly currency: string
}

/** One kind of limit: what it is called, what it looks at, and how it says no. */
export interface LimitRule {
  readonly code: DenialCode | ((scope: RiskScope) => DenialCode)
  readonly measured: Measured
  /** What it is a limit on, where that is not whose it is. */
  readonly scope?: RiskScope
  readonly explain: (refusal: Refusal) => string
}

/** All rules on orders and positions, by their place in a configuration, in the order in which they are looked at. */
export const LIMIT_RULES = {
  ordersPerMinute: {
    code: (scope) => (scope === 'symbol' ? 'RATE_LIMIT_SYMBOL' : 'RATE_LIMIT_GLOBAL'),
    measured: MEASURE.orders,
    explain: tooMany,
  },
  ordersPerMinutePerSymbol: { code: 'RATE_LIMIT_SYMBOL', measured: MEASURE.symbolOrders, explain: tooMany },
  maxPriceAge: {
    code: 'STALE_PRICE',
    measured: MEASURE.priceAge,
    scope: 'symbol',
    explain: ({ symbol, value, rule, limit }) =>
      `${symbol}'s last price is ${shown(value / 1000)} s old; ${rule} allows ${shown(limit / 1000)} s`,
  },
  priceCollar: {
    code: 'PRICE_COLLAR',
    measured: MEASURE.priceDistance,
    scope: 'order',
    explain: ({ value, symbol, lastPrice, rule, limit }) =>
      `price is ${percent(value)} away from ${symbol}'s last price of ${shown(lastPrice)}; ${rule} allows ${percent(limit)}`,
  },
  orderValue: {
    code: 'NOTIONAL_LIMIT',
    measured: MEASURE.orderValue,
    scope: 'order',
    explain: ({ value, symbol, rule, limit }) =>
      `order is worth ${shown(value)} in ${symbol}; ${rule} allows ${shown(limit)}`,
  },
  positionSize: {
    code: 'POSITION_SIZE_LIMIT',
    measured: MEASURE.size,
    explain: ({ holder, symbol, value, rule, limit }) =>
      `${holder}'s position in ${symbol} would be ${shown(value)}; ${rule} allows ${shown(limit)}`,
  },
  positionValue: {
    code: 'POSITION_VALUE_LIMIT',
    measured: MEASURE.position,
    explain: ({ holder, symbol, value, rule, limit }) =>
      `${holder}'s position in ${symbol} would be worth ${shown(value)}; ${rule} allows ${shown(limit)}`,
  },
  totalExposure: {
    code: 'TOTAL_EXPOSURE_LIMIT',
    measured: MEASURE.total,
    explain: ({ holder, symbol, value, rule, limit }) =>
      `${holder}'s positions, with this order in ${symbol}, would be worth ${shown(value)}; ${rule} allows ${shown(limit)}`,
  },
  leverage: { code: 'LEVERAGE_LIMIT', measured: MEASURE.leverage, explain: tooLarge(() => 'positions') },
  'concentration.symbol': {
    code: 'CONCENTRATION_LIMIT',
    measured: MEASURE.symbolShare,
    explain: tooLarge(({ symbol }) => `position in ${symbol}`),
  },
  'concentration.group': {
    code: 'CONCENTRATION_LIMIT',
    measured: MEASURE.groupShare,
    explain: tooLarge(({ group }) => `positions in group ${String(group)}`),
  },
  'concentration.currency': {
    code: 'CONCENTRATION_LIMIT',
    measured: MEASURE.currencyShare,
    explain: tooLarge(({ currency }) => `positions in ${currency}`),
  },
  correlation: {
    code: 'CORRELATION_LIMIT',
    measured: MEASURE.correlation,
    explain: ({ holder, mostAlike, symbol, value, correlationBars, rule, limit }) =>
      `${holder} holds ${String(mostAlike)}, with which ${symbol} correlates by ${shown(value)} over ${String(correlationBars)} bars; ${rule} allows ${shown(limit)}`,
  },
} as const satisfies Record<string, LimitRule>

export type LimitRuleName = keyof typeof LIMIT_RULES

function tooMany({ scope, of, value, symbol, rule, limit }: Refusal): string {
  const whose = scope === 'symbol' ? '' : ` of ${of}`
  const where = scope === 'symbol' || rule.endsWith('PerSymbol') ? ` in ${symbol}` : ''
  return `order ${String(value)}${whose}${where} in 60 s; ${rule} allows ${String(limit)}`
}

function tooLarge(what: (refusal: Refusal) => string): LimitRule['explain'] {
  return (refusal) => {
    const { holder, symbol, value, equity, rule, limit } = refusal
    const positions = `${holder}'s ${what(refusal)}, with this order in ${symbol},`
    return `${positions} would be worth ${shown(value)} times its equity of ${shown(equity)}; ${rule} allows ${shown(limit)}`
  }
}

function percent(fraction: number): string {
  return `${shown(fraction * 100)} %`
}
