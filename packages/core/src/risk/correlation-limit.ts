import type { RiskScope } from '../domain/risk-check.js'
import type { CheckedOrder } from './checked-order.js'
import { correlationOf } from './correlation.js'
import type { PositionLimitOptions } from './position-limits.js'
import type { LimitSources } from './limit-sources.js'
import type { RiskLimit } from './risk-limit.js'
import type { ScopeMeasure } from './scope-measure.js'
import { shown } from './shown.js'

/** How much a new position may move like one that is held: two on opposite sides are as unlike as two on one side are alike. */
export class CorrelationLimit implements RiskLimit {
  readonly code = 'CORRELATION_LIMIT'
  readonly scope: RiskScope
  readonly of: string
  readonly rule: string
  readonly limit: number
  readonly #bars: number
  readonly #measure: ScopeMeasure
  readonly #sources: LimitSources
  #most = -1

  constructor(
    { origin, measure, sources }: PositionLimitOptions,
    { max, bars }: { readonly max: number; readonly bars: number },
  ) {
    this.scope = origin.scope
    this.of = origin.of
    this.rule = `${origin.path}.correlation`
    this.limit = max
    this.#bars = bars
    this.#measure = measure
    this.#sources = sources
  }

  /** The highest correlation with a position beside; NaN where there is none, or too few bars to tell. */
  measure({ instrument, direction }: CheckedOrder): number {
    const { scope } = this.#measure
    let highest = Number.NaN
    const exposed = scope.exposed()
    for (let i = 0; i < exposed.length; i++) {
      const other = exposed[i]!
      if (other === instrument) continue
      const held = scope.units(other)
      const side = Math.sign(held === 0 ? scope.workingBuys(other) - scope.workingSells(other) : held)
      const alike = side * direction * this.#correlation(instrument, other)
      if (!(alike <= highest) && !Number.isNaN(alike)) {
        highest = alike
        this.#most = other
      }
    }
    return highest
  }

  explain({ instrument }: CheckedOrder, value: number): string {
    const [own, other] = [this.#sources.symbol(instrument), this.#sources.symbol(this.#most)]
    const beside = `${this.#measure.name} holds ${other}`
    return `${beside}, with which ${own} correlates by ${shown(value)} over ${String(this.#bars)} bars; ${this.rule} allows ${shown(this.limit)}`
  }

  #correlation(one: number, other: number): number {
    const { view } = this.#sources
    const [a, b] = [view.series(one), view.series(other)]
    return a === undefined || b === undefined ? Number.NaN : correlationOf(a, b, this.#bars)
  }
}
