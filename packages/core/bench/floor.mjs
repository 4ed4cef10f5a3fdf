/**
 * The plain case by hand, all in one function on float64: the two indicators' own arithmetic over their ring windows, a position, the fee, and
 * the equity column. Prints one line of JSON.
 */
import { BARS, CAPITAL, measure, SEED } from './measure.mjs'
import { syntheticBars } from './synthetic.mjs'

function floor({ open, close, length }) {
  const equity = new Float64Array(length)
  const fastWindow = new Float64Array(10)
  const slowWindow = new Float64Array(30)
  let fastNext = 0
  let slowNext = 0
  let fastSum = 0
  let slowSum = 0
  let fastTurn = 0
  let slowTurn = 0
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
    fastTurn += price
    fastSum += price - fastWindow[fastNext]
    fastWindow[fastNext] = price
    if (++fastNext === 10) {
      fastSum = fastTurn
      fastTurn = 0
      fastNext = 0
    }
    slowTurn += price
    slowSum += price - slowWindow[slowNext]
    slowWindow[slowNext] = price
    if (++slowNext === 30) {
      slowSum = slowTurn
      slowTurn = 0
      slowNext = 0
    }
    value = cash + position * price
    equity[i] = value
    if (i < 29) continue
    const isAbove = fastSum / 10 > slowSum / 30 ? 1 : 0
    if (isAbove !== above) {
      if (above !== -1) order = isAbove === 1 ? Math.floor((value * 0.05) / price) : -position
      above = isAbove
    }
  }
  return { equity: value, fills, curve: equity }
}

const bars = syntheticBars(BARS, SEED)
const { medianMs, last } = await measure(() => floor(bars))
console.log(JSON.stringify({ medianMs, fills: last.fills, equity: last.equity }))
