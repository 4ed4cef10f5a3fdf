import type { Calendar } from '../domain/calendar.js'
import { BarFedIndicator } from './bar-fed-indicator.js'
import type { IndicatorBar } from './indicator.js'
import { typicalPrice, type HighLowCloseVolume } from './prices.js'

const DAY_MS = 86_400_000

/**
 * Volume-weighted average price of the session: the sum of typical price times volume over that of the volume, since the session began. It begins afresh with
 * the first bar that opens at or after the close of the session before; until something has traded in a session it is the typical price.
 */
export class VWAP extends BarFedIndicator {
  readonly #calendar: Calendar | undefined
  private amount = 0
  private volume = 0
  /** The first time that belongs to another session, UTC epoch milliseconds. */
  private sessionEnd = Number.NEGATIVE_INFINITY

  /** `calendar` says when sessions end; without one they are days in UTC. What opens before a session's open belongs to that session. */
  constructor({ calendar }: { readonly calendar?: Calendar } = {}) {
    super('VWAP', {}, 1)
    this.#calendar = calendar
  }

  /** Throws CALENDAR_RANGE at a time that the calendar doesn't know. */
  update(bar: HighLowCloseVolume & Pick<IndicatorBar, 'openTime'>): void {
    const price = typicalPrice(bar)
    if (Number.isNaN(price + bar.volume)) return
    if (bar.openTime >= this.sessionEnd) this.#beginSession(bar.openTime)
    this.amount += price * bar.volume
    this.volume += bar.volume
    this.value = this.volume === 0 ? price : this.amount / this.volume
    this.count()
  }

  #beginSession(time: number): void {
    this.amount = 0
    this.volume = 0
    this.sessionEnd = this.#calendar?.nextSession(time).close ?? (Math.floor(time / DAY_MS) + 1) * DAY_MS
  }
}
