/** A bracket on every entry: SMA(10)/SMA(30) crosses are bought with a stop 1 % below and a target 2 % above. Prints one line of JSON. */
import { BacktestEngine, MemoryDataGateway, PercentSizer, percent, SMA, Strategy } from '../dist/index.js'
import { BARS, CAPITAL, measure, SEED } from './measure.mjs'
import { syntheticBars } from './synthetic.mjs'

class Brackets extends Strategy {
  fast = this.indicator(new SMA({ period: 10 }))
  slow = this.indicator(new SMA({ period: 30 }))
  above = undefined

  onBar({ symbol, close }) {
    const above = this.fast.value > this.slow.value
    if (above && this.above === false && this.position(symbol).isFlat)
      this.buy(symbol, { stopLoss: round(close * 0.99), takeProfit: round(close * 1.02) })
    this.above = above
  }
}

function round(price) {
  return Math.round(price * 100) / 100
}

const bars = syntheticBars(BARS, SEED)
const engine = new BacktestEngine({
  data: new MemoryDataGateway([{ symbol: 'SYN', timeframe: '1m', bars }]),
  instruments: [{ symbol: 'SYN' }],
  series: [{ symbol: 'SYN', timeframe: '1m' }],
  strategies: [{ strategy: Brackets, sizer: new PercentSizer({ fraction: 0.05 }) }],
  account: { capital: CAPITAL },
  costs: { commission: percent(0.001) },
})

const { medianMs, last } = await measure(() => engine.run())
const ambiguous = last.fills.filter((fill) => fill.ambiguous).length
console.log(JSON.stringify({ medianMs, fills: last.fills.length, ambiguous }))
