import type { BarColumns } from '../domain/bar-columns.js'
import { BAR_FILLED } from '../domain/bar-columns.js'
import type { Calendar } from '../domain/calendar.js'
import type { Instrument } from '../domain/instrument.js'
import { MARKET, type VenueOrder } from './venue-order.js'

/** One instrument at the venue: its working orders, its execution series, and what its present bar can still give. */
export class VenueBook {
  readonly instrument: Instrument
  readonly index: number
  readonly columns: BarColumns
  readonly calendar: Calendar
  readonly orders: VenueOrder[] = []
  /** The account's net units at this venue, signed. */
  net = 0
  /** The last row that opened; -1 before the first. */
  row = -1
  isOpen = false
  /** Units that the present bar can still fill. */
  volumeLeft = 0
  readonly #volumeFraction: number
  readonly #unknownVolume: number
  readonly #hasVolume: boolean
  /** Bounds outside which no order acts: any price at or above `#above`, at or below `#below`. */
  #above = Number.POSITIVE_INFINITY
  #below = Number.NEGATIVE_INFINITY
  /** Something other than a resting level wants looking at: market and immediate orders, unmet DAY orders, cancels. */
  #urgent = false
  #nextExpiry = Number.POSITIVE_INFINITY

  constructor(options: {
    readonly instrument: Instrument
    readonly index: number
    readonly columns: BarColumns
    readonly calendar: Calendar
    readonly volumeFraction: number
    readonly unknownVolume: 'unlimited' | 'none'
  }) {
    this.instrument = options.instrument
    this.index = options.index
    this.columns = options.columns
    this.calendar = options.calendar
    this.#volumeFraction = options.volumeFraction
    this.#unknownVolume = options.unknownVolume === 'unlimited' ? Number.POSITIVE_INFINITY : 0
    this.#hasVolume = options.columns.volume?.subarray(0, options.columns.length).some((volume) => volume > 0) ?? false
  }

  /** Whether the present bar is one that nothing traded in. */
  get isFilledBar(): boolean {
    const { flags } = this.columns
    return flags !== undefined && (flags[this.row]! & BAR_FILLED) !== 0
  }

  /** Whether the bar that opens can concern any order. */
  concernsOpen(open: number, openTime: number): boolean {
    return this.#urgent || open >= this.#above || open <= this.#below || openTime >= this.#nextExpiry
  }

  /** Whether the rest of the bar, and its end, can concern any order. */
  concernsRest(low: number, high: number, closeTime: number): boolean {
    return this.#urgent || high >= this.#above || low <= this.#below || closeTime >= this.#nextExpiry
  }

  /** Looks anew at what the orders wait for; after any of them came, went or changed. */
  refresh(): void {
    this.#above = Number.POSITIVE_INFINITY
    this.#below = Number.NEGATIVE_INFINITY
    this.#nextExpiry = Number.POSITIVE_INFINITY
    this.#urgent = false
    const { orders } = this
    for (let i = 0; i < orders.length; i++) {
      const order = orders[i]!
      if (order.type === MARKET || order.immediate || order.cancelPending) this.#urgent = true
      else if (order.actsBelow) this.#below = Math.max(this.#below, order.level)
      else this.#above = Math.min(this.#above, order.level)
      if (order.awaitsSession) this.#urgent = true
      this.#nextExpiry = Math.min(this.#nextExpiry, order.expireAt)
    }
  }

  /** Whether any order ends at or before a time. */
  expiresBy(at: number): boolean {
    return at >= this.#nextExpiry
  }

  remove(order: VenueOrder): void {
    const { orders } = this
    if (orders[orders.length - 1] === order) orders.pop()
    else orders.splice(orders.indexOf(order), 1)
  }

  /** Reckons what the bar that has just opened can fill (law 9). */
  openVolume(): void {
    if (!this.#hasVolume) {
      this.volumeLeft = this.#unknownVolume
      return
    }
    const volume = this.columns.volume![this.row]!
    const { unitsPerOne, stepUnits } = this.instrument.scale
    const steps = volume === 0 ? 0 : (volume * this.#volumeFraction * unitsPerOne) / stepUnits
    // A fraction of 0.29 of 100 is 29, although the float64 product falls short of it by an ulp or two.
    this.volumeLeft = Math.floor(steps * (1 + 2 * Number.EPSILON)) * stepUnits
  }

  /** Whether the present bar spans a session break, so that its path is no longer continuous (law 12). */
  get spansBreak(): boolean {
    const openTime = this.columns.openTime[this.row]!
    const closeTime = this.columns.closeTime[this.row]!
    const session = this.calendar.sessionAt(openTime)
    return closeTime > (session ? session.close : this.calendar.nextSession(openTime).open)
  }
}
