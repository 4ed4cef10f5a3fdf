import type { OrderLink } from '../domain/order.js'
import type { OrderLog } from './order-log.js'

const NONE: readonly number[] = []

/** Which orders belong together: found by the number that their links share. */
export class OrderGroups {
  readonly #log: OrderLog
  readonly #members = new Map<number, number[]>()

  constructor(log: OrderLog) {
    this.#log = log
  }

  add(order: number, { group }: OrderLink): void {
    const members = this.#members.get(group)
    if (members) members.push(order)
    else this.#members.set(group, [order])
  }

  /** The orders of one role and group, as alternatives are: oldest first. */
  alternatives(group: number): readonly number[] {
    return this.#of(group).filter((order) => this.#link(order)?.role === 'alternative')
  }

  /** The orders that wait for an order's fills, oldest first. */
  children(parent: number): readonly number[] {
    return this.#of(parent).filter((order) => this.#link(order)?.parent === parent)
  }

  /** Its parent, the others that it shares its group and parent with, and its children; oldest first. */
  linkedTo(order: number): readonly number[] {
    const link = this.#link(order)
    const beside = link
      ? this.#of(link.group).filter((other) => other !== order && this.#link(other)?.parent === link.parent)
      : NONE
    const parent = link?.parent === undefined ? NONE : [link.parent]
    return [...parent, ...beside, ...this.children(order)].sort((a, b) => a - b)
  }

  #of(group: number): readonly number[] {
    return this.#members.get(group) ?? NONE
  }

  #link(order: number): OrderLink | undefined {
    return this.#log.particulars.get(order)?.link
  }
}
