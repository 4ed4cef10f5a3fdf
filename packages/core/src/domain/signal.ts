/** What a SignalStrategy wants of a symbol: BUY a long position, SELL a short one (or none), HOLD what there is. */
export interface Signal {
  readonly action: 'BUY' | 'SELL' | 'HOLD'
  readonly symbol: string
  /** The price at which the signal was seen: recorded, not a limit. */
  readonly price: number
  /** UTC epoch milliseconds. */
  readonly time: number
  /** Where the entry would be wrong: handed to the sizer. */
  readonly stop?: number
  /** 0 to 1: handed to the sizer. */
  readonly confidence?: number
  readonly reason?: string
}
