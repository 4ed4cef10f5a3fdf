import { Stateful } from './stateful.js'

/** Wilder's moving average: the mean of the first `period` values, then (last · (period − 1) + value) / period. Wilder (1978). */
export class WilderMean extends Stateful {
  /** NaN until `period` values have come. */
  value = Number.NaN
  private readonly period: number
  private missing: number
  private sum = 0

  constructor(period: number) {
    super()
    this.period = period
    this.missing = period
  }

  update(value: number): number {
    const { period } = this
    if (this.missing === 0) return (this.value = (this.value * (period - 1) + value) / period)
    this.sum += value
    this.missing -= 1
    if (this.missing === 0) this.value = this.sum / period
    return this.value
  }
}

/** Wilder's running sum: the first `period` − 1 values, then last − last / period + value. Wilder (1978), as TA-Lib begins it. */
export class WilderSum extends Stateful {
  value = 0
  private readonly period: number
  private missing: number

  constructor(period: number) {
    super()
    this.period = period
    this.missing = period - 1
  }

  update(value: number): number {
    if (this.missing === 0) this.value -= this.value / this.period
    else this.missing -= 1
    this.value += value
    return this.value
  }
}
