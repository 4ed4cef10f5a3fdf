import type { OrderOutcome } from '../domain/order.js'
import type { CheckLog } from './check-log.js'
import type { CheckedOrder } from './checked-order.js'
import { exceeds } from './risk-limit.js'
import type { Allowed, ScopeLimit } from './scope-limit.js'
import type { ScopeMeasure } from './scope-measure.js'

const FIXED = 0
const OF_EQUITY = 1
const IN_CURRENCY = 2

/**
 * The limits that orders of one strategy in one instrument meet. What comparing them needs stands in arrays side by side: an order meets dozens of limits, and objects
 * for each would be fetched from all over the memory.
 */
export class LimitSheet {
  readonly limits: readonly ScopeLimit[]
  readonly #measures: readonly ScopeMeasure[]
  /** Of all measures. */
  readonly #cells: Float64Array
  readonly #kinds: Uint8Array
  readonly #allowed: Float64Array
  readonly #cellOf: Int32Array
  readonly #equityCellOf: Int32Array
  readonly #rateOf: (currency: string) => number
  /** What is noted of one order. */
  readonly #noted: Float64Array

  constructor(options: {
    readonly limits: readonly ScopeLimit[]
    readonly measures: readonly ScopeMeasure[]
    readonly cells: Float64Array
    /** Base currency per unit of a currency. */
    readonly rateOf: (currency: string) => number
  }) {
    const { limits } = options
    this.limits = limits
    this.#measures = options.measures
    this.#cells = options.cells
    this.#rateOf = options.rateOf
    this.#noted = new Float64Array(2 * limits.length)
    this.#kinds = Uint8Array.from(limits, ({ allowed }) => kindOf(allowed))
    this.#allowed = Float64Array.from(limits, ({ allowed }) => numberOf(allowed))
    this.#cellOf = Int32Array.from(limits, ({ cell }) => cell)
    this.#equityCellOf = Int32Array.from(limits, ({ equityCell }) => equityCell)
  }

  /** Why an order that would be filled at a price exceeds one of them; undefined if it does not. What it was compared with is noted. */
  check(order: CheckedOrder, price: number, log: CheckLog): OrderOutcome | undefined {
    const measures = this.#measures
    for (let i = 0; i < measures.length; i++) measures[i]!.take(order, price)
    const noted = this.#noted
    const kinds = this.#kinds
    const cells = this.#cells
    let last = 0
    for (let i = 0; i < kinds.length; i++) {
      const value = cells[this.#cellOf[i]!]!
      let most = this.#allowed[i]!
      noted[last++] = value
      if (kinds[i] !== FIXED) {
        // Of no equity, or less than none, no fraction is left.
        most *= kinds[i] === OF_EQUITY ? Math.max(0, cells[this.#equityCellOf[i]!]!) : this.#rate(i)
        noted[last++] = most
      }
      if (exceeds(value, most)) {
        log.noteAll(noted, last, i + 1)
        return this.limits[i]!.refuse(order, value, most)
      }
    }
    log.noteAll(noted, last, kinds.length)
    return undefined
  }

  /** An order has been sent. */
  sent(instrument: number): void {
    for (let i = 0; i < this.#measures.length; i++) this.#measures[i]!.sent(instrument)
  }

  #rate(i: number): number {
    const { allowed } = this.limits[i]!
    return typeof allowed === 'object' && allowed.kind === 'amount' ? this.#rateOf(allowed.currency) : Number.NaN
  }
}

function kindOf(allowed: Allowed): number {
  if (typeof allowed === 'number') return FIXED
  return allowed.kind === 'fraction' ? OF_EQUITY : IN_CURRENCY
}

function numberOf(allowed: Allowed): number {
  if (typeof allowed === 'number') return allowed
  return allowed.kind === 'fraction' ? allowed.fraction : allowed.amount
}
