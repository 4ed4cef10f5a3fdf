import { SMA, StandardDeviation, Strategy, type Bar, type StrategyClass } from '@tradewright/core'
import { shares, type Rules } from './rules.js'

/** The same rule, and mean and deviation are those of the closes so far: of the last `period`, which is all that anybody knew then. */
export function fixedReversion(rules: Rules): StrategyClass {
  return class FixedReversion extends Strategy {
    mean = this.indicator(new SMA({ period: rules.period }))
    deviation = this.indicator(new StandardDeviation({ period: rules.period }))

    override onBar({ symbol, close }: Bar): void {
      const z = (close - this.mean.value) / this.deviation.value
      this.target(symbol, shares(z, this.position(symbol).quantity.toNumber(), rules))
    }
  }
}
