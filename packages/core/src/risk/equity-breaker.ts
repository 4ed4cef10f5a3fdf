/** What may be lost in a day: a fraction of the equity it began with, or what is answered in base currency when a day begins and when rates move. */
export type DailyLossLimit = { readonly fraction: number } | { readonly inBase: () => number }

export interface EquityBreakerOptions {
  readonly dailyLoss?: DailyLossLimit | undefined
  /** A fraction of the highest equity. */
  readonly maxDrawdown?: number | undefined
}

export type EquityBreachKind = 'dailyLoss' | 'maxDrawdown'

/** A limit that was reached; all but the fraction in base currency. */
export interface EquityBreach {
  readonly kind: EquityBreachKind
  readonly equity: number
  /** The equity that the loss is measured from: that of the day's beginning, or the highest; as if what flowed since had always been there, or never. */
  readonly from: number
  readonly lost: number
  /** lost / from; NaN where `from` is not positive. */
  readonly lostFraction: number
  readonly limit: number
}

/**
 * Watches the equity of an account or a strategy. Daily loss: equity at the last daily cut - equity. Drawdown: (highest equity - equity) / highest equity, as
 * Magdon-Ismail and Atiya, "Maximum Drawdown", Risk 17 (2004), define it. A limit is breached once it is reached; each is told once, and lies idle until it is
 * reset, while the other is judged on. What is NaN trips nothing, nor is a fraction of what is not positive a limit.
 */
export class EquityBreaker {
  readonly #dailyLoss: DailyLossLimit | undefined
  /** NaN where drawdown is not limited. */
  readonly #maxDrawdown: number
  #base = Number.NaN
  /** What may be lost of `#base`; NaN where that is not limited. */
  #dayLimit = Number.NaN
  /** Infinite where no highest equity is kept, so that none is higher. */
  #peak: number
  #isDayTripped = false
  #isDrawdownTripped = false
  #dayFloor = Number.NEGATIVE_INFINITY
  #drawdownFloor = Number.NEGATIVE_INFINITY
  /** The highest equity at which anything trips. */
  #floor = Number.NEGATIVE_INFINITY

  constructor({ dailyLoss, maxDrawdown }: EquityBreakerOptions) {
    this.#dailyLoss = dailyLoss
    this.#maxDrawdown = maxDrawdown ?? Number.NaN
    this.#peak = maxDrawdown === undefined ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  }

  /** Equities at which nothing is breached and nothing changes: those above `floor` and not above `peak`. */
  get floor(): number {
    return this.#floor
  }
  get peak(): number {
    return this.#peak
  }

  /** A day begins; before the first there is no daily loss. What is tripped stays so. */
  sessionBegan(equity: number): void {
    this.#base = equity
    if (equity > this.#peak) this.#peak = equity
    this.#dayLimit = this.#limitOfDay()
    this.#reckon()
  }

  /** Asks anew what may be lost in base currency. A limit that is a fraction stays what it was when the day began. */
  rateMoved(): void {
    if (this.#dailyLoss === undefined || 'fraction' in this.#dailyLoss) return
    this.#dayLimit = this.#dailyLoss.inBase()
    this.#reckon()
  }

  /**
   * Cash came in, or went out where the amount is negative: no profit and no loss. The day's beginning moves by the amount, and what may be lost of it stays. The
   * highest equity moves by the same factor as equity, so that drawdown is that of time-weighted returns and no withdrawal can trip it. `equity` is that after it.
   */
  flowed(amount: number, equity: number): void {
    this.#base += amount
    const before = equity - amount
    const hasFactor = before > 0 && equity > 0
    this.#peak = hasFactor ? this.#peak * (equity / before) : this.#peak + amount
    this.#reckon()
  }

  /** What is breached now, if it was not told already. Where both are, the daily loss comes first and the drawdown with the next call. */
  judge(equity: number): EquityBreach | undefined {
    if (equity > this.#floor && equity <= this.#peak) return undefined
    return this.#judgeClosely(equity)
  }

  /**
   * Judges one kind anew, as if it began with this equity: the daily loss counts from here, and so does the drawdown, which would else trip again at once. The other
   * one stays as it is.
   */
  reset(kind: EquityBreachKind, equity: number): void {
    if (kind === 'dailyLoss') {
      this.#isDayTripped = false
      this.#base = equity
      this.#dayLimit = this.#limitOfDay()
    } else if (!Number.isNaN(this.#maxDrawdown)) {
      this.#isDrawdownTripped = false
      this.#peak = equity
    }
    this.#reckon()
  }

  #judgeClosely(equity: number): EquityBreach | undefined {
    if (equity > this.#peak) {
      this.#peak = equity
      this.#reckon()
    }
    if (equity <= this.#dayFloor) {
      this.#isDayTripped = true
      this.#reckon()
      return breach('dailyLoss', { equity, from: this.#base, limit: this.#dayLimit })
    }
    if (equity <= this.#drawdownFloor) {
      this.#isDrawdownTripped = true
      this.#reckon()
      return breach('maxDrawdown', { equity, from: this.#peak, limit: this.#peak * this.#maxDrawdown })
    }
    return undefined
  }

  #limitOfDay(): number {
    const limit = this.#dailyLoss
    if (limit === undefined) return Number.NaN
    return 'inBase' in limit ? limit.inBase() : this.#base * limit.fraction
  }

  #reckon(): void {
    const peak = this.#peak
    this.#dayFloor = this.#isDayTripped ? Number.NEGATIVE_INFINITY : floorOf(this.#base, this.#dayLimit)
    this.#drawdownFloor = this.#isDrawdownTripped ? Number.NEGATIVE_INFINITY : floorOf(peak, peak * this.#maxDrawdown)
    this.#floor = Math.max(this.#dayFloor, this.#drawdownFloor)
  }
}

/** Where so much is lost of `from`; nowhere if the limit is not positive. */
function floorOf(from: number, limit: number): number {
  const floor = from - limit
  return limit > 0 && !Number.isNaN(floor) ? floor : Number.NEGATIVE_INFINITY
}

function breach(
  kind: EquityBreachKind,
  { equity, from, limit }: Pick<EquityBreach, 'equity' | 'from' | 'limit'>,
): EquityBreach {
  const lost = from - equity
  return { kind, equity, from, lost, lostFraction: from > 0 ? lost / from : Number.NaN, limit }
}
