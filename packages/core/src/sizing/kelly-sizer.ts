import type { SizingInput } from '../domain/sizing-input.js'
import type { Spec } from '../domain/spec.js'
import { checkNames, count, fromZero, positive } from './options.js'
import type { Sizer, SizerAnswer } from './sizer.js'
import { impossible, SizingLimits, unsized, type SizerLimitOptions } from './sizing-limits.js'

export interface KellySizerOptions extends SizerLimitOptions {
  /** How much of f* to use; default 0.5, half Kelly. */
  readonly fraction?: number
  /** The most of equity to use, whatever the record says; default 1. */
  readonly cap?: number
  /** Closed round trips before the record counts; default 30. */
  readonly minTrades?: number
  /** The fraction of equity to use until then, and as long as nothing was lost yet; default 0.1. */
  readonly before?: number
}

/**
 * The fraction of equity that would have made the strategy's own record grow fastest: f* = (p b - q) / b, with p the part of its round trips
 * that won, q = 1 - p, and b = average win / average loss. Quantity: equity x f / (price x multiplier x fx), where f = f* x fraction, `cap`
 * at most. J. L. Kelly, "A New Interpretation of Information Rate", Bell System Technical Journal 35 (1956).
 */
export class KellySizer implements Sizer {
  readonly spec: Spec
  readonly #fraction: number
  readonly #cap: number
  readonly #minTrades: number
  readonly #before: number
  readonly #limits: SizingLimits

  /** Throws SIZER_INVALID. */
  constructor(options: KellySizerOptions = {}) {
    checkNames('KellySizer', options, ['fraction', 'cap', 'minTrades', 'before'])
    this.#fraction = positive('KellySizer', 'fraction', options.fraction ?? 0.5)
    this.#cap = positive('KellySizer', 'cap', options.cap ?? 1)
    this.#minTrades = count('KellySizer', 'minTrades', options.minTrades ?? 30)
    this.#before = fromZero('KellySizer', 'before', options.before ?? 0.1)
    this.#limits = new SizingLimits('KellySizer', options)
    this.spec = {
      kelly: this.#fraction,
      cap: this.#cap,
      minTrades: this.#minTrades,
      before: this.#before,
      ...this.#limits.spec,
    }
  }

  size(input: SizingInput): SizerAnswer {
    const { count: trades, wins, losses, averageWin, averageLoss } = input.trades
    const unproven = !(trades >= this.#minTrades) || losses === 0
    const p = wins / trades
    const best = wins === 0 ? Number.NEGATIVE_INFINITY : p - (1 - p) * (averageLoss / averageWin)
    const f = Math.min(this.#cap, unproven ? this.#before : best * this.#fraction)
    if (f > 0) return this.#limits.quantityFor(input, input.equity * f, input.price)
    return impossible(input) ?? unsized(this.#whyNothing(input, unproven, best))
  }

  #whyNothing({ trades }: SizingInput, unproven: boolean, best: number): string {
    const record = `${String(trades.wins)} won of ${String(trades.count)} round trips`
    if (unproven) return `${record} are no record yet, and nothing is to be traded before`
    if (trades.wins === 0) return `${record}: there is no edge`
    return `${record}, ${String(trades.averageWin)} on average, against ${String(trades.averageLoss)} lost: f* is ${String(best)}`
  }
}
