import type { MoneyCell } from '../domain/money.js'
import { ORDER_TYPES, TIMES_IN_FORCE, type OrderRequest, type ReplaceTerms, type Trail } from '../domain/order.js'
import { tidy } from '../domain/tidy.js'
import type { VenueAccount } from './venue-account.js'

export const MARKET = ORDER_TYPES.indexOf('market')
const GTC = TIMES_IN_FORCE.indexOf('GTC')
const DAY = TIMES_IN_FORCE.indexOf('DAY')
const IOC = TIMES_IN_FORCE.indexOf('IOC')
export const FOK = TIMES_IN_FORCE.indexOf('FOK')

/** What an order waits for before it is in the market. */
export const NO_TRIGGER = 0
export const RISES = 1
export const FALLS = 2
export const TRAILS = 3
const TRIGGERS = new Uint8Array(ORDER_TYPES.length)
for (const type of ['stop', 'stopLimit', 'marketIfTouched', 'limitIfTouched'] as const)
  TRIGGERS[ORDER_TYPES.indexOf(type)] = type.startsWith('stop') ? RISES : FALLS
for (const type of ['trailingStop', 'trailingStopLimit'] as const) TRIGGERS[ORDER_TYPES.indexOf(type)] = TRAILS

/** How far an order has come. */
export const HELD = 0
/** It trails once its activation price has traded. */
export const DORMANT = 1
/** Its trigger has not happened. */
export const WAITING = 2
/** A limit in the market. */
export const RESTING = 3
/** A market order, which wants nothing but volume. */
export const DUE = 4
export const FILLED = 5
export const ENDED = 6

/** Which prices of a session it is for. */
export const ANY_PRICE = 0
export const OPENING_PRICE = 1
export const CLOSING_PRICE = 2
const AUCTIONS = new Uint8Array(ORDER_TYPES.length)
for (const type of ['marketOnOpen', 'limitOnOpen'] as const) AUCTIONS[ORDER_TYPES.indexOf(type)] = OPENING_PRICE
for (const type of ['marketOnClose', 'limitOnClose'] as const) AUCTIONS[ORDER_TYPES.indexOf(type)] = CLOSING_PRICE
const LEVEL_IS_LIMIT = ORDER_TYPES.map((type) => ['limit', 'limitOnOpen', 'limitOnClose'].includes(type))

/** A cancel or replace on its way; it acts from the first bar that opens at or after `at`, and not before row `row`. */
export interface VenueRequest {
  readonly kind: 'cancel' | 'replace'
  readonly at: number
  readonly row: number
  readonly terms: ReplaceTerms | undefined
}

/** An order as the venue holds it. */
export class VenueOrder {
  number: number
  /** 1 for a buy, -1 for a sell. */
  direction: number
  timeInForce: number
  /** Position in ORDER_TYPES. */
  readonly type: number
  readonly trigger: number
  readonly auction: number
  account: VenueAccount
  reduceOnly: boolean
  stage: number
  /** Stop or touch price; NaN without one. */
  level: number
  /** Limit, NaN for a market order. */
  limit: number
  trail: Trail | undefined
  /** The best price since it went live, by which it trails; NaN before. */
  water = Number.NaN
  remaining: number
  filled = 0
  triggered = false
  /** The whole quantity as it was last told. */
  told: number
  /** A quote or trade has come by since it went live. */
  seen = false
  /** What came for it and has not acted yet. */
  requests: VenueRequest[] | undefined = undefined
  /** The first row of the execution series whose open it meets. */
  liveRow: number
  /** Where commands take their time: the first time at which a bar may open that it meets. */
  liveAt: number | undefined
  /** The row during which it was placed just after the open, and which it meets from there on; -1 without one. */
  insideRow: number
  /** When it ends; Infinity until cancelled. For a DAY order known once it has met a session. */
  expireAt: number
  /** What its fills were worth and what was charged for them, once a fill has left something to be filled. */
  charged: MoneyCell | undefined = undefined
  value: MoneyCell | undefined = undefined
  /** The group that it is a member of, and the groups that live by its fills. */
  group: VenueGroup | undefined = undefined
  children: VenueGroup[] | undefined = undefined

  constructor(request: OrderRequest, account: VenueAccount, liveRow: number, insideRow: number, liveAt?: number) {
    this.number = request.number
    this.direction = request.side === 'buy' ? 1 : -1
    const type = request.type === 'market' ? MARKET : ORDER_TYPES.indexOf(request.type)
    this.type = type
    this.account = account
    this.timeInForce = request.timeInForce === 'GTC' ? GTC : TIMES_IN_FORCE.indexOf(request.timeInForce)
    this.trigger = type === MARKET ? NO_TRIGGER : triggerOf(type, this.direction)
    this.auction = AUCTIONS[type]!
    this.level = this.trigger === RISES || this.trigger === FALLS ? request.level : Number.NaN
    this.limit = type === MARKET ? Number.NaN : LEVEL_IS_LIMIT[type] === true ? request.level : request.limitLevel
    this.trail = this.trigger === TRAILS ? request.trail : undefined
    this.reduceOnly = request.reduceOnly
    this.remaining = request.quantityUnits
    this.told = request.quantityUnits
    this.liveRow = liveRow
    this.liveAt = liveAt
    this.insideRow = insideRow
    this.expireAt = request.expireAt ?? Number.POSITIVE_INFINITY
    this.stage = this.firstStage()
  }

  /** Makes a market order that is over, and that nobody knows of any more, another one. */
  reuse(request: OrderRequest, account: VenueAccount, liveRow: number, insideRow: number, liveAt?: number): this {
    this.number = request.number
    this.direction = request.side === 'buy' ? 1 : -1
    this.account = account
    this.timeInForce = request.timeInForce === 'GTC' ? GTC : TIMES_IN_FORCE.indexOf(request.timeInForce)
    this.reduceOnly = request.reduceOnly
    this.stage = DUE
    this.remaining = request.quantityUnits
    this.told = request.quantityUnits
    this.filled = 0
    this.liveRow = liveRow
    this.liveAt = liveAt
    this.insideRow = insideRow
    this.expireAt = request.expireAt ?? Number.POSITIVE_INFINITY
    this.seen = false
    this.requests = undefined
    this.charged = undefined
    this.value = undefined
    return this
  }

  /** Where it begins once it is live. */
  firstStage(): number {
    if (this.trigger === TRAILS) return Number.isNaN(this.trail!.activationPrice) ? WAITING : DORMANT
    if (this.trigger !== NO_TRIGGER) return WAITING
    return Number.isNaN(this.limit) ? DUE : RESTING
  }

  /** IOC or FOK: judged at the first price only. */
  get immediate(): boolean {
    return this.timeInForce === IOC || this.timeInForce === FOK
  }

  /** DAY, and no session met yet. */
  get awaitsSession(): boolean {
    return this.timeInForce === DAY && this.expireAt === Number.POSITIVE_INFINITY
  }

  get ended(): boolean {
    return this.stage >= FILLED
  }

  /** Where a trailing order's stop stands for a best price. */
  stopAt(water: number): number {
    const { distance, isFraction } = this.trail!
    return tidy(water + this.direction * (isFraction ? water * distance : distance))
  }
}

export const EXITS = 0
export const ALTERNATIVES = 1
export const TRIGGERED = 2

/** Orders that belong together by their links. */
export class VenueGroup {
  readonly number: number
  /** EXITS, ALTERNATIVES or TRIGGERED. */
  readonly kind: number
  readonly parent: VenueOrder | undefined
  readonly members: VenueOrder[] = []
  /** Units that exits still protect. */
  pool = 0

  constructor(number: number, kind: number, parent: VenueOrder | undefined) {
    this.number = number
    this.kind = kind
    this.parent = parent
  }
}

function triggerOf(type: number, direction: number): number {
  const trigger = TRIGGERS[type]!
  if (trigger === NO_TRIGGER || trigger === TRAILS || direction > 0) return trigger
  return trigger === RISES ? FALLS : RISES
}
