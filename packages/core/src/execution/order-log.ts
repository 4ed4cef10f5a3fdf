import type { OrderLink, OrderOutcome, SizingParticulars, Trail } from '../domain/order.js'
import { Records } from '../domain/records.js'
import type { RiskCheck } from '../domain/risk-check.js'
import type { Signal } from '../domain/signal.js'

/** Cells of an order's row. Codes are positions in the lists of `domain/order.ts`; times are UTC epoch milliseconds. */
export const ORDER = {
  strategy: 0,
  instrument: 1,
  /** 1 for a buy, -1 for a sell. */
  direction: 2,
  type: 3,
  timeInForce: 4,
  status: 5,
  /** In the instrument's smallest units. */
  units: 6,
  filledUnits: 7,
  /** Mean price over its fills; 0 before the first. */
  averagePrice: 8,
  /** The price that the order waits for: its stop or touch price, else its limit; NaN without one. */
  level: 9,
  expireAt: 10,
  createdAt: 11,
  /** NaN while it works. */
  closedAt: 12,
  triggered: 13,
  /** What the sizer was given and answered; NaN where the strategy named the quantity. */
  sizingPrice: 14,
  sizingEquity: 15,
  sizingQuantity: 16,
  sizingCash: 17,
  sizingPosition: 18,
} as const

const FIELDS = 19

/** Terms that few orders have. */
export interface OrderParticulars {
  /** The limit beside a stop or touch price; NaN without one. */
  readonly limitLevel: number
  readonly trail: Trail | undefined
  readonly reduceOnly: boolean
  readonly link: OrderLink | undefined
}

/** Who keeps what orders were checked against, and at which price; NaN for one that was not. */
export interface OrderCheckKeeper {
  of(order: number): readonly RiskCheck[]
  priceOf(order: number): number
  /** An order has new terms: those of this row are its checks now; 0 where it needed none. */
  replaced(order: number, row: number): void
}

/** All orders of a run, a row each, in the order in which they were made; the row is the order's number. Words are kept beside, where there are any. */
export class OrderLog {
  readonly rows: Records
  readonly reasons = new Map<number, string>()
  readonly tags = new Map<number, readonly string[]>()
  readonly outcomes = new Map<number, OrderOutcome>()
  /** Client order ids that strategies have chosen, and the first order of each. */
  readonly clientOrderIds = new Map<number, string>()
  readonly numbersById = new Map<string, number>()
  /** Where the entry would be wrong, for the sizer. */
  readonly invalidationPrices = new Map<number, number>()
  readonly sizings = new Map<number, SizingParticulars>()
  readonly particulars = new Map<number, OrderParticulars>()
  /** The signals that orders came of. */
  readonly signals = new Map<number, Signal>()
  /** What orders were checked against, as far as somebody keeps it. */
  checks: OrderCheckKeeper = { of: () => [], priceOf: () => Number.NaN, replaced: () => undefined }

  /** `rows` is how many to make room for at once. */
  constructor(rows?: number) {
    this.rows = new Records(FIELDS, rows)
  }

  get length(): number {
    return this.rows.length
  }

  /** Gives an order the id that its strategy has chosen. */
  name(order: number, clientOrderId: string): void {
    this.clientOrderIds.set(order, clientOrderId)
    if (!this.numbersById.has(clientOrderId)) this.numbersById.set(clientOrderId, order)
  }

  get(order: number, field: number): number {
    return this.rows.get(order, field)
  }

  set(order: number, field: number, value: number): void {
    this.rows.set(order, field, value)
  }

  /** The price that an order is valued at: its limit, else its stop or touch price; NaN for one that takes what the market pays. */
  valuationLevel(order: number): number {
    const level = this.rows.get(order, ORDER.level)
    if (this.particulars.size === 0) return level
    const limit = this.particulars.get(order)?.limitLevel ?? Number.NaN
    return Number.isNaN(limit) ? level : limit
  }
}
