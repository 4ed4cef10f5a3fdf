/**
 * Bars of a million trades: `node bar-builder.mjs time`, or volume, renko. Trades come about every 200 ms, prices are a walk in quarters. Prints one line of JSON.
 */
import { BarBuilder, xnys } from '../dist/index.js'
import { BARS as TICKS, measure, SEED } from './measure.mjs'
import { generator } from './synthetic.mjs'

const RULES = {
  time: { bars: { by: 'time', timeframe: '1m' } },
  session: { bars: { by: 'time', timeframe: '1m' }, calendar: xnys() },
  volume: { bars: { by: 'volume', size: 10_000 } },
  renko: { bars: { by: 'renko', size: 2 } },
}
const options = RULES[process.argv[2]]

const random = generator(SEED)
const ticks = []
let time = Date.UTC(2024, 0, 2, 14, 30)
let quarters = 4_000
for (let i = 0; i < TICKS; i++) {
  time += Math.floor(random() * 400)
  quarters += Math.round((random() - 0.5) * 4)
  ticks.push({ symbol: 'SYN', occurredAt: time, price: quarters / 4, size: 1 + Math.floor(random() * 100) })
}

const { medianMs, last } = await measure(() => {
  const builder = new BarBuilder({ symbol: 'SYN', ...options })
  for (const tick of ticks) builder.update(tick)
  builder.flush()
  return builder
})
console.log(JSON.stringify({ medianMs, bars: last.columns.length, taken: last.taken }))
