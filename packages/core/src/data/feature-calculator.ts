import type { BarColumns } from '../domain/bar-columns.js'
import type { Calendar } from '../domain/calendar.js'
import type { BarIndicator, IndicatorBar } from '../indicators/indicator.js'
import { checkSaved, type SavedIndicator, type SavedState } from '../indicators/saved-state.js'
import { FeatureColumns, unknownFeature } from './feature-columns.js'
import { readFeatures, type DescribedFeature, type FeatureParams } from './feature-params.js'
import { FeatureSet } from './feature-set.js'
import { emptyStretch, stretchOf } from './stretch.js'

export interface FeatureOptions {
  /** When sessions end, for VWAP; without one they are days in UTC. */
  readonly calendar?: Calendar
}

/**
 * Features of one series, by name: indicators, returns, volatility, lags, and features of features. Bars in and columns out with `calculate`, or bar by bar with
 * `update` and `feature`: the numbers are those of the indicators' own classes, to the last bit, either way.
 *
 *     const features = new FeatureCalculator([
 *       { name: 'return', kind: 'SimpleReturn' },
 *       { name: 'yesterday', kind: 'Lag', source: 'return' },
 *     ])
 *     const returns = features.calculate(bars).column('return')
 *
 * It is an indicator of whole bars as well: a strategy can declare it.
 */
export class FeatureCalculator implements BarIndicator {
  readonly input = 'bar'
  /** The columns' names: of each feature its own, and of each number that it has besides its value one such as `macd.signal`. */
  readonly names: readonly string[]
  /** How many bars it needs until all features are ready. */
  readonly warmup: number
  readonly #described: readonly DescribedFeature[]
  readonly #calendar: Calendar | undefined
  readonly #set: FeatureSet
  /** The bar that came last, and what the features came to with it. */
  readonly #last = emptyStretch(1)

  /** Throws FEATURE_INVALID with all that is wrong with the features; they may come from a file. */
  constructor(features: FeatureParams, { calendar }: FeatureOptions = {}) {
    this.#described = readFeatures(features)
    this.#calendar = calendar
    this.#set = new FeatureSet(this.#described, this.#last, calendar)
    this.names = [...this.#set.columns.keys()]
    this.warmup = this.#set.warmup
    for (const column of this.#set.columns.values()) column.fill(Number.NaN)
  }

  /** Whether all features are ready. */
  get ready(): boolean {
    return this.#set.ready
  }

  /** That of the feature which is listed first; NaN until it is ready. */
  get value(): number {
    return this.feature(this.names[0]!)
  }

  /** Takes the next bar. */
  update(bar: IndicatorBar): void {
    this.#last.set(0, bar)
    this.#set.run()
  }

  /** What a feature came to with the last bar; NaN until it is ready. Throws UNKNOWN_FEATURE. */
  feature(name: string): number {
    return (this.#set.columns.get(name) ?? unknownFeature(name, this.names))[0]!
  }

  /**
   * The features of a whole series, as `update` from its first bar on would give them; those of `update` stay as they are. Of no bars there are no rows, and a
   * feature that needs more bars than there are is NaN throughout. Throws COLUMN_LENGTH.
   */
  calculate(bars: BarColumns | readonly IndicatorBar[]): FeatureColumns {
    const stretch = stretchOf(bars)
    const set = new FeatureSet(this.#described, stretch, this.#calendar)
    set.run()
    return new FeatureColumns(stretch.length, set.columns)
  }

  /** All that it remembers, as plain data: after JSON and `load` another with the same features goes on to the last bit as this one does. */
  save(): SavedIndicator {
    const state: Record<string, SavedState> = {}
    for (const [name, { indicator }] of this.#set.features) state[name] = { ...indicator.save() }
    return { indicator: 'FeatureCalculator', options: {}, state }
  }

  /** Takes what `save` gave. Throws INDICATOR_INVALID, and stays as it was, if that had other features. */
  load(saved: unknown): void {
    const { features } = this.#set
    checkSaved({ indicator: 'FeatureCalculator', options: {}, state: {} }, saved)
    for (const [name, { indicator }] of features) checkSaved(indicator.save(), saved.state[name])
    for (const [name, feature] of features) {
      feature.indicator.load(saved.state[name])
      feature.show(0)
    }
  }
}
