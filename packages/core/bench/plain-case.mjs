/** The plain case: SMA(10)/SMA(30) crossover on one symbol, a million one-minute bars, 0.1 % commission. */
import { BacktestEngine, MemoryDataGateway, PercentSizer, percent, SMA, Strategy } from '../dist/index.js'
import { BARS, CAPITAL, SEED } from './measure.mjs'
import { syntheticBars } from './synthetic.mjs'

class SmaCross extends Strategy {
  fast = this.indicator(new SMA({ period: 10 }))
  slow = this.indicator(new SMA({ period: 30 }))
  above = undefined

  onBar(bar) {
    const above = this.fast.value > this.slow.value
    if (above === this.above) return
    if (above && this.above !== undefined) this.buy(bar.symbol)
    else if (this.above !== undefined) this.close(bar.symbol)
    this.above = above
  }
}

const bars = syntheticBars(BARS, SEED)

/** An engine for it; `more` is what a case adds to the configuration. */
export function plainCase(more = {}) {
  return new BacktestEngine({
    data: new MemoryDataGateway([{ symbol: 'SYN', timeframe: '1m', bars }]),
    instruments: [{ symbol: 'SYN' }],
    series: [{ symbol: 'SYN', timeframe: '1m' }],
    strategies: [{ strategy: SmaCross, sizer: new PercentSizer({ fraction: 0.05 }) }],
    account: { capital: CAPITAL },
    costs: { commission: percent(0.001) },
    ...more,
  })
}
