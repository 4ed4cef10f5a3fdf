/** An order before it is sent, in the instrument's smallest units. */
export interface CheckedOrder {
  readonly number: number
  readonly strategy: number
  readonly instrument: number
  readonly direction: number
  readonly units: number
  /** Limit, stop or touch price; NaN without one. */
  readonly level: number
  /** The limit beside a stop or touch price; NaN without one. */
  readonly limitLevel: number
  /** Where a trailing stop begins to follow; NaN without one. */
  readonly activationPrice: number
  /** It only ever closes. */
  readonly reduceOnly: boolean
  /** It can't wait for the next session: IOC or FOK. */
  readonly immediate: boolean
  /** It is filled whatever the price does. */
  readonly isMarket: boolean
  /** What its book will have traded, signed, before the order can act: its parent's units. */
  readonly unitsAhead: number
  /** NaN unless it is GTD. */
  readonly expireAt: number
}
