/**
 * Holds this Node to the committed run hashes: `node tools/hash/check.mjs`, after a build. `--update` writes them anew.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { basisPoints, BacktestEngine, MemoryDataGateway, percent, perShare, SMA, Strategy } from '@tradewright/core'
import { syntheticBars } from '../../packages/core/bench/synthetic.mjs'

const file = new URL('./expected.json', import.meta.url)

/** Crosses of two averages at the market. */
class Cross extends Strategy {
  fast = this.indicator(new SMA({ period: 10 }))
  slow = this.indicator(new SMA({ period: 30 }))

  onBar(bar) {
    const above = this.fast.value > this.slow.value
    const { isFlat } = this.position(bar.symbol)
    if (above && isFlat) this.buy(bar.symbol)
    else if (!above && !isFlat) this.close(bar.symbol)
  }
}

/** Resting orders of every kind, thrown about by dice. */
class Dice extends Strategy {
  onBar(bar) {
    if (this.random() > 0.2) return
    for (const order of this.openOrders(bar.symbol)) this.cancel(order)
    const side = this.random() < 0.5 ? 'buy' : 'sell'
    const away = 1 + (this.random() - 0.5) / 100
    const quantity = 1 + Math.floor(this.random() * 10)
    if (this.random() < 0.5) {
      this[side](bar.symbol, { type: 'limit', limitPrice: bar.close * away, quantity, timeInForce: 'DAY' })
    } else this[side](bar.symbol, { type: 'stop', stopPrice: bar.close * away, quantity })
  }
}

const runs = {
  cross: {
    symbols: ['A'],
    strategies: [{ strategy: Cross }],
    costs: { commission: percent(0.001) },
  },
  dice: {
    symbols: ['A', 'B'],
    strategies: [{ strategy: Dice }, { strategy: Cross, symbols: ['B'] }],
    costs: { commission: perShare(0.005, { minimum: 1 }), slippage: basisPoints(3) },
    seed: 7,
  },
}

const found = {}
for (const [name, { symbols, ...config }] of Object.entries(runs)) {
  const engine = new BacktestEngine({
    ...config,
    data: new MemoryDataGateway(
      symbols.map((symbol, i) => ({ symbol, timeframe: '1m', bars: syntheticBars(50_000, 42 + i) })),
    ),
    instruments: symbols.map((symbol) => ({ symbol })),
    series: symbols.map((symbol) => ({ symbol, timeframe: '1m' })),
  })
  const result = await engine.run()
  found[name] = { orders: result.orders.length, fills: result.fills.length, hash: result.hash }
}

if (process.argv.includes('--update')) writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`)
const expected = readFileSync(file, 'utf8')
if (expected !== `${JSON.stringify(found, null, 2)}\n`) {
  console.error(
    `Node ${process.version} came to other runs than the committed ones:\n${JSON.stringify(found, null, 2)}`,
  )
  process.exit(1)
}
console.log(`Node ${process.version}: ${Object.keys(found).length} runs have the committed hashes`)
