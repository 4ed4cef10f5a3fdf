/**
 * The plain case: SMA(10)/SMA(30) crossover on one symbol, a million one-minute bars, 0.1 % commission, through the public API with sizer,
 * checks, ledger, round trips, equity curve and run hash on; beside it the same arithmetic in one function, the floor.
 */
import { BacktestEngine, MemoryDataGateway, PercentSizer, percent, SMA, Strategy } from '../dist/index.js'
import { floor } from './floor.mjs'
import { syntheticBars } from './synthetic.mjs'

const BARS = 1_000_000
const RUNS = 11
const WARMUP_RUNS = 4

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

export async function plain() {
  const bars = syntheticBars(BARS, 42)
  const engine = new BacktestEngine({
    data: new MemoryDataGateway([{ symbol: 'SYN', timeframe: '1m', bars }]),
    instruments: [{ symbol: 'SYN' }],
    series: [{ symbol: 'SYN', timeframe: '1m' }],
    strategies: [{ strategy: SmaCross, sizer: new PercentSizer({ fraction: 0.5 }) }],
    account: { capital: 1_000_000 },
    costs: { commission: percent(0.001) },
  })
  let result
  const engineTimes = []
  for (let run = -WARMUP_RUNS; run < RUNS; run++) {
    globalThis.gc?.()
    const started = performance.now()
    result = await engine.run()
    const elapsed = performance.now() - started
    if (run >= 0) engineTimes.push(elapsed)
  }
  const floorTimes = []
  let floored
  for (let run = -WARMUP_RUNS; run < RUNS; run++) {
    const started = performance.now()
    floored = floor(bars)
    const elapsed = performance.now() - started
    if (run >= 0) floorTimes.push(elapsed)
  }
  if (floored.fills !== result.fills.length)
    throw new Error(`the floor filled ${floored.fills} times, the engine ${result.fills.length}`)
  if (Math.abs(floored.equity / result.finalEquity - 1) > 1e-9) {
    throw new Error(`the floor ended with ${floored.equity}, the engine with ${result.finalEquity}`)
  }
  const engineMs = median(engineTimes)
  const floorMs = median(floorTimes)
  return {
    bars: BARS,
    engineBarsPerSecond: Math.round((BARS / engineMs) * 1000),
    floorBarsPerSecond: Math.round((BARS / floorMs) * 1000),
    ratio: Number((floorMs / engineMs).toFixed(4)),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
    orderListHash: result.hash,
    fills: result.fills.length,
  }
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
