import { TradewrightError } from '../domain/errors.js'
import type { AssetClass, Instrument } from '../domain/instrument.js'
import type { Spec } from '../domain/spec.js'
import type { Timeframe } from '../domain/timeframe.js'

/** How an outcome is chosen where the data leave several open. */
export const FILL_POLICIES = ['pessimistic', 'optimistic', 'ohlc', 'olhc', 'nearest', 'finer'] as const
export type FillPolicy = (typeof FILL_POLICIES)[number]

/** How bars fill orders where the bar alone does not say. */
export interface FillRules {
  /**
   * Which outcome to take where several are possible; default 'pessimistic': the worst for the account over all paths that the price may have taken.
   * 'ohlc', 'olhc' and 'nearest' suppose one path for all; 'finer' asks a finer series.
   */
  readonly policy?: FillPolicy
  /** The series that decide ambiguous bars, one for each symbol that has one; needed by the policy 'finer', and only there. */
  readonly finer?: readonly FinerSeries[]
  /** What a limit does that a bar only touches; default 'policy': no fill if pessimistic, else a fill. */
  readonly touch?: 'policy' | 'fill' | { readonly penetrateTicks: number }
  /** The most a bar's fills may take of its volume; default 0.1 for equities, futures and crypto, else 'unlimited'. */
  readonly maxVolumeFraction?: number | 'unlimited'
  /** What a series without volume offers; default 'unlimited'. */
  readonly unknownVolume?: 'unlimited' | 'none'
  /**
   * Where a market order fills; default 'nextOpen'. 'close' is the close of the bar that was seen when it was decided, 'vwap' that bar's volume-weighted
   * average price: both trade at a price that the decision knew, and the result says `lookahead: true`.
   */
  readonly fillAt?: 'nextOpen' | 'close' | 'vwap'
  /** Which side of the market triggers stops; default 'fillSide': a buy stop the ask, a sell stop the bid. */
  readonly stopTrigger?: 'fillSide' | 'bid' | 'ask' | 'mid'
}

/** A series that only decides ambiguous bars. */
export interface FinerSeries {
  readonly symbol: string
  readonly timeframe: Timeframe
}

export interface ResolvedFillRules {
  readonly spec: Spec
  readonly policy: FillPolicy
  readonly unknownVolume: 'unlimited' | 'none'
  /** Whether a limit that is only touched may fill or not, by policy; else it fills. */
  readonly touchMayMiss: boolean
  readonly fillAt: 'nextOpen' | 'close' | 'vwap'
  readonly stopTrigger: NonNullable<FillRules['stopTrigger']>
  /** By instrument: how far the price must go through a limit, in price; 0 for not at all. */
  readonly penetration: Float64Array
  /** By instrument: the fraction of a bar's volume that its fills may take; Infinity for all there is and more. */
  readonly volumeFraction: Float64Array
}

const VOLUME_FRACTION: Readonly<Record<AssetClass, number>> = {
  equity: 0.1,
  future: 0.1,
  crypto: 0.1,
  fx: Number.POSITIVE_INFINITY,
  cfd: Number.POSITIVE_INFINITY,
  index: Number.POSITIVE_INFINITY,
}

/** Fills in the defaults. Throws CONFIG_INVALID. */
export function resolveFillRules(rules: FillRules, instruments: readonly Instrument[]): ResolvedFillRules {
  const { policy = 'pessimistic', touch = 'policy', fillAt = 'nextOpen', stopTrigger = 'fillSide' } = rules
  const fraction = rules.maxVolumeFraction
  if (!FILL_POLICIES.includes(policy)) throw wrong('policy', policy, `one of ${FILL_POLICIES.join(', ')}`)
  if (typeof fraction === 'number' && !(fraction > 0 && fraction <= 1)) {
    throw wrong('maxVolumeFraction', fraction, "a number above 0 and at most 1, or 'unlimited'")
  }
  const ticks = typeof touch === 'object' ? touch.penetrateTicks : 0
  if (!Number.isInteger(ticks) || ticks < 0) throw wrong('touch.penetrateTicks', ticks, 'an integer from 0')
  return {
    spec: {
      policy,
      touch: typeof touch === 'object' ? { penetrateTicks: ticks } : touch,
      maxVolumeFraction: fraction ?? null,
      unknownVolume: rules.unknownVolume ?? 'unlimited',
      ...(fillAt === 'nextOpen' ? {} : { fillAt }),
      ...(stopTrigger === 'fillSide' ? {} : { stopTrigger }),
      ...(rules.finer ? { finer: rules.finer.map(({ symbol, timeframe }) => `${symbol} ${timeframe}`) } : {}),
    },
    policy,
    unknownVolume: rules.unknownVolume ?? 'unlimited',
    touchMayMiss: touch === 'policy',
    fillAt,
    stopTrigger,
    penetration: Float64Array.from(instruments, (instrument) => ticks * tickOf(instrument, ticks)),
    volumeFraction: Float64Array.from(instruments, ({ assetClass }) =>
      fraction === 'unlimited' ? Number.POSITIVE_INFINITY : (fraction ?? VOLUME_FRACTION[assetClass]),
    ),
  }
}

function tickOf(instrument: Instrument, ticks: number): number {
  if (ticks === 0) return 0
  if (instrument.tickSize) return instrument.tickSize.toNumber()
  throw wrong('touch.penetrateTicks', ticks, `a tickSize on every instrument; ${instrument.symbol} has none`)
}

function wrong(field: string, came: unknown, expected: string): TradewrightError {
  return new TradewrightError('CONFIG_INVALID', `fills.${field} is ${String(came)}; expected ${expected}`, {
    details: { field: `fills.${field}`, came, expected },
  })
}
