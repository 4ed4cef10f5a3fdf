/** The plain case through the public API with sizer, checks, ledger, round trips, equity curve and run hash on. Prints one line of JSON. */
import { measure } from './measure.mjs'
import { plainCase } from './plain-case.mjs'

const engine = plainCase()
const { medianMs, last } = await measure(() => engine.run())
const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1024)
console.log(
  JSON.stringify({ medianMs, peakRssMb, hash: last.hash, fills: last.fills.length, equity: last.finalEquity }),
)
