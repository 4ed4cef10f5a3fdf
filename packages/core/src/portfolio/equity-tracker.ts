import { Float64Column } from '../domain/column.js'

/** The account's equity at the end of every instant, in base currency. */
export class EquityTracker {
  readonly time: Float64Column
  readonly equity: Float64Column

  /** `capacity` is how many instants to make room for at once. */
  constructor(capacity: number) {
    this.time = new Float64Column(Math.max(16, capacity))
    this.equity = new Float64Column(Math.max(16, capacity))
  }

  record(time: number, equity: number): void {
    this.time.push(time)
    this.equity.push(equity)
  }

  /** Sets the last point anew, after a close-out at its very instant. */
  amendLast(equity: number): void {
    this.equity.data[this.equity.length - 1] = equity
  }
}
