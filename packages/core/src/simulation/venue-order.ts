import type { MoneyCell } from '../domain/money.js'
import { ORDER_TYPES, TIMES_IN_FORCE, type OrderRequest } from '../domain/order.js'

export const MARKET = ORDER_TYPES.indexOf('market')
export const LIMIT = ORDER_TYPES.indexOf('limit')
export const STOP = ORDER_TYPES.indexOf('stop')
const GTC = TIMES_IN_FORCE.indexOf('GTC')
const DAY = TIMES_IN_FORCE.indexOf('DAY')
const IOC = TIMES_IN_FORCE.indexOf('IOC')
export const FOK = TIMES_IN_FORCE.indexOf('FOK')

/** An order as the venue holds it. */
export class VenueOrder {
  readonly number: number
  /** 1 for a buy, -1 for a sell. */
  readonly direction: number
  readonly timeInForce: number
  readonly level: number
  /** Position in ORDER_TYPES; a triggered stop becomes a market order. */
  type: number
  remaining: number
  filled = 0
  triggered = false
  cancelPending = false
  /** The first row of the execution series whose open it meets. */
  readonly liveRow: number
  /** The row during which it was placed just after the open, and which it meets from there on; -1 without one. */
  readonly insideRow: number
  /** When it ends; Infinity until cancelled. For a DAY order known once it has met a session. */
  expireAt: number
  /** Commission charged so far, once a fill has left something to be filled. */
  charged: MoneyCell | undefined = undefined

  constructor(request: OrderRequest, liveRow: number, insideRow: number) {
    this.number = request.number
    this.direction = request.side === 'buy' ? 1 : -1
    this.type = request.type === 'market' ? MARKET : ORDER_TYPES.indexOf(request.type)
    this.timeInForce = request.timeInForce === 'GTC' ? GTC : TIMES_IN_FORCE.indexOf(request.timeInForce)
    this.level = request.level
    this.remaining = request.quantityUnits
    this.liveRow = liveRow
    this.insideRow = insideRow
    this.expireAt = request.expireAt ?? Number.POSITIVE_INFINITY
  }

  /** IOC or FOK: judged at the first price only. */
  get immediate(): boolean {
    return this.timeInForce === IOC || this.timeInForce === FOK
  }

  /** DAY, and no session met yet. */
  get awaitsSession(): boolean {
    return this.timeInForce === DAY && this.expireAt === Number.POSITIVE_INFINITY
  }

  /** Whether it acts when the price falls to its level (a buy limit, a sell stop) rather than when it rises to it. */
  get actsBelow(): boolean {
    return this.type === LIMIT ? this.direction > 0 : this.direction < 0
  }
}
