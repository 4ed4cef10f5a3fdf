import type { Calendar } from '../domain/calendar.js'

/** The session that is going on, for bars that may not reach beyond it. Without a calendar it goes on for ever. */
export class SessionPart {
  open = Number.NEGATIVE_INFINITY
  close = Number.POSITIVE_INFINITY
  readonly #calendar: Calendar | undefined

  constructor(calendar: Calendar | undefined) {
    this.#calendar = calendar
    if (calendar) this.open = Number.POSITIVE_INFINITY
  }

  holds(time: number): boolean {
    return time >= this.open && time < this.close
  }

  /** Goes to the session of a time; stays, and gives false, where none is open then. */
  enter(time: number): boolean {
    const session = this.#calendar?.sessionAt(time)
    if (session === undefined) return this.#calendar === undefined
    this.open = session.open
    this.close = session.close
    return true
  }
}
