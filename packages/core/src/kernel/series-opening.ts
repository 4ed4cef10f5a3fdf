import { firstRowAtOrAfter } from '../domain/bar-columns.js'
import { timeframeMs } from '../domain/timeframe.js'
import type { KernelSetup } from './setup.js'
import { Subscription } from './subscription.js'

/** The series of a symbol that a strategy begins to see inside a run, each at its last bar that has closed. */
export function openSubscriptions(setup: KernelSetup, instrument: number, now: number): readonly Subscription[] {
  const series = setup.series.flatMap((one, index) => (one.instrument === instrument ? [index] : []))
  const opened = series.map((index) => openSeries(setup, index))
  for (const { columns, bar } of opened) bar.row = firstRowAtOrAfter(columns.closeTime, columns.length, now + 1) - 1
  return opened
}

/** By symbol in the run's order, then the finer timeframe first. */
export function byPlace(a: Subscription, b: Subscription): number {
  return a.instrument - b.instrument || timeframeMs(a.timeframe) - timeframeMs(b.timeframe) || a.series - b.series
}

/** A series as a strategy sees it, before its first bar. */
export function openSeries(setup: KernelSetup, series: number): Subscription {
  const { instrument, timeframe, columns } = setup.series[series]!
  const { symbol } = setup.instruments[instrument]!
  return new Subscription({ series, instrument, symbol, timeframe, columns, freshBars: setup.freshBars })
}
