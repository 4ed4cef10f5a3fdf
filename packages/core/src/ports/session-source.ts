import type { BrokerSessions } from '../domain/calendar.js'

/** Where the hours of a symbol come from that a broker or venue announces. `overriddenBy` puts them into a calendar. */
export interface SessionSource {
  readonly name: string
  /** The sessions of a symbol in [from, to], ISO dates in its venue's zone; less than that where the source knows less, as `from` and `to` of the answer say. */
  sessions(request: { readonly symbol: string; readonly from: string; readonly to: string }): Promise<BrokerSessions>
}
