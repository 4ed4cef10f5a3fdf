import type { Bar } from '../domain/bar.js'

/**
 * An incremental indicator over one number per bar. Anything with `update` and `value` plugs in; `ready` tells when its value counts
 * (without it, as soon as the value is not NaN).
 *
 * What the indicators of this library do with a NaN: one over a window is NaN while it is in the window, and afterwards as if it had been
 * any other value. One that never forgets (EMA, RSI, ATR, OBV, …) passes over it: it stays as it was, and the update does not count.
 */
export interface Indicator {
  /** Takes the next value, in O(1) amortised. */
  update(value: number): void
  /** The present value; NaN until ready. */
  readonly value: number
  readonly ready?: boolean
  /** How many values it needs before it is ready; the engine asks for so many bars before `from`. */
  readonly warmup?: number
}

/** What a bar-fed indicator may read of a bar. Times are UTC epoch milliseconds; `volume` is NaN where the series has none. */
export type IndicatorBar = Pick<Bar, 'openTime' | 'closeTime' | 'open' | 'high' | 'low' | 'close' | 'volume'>

/** An incremental indicator over whole bars. `input` is how an engine tells it from one that takes a number. */
export interface BarIndicator {
  readonly input: 'bar'
  /** Takes the next bar, in O(1) amortised. The bar is a view that moves on: read it, and don't keep it. */
  update(bar: IndicatorBar): void
  /** The present value; NaN until ready. */
  readonly value: number
  readonly ready?: boolean
  /** How many bars it needs before it is ready. */
  readonly warmup?: number
}

export type AnyIndicator = Indicator | BarIndicator

export function takesBars(indicator: AnyIndicator): indicator is BarIndicator {
  return (indicator as { readonly input?: unknown }).input === 'bar'
}

/** Whether an indicator's value counts. */
export function isReady(indicator: Pick<Indicator, 'value' | 'ready'>): boolean {
  return indicator.ready ?? !Number.isNaN(indicator.value)
}
