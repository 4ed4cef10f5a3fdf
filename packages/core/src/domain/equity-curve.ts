/** Equity over time, in columns: row i is the end of instant i. */
export interface EquityCurve {
  /** UTC epoch milliseconds. */
  readonly times: Float64Array
  /** Base currency. */
  readonly equity: Float64Array
}
