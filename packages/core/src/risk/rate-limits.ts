import type { RiskScope } from '../domain/risk-check.js'
import type { CheckedOrder } from './checked-order.js'
import type { LimitOrigin, LimitSources } from './limit-sources.js'
import type { RiskLimit } from './risk-limit.js'

const WINDOW_MS = 60_000

/** When the last orders were sent, as many as a limit has to remember. */
class SentTimes {
  readonly #times: Float64Array
  #count = 0

  constructor(most: number) {
    this.#times = new Float64Array(most)
  }

  add(at: number): void {
    this.#times[this.#count++ % this.#times.length] = at
  }

  /** How many were sent in the 60 seconds up to a time; no more than are remembered. */
  since(at: number): number {
    const most = Math.min(this.#count, this.#times.length)
    let sent = 0
    while (sent < most && this.#times[(this.#count - 1 - sent) % this.#times.length]! > at - WINDOW_MS) sent++
    return sent
  }
}

/** How many orders may be sent in any 60 seconds: of the account, of a strategy, or in one symbol. Closing orders count, and are not held back. */
export class RateLimit implements RiskLimit {
  readonly code: 'RATE_LIMIT_GLOBAL' | 'RATE_LIMIT_SYMBOL'
  readonly scope: RiskScope
  readonly of: string
  readonly rule: string
  readonly limit: number
  readonly #sources: LimitSources
  readonly #isPerSymbol: boolean
  /** By instrument where each is counted for itself, else one. */
  readonly #sent: SentTimes[] = []

  constructor(
    origin: LimitOrigin & { readonly scope: RiskScope },
    rule: 'ordersPerMinute' | 'ordersPerMinutePerSymbol',
    most: number,
    sources: LimitSources,
  ) {
    this.#isPerSymbol = rule === 'ordersPerMinutePerSymbol'
    this.code = this.#isPerSymbol || origin.scope === 'symbol' ? 'RATE_LIMIT_SYMBOL' : 'RATE_LIMIT_GLOBAL'
    this.scope = origin.scope
    this.of = origin.of
    this.rule = `${origin.path}.${rule}`
    this.limit = most
    this.#sources = sources
  }

  measure({ instrument }: CheckedOrder): number {
    return this.#timesOf(instrument).since(this.#sources.view.now) + 1
  }

  sent(instrument: number): void {
    this.#timesOf(instrument).add(this.#sources.view.now)
  }

  explain({ instrument }: CheckedOrder, value: number): string {
    const whose = this.scope === 'symbol' ? '' : ` of ${this.of}`
    const where = this.code === 'RATE_LIMIT_SYMBOL' ? ` in ${this.#sources.symbol(instrument)}` : ''
    return `order ${String(value)}${whose}${where} in 60 s; ${this.rule} allows ${String(this.limit)}`
  }

  #timesOf(instrument: number): SentTimes {
    return (this.#sent[this.#isPerSymbol ? instrument : 0] ??= new SentTimes(this.limit))
  }
}
