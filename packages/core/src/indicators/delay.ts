import { Stateful } from './stateful.js'

/** Gives back each value `period` updates later; NaN until then. */
export class Delay extends Stateful {
  private readonly values: Float64Array
  private next = 0

  constructor(period: number) {
    super()
    this.values = new Float64Array(period).fill(Number.NaN)
  }

  update(value: number): number {
    const { values, next } = this
    const delayed = values[next]!
    values[next] = value
    this.next = next + 1 === values.length ? 0 : next + 1
    return delayed
  }
}
