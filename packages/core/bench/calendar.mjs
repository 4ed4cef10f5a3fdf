/**
 * What a call to a calendar costs in a loop over minutes, in nanoseconds: two years of every minute, on a venue with one stretch a day and one with lunch. Prints one
 * line of JSON.
 */
import { cmeEquity, dailyCut, xnys, xtks } from '../dist/index.js'

const MINUTE = 60_000
const FROM = Date.UTC(2022, 0, 3)
const TO = Date.UTC(2023, 11, 28)
const RUNS = 7

function nanosecondsPerCall(step, ask) {
  const times = []
  for (let run = -3; run < RUNS; run++) {
    const started = performance.now()
    let calls = 0
    for (let time = FROM; time < TO; time += step) {
      ask(time)
      calls++
    }
    if (run >= 0) times.push(((performance.now() - started) * 1e6) / calls)
  }
  return times.sort((a, b) => a - b)[RUNS >> 1]
}

let kept = 0
const asks = (calendar) => ({
  isOpen: (time) => (kept += calendar.isOpen(time) ? 1 : 0),
  sessionAt: (time) => (kept += calendar.sessionAt(time) === undefined ? 0 : 1),
  nextSession: (time) => (kept += calendar.nextSession(time).open & 1),
  nextOpen: (time) => (kept += calendar.nextOpen(time) & 1),
  nextClose: (time) => (kept += calendar.nextClose(time) & 1),
  previousOpen: (time) => (kept += calendar.previousOpen(time) & 1),
  previousClose: (time) => (kept += calendar.previousClose(time) & 1),
})

const byCall = {}
for (const calendar of [xnys(), xtks(), cmeEquity()]) {
  for (const [name, ask] of Object.entries(asks(calendar))) {
    const found = nanosecondsPerCall(MINUTE, ask)
    byCall[name] = Math.max(byCall[name] ?? 0, found)
  }
}
const cut = dailyCut()
byCall.dailyCutNext = nanosecondsPerCall(24 * 60 * MINUTE, (time) => (kept += cut.next(time) & 1))
const started = performance.now()
const sessions = xnys().sessions('1990-01-01', '2035-12-31').length
const allYearsMs = performance.now() - started
console.log(
  JSON.stringify({ byCall, slowest: Math.max(...Object.values(byCall)), sessions, allYearsMs, kept: kept & 1 }),
)
