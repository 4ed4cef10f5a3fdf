/**
 * Twenty limit orders that rest all the time: a grid of ten buys and ten sells around the price, in which every fill places its opposite. Prints one
 * line of JSON.
 */
import { BacktestEngine, MemoryDataGateway, percent, Strategy } from '../dist/index.js'
import { BARS, CAPITAL, measure, SEED } from './measure.mjs'
import { syntheticBars } from './synthetic.mjs'

const LEVELS = 10
const STEP = 0.02

class Grid extends Strategy {
  onBar({ symbol, close }) {
    if (this.placed) return
    this.placed = true
    for (let level = 1; level <= LEVELS; level++) {
      this.buy(symbol, { quantity: 1, type: 'limit', limitPrice: round(close * (1 - STEP) ** level) })
      this.sell(symbol, { quantity: 1, type: 'limit', limitPrice: round(close * (1 + STEP) ** level) })
    }
  }

  onFill({ symbol, side, price }) {
    if (side === 'buy') this.sell(symbol, { quantity: 1, type: 'limit', limitPrice: round(price * (1 + STEP)) })
    else this.buy(symbol, { quantity: 1, type: 'limit', limitPrice: round(price * (1 - STEP)) })
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
  strategies: [{ strategy: Grid }],
  account: { capital: CAPITAL },
  costs: { commission: percent(0.001) },
})

const { medianMs, last } = await measure(() => engine.run())
const resting = last.orders.filter(({ status }) => status === 'ACKED').length
console.log(JSON.stringify({ medianMs, fills: last.fills.length, resting }))
