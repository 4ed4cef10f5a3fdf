/**
 * Crosses of SMA(10) and SMA(30) on many symbols in one account, a million bars in all: `node many-symbols.mjs 10 aligned`. Ragged symbols have bars at minutes of
 * their own, so that at one instant only some of them close. Prints one line of JSON.
 */
import { BacktestEngine, MemoryDataGateway, PercentSizer, percent, SMA, Strategy } from '../dist/index.js'
import { BARS, CAPITAL, measure, SEED } from './measure.mjs'
import { generator, syntheticBars } from './synthetic.mjs'

const [count, kind] = [Number(process.argv[2]), process.argv[3]]
const symbols = Array.from({ length: count }, (_, i) => `S${i}`)

class Crosses extends Strategy {
  averages = new Map(
    this.symbols.map((symbol) => [
      symbol,
      {
        fast: this.indicator(new SMA({ period: 10 }), { symbol }),
        slow: this.indicator(new SMA({ period: 30 }), { symbol }),
        above: undefined,
      },
    ]),
  )

  onBar({ symbol }) {
    const own = this.averages.get(symbol)
    const above = own.fast.value > own.slow.value
    if (above === own.above) return
    if (above && own.above !== undefined) this.buy(symbol)
    else if (own.above !== undefined) this.close(symbol)
    own.above = above
  }
}

/** Moves each bar on by minutes in which the symbol did not trade: on the mean one for each bar. */
function ragged(bars, seed) {
  const random = generator(seed)
  let late = 0
  for (let i = 0; i < bars.length; i++) {
    late += Math.floor(random() * 3) * 60_000
    bars.openTime[i] += late
    bars.closeTime[i] += late
  }
  return bars
}

const series = symbols.map((symbol, i) => {
  const bars = syntheticBars(BARS / count, SEED + i)
  return { symbol, timeframe: '1m', bars: kind === 'ragged' ? ragged(bars, SEED + i) : bars }
})
const engine = new BacktestEngine({
  data: new MemoryDataGateway(series),
  instruments: symbols.map((symbol) => ({ symbol })),
  series: symbols.map((symbol) => ({ symbol, timeframe: '1m' })),
  strategies: [{ strategy: Crosses, sizer: new PercentSizer({ fraction: 0.5 / count }) }],
  account: { capital: CAPITAL },
  costs: { commission: percent(0.001) },
})

const { medianMs, last } = await measure(() => engine.run())
console.log(JSON.stringify({ medianMs, fills: last.fills.length }))
