import { formatTime, TradewrightError } from '../domain/errors.js'
import type { OrderNames } from '../execution/order-view.js'

/** How often orders may answer orders within one event before it is called a loop. */
const ROUNDS_MAX = 1000
/** How many answers there may be from the third round on: where each order is answered with two, rounds alone come too late. */
const ANSWERS_MAX = 10_000

/** One round of answers within one event. */
interface Round {
  readonly round: number
  readonly count: number
  readonly strategy: number
  readonly instrument: number
  readonly at: number
}

/** Ends a run in which a strategy answers its orders with new ones forever, all within one instant. */
export class AnswerLimit {
  readonly #names: OrderNames
  #answers = 0

  constructor(names: OrderNames) {
    this.#names = names
  }

  /** Counts a round of answers, the first being round 1. Throws ORDER_LOOP. */
  take({ round, count, strategy, instrument, at }: Round): void {
    this.#answers = round < 3 ? 0 : this.#answers + count
    if (round < ROUNDS_MAX && this.#answers <= ANSWERS_MAX) return
    const name = this.#names.strategies[strategy]!
    const { symbol } = this.#names.instruments[instrument]!
    throw new TradewrightError(
      'ORDER_LOOP',
      `${name} answers its orders in ${symbol} with new ones again and again at ${formatTime(at)}; expected callbacks that come to rest`,
      { details: { strategy: name, symbol, time: at } },
    )
  }
}
