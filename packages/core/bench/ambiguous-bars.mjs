/**
 * What the exact solver costs: a position with a stop and two targets, all in the range of each bar, or of none, shown to the venue bar by bar. Prints the
 * microseconds that an ambiguous bar takes on top of one in which nothing is reached.
 */
import { createInstrument, Decimal, noCommission, noSlippage, SimulatedBroker } from '../dist/index.js'

const BARS = 20_000
const RUNS = 7
const MINUTE = 60_000

const instrument = createInstrument({ symbol: 'X' })
const request = (number, side, terms) => ({
  number,
  clientOrderId: `x-${number}`,
  strategy: 's',
  symbol: 'X',
  side,
  type: 'market',
  timeInForce: 'GTC',
  quantity: new Decimal(2),
  limitPrice: undefined,
  stopPrice: undefined,
  touchPrice: undefined,
  trail: undefined,
  expireAt: undefined,
  reduceOnly: false,
  link: undefined,
  level: Number.NaN,
  limitLevel: Number.NaN,
  instrument: 0,
  quantityUnits: 2,
  ...terms,
})

function columns(high, low) {
  const filled = (value) => new Float64Array(BARS).fill(value)
  const openTime = Float64Array.from({ length: BARS }, (_, row) => row * MINUTE)
  const closeTime = Float64Array.from(openTime, (time) => time + MINUTE)
  return {
    length: BARS,
    openTime,
    closeTime,
    open: filled(100),
    high: filled(high),
    low: filled(low),
    close: filled(100),
  }
}

/** Milliseconds of all closes: each bar a bracket is entered at the open and decided by the close. */
function play(bars) {
  let fills = 0
  const options = { instruments: [instrument], commission: noCommission(), slippage: noSlippage() }
  const broker = new SimulatedBroker({
    ...options,
    series: [{ instrument: 0, columns: bars, execution: true }],
    fills: { maxVolumeFraction: 'unlimited' },
  })
  broker.connect(({ kind, ambiguous }) => (fills += kind === 'filled' && ambiguous ? 1 : 0))
  let spent = 0
  for (let row = 0; row < BARS; row++) {
    const at = bars.openTime[row]
    const entry = request(row * 10, 'buy', { expireAt: bars.closeTime[row], timeInForce: 'GTD' })
    const link = (role) => ({ role, group: entry.number, parent: entry.number })
    const exits = [
      request(row * 10 + 1, 'sell', {
        type: 'stop',
        level: 95,
        link: link('stopLoss'),
        expireAt: bars.closeTime[row],
        timeInForce: 'GTD',
      }),
      request(row * 10 + 2, 'sell', {
        type: 'limit',
        level: 103,
        quantityUnits: 1,
        link: link('takeProfit'),
        expireAt: bars.closeTime[row],
        timeInForce: 'GTD',
      }),
      request(row * 10 + 3, 'sell', {
        type: 'limit',
        level: 106,
        quantityUnits: 1,
        link: link('takeProfit'),
        expireAt: bars.closeTime[row],
        timeInForce: 'GTD',
      }),
    ]
    broker.send({ kind: 'submitLinked', at, order: entry, orders: [entry, ...exits] })
    broker.barOpened(0, row)
    broker.opensComplete(at)
    const started = performance.now()
    broker.barClosed(0, row)
    spent += performance.now() - started
  }
  return { spent, fills }
}

const ambiguous = columns(107, 94)
const quiet = columns(101, 99)
const median = (bars) => {
  const runs = Array.from({ length: RUNS }, () => play(bars))
  return { ms: runs.map(({ spent }) => spent).sort((a, b) => a - b)[RUNS >> 1], fills: runs[0].fills }
}
const decided = median(ambiguous)
const passed = median(quiet)
if (decided.fills < BARS || passed.fills !== 0)
  throw new Error(`${decided.fills} and ${passed.fills} ambiguous fills; expected one a bar and none`)
console.log(JSON.stringify({ microsecondsPerBar: ((decided.ms - passed.ms) * 1000) / BARS }))
