import { Float64Column, Int32Column } from '../domain/column.js'
import type { OrderOutcome } from '../domain/order.js'

export const NO_OUTCOME = -1

/** All orders of a run, a row each, in the order in which they were made; the row is the order's number. */
export class OrderColumns {
  readonly strategy = new Int32Column()
  readonly instrument = new Int32Column()
  /** 1 for a buy, -1 for a sell. */
  readonly direction = new Int32Column()
  /** Position in ORDER_TYPES. */
  readonly type = new Int32Column()
  /** Position in TIMES_IN_FORCE. */
  readonly timeInForce = new Int32Column()
  /** Position in ORDER_STATUSES. */
  readonly status = new Int32Column()
  /** In the instrument's smallest units. */
  readonly units = new Float64Column()
  readonly filledUnits = new Float64Column()
  /** Sum of price x units over its fills. */
  readonly filledPriceUnits = new Float64Column()
  /** Limit or stop price; NaN without one. */
  readonly level = new Float64Column()
  readonly expireAt = new Float64Column()
  readonly createdAt = new Float64Column()
  readonly closedAt = new Float64Column()
  readonly triggered = new Int32Column()
  /** Index into `texts`: why the strategy wanted it. */
  readonly reason = new Int32Column()
  /** Index into `tagLists`. */
  readonly tags = new Int32Column()
  /** Index into `outcomes`. */
  readonly outcome = new Int32Column()
  readonly sizingPrice = new Float64Column()
  readonly sizingEquity = new Float64Column()
  readonly sizingQuantity = new Float64Column()

  readonly texts: string[] = ['']
  readonly tagLists: (readonly string[])[] = [[]]
  readonly outcomes: OrderOutcome[] = []
  readonly #textIndex = new Map<string, number>([['', 0]])

  get length(): number {
    return this.units.length
  }

  /** The index of a text, kept once however often it is used. */
  text(value: string): number {
    const known = this.#textIndex.get(value)
    if (known !== undefined) return known
    const index = this.texts.push(value) - 1
    this.#textIndex.set(value, index)
    return index
  }

  tagList(tags: readonly string[]): number {
    return tags.length === 0 ? 0 : this.tagLists.push(Object.freeze([...tags])) - 1
  }
}
