import { ColumnDigest } from '../domain/column-digest.js'
import type { Spec } from '../domain/spec.js'
import type { OrderLog } from '../execution/order-log.js'
import type { TradingKernel } from '../kernel/trading-kernel.js'
import { sha256OfParts } from './digest.js'

/**
 * The fingerprint of a run: the data it saw, the settings that decisions depend on, and every order, fill, round trip, balance and point of equity that
 * came of them. Engine ids, times of receipt and prose are left out. What is final is digested while it is fresh in the processor's caches.
 */
export class RunHash {
  readonly #kernel: TradingKernel
  readonly #equity = new ColumnDigest()
  readonly #fills = new ColumnDigest()
  readonly #roundTrips = new ColumnDigest()

  constructor(kernel: TradingKernel) {
    this.#kernel = kernel
  }

  /** Takes what has become final. */
  take(): void {
    const { account, equityCurve } = this.#kernel
    // All but the last point: a close-out may set that anew.
    this.#equity.take(equityCurve.equity.subarray(0, -1))
    this.#fills.take(account.booking.fills.rows.filled())
    this.#roundTrips.take(account.tracker.trips.filled())
  }

  async finish(settings: Spec, seriesHashes: readonly string[]): Promise<string> {
    const { orders, account, equityCurve } = this.#kernel
    return sha256OfParts({
      settings: canonicalJson(settings),
      series: seriesHashes.join('\n'),
      // Orders change until they end.
      orders: new ColumnDigest().finish(orders.log.rows.filled()),
      // Absent where no order has any, as in runs of plain orders.
      ...(orders.log.particulars.size > 0 ? { particulars: particularsOf(orders.log) } : {}),
      outcomes: Array.from(orders.log.outcomes, ([order, { code }]) => `${String(order)} ${code}`).join('\n'),
      fills: this.#fills.finish(account.booking.fills.rows.filled()),
      roundTrips: this.#roundTrips.finish(account.tracker.trips.filled()),
      balances: balances(this.#kernel),
      equity: this.#equity.finish(equityCurve.equity),
    })
  }
}

function particularsOf({ particulars }: OrderLog): string {
  return Array.from(particulars, ([order, { limitLevel, trail, reduceOnly, link }]) => {
    const trailing = trail ? [trail.distance, trail.isFraction, trail.activationPrice, trail.by, trail.limitOffset] : []
    const linked = link ? [link.role, link.group, link.parent] : []
    return [order, limitLevel, reduceOnly, trailing.join(','), linked.join(',')].join(' ')
  }).join('\n')
}

function balances({ account, seats }: TradingKernel): string {
  const { ledger, currencies } = account
  const books = Array.from({ length: seats.length + 1 }, (_, book) => book)
  return books
    .flatMap((book) =>
      currencies.map((code, currency) => `${String(book)} ${code} ${ledger.bookCash(book, currency).toString()}`),
    )
    .join('\n')
}

/** JSON with the keys of every object in order, so that settings that are equal read the same. */
function canonicalJson(value: Spec): string {
  if (Array.isArray(value)) return `[${value.map((item: Spec) => canonicalJson(item)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value as { readonly [key: string]: Spec }).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`
}
