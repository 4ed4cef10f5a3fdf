/** Sums that make up equity may miss each other by so much, as a part of them. */
const ROUNDING = 1e-9

/** An equity at a price, and by how much it moves with that. */
export interface MarkedEquity {
  readonly equity: number
  readonly mark: number
  readonly slope: number
}

/** Prices of one instrument, up to a time, at which no limit is breached and no position has to be left, if nothing else changes: bars within need not be judged. */
export class QuietRange {
  /** Those above `lower`, below `upper` and before `until`. */
  lower = Number.POSITIVE_INFINITY
  upper = Number.NEGATIVE_INFINITY
  until = Number.NEGATIVE_INFINITY

  /** Everything is quiet, until it is narrowed. */
  open(): void {
    this.lower = Number.NEGATIVE_INFINITY
    this.upper = Number.POSITIVE_INFINITY
    this.until = Number.POSITIVE_INFINITY
  }

  /** As another is. */
  copy(other: QuietRange): void {
    this.lower = other.lower
    this.upper = other.upper
    this.until = other.until
  }

  /** Nothing is. */
  shut(): void {
    this.until = Number.NEGATIVE_INFINITY
  }

  holds(price: number, at: number): boolean {
    return price > this.lower && price < this.upper && at < this.until
  }

  /** Whether its time is over. */
  isOver(at: number): boolean {
    return at >= this.until
  }

  /** Only between two prices, and before a time. */
  narrow(lower: number, upper: number, until: number): void {
    if (!(lower <= this.lower)) this.lower = lower
    if (!(upper >= this.upper)) this.upper = upper
    if (!(until >= this.until)) this.until = until
  }

  /** Only where an equity stays above `floor` and not above `peak`. */
  keepEquity(
    { equity, mark, slope }: MarkedEquity,
    { floor, peak }: { readonly floor: number; readonly peak: number },
  ): void {
    if (!(equity > floor && equity <= peak)) this.shut()
    else if (slope !== 0) {
      // Nearer to a limit than that, it is reckoned exactly.
      const margin = (Math.abs(mark) + Math.abs(equity / slope)) * ROUNDING
      const atFloor = mark + (floor - equity) / slope
      const atPeak = mark + (peak - equity) / slope
      this.narrow(Math.min(atFloor, atPeak) + margin, Math.max(atFloor, atPeak) - margin, Number.POSITIVE_INFINITY)
    }
  }
}
