import { EMA } from './ema.js'
import { Stateful } from './stateful.js'

/** An EMA, the EMA of it, and so on; each begins when the one before it is ready. */
export class EmaChain extends Stateful {
  readonly first: EMA
  readonly second: EMA
  readonly third: EMA

  constructor(period: number) {
    super()
    this.first = new EMA({ period })
    this.second = new EMA({ period })
    this.third = new EMA({ period })
  }

  update(value: number): void {
    const { first, second, third } = this
    first.update(value)
    second.update(first.value)
    third.update(second.value)
  }
}
