/** How much of what the calendar lets expect is there, from the first bar to the last. */
export interface QualityCoverage {
  readonly bars: number
  /** From the first open to the last close, in UTC epoch milliseconds; NaN of no bars. */
  readonly from: number
  readonly to: number
  /** NaN where no calendar says what to expect. */
  readonly sessionsExpected: number
  readonly sessionsSeen: number
  /** Bars within sessions. */
  readonly barsExpected: number
  readonly barsSeen: number
  /** Bars that say of themselves that nothing traded in them. */
  readonly barsFilled: number
}

/** What walking through the sessions counts. */
export type SessionCounts = Pick<QualityCoverage, 'sessionsExpected' | 'sessionsSeen' | 'barsExpected' | 'barsSeen'>

export const NOTHING_EXPECTED: SessionCounts = {
  sessionsExpected: Number.NaN,
  sessionsSeen: Number.NaN,
  barsExpected: Number.NaN,
  barsSeen: Number.NaN,
}
