import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'
import { SlidingExtreme } from './sliding-extreme.js'

/** The highest of the last `period` values. TA-Lib's MAX. */
export class Highest extends BuiltInIndicator {
  private readonly extreme: SlidingExtreme

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('Highest', integers('Highest', { period }), period)
    this.extreme = new SlidingExtreme(period, 'highest')
  }

  update(value: number): void {
    this.value = this.extreme.update(value)
    this.count()
  }
}

/** The lowest of the last `period` values. TA-Lib's MIN. */
export class Lowest extends BuiltInIndicator {
  private readonly extreme: SlidingExtreme

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('Lowest', integers('Lowest', { period }), period)
    this.extreme = new SlidingExtreme(period, 'lowest')
  }

  update(value: number): void {
    this.value = this.extreme.update(value)
    this.count()
  }
}

/** Half-way between the highest and the lowest of the last `period` values. TA-Lib's MIDPOINT. */
export class Midpoint extends BuiltInIndicator {
  private readonly highest: SlidingExtreme
  private readonly lowest: SlidingExtreme

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('Midpoint', integers('Midpoint', { period }), period)
    this.highest = new SlidingExtreme(period, 'highest')
    this.lowest = new SlidingExtreme(period, 'lowest')
  }

  update(value: number): void {
    this.value = (this.highest.update(value) + this.lowest.update(value)) / 2
    this.count()
  }
}
