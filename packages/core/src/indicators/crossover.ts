import { BarFedIndicator } from './bar-fed-indicator.js'
import { refuse } from './check-options.js'
import { isReady, type Indicator } from './indicator.js'

/** What crosses, or is crossed: an indicator, or anything else with a value. */
export type Crossing = Pick<Indicator, 'value' | 'ready' | 'warmup'>

/**
 * When one indicator crosses another, or a level: `value` is 1 on the update on which `of` has come above `over`, -1 on which it has come below, else 0. Touching
 * is not crossing: it counts once the other side is reached. Updates before both are ready don't count.
 *
 * It reads them when it is updated: update them first, or declare it after them.
 */
export class Crossover extends BarFedIndicator {
  readonly #of: Crossing
  readonly #over: Crossing
  /** On which side `of` was when they last differed: 1 above, -1 below. */
  private side = 0

  /** `over` is another indicator or a level. Throws INDICATOR_INVALID for anything else. */
  constructor({ of, over }: { readonly of: Crossing; readonly over: Crossing | number }) {
    const other = typeof over === 'number' ? { value: over, warmup: 0 } : over
    for (const [name, each] of Object.entries({ of, over: other })) {
      if (!hasValue(each)) refuse('Crossover', name, each, 'an indicator, or anything with a value')
    }
    super('Crossover', typeof over === 'number' ? { over } : {}, Math.max(of.warmup ?? 1, other.warmup ?? 1) + 1)
    // It is ready once it has compared them twice.
    this.missing = 2
    this.#of = of
    this.#over = other
  }

  update(): void {
    if (!isReady(this.#of) || !isReady(this.#over)) return
    const side = Math.sign(this.#of.value - this.#over.value)
    if (Number.isNaN(side)) return
    const hasCrossed = side !== 0 && side === -this.side
    if (side !== 0) this.side = side
    if (this.count()) this.value = hasCrossed ? side : 0
  }
}

function hasValue(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'value' in value
}
