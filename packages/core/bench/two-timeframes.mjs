/** A million one-minute bars and the hours that are built from them, of one symbol: SMA(10)/SMA(30) crosses of minutes, as long as the hours rise. Prints one line of JSON. */
import { BacktestEngine, MemoryDataGateway, PercentSizer, percent, SMA, Strategy } from '../dist/index.js'
import { BARS, CAPITAL, measure, SEED } from './measure.mjs'
import { syntheticBars } from './synthetic.mjs'

class Crosses extends Strategy {
  fast = this.indicator(new SMA({ period: 10 }))
  slow = this.indicator(new SMA({ period: 30 }))
  hours = this.indicator(new SMA({ period: 20 }), { timeframe: '1h' })
  rises = false
  above = undefined

  onBar({ symbol, timeframe, close }) {
    if (timeframe === '1h') {
      this.rises = close > this.hours.value
      return
    }
    const above = this.fast.value > this.slow.value
    if (above === this.above) return
    if (above && this.above !== undefined && this.rises) this.buy(symbol)
    else if (this.above !== undefined) this.close(symbol)
    this.above = above
  }
}

const engine = new BacktestEngine({
  data: new MemoryDataGateway([{ symbol: 'SYN', timeframe: '1m', bars: syntheticBars(BARS, SEED) }]),
  instruments: [{ symbol: 'SYN' }],
  series: [
    { symbol: 'SYN', timeframe: '1m' },
    { symbol: 'SYN', timeframe: '1h', builtFrom: '1m' },
  ],
  strategies: [{ strategy: Crosses, sizer: new PercentSizer({ fraction: 0.05 }) }],
  account: { capital: CAPITAL },
  costs: { commission: percent(0.001) },
})

const { medianMs, last } = await measure(() => engine.run())
console.log(JSON.stringify({ medianMs, fills: last.fills.length, hash: last.hash }))
