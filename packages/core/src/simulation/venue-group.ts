import type { VenueOrder } from './venue-order.js'

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
