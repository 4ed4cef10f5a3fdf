import type { Bar } from '../domain/bar.js'
import type { DecimalInput } from '../domain/decimal.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { AnyIndicator } from '../indicators/indicator.js'

/** The price terms of an order. */
export type OrderTerms =
  | { readonly type?: 'market' }
  /** Fills at `limitPrice` or better. */
  | { readonly type: 'limit'; readonly limitPrice: DecimalInput }
  /** Becomes a market order once `stopPrice` trades. */
  | { readonly type: 'stop'; readonly stopPrice: DecimalInput }

/** How long an order waits; default GTC. */
export type OrderLifetime =
  | { readonly timeInForce?: 'GTC' | 'DAY' | 'IOC' | 'FOK' }
  /** `expireAt` in UTC epoch milliseconds. */
  | { readonly timeInForce: 'GTD'; readonly expireAt: number }

export interface OrderNotes {
  /** How much; without one the strategy's sizer decides. */
  readonly quantity?: DecimalInput
  /** The price at which the idea behind the entry would be wrong: for the sizer. Nothing rests in the market there. */
  readonly invalidationPrice?: DecimalInput
  /** Kept with the order, for people. */
  readonly reason?: string
  readonly tags?: readonly string[]
}

export type OrderOptions = OrderTerms & OrderLifetime & OrderNotes

/** A market order, good till cancelled, of what the sizer says. */
export const NO_OPTIONS: OrderOptions = Object.freeze({})

/** The series that an indicator follows. */
export interface IndicatorSeries {
  /** Default: the strategy's only symbol. */
  readonly symbol?: string
  /** Default: the finest timeframe that the strategy sees of the symbol. */
  readonly timeframe?: Timeframe
}

/** What feeds an indicator that takes one number per bar. */
export interface IndicatorInput extends IndicatorSeries {
  readonly source?: IndicatorSource
}

/**
 * A price of the bar, by default 'close'; a function of the bar; or an indicator that the strategy declared before: its value is taken on every bar on which it
 * is ready, after it was updated, and the series is the one that it follows.
 */
export type IndicatorSource = BarField | ((bar: Bar) => number) | AnyIndicator

export const BAR_FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const
export type BarField = (typeof BAR_FIELDS)[number]

/** Timers on the strategy's clock. A timer has a name; setting it again replaces it. */
export interface Schedule {
  /** Once, at a UTC epoch time in milliseconds; at once, after the present callback, if that has passed. */
  at(name: string, time: number): void
  /** Once, so many milliseconds from now. */
  in(name: string, delayMs: number): void
  /** Again and again, the first time one period from now; at least a millisecond each. */
  every(name: string, periodMs: number): void
  cancel(name: string): void
}
