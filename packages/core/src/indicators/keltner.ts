import { ATR } from './atr.js'
import { BarFedIndicator } from './bar-fed-indicator.js'
import { integers, positives } from './check-options.js'
import { EMA } from './ema.js'
import type { HighLowClose } from './prices.js'

/**
 * Keltner channel: `middle` (also `value`) is the EMA of the close, `upper` and `lower` are `multiplier` average true ranges from it. Raschke's form of
 * Keltner (1960).
 */
export class Keltner extends BarFedIndicator {
  middle = Number.NaN
  upper = Number.NaN
  lower = Number.NaN
  private readonly average: EMA
  private readonly range: ATR
  private readonly multiplier: number

  /** Periods in bars, as of EMA and ATR. Throws INDICATOR_INVALID unless they are integers from 1, and `multiplier` a number above 0. */
  constructor(options: { readonly period?: number; readonly atrPeriod?: number; readonly multiplier?: number } = {}) {
    const { period = 20, atrPeriod = 10, multiplier = 2 } = options
    const checked = { ...integers('Keltner', { period, atrPeriod }), ...positives('Keltner', { multiplier }) }
    super('Keltner', checked, Math.max(period, atrPeriod + 1))
    this.average = new EMA({ period })
    this.range = new ATR({ period: atrPeriod })
    this.multiplier = multiplier
  }

  update(bar: HighLowClose): void {
    if (Number.isNaN(bar.high + bar.low + bar.close)) return
    this.average.update(bar.close)
    this.range.update(bar)
    if (!this.count()) return
    const reach = this.multiplier * this.range.value
    this.value = this.middle = this.average.value
    this.upper = this.middle + reach
    this.lower = this.middle - reach
  }
}
