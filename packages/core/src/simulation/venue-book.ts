import { BAR_FILLED, type BarColumns } from '../domain/bar-columns.js'
import type { Calendar } from '../domain/calendar.js'
import type { Instrument } from '../domain/instrument.js'
import type { BarSides } from './bar-sides.js'
import { VenueAccount } from './venue-account.js'
import { ANY_PRICE, DORMANT, DUE, HELD, RESTING, TRAILS, WAITING, RISES, type VenueOrder } from './venue-order.js'

/** One instrument at the venue: its working orders, its execution series, and what its present bar can still give. */
export class VenueBook {
  readonly instrument: Instrument
  readonly index: number
  readonly columns: BarColumns
  /** A series that decides its ambiguous bars. */
  readonly finer: BarColumns | undefined
  readonly calendar: Calendar
  /** What bid and ask add to the prices of the series. */
  readonly sides: BarSides
  /** Whether any side of its bars differs from the series. */
  readonly sidesDiffer: boolean
  /** How far the price must go beyond a limit to fill it; 0 for not at all. */
  readonly penetration: number
  /** Shown quotes and trades, not bars. */
  readonly isStreamed: boolean
  readonly orders: VenueOrder[] = []
  /** A market order that is over and can be used again: most orders are such, and memory is most of what they cost. */
  spare: VenueOrder | undefined = undefined
  /** The account's net units at this venue, signed. */
  net = 0
  /** The last row that opened; -1 before the first. */
  row = -1
  isOpen = false
  /** When the quote or trade before the present one came, of an instrument that is matched on them. */
  previousTick = Number.NEGATIVE_INFINITY
  /** Units that the present bar can still fill. */
  volumeLeft = 0
  readonly #accounts = new Map<string, VenueAccount>()
  #lastAccount: VenueAccount | undefined = undefined
  /** Whether a cancel or replace is on its way to any order. */
  requested = false
  readonly #volumeFraction: number
  readonly #unknownVolume: number
  readonly #hasVolume: boolean
  /** Bounds outside which no order acts: any price at or above `#above`, at or below `#below`, in prices of the series. */
  #above = Number.POSITIVE_INFINITY
  #below = Number.NEGATIVE_INFINITY
  /** Something other than a resting level wants looking at: market and immediate orders, unmet DAY orders, cancels. */
  #urgent = false
  #nextExpiry = Number.POSITIVE_INFINITY
  /** Rows up to this one, exclusive, were found to concern no order as they are now. */
  #quietTo = 0

  constructor(options: {
    readonly instrument: Instrument
    readonly index: number
    readonly columns: BarColumns
    readonly finer: BarColumns | undefined
    readonly calendar: Calendar
    readonly sides: BarSides
    readonly penetration: number
    readonly isStreamed: boolean
    readonly volumeFraction: number
    readonly unknownVolume: 'unlimited' | 'none'
  }) {
    this.instrument = options.instrument
    this.index = options.index
    this.columns = options.columns
    this.finer = options.finer
    this.calendar = options.calendar
    this.sides = options.sides
    this.sidesDiffer = options.sides.differ
    this.penetration = options.penetration
    this.isStreamed = options.isStreamed
    this.#volumeFraction = options.volumeFraction
    this.#unknownVolume = options.unknownVolume === 'unlimited' ? Number.POSITIVE_INFINITY : 0
    this.#hasVolume = options.columns.volume?.subarray(0, options.columns.length).some((volume) => volume > 0) ?? false
  }

  /** What a strategy holds here. */
  accountOf(strategy: string): VenueAccount {
    const last = this.#lastAccount
    if (last?.name === strategy) return last
    return (this.#lastAccount = this.#findAccount(strategy))
  }

  /** All that hold or have held anything here. */
  accounts(): Iterable<VenueAccount> {
    return this.#accounts.values()
  }

  #findAccount(strategy: string): VenueAccount {
    const known = this.#accounts.get(strategy)
    if (known) return known
    const account = new VenueAccount(strategy)
    this.#accounts.set(strategy, account)
    return account
  }

  /** Takes the sides of the present bar. */
  takeSides(): void {
    if (this.sides.differ) this.sides.take(this.instrument, this.columns, this.row)
  }

  /** Whether the present bar is one that nothing traded in (law 11). */
  get isStale(): boolean {
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

  /** The first row from `row` on, before `end`, that can concern any order; `end` if there is none. */
  quietUntil(row: number, end: number): number {
    if (this.#urgent) return row
    // A stretch at a time: the orders may change before the market has come so far.
    const limit = Math.min(end, row + STRETCH)
    let next = Math.max(row, this.#quietTo)
    if (next >= limit) return limit
    const { high, low, closeTime } = this.columns
    const above = this.#above
    const below = this.#below
    const expiry = this.#nextExpiry
    while (next < limit && high[next]! < above && low[next]! > below && closeTime[next]! < expiry) next++
    this.#quietTo = next
    return next
  }

  /** Looks anew at what the orders wait for; after any of them came, went or changed. */
  refresh(): void {
    this.#above = Number.POSITIVE_INFINITY
    this.#below = Number.NEGATIVE_INFINITY
    this.#nextExpiry = Number.POSITIVE_INFINITY
    this.#urgent = false
    this.requested = false
    this.#quietTo = 0
    const { orders } = this
    for (let i = 0; i < orders.length; i++) this.#include(orders[i]!)
  }

  /** Takes in an order that has come, when nothing else has changed. */
  admit(order: VenueOrder): void {
    this.orders.push(order)
    this.#quietTo = 0
    this.#include(order)
  }

  #include(order: VenueOrder): void {
    if (order.requests !== undefined) this.requested = true
    if (order.requests !== undefined || order.awaitsSession) this.#urgent = true
    this.#nextExpiry = Math.min(this.#nextExpiry, order.expireAt)
    if (order.stage === HELD) return
    if (order.stage === DUE || order.immediate || order.auction !== ANY_PRICE || order.liveAt !== undefined)
      this.#urgent = true
    else this.#bound(order)
  }

  /** Narrows the bounds by what one order waits for; where sides differ from the series, any bar may concern it. */
  #bound(order: VenueOrder): void {
    if (this.sides.differ) {
      this.#urgent = true
      return
    }
    const sells = order.direction < 0
    switch (order.stage) {
      case RESTING:
        if (sells) this.#above = Math.min(this.#above, order.limit)
        else this.#below = Math.max(this.#below, order.limit)
        return
      case DORMANT:
        if (sells) this.#above = Math.min(this.#above, order.trail!.activationPrice)
        else this.#below = Math.max(this.#below, order.trail!.activationPrice)
        return
      case WAITING:
        if (order.trigger === TRAILS) this.#boundTrail(order, sells)
        else if (order.trigger === RISES) this.#above = Math.min(this.#above, order.level)
        else this.#below = Math.max(this.#below, order.level)
    }
  }

  /** A trailing stop is to be looked at where it is reached, and where the price goes beyond what it was. */
  #boundTrail(order: VenueOrder, sells: boolean): void {
    const { water } = order
    if (Number.isNaN(water)) {
      this.#urgent = true
      return
    }
    const stop = order.stopAt(water)
    this.#above = Math.min(this.#above, sells ? water : stop)
    this.#below = Math.max(this.#below, sells ? stop : water)
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
    if (this.isStreamed) return false
    const openTime = this.columns.openTime[this.row]!
    const closeTime = this.columns.closeTime[this.row]!
    const session = this.calendar.sessionAt(openTime)
    return closeTime > (session ? session.close : this.calendar.nextSession(openTime).open)
  }

  /** Whether the present bar is the first of a session. */
  get opensSession(): boolean {
    const { openTime } = this.columns
    const session = this.calendar.sessionAt(openTime[this.row]!)
    const before = this.isStreamed ? this.previousTick : (openTime[this.row - 1] ?? Number.NEGATIVE_INFINITY)
    return session !== undefined && before < session.open
  }

  /** Whether the present bar is the last of a session: it ends with it, or the next bar opens after it. */
  get closesSession(): boolean {
    const { openTime, closeTime, length } = this.columns
    const session = this.calendar.sessionAt(openTime[this.row]!)
    if (session === undefined) return false
    if (closeTime[this.row]! >= session.close) return true
    return this.row + 1 < length && openTime[this.row + 1]! >= session.close
  }
}

const STRETCH = 64
