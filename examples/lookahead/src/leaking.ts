import { Strategy, type Bar, type StrategyClass } from '@tradewright/core'
import { shares, type Rules } from './rules.js'

/**
 * Buys what is cheap and sells what is dear, by the z-score of the close. Its author computed mean and deviation once, over all closes of the file,
 * since that was at hand: they know where the price will have been.
 */
export function leakingReversion(closes: Float64Array, rules: Rules): StrategyClass {
  const mean = closes.reduce((sum, close) => sum + close, 0) / closes.length
  const variance = closes.reduce((sum, close) => sum + (close - mean) ** 2, 0) / closes.length
  const deviation = Math.sqrt(variance)

  return class LeakingReversion extends Strategy {
    override onBar({ symbol, close }: Bar): void {
      const z = (close - mean) / deviation
      this.target(symbol, shares(z, this.position(symbol).quantity.toNumber(), rules))
    }
  }
}
