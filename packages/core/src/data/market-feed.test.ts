import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BarColumns } from '../domain/bar-columns.js'
import { MarketFeed } from './market-feed.js'

/** Bars from pairs of open and close times. */
function series(...spans: readonly (readonly [number, number])[]): BarColumns {
  const prices = Float64Array.from(spans, () => 1)
  return {
    length: spans.length,
    openTime: Float64Array.from(spans, ([open]) => open),
    closeTime: Float64Array.from(spans, ([, close]) => close),
    open: prices,
    high: prices,
    low: prices,
    close: prices,
  }
}

/** Every event of a feed in order, where all opens are awaited: 'time close series.row' or 'time open series.row'. */
function events(all: readonly BarColumns[], firstRows: readonly number[] = all.map(() => 0)): string[] {
  const feed = new MarketFeed(all, firstRows)
  const seen: string[] = []
  for (const s of all.keys()) feed.awaitOpen(s)
  while (feed.nextAt < Number.POSITIVE_INFINITY) {
    feed.advance()
    for (const s of feed.closing.subarray(0, feed.closingCount)) {
      seen.push(`${String(feed.now)} close ${String(s)}.${String(feed.closedRow[s])}`)
      feed.awaitOpen(s)
    }
    for (const s of feed.opening.subarray(0, feed.openingCount))
      seen.push(`${String(feed.now)} open ${String(s)}.${String(feed.closedRow[s]! + 1)}`)
    feed.passOpens()
  }
  return seen
}

describe('MarketFeed', () => {
  it('closes bars before it opens others at one instant, both in the order of the run', () => {
    expect(events([series([0, 10], [10, 20]), series([10, 20]), series([0, 10])])).toEqual([
      '0 open 0.0',
      '0 open 2.0',
      '10 close 0.0',
      '10 close 2.0',
      '10 open 0.1',
      '10 open 1.0',
      '20 close 0.1',
      '20 close 1.0',
    ])
  })

  it('keeps gaps: a bar need not open when the one before it closes', () => {
    expect(events([series([0, 10], [50, 60]), series([5, 55])])).toEqual([
      '0 open 0.0',
      '5 open 1.0',
      '10 close 0.0',
      '50 open 0.1',
      '55 close 1.0',
      '60 close 0.1',
    ])
  })

  it('begins each series at its own first row, and passes over one that has none', () => {
    expect(events([series([0, 10], [10, 20]), series([0, 10]), series()], [1, 1, 0])).toEqual([
      '10 open 0.1',
      '20 close 0.1',
    ])
    expect(new MarketFeed([], []).nextAt).toBe(Number.POSITIVE_INFINITY)
  })

  it('goes on from where a walk over its only series has come to', () => {
    const only = series([0, 10], [10, 20], [30, 40])
    const feed = new MarketFeed([only], [1])
    expect([feed.only, feed.onlyRow, feed.nextAt]).toEqual([only, 1, 20])
    feed.walkedTo(2)
    expect([feed.onlyRow, feed.nextAt]).toEqual([2, 40])
    feed.advance()
    expect([feed.now, feed.closingCount, feed.closedRow[0], feed.nextAt]).toEqual([40, 1, 2, Infinity])
    const walked = new MarketFeed([only], [0])
    walked.walkedTo(3)
    expect([walked.nextAt, new MarketFeed([only, only], [0, 0]).only]).toEqual([Infinity, undefined])
  })

  it('gives no instant for an open that nobody awaits, and knows which bars are open all the same', () => {
    const feed = new MarketFeed([series([0, 10], [15, 30]), series([0, 20])], [0, 0])
    const instants: string[] = []
    while (feed.nextAt < Number.POSITIVE_INFINITY) {
      feed.advance()
      instants.push(`${String(feed.now)} ${String(feed.isOpen(0))} ${String(feed.isOpen(1))}`)
    }
    expect(instants).toEqual(['10 false true', '20 true false', '30 false false'])
  })

  it('is told to await an open that is still to come, but not one that is past', () => {
    const feed = new MarketFeed([series([0, 10], [15, 30]), series([12, 20])], [0, 0])
    feed.advance()
    feed.awaitOpen(0)
    feed.awaitOpen(1)
    feed.advance()
    expect([feed.now, [...feed.opening.subarray(0, feed.openingCount)]]).toEqual([12, [1]])
    feed.passOpens()
    feed.awaitOpen(1)
    feed.advance()
    expect([feed.now, [...feed.opening.subarray(0, feed.openingCount)]]).toEqual([15, [0]])
  })

  it('merges ragged series as a sort by time, kind and place in the run would', () => {
    const ragged = fc
      .array(fc.record({ gap: fc.constantFrom(0, 0, 1, 2, 7), length: fc.integer({ min: 1, max: 4 }) }), {
        maxLength: 25,
      })
      .map((bars) => {
        let now = 0
        return series(
          ...bars.map(({ gap, length }) => {
            const opens = now + gap
            now = opens + length
            return [opens, now] as const
          }),
        )
      })
    fc.assert(
      fc.property(fc.array(fc.tuple(ragged, fc.nat({ max: 5 })), { maxLength: 6 }), (drawn) => {
        const all = drawn.map(([columns]) => columns)
        const first = drawn.map(([columns, row]) => Math.min(row, columns.length))
        const sorted = all
          .flatMap((columns, s) =>
            Array.from({ length: columns.length }, (_, row) => row)
              .filter((row) => row >= first[s]!)
              .flatMap((row) => [
                { at: columns.closeTime[row]!, kind: 0, s, row },
                { at: columns.openTime[row]!, kind: 1, s, row },
              ]),
          )
          .sort((a, b) => a.at - b.at || a.kind - b.kind || a.s - b.s)
          .map(({ at, kind, s, row }) => `${String(at)} ${kind === 0 ? 'close' : 'open'} ${String(s)}.${String(row)}`)
        expect(events(all, first)).toEqual(sorted)
      }),
      { numRuns: 1_000 },
    )
  })
})
