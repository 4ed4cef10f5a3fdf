import { describe, expect, it } from 'vitest'
import { barsAt, messageOf, readCsv } from '../test/read-csv.js'

const START = Date.UTC(2024, 0, 1)
const HOUR_MS = 3_600_000

/** So many bars, one after the other at a distance, without those whose place is in `missing`. */
function spaced(count: number, stepMs: number, missing: (place: number) => boolean = () => false): string {
  const times = Array.from({ length: count }, (_, place) => new Date(START + place * stepMs).toISOString())
  return barsAt(...times.filter((_, place) => !missing(place)))
}

describe('a file of another timeframe than it is read as', () => {
  it('is refused where its bars are longer: they would be known before they close', async () => {
    expect(await messageOf(readCsv(spaced(30, HOUR_MS), { timeframe: '5m' }))).toBe(
      "DataError TIMEFRAME_MISMATCH: bars.csv has bars that are 1 h apart, read as 5m; expected the timeframe of the file in the run's series",
    )
  })

  it.each(['1d', '4h', '1w'] as const)('is refused where its bars are shorter: hours read as %s', async (timeframe) => {
    expect(await messageOf(readCsv(spaced(30, HOUR_MS), { timeframe }))).toContain(`1 h apart, read as ${timeframe}`)
    const closes = readCsv(spaced(30, HOUR_MS), { timeframe, timestamp: 'close' })
    expect(await messageOf(closes)).toContain('TIMEFRAME_MISMATCH')
  })

  it('is refused for daily bars that are read as weeks', async () => {
    expect(await messageOf(readCsv(spaced(30, 24 * HOUR_MS), { timeframe: '1w' }))).toContain('1 d apart, read as 1w')
  })

  it('is read where it has too few bars to tell', async () => {
    expect((await readCsv(spaced(20, HOUR_MS), { timeframe: '5m' })).columns.length).toBe(20)
    expect(await messageOf(readCsv(spaced(21, HOUR_MS), { timeframe: '5m' }))).toContain('TIMEFRAME_MISMATCH')
  })
})

describe('a file of the timeframe that it is read as', () => {
  it('may lack bars, as many as it likes', async () => {
    const sparse = spaced(2_000, 60_000, (place) => (place * place) % 7 !== 1)
    expect((await readCsv(sparse, { timeframe: '1m' })).columns.length).toBeGreaterThan(300)
    const weekdays = spaced(60, 24 * HOUR_MS, (place) => place % 7 > 4)
    expect((await readCsv(weekdays)).columns.length).toBe(44)
  })

  it('may have shorter bars among others, as where a session begins at half past', async () => {
    const halves = spaced(96, HOUR_MS / 2, (place) => place % 12 !== 0 && place % 2 === 0)
    expect((await readCsv(halves, { timeframe: '1h' })).columns.length).toBe(56)
  })
})
