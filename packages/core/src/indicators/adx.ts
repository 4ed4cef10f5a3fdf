import { BarFedIndicator } from './bar-fed-indicator.js'
import { integers } from './check-options.js'
import { Delay } from './delay.js'
import { DX } from './dx.js'
import type { HighLowClose } from './prices.js'
import { WilderMean } from './wilder.js'

/**
 * Average directional index: `value` is Wilder's mean of DX, from 0 to 100; `plusDI` and `minusDI` are the directional indicators it is made of. Bars without
 * any directional movement leave it as it was. Wilder (1978); TA-Lib's ADX, PLUS_DI and MINUS_DI.
 */
export class ADX extends BarFedIndicator {
  plusDI = Number.NaN
  minusDI = Number.NaN
  private readonly index: DX
  private readonly mean: WilderMean

  /** `period` in bars. Throws INDICATOR_INVALID unless it is an integer from 2. */
  constructor({ period }: { readonly period: number }) {
    super('ADX', integers('ADX', { period }, 2), 2 * period)
    this.index = new DX({ period })
    this.mean = new WilderMean(period)
  }

  update(bar: HighLowClose): void {
    if (Number.isNaN(bar.high + bar.low + bar.close)) return
    const { index } = this
    index.update(bar)
    const isReady = this.count()
    if (!index.ready) return
    const isStill = index.plusDI + index.minusDI === 0
    if (!isStill) this.mean.update(index.value)
    else if (Number.isNaN(this.mean.value)) this.mean.update(0)
    if (!isReady) return
    this.value = this.mean.value
    this.plusDI = index.plusDI
    this.minusDI = index.minusDI
  }
}

/** Average directional index rating: the mean of ADX and the ADX of `period` − 1 bars before. Wilder (1978); TA-Lib's ADXR. */
export class ADXR extends BarFedIndicator {
  private readonly index: ADX
  private readonly delay: Delay

  /** `period` in bars. Throws INDICATOR_INVALID unless it is an integer from 2. */
  constructor({ period }: { readonly period: number }) {
    super('ADXR', integers('ADXR', { period }, 2), 3 * period - 1)
    this.index = new ADX({ period })
    this.delay = new Delay(period - 1)
  }

  update(bar: HighLowClose): void {
    if (Number.isNaN(bar.high + bar.low + bar.close)) return
    this.index.update(bar)
    const before = this.delay.update(this.index.value)
    if (this.count()) this.value = (this.index.value + before) / 2
  }
}
