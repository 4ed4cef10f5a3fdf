import { firstRowAtOrAfter, type BarColumns } from '../domain/bar-columns.js'
import { ORDER_TYPES } from '../domain/order.js'
import type { RoundTrip } from '../domain/round-trip.js'
import { FILL } from '../execution/fill-log.js'
import { ORDER, type OrderLog } from '../execution/order-log.js'
import type { EquityTracker } from '../portfolio/equity-tracker.js'
import { Excursions, type FillMoment } from '../portfolio/excursion.js'
import { roundTripAt, type RoundTripSources } from '../portfolio/round-trip-view.js'
import { TRIP } from '../portfolio/trade-tracker.js'
import type { Account } from './account.js'
import type { KernelSetup } from './setup.js'

const AT_CLOSE: ReadonlySet<number> = new Set(
  (['marketOnClose', 'limitOnClose'] as const).map((type) => ORDER_TYPES.indexOf(type)),
)
const NO_PRICES = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY }
const NO_TAGS: readonly string[] = Object.freeze([])

/** What it reads of an account. */
type ReadAccount = Pick<Account, 'tracker' | 'names' | 'shareChanges' | 'tripMoney'> & {
  readonly booking: Pick<Account['booking'], 'fills'>
}

/** Reads round trips as values: with what was said of their orders, and how far their bars went. It reads no bar beyond a round trip's exit. */
export class RoundTripReader {
  readonly #account: ReadAccount
  readonly #orders: OrderLog
  readonly #equityCurve: Pick<EquityTracker, 'times'>
  /** By instrument, the bars that its orders meet. */
  readonly #columns: readonly (BarColumns | undefined)[]
  readonly #excursions: Excursions
  readonly #sources: RoundTripSources

  constructor(options: {
    readonly setup: Pick<KernelSetup, 'instruments' | 'series'>
    readonly account: ReadAccount
    readonly orders: OrderLog
    readonly equityCurve: Pick<EquityTracker, 'times'>
  }) {
    const { instruments, series } = options.setup
    this.#account = options.account
    this.#orders = options.orders
    this.#equityCurve = options.equityCurve
    this.#columns = instruments.map(
      (_, index) => series.find(({ instrument, execution }) => execution && instrument === index)?.columns,
    )
    this.#excursions = new Excursions({ series: this.#columns, changes: options.account.shareChanges })
    this.#sources = {
      strategies: options.account.names.strategies,
      instruments,
      orderOf: (fill) => this.#orderOf(fill),
      pricesOf: (trip) => this.#pricesOf(trip),
      rateOf: (trip) => options.account.tripMoney.rateOf(trip),
    }
  }

  /** The round trip of a row, as it closed. */
  at(row: number): RoundTrip {
    return roundTripAt(this.#account.tracker.trips, this.#sources, row)
  }

  #orderOf(fill: number): { readonly tags: readonly string[]; readonly reason: string } {
    const order = this.#account.booking.fills.rows.get(fill, FILL.order)
    const { tags, reasons } = this.#orders
    return { tags: tags.get(order) ?? NO_TAGS, reason: reasons.get(order) ?? '' }
  }

  #pricesOf(row: number): { readonly low: number; readonly high: number } {
    const { trips, origins } = this.#account.tracker
    const instrumentAfter = trips.get(row, TRIP.instrument)
    const origin = origins.get(row) ?? { fill: trips.get(row, TRIP.entryFill), instrument: instrumentAfter }
    if (origin.fill === -1) return NO_PRICES
    return this.#excursions.between({
      instrument: origin.instrument,
      instrumentAfter,
      from: this.#momentOf(origin.fill, origin.instrument),
      to: this.#momentOf(trips.get(row, TRIP.exitFill), instrumentAfter),
    })
  }

  #momentOf(fill: number, instrument: number): FillMoment {
    const { rows } = this.#account.booking.fills
    const time = rows.get(fill, FILL.time)
    if (AT_CLOSE.has(this.#orders.get(rows.get(fill, FILL.order), ORDER.type))) return { time, phase: 'close' }
    const columns = this.#columns[instrument]
    if (columns === undefined) return { time, phase: 'open' }
    const bar = firstRowAtOrAfter(columns.closeTime, columns.length, time)
    const isInBar = bar < columns.length && columns.openTime[bar]! < time
    // At one instant bars close before its equity is taken, and open after that.
    const isNews = this.#equityCurve.times[rows.get(fill, FILL.point) - 1]! >= time
    return { time, phase: isInBar && !(isNews && columns.closeTime[bar] === time) ? 'within' : 'open' }
  }
}
