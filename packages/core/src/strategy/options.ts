import type { Bar } from '../domain/bar.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { AnyIndicator } from '../indicators/indicator.js'

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
