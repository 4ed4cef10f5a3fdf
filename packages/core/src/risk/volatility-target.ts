export interface VolatilityTargetOptions {
  /** The volatility to have: a fraction a year. */
  readonly annual: number
  /** Daily returns that are looked at; from 2. */
  readonly days: number
  /** The largest scale. */
  readonly max: number
  /** How many days trade in a year: 252 on most exchanges, 365 where it never rests. */
  readonly daysPerYear: number
}

/**
 * How much larger or smaller than usual to trade, for equity to be as volatile as is wanted: annual / realised, `max` at most, where realised is the sample standard
 * deviation of the last `days` daily simple returns x sqrt(daysPerYear). C. Harvey et al., "The Impact of Volatility Targeting", Journal of Portfolio Management 45
 * (2018). Flows are no return: as the metrics have it, what flows in a day counts as if it came at the day's end.
 */
export class VolatilityTarget {
  readonly #annual: number
  readonly #max: number
  readonly #rootOfYear: number
  readonly #returns: Float64Array
  #next = 0
  #isFull = false
  #equity = Number.NaN
  #flowed = 0
  #scale: number

  constructor({ annual, days, max, daysPerYear }: VolatilityTargetOptions) {
    this.#annual = annual
    this.#max = max
    this.#rootOfYear = Math.sqrt(daysPerYear)
    this.#returns = new Float64Array(days)
    this.#scale = Math.min(1, max)
  }

  /** What to multiply quantities by: 1, or `max` if that is less, before there are `days` returns; `max` where equity does not move. */
  get scale(): number {
    return this.#scale
  }

  /** Cash came in, or went out where the amount is negative, in base currency. */
  flowed(amount: number): void {
    this.#flowed += amount
  }

  /** A day ended with this equity. A day whose equity is NaN is left out, as is a return on what is not positive. */
  dayEnded(equity: number): void {
    if (Number.isNaN(equity)) return
    const before = this.#equity
    const gained = equity - this.#flowed - before
    this.#equity = equity
    this.#flowed = 0
    if (!(before > 0)) return
    const returns = this.#returns
    returns[this.#next] = gained / before
    this.#next = (this.#next + 1) % returns.length
    this.#isFull ||= this.#next === 0
    if (this.#isFull) this.#scale = this.#scaleNow()
  }

  #scaleNow(): number {
    const returns = this.#returns
    let sum = 0
    for (const each of returns) sum += each
    const mean = sum / returns.length
    let squares = 0
    for (const each of returns) squares += (each - mean) * (each - mean)
    const realised = Math.sqrt(squares / (returns.length - 1)) * this.#rootOfYear
    return realised > 0 ? Math.min(this.#max, this.#annual / realised) : this.#max
  }
}
