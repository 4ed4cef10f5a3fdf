/**
 * The plain case by hand, all in one function on float64: two moving averages, their sums replaced once a window by ones added up afresh, as
 * the indicators do it, a position, the fee, and the equity column. Prints one line of JSON.
 */
import { BARS, CAPITAL, measure, SEED } from './measure.mjs'
import { syntheticBars } from './synthetic.mjs'

function floor({ open, close, length }) {
  const equity = new Float64Array(length)
  let freshFast = 0
  let freshSlow = 0
  let fastAt = 0
  let slowAt = 0
  let fast = 0
  let slow = 0
  let cash = CAPITAL
  let position = 0
  let order = 0
  let above = -1
  let fills = 0
  let value = cash
  for (let i = 0; i < length; i++) {
    if (order !== 0) {
      const notional = order * open[i]
      cash -= notional + Math.abs(notional) * 0.001
      position += order
      order = 0
      fills++
    }
    const price = close[i]
    fast += price - (i >= 10 ? close[i - 10] : 0)
    freshFast += price
    if (++fastAt === 10) {
      fast = freshFast
      freshFast = 0
      fastAt = 0
    }
    slow += price - (i >= 30 ? close[i - 30] : 0)
    freshSlow += price
    if (++slowAt === 30) {
      slow = freshSlow
      freshSlow = 0
      slowAt = 0
    }
    value = cash + position * price
    equity[i] = value
    if (i < 29) continue
    const isAbove = fast / 10 > slow / 30 ? 1 : 0
    if (isAbove !== above) {
      if (above !== -1) order = isAbove === 1 ? Math.floor((value * 0.5) / price) : -position
      above = isAbove
    }
  }
  return { equity: value, fills, curve: equity }
}

const bars = syntheticBars(BARS, SEED)
const { medianMs, last } = await measure(() => floor(bars))
console.log(JSON.stringify({ medianMs, fills: last.fills, equity: last.equity }))
