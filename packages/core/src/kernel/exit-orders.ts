import { priceGrid, priceOf, ticksIn } from '../costs/tick.js'
import type { Instrument } from '../domain/instrument.js'
import { STATUS } from '../domain/order-status.js'
import { splitPrice, type SplitRatio } from '../domain/split.js'
import type { OrderManager } from '../execution/order-manager.js'
import type { ResolvedExits } from '../risk/risk-settings.js'
import type { StopLoss } from '../strategy/order-options.js'
import { parseExits } from './exit-terms.js'
import type { Intents } from './intents.js'

const NOTES = { reason: 'risk exit', tags: ['risk'] }

/** Prices at which a position is to be closed; NaN where there is none. */
export interface RestingLevels {
  readonly stop: number
  readonly target: number
}

/** The exits of one position that rest at the venue: a stop and a target, of which one ends the other. */
export class ExitOrders {
  readonly #orders: OrderManager
  readonly #intents: Intents
  readonly #instrument: Instrument
  readonly #index: number
  readonly #strategy: number
  #placed: readonly number[] = []
  /** The plain stop whose price follows the guard; undefined where the venue trails, or nothing stops. */
  #stop: number | undefined
  #stopLevel = Number.NaN

  constructor(options: {
    readonly orders: OrderManager
    readonly intents: Intents
    readonly instrument: Instrument
    readonly index: number
    readonly strategy: number
  }) {
    this.#orders = options.orders
    this.#intents = options.intents
    this.#instrument = options.instrument
    this.#index = options.index
    this.#strategy = options.strategy
  }

  /** Whether any of it is at the venue, or on its way there. */
  get isWorking(): boolean {
    return this.#placed.some((order) => this.#orders.status(order) === STATUS.NEW || this.#orders.isOpen(order))
  }

  /** Whether it is there, and nothing of it is still to be sent, or refused. */
  get isSent(): boolean {
    return this.isWorking && !this.#placed.some((order) => this.#orders.status(order) === STATUS.NEW)
  }

  /** Sets exits for so many signed units, in place of those that rest; `price` is that of a fill just now. */
  place(units: number, levels: RestingLevels, exits: ResolvedExits, price: number | undefined): void {
    this.cancel()
    this.#stopLevel = this.#onTick(levels.stop)
    const trail = this.#trail(exits)
    const stopLoss = trail ?? (Number.isNaN(this.#stopLevel) ? undefined : { stopPrice: this.#stopLevel })
    const target = this.#onTick(levels.target)
    const terms = parseExits(
      this.#instrument,
      { ...(stopLoss && { stopLoss }), ...(Number.isNaN(target) ? {} : { takeProfit: target }) },
      NOTES,
    )
    if (terms === undefined) return
    const direction = units > 0 ? -1 : 1
    const made = this.#intents.createExits(this.#strategy, this.#index, direction, Math.abs(units), terms, price)
    this.#placed = made.map(({ number }) => number)
    this.#stop = stopLoss !== undefined && trail === undefined ? this.#placed[0] : undefined
  }

  /** Whether the stop is where it has come. */
  isAt(level: number): boolean {
    const moved = this.#onTick(level)
    return this.#stop === undefined || Number.isNaN(moved) || moved === this.#stopLevel
  }

  /** Moves the stop to where it has come. */
  follow(level: number): void {
    if (this.isAt(level)) return
    const moved = this.#onTick(level)
    if (this.#intents.replaceStop(this.#stop!, moved)) this.#stopLevel = moved
  }

  /** The venue has split what rests. */
  split(ratio: SplitRatio): void {
    this.#stopLevel = this.#onTick(splitPrice(this.#stopLevel, ratio))
  }

  cancel(): void {
    for (const order of this.#placed) this.#intents.cancel(order)
    this.#placed = []
    this.#stop = undefined
  }

  /** A stop that nothing else moves is the venue's to trail, which sees every price. */
  #trail({ stopLoss, trailingStop, breakEven }: ResolvedExits): StopLoss | undefined {
    if (trailingStop === undefined || stopLoss !== undefined || breakEven !== undefined) return undefined
    if (trailingStop.kind === 'fraction') return { trailFraction: trailingStop.value }
    if (trailingStop.kind === 'amount') return { trailAmount: trailingStop.value }
    return undefined
  }

  #onTick(price: number): number {
    const grid = priceGrid(this.#instrument)
    return grid === undefined ? Math.round(price * 1e8) / 1e8 : priceOf(Math.round(ticksIn(price, grid)), grid)
  }
}
