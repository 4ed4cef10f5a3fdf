import { z } from 'zod'
import type { CommissionModel } from '../costs/commission.js'
import type { Latency } from '../costs/latency.js'
import type { SlippageModel } from '../costs/slippage.js'
import type { SpreadModel } from '../costs/spread.js'
import { PRICE_SIDES, type PriceSide } from '../domain/bar-columns.js'
import type { AccountEvent } from '../domain/account-event.js'
import { ADJUSTMENTS, type Adjustment } from '../domain/adjustment.js'
import { TradewrightError } from '../domain/errors.js'
import type { Instrument, InstrumentSpec } from '../domain/instrument.js'
import { parseIsoTime } from '../domain/iso-time.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { DataGateway } from '../ports/data-gateway.js'
import type { RunStore } from '../ports/run-store.js'
import { FILL_POLICIES, type FillRules } from '../simulation/fill-rules.js'
import type { RiskConfig } from '../risk/risk-config.js'
import type { Sizer } from '../sizing/sizer.js'
import type { ParamsOf, StrategyClass } from '../strategy/strategy.js'
import {
  accountSchema,
  capitalSchema,
  eventsSchema,
  type AccountConfig,
  type StrategyCapital,
} from './account-config.js'

/** A strategy in a run. */
export interface StrategyEntry<C extends StrategyClass = StrategyClass> {
  readonly strategy: C
  /** Default: the class's name. Names are unique in a run. */
  readonly name?: string
  /** Checked by the class's `static params`. */
  readonly params?: ParamsOf<C>
  /** What it sees and trades; default: every instrument of the run. */
  readonly symbols?: readonly string[]
  /** Default: `new PercentSizer({ fraction: 0.95 })`. */
  readonly sizer?: Sizer
  /** Default: the class's `static allowShort`, else true. */
  readonly allowShort?: boolean
  /** Capital of its own, in base currency; by default it shares the account's with all others that have none. */
  readonly capital?: StrategyCapital
  /** Whether it runs from the start; else an event must start it. Default true. */
  readonly autoStart?: boolean
}

/** A list of strategies, the parameters of each typed by its class. */
export type StrategyEntries<T extends readonly StrategyClass[]> = { readonly [K in keyof T]: StrategyEntry<T[K]> }

/** Bars of one symbol. */
export interface SeriesEntry {
  readonly symbol: string
  readonly timeframe: Timeframe
  /** Which side of the market its prices are; default 'trade'. Buys fill on the ask and sells on the bid, `costs.spread` apart. */
  readonly side?: PriceSide
  /** What of corporate actions its prices show already; default 'raw'. */
  readonly adjustment?: Adjustment
  /**
   * Build it from this series of the same symbol, such as '1m' for hours: by the sessions of the instrument's calendar, or by the days of its zone, and only of
   * bars that are whole. By default it is loaded.
   */
  readonly builtFrom?: Timeframe
}

/** An FX pair that is not traded: its closes are rates. */
export interface RateEntry {
  /** Such as EURUSD: its first three letters are what one unit is, its last three what its prices are in. */
  readonly symbol: string
  readonly timeframe: Timeframe
  /** Where the symbol does not say it. */
  readonly baseCurrency?: string
  readonly currency?: string
}

/** What trading costs; by default nothing. */
export interface CostsConfig {
  readonly commission?: CommissionModel
  readonly slippage?: SlippageModel
  readonly spread?: SpreadModel
  /** How long commands take to the venue. */
  readonly latency?: Latency
}

/** A UTC instant: epoch milliseconds, or an ISO 8601 date (midnight UTC) or date and time with its offset. */
export type TimeInput = number | string

/** All that a backtest depends on. */
export interface BacktestConfig<T extends readonly StrategyClass[] = readonly StrategyClass[]> {
  readonly data: DataGateway
  /** What can be traded; their order is the run's order of symbols. */
  readonly instruments: readonly InstrumentSpec[]
  /** Which bars to run on; default: daily ones of every instrument. Orders meet the finest series of their symbol. */
  readonly series?: readonly SeriesEntry[]
  readonly strategies: StrategyEntries<T>
  readonly account?: AccountConfig
  /** What happens to the account and its strategies from outside: cash that comes and goes, corporate actions, strategies that start and stop. */
  readonly events?: readonly AccountEvent[]
  /** Pairs by which other currencies come to that of the account, where no instrument of the run is such a pair. Only those that are needed are loaded. */
  readonly rates?: readonly RateEntry[]
  readonly costs?: CostsConfig
  /** The limits that orders, strategies and the account are held to. */
  readonly risk?: RiskConfig
  readonly fills?: FillRules
  /** The run trades on bars with `from <= openTime < to`. */
  readonly from?: TimeInput
  readonly to?: TimeInput
  /** Bars in front of `from` that warm indicators up; default: as many as the declared indicators and the sizers need. */
  readonly warmupBars?: number
  /** Close open positions at the last close; by default they are marked. */
  readonly closeAtEnd?: boolean
  /** Seeds `this.random()`; default 1. */
  readonly seed?: number
  /** Hand callbacks new objects instead of views; slower, and the same result for a strategy that keeps no view. Default false. */
  readonly freshBars?: boolean
  /** Where each run is saved once it is over; by default it is not. No part of the run or its hash. */
  readonly runs?: RunStore
}

/** What of a configuration can be checked without looking at data. */
export interface CheckedConfig {
  readonly from: number | undefined
  readonly to: number | undefined
}

const INSTRUMENT_FIELDS = [
  'assetClass',
  'currency',
  'baseCurrency',
  'payment',
  'multiplier',
  'quantityStep',
  'tickSize',
  'quantityMin',
  'quantityMax',
  'notionalMin',
  'calendar',
  'zone',
  // Of one that was made by createInstrument.
  'scale',
] as const satisfies readonly (keyof Instrument)[]
const gateway = z.custom((value) => hasMethod(value, 'fetchBars'), { error: 'expected an object with fetchBars()' })
const runStore = z.custom((value) => hasMethod(value, 'saveRun'), { error: 'expected an object with saveRun()' })
/** A sizer or a cost model: without a `spec` the run's hash could not tell it from another. */
const model = (method: string): z.ZodType =>
  z.custom((value) => hasMethod(value, method) && 'spec' in value && value.spec !== undefined, {
    error: `expected an object with ${method}() and a spec`,
  })
const latency = z.custom<Latency>(isLatency, { error: 'expected what noLatency(), latencyMs() or latencyBars() makes' })
/** The engine's own fields of an instrument are looked at when it is made; what it doesn't know is a mistake. */
const instrument = z.strictObject({
  symbol: z.string(),
  ...Object.fromEntries(INSTRUMENT_FIELDS.map((field) => [field, z.unknown().optional()])),
})
function hasMethod(value: unknown, name: string): value is object {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function'
}

function isLatency(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('spec' in value) || value.spec === undefined) return false
  return ['ms', 'bars'].every((field) => {
    const wait: unknown = Reflect.get(value, field)
    return typeof wait === 'number' && wait >= 0 && wait < Number.POSITIVE_INFINITY
  })
}

/** What a run calls a strategy; a class that has no name needs one given only beside another such. */
export function nameOf(entry: { readonly name?: string | undefined; readonly strategy: StrategyClass }): string {
  return entry.name ?? (entry.strategy.name === '' ? 'Strategy' : entry.strategy.name)
}

/** By its shape, since a program may load both builds of this library. */
function isStrategyClass(value: unknown): boolean {
  return typeof value === 'function' && hasMethod(value.prototype, 'onBar') && hasMethod(value.prototype, 'onStart')
}

function refuseTwice(values: readonly string[], field: string, context: z.RefinementCtx): void {
  values.forEach((value, i) => {
    if (values.indexOf(value) === i) return
    const message = `'${value}' came twice; expected each ${field} once`
    context.addIssue({ code: 'custom', path: [i, field], message })
  })
}

const time = z.union([z.number(), z.string()]).refine((value) => Number.isFinite(parseTime(value)), {
  error: 'expected epoch milliseconds or an ISO 8601 date or time',
})

const fills = z
  .strictObject({
    policy: z.enum(FILL_POLICIES).optional(),
    finer: z
      .array(z.strictObject({ symbol: z.string(), timeframe: z.string() }))
      .min(1)
      .superRefine((entries, context) => {
        const symbols = entries.map(({ symbol }) => symbol)
        refuseTwice(symbols, 'symbol', context)
      })
      .optional(),
    touch: z.union([z.enum(['policy', 'fill']), z.strictObject({ penetrateTicks: z.number() })]).optional(),
    maxVolumeFraction: z.union([z.number(), z.literal('unlimited')]).optional(),
    unknownVolume: z.enum(['unlimited', 'none']).optional(),
    fillAt: z.enum(['nextOpen', 'close', 'vwap']).optional(),
    stopTrigger: z.enum(['fillSide', 'bid', 'ask', 'mid']).optional(),
  })
  .superRefine(({ policy, finer }, context) => {
    if ((policy === 'finer') === (finer !== undefined)) return
    const message =
      finer === undefined
        ? "expected the series that decide ambiguous bars, as the policy is 'finer'"
        : "expected none, as only the policy 'finer' asks them"
    context.addIssue({ code: 'custom', path: ['finer'], message })
  })

const schema = z
  .strictObject({
    data: gateway,
    instruments: z
      .array(instrument)
      .min(1)
      .superRefine((instruments, context) => {
        const symbols = instruments.map(({ symbol }) => symbol)
        refuseTwice(symbols, 'symbol', context)
      }),
    series: z
      .array(
        z.strictObject({
          symbol: z.string(),
          timeframe: z.string(),
          side: z.enum(PRICE_SIDES).optional(),
          adjustment: z.enum(ADJUSTMENTS).optional(),
          builtFrom: z.string().optional(),
        }),
      )
      .min(1)
      .optional(),
    strategies: z
      .array(
        z.strictObject({
          strategy: z.custom<StrategyClass>(isStrategyClass, { error: 'expected a class that extends Strategy' }),
          name: z.string().min(1).optional(),
          params: z.unknown().optional(),
          symbols: z.array(z.string()).optional(),
          sizer: model('size').optional(),
          allowShort: z.boolean().optional(),
          capital: capitalSchema.optional(),
          autoStart: z.boolean().optional(),
        }),
      )
      .min(1)
      .superRefine((entries, context) => {
        refuseTwice(entries.map(nameOf), 'name', context)
      }),
    account: accountSchema.optional(),
    events: eventsSchema.optional(),
    rates: z
      .array(
        z.strictObject({
          symbol: z.string(),
          timeframe: z.string(),
          baseCurrency: z.string().optional(),
          currency: z.string().optional(),
        }),
      )
      .superRefine((rates, context) => {
        const symbols = rates.map(({ symbol }) => symbol)
        refuseTwice(symbols, 'symbol', context)
      })
      .optional(),
    costs: z
      .strictObject({
        commission: model('charge').optional(),
        slippage: model('slip').optional(),
        spread: model('at').optional(),
        latency: latency.optional(),
      })
      .optional(),
    risk: z.unknown().optional(),
    fills: fills.optional(),
    from: time.optional(),
    to: time.optional(),
    warmupBars: z.number().int().nonnegative().optional(),
    closeAtEnd: z.boolean().optional(),
    seed: z.number().int().optional(),
    freshBars: z.boolean().optional(),
    runs: runStore.optional(),
  })
  .superRefine((config, context) => {
    if (config.from !== undefined && config.to !== undefined && parseTime(config.from) >= parseTime(config.to)) {
      context.addIssue({ code: 'custom', path: ['to'], message: 'expected a time after from', input: config.to })
    }
  })

/** Checks a configuration's shape, all mistakes at once. Throws CONFIG_INVALID. */
export function checkConfig(config: BacktestConfig): CheckedConfig {
  const { success, error } = schema.safeParse(config, { reportInput: true })
  if (!success) throw configError('the configuration', error)
  return {
    from: config.from === undefined ? undefined : parseTime(config.from),
    to: config.to === undefined ? undefined : parseTime(config.to),
  }
}

/** A zod error as one of ours: every issue with its path. */
export function configError(
  what: string,
  error: z.ZodError,
  code: 'CONFIG_INVALID' | 'PARAMS_INVALID' = 'CONFIG_INVALID',
): TradewrightError {
  const issues = error.issues.map(({ path, message, input }) => ({
    path: path.map(String).join('.'),
    message: describeIssue(message, input),
  }))
  const list = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')
  return new TradewrightError(code, `${what} cannot be used: ${list}`, { details: { issues } })
}

function parseTime(value: TimeInput): number {
  return typeof value === 'number' ? value : parseIsoTime(value)
}

/** What was wrong, and the value that came where it is short enough to be shown. */
function describeIssue(message: string, input: unknown): string {
  if (typeof input === 'string') return `${message}, ${JSON.stringify(input)} came`
  if (typeof input === 'number' || typeof input === 'boolean') return `${message}, ${String(input)} came`
  return message
}
