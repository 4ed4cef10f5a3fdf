/** Two strategies on one symbol and one account: crosses of SMA(10)/SMA(30) and of SMA(20)/SMA(60). Prints one line of JSON. */
import { BacktestEngine, MemoryDataGateway, PercentSizer, percent, SMA, Strategy } from '../dist/index.js'
import { BARS, CAPITAL, measure, SEED } from './measure.mjs'
import { syntheticBars } from './synthetic.mjs'

function crosses(fast, slow) {
  return class extends Strategy {
    fast = this.indicator(new SMA({ period: fast }))
    slow = this.indicator(new SMA({ period: slow }))
    above = undefined

    onBar({ symbol }) {
      const above = this.fast.value > this.slow.value
      if (above === this.above) return
      if (above && this.above !== undefined) this.buy(symbol)
      else if (this.above !== undefined) this.close(symbol)
      this.above = above
    }
  }
}

const bars = syntheticBars(BARS, SEED)
const sizer = new PercentSizer({ fraction: 0.05 })
const engine = new BacktestEngine({
  data: new MemoryDataGateway([{ symbol: 'SYN', timeframe: '1m', bars }]),
  instruments: [{ symbol: 'SYN' }],
  series: [{ symbol: 'SYN', timeframe: '1m' }],
  strategies: [
    { strategy: crosses(10, 30), name: 'fast', sizer },
    { strategy: crosses(20, 60), name: 'slow', sizer },
  ],
  account: { capital: CAPITAL },
  costs: { commission: percent(0.001) },
})

const { medianMs, last } = await measure(() => engine.run())
console.log(JSON.stringify({ medianMs, fills: last.fills.length }))
