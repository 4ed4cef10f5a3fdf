import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'
import { Delay } from './delay.js'
import { logarithm } from './logarithm.js'

/** By what fraction a value is above the one `period` updates before: 0.01 is one percent; NaN if that was 0. */
export class SimpleReturn extends BuiltInIndicator {
  private readonly delay: Delay

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period = 1 }: { readonly period?: number } = {}) {
    super('SimpleReturn', integers('SimpleReturn', { period }), period + 1)
    this.delay = new Delay(period)
  }

  update(value: number): void {
    this.value = simpleReturn(value, this.delay.update(value))
    this.count()
  }
}

/** The natural logarithm of a value over the one `period` updates before; NaN unless both are above 0, or both below. */
export class LogReturn extends BuiltInIndicator {
  private readonly delay: Delay

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period = 1 }: { readonly period?: number } = {}) {
    super('LogReturn', integers('LogReturn', { period }), period + 1)
    this.delay = new Delay(period)
  }

  update(value: number): void {
    this.value = logReturn(value, this.delay.update(value))
    this.count()
  }
}

export function simpleReturn(value: number, before: number): number {
  return before === 0 ? Number.NaN : (value - before) / before
}

export function logReturn(value: number, before: number): number {
  const ratio = value / before
  return ratio > 0 && ratio < Number.POSITIVE_INFINITY ? logarithm(ratio) : Number.NaN
}
