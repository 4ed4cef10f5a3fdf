import { BuiltInIndicator } from './built-in-indicator.js'
import { DominantCycle } from './dominant-cycle.js'
import { WMA } from './wma.js'

/** The longest cycle that is looked for, in updates. */
const CYCLE_MAX = 50
/** Updates before the cycle is looked for, as TA-Lib has it. */
const SETTLING = 37

/**
 * Instantaneous trendline: the mean of prices over the dominant cycle, which takes the cycle out, smoothed. Ready after 64 updates, and O(50) in each of them.
 * Ehlers (2001); TA-Lib's HT_TRENDLINE.
 */
export class HilbertTrendline extends BuiltInIndicator {
  private readonly smooth = new WMA({ period: 4 })
  private readonly cycle = new DominantCycle()
  private readonly prices = new Float64Array(CYCLE_MAX)
  private updates = 0
  private mean1 = 0
  private mean2 = 0
  private mean3 = 0

  constructor() {
    super('HilbertTrendline', {}, 64)
  }

  update(value: number): void {
    if (Number.isNaN(value)) return
    this.prices[this.updates % CYCLE_MAX] = value
    this.smooth.update(value)
    if (this.updates >= SETTLING) this.#next()
    this.updates += 1
    this.count()
  }

  #next(): void {
    this.cycle.update(this.smooth.value, this.updates % 2 === 0)
    const mean = this.#mean(Math.floor(this.cycle.smoothPeriod + 0.5))
    const line = (4 * mean + 3 * this.mean1 + 2 * this.mean2 + this.mean3) / 10
    this.mean3 = this.mean2
    this.mean2 = this.mean1
    this.mean1 = mean
    if (this.missing <= 1) this.value = line
  }

  #mean(length: number): number {
    let sum = 0
    for (let age = 0; age < length; age++) sum += this.prices[(this.updates - age) % CYCLE_MAX]!
    return length === 0 ? 0 : sum / length
  }
}
