import { nextTrading, type Calendar, type Session } from '../domain/calendar.js'
import { straddles } from './bar-shape.js'

/** The session that is going on, for bars that may not reach beyond it. Without a calendar it goes on for ever. */
export class SessionPart {
  open = Number.NEGATIVE_INFINITY
  close = Number.POSITIVE_INFINITY
  /** The stretch of it without a break: [from, until). */
  #from = Number.NEGATIVE_INFINITY
  #until = Number.POSITIVE_INFINITY
  readonly #calendar: Calendar | undefined

  constructor(calendar: Calendar | undefined) {
    this.#calendar = calendar
    if (calendar) this.open = this.#from = Number.POSITIVE_INFINITY
  }

  holds(time: number): boolean {
    return time >= this.#from && time < this.#until
  }

  /** Whether a whole small bar lies in it. */
  holdsBar(opens: number, closes: number): boolean {
    return opens >= this.#from && closes <= this.#until
  }

  /** Goes to the session of a time; stays, and gives false, where the venue does not trade then. */
  enter(time: number): boolean {
    const session = this.#calendar?.sessionAt(time)
    if (session === undefined) return this.#calendar === undefined
    if (session.breaks?.some(({ start, end }) => start <= time && time < end)) return false
    this.#go(session, time)
    return true
  }

  /** The same for a small bar, which may go on over a break. Throws BAR_STRADDLES for one that lies only in part in a session. */
  enterBar(opens: number, closes: number): boolean {
    const calendar = this.#calendar
    if (calendar === undefined) return true
    const session = calendar.nextSession(opens)
    if (session.open > opens) {
      if (closes > session.open) throw straddles(opens, closes, session.open)
      return false
    }
    if (closes > session.close) throw straddles(opens, closes, session.close)
    if (nextTrading(calendar, opens) >= closes) return false
    this.#go(session, opens)
    return true
  }

  #go({ open, close, breaks }: Session, time: number): void {
    this.open = this.#from = open
    this.close = this.#until = close
    for (const { start, end } of breaks ?? []) {
      if (time < start) {
        this.#until = start
        return
      }
      this.#from = end
    }
  }
}
