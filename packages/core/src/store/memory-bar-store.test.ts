import { describe, expect, it } from 'vitest'
import type { BarColumns } from '../domain/bar-columns.js'
import type { SeriesKey } from '../ports/bar-store.js'
import { MemoryBarStore } from './memory-bar-store.js'

const KEY: SeriesKey = { source: 'vendor', symbol: 'X', timeframe: '1m' }

/** Bars that open at some times and close one later; a price tells which write they came with. */
function bars(times: readonly number[], price = 1, more: Partial<BarColumns> = {}): BarColumns {
  const column = (value: (time: number) => number): Float64Array => Float64Array.from(times, value)
  const prices = column(() => price)
  return {
    ...{ length: times.length, openTime: column((time) => time), closeTime: column((time) => time + 1) },
    ...{ open: prices, high: prices, low: prices, close: prices, ...more },
  }
}

async function read(store: MemoryBarStore, from: number, to: number, key = KEY): Promise<string> {
  const { openTime, close } = await store.readBars(key, { from, to })
  return Array.from(openTime, (time, row) => `${String(time)}:${String(close[row])}`).join(' ')
}

describe('a store of bars in memory', () => {
  it('gives the bars of a range that were written, and which stretches it knows', async () => {
    const store = new MemoryBarStore()
    await store.writeBars(KEY, { from: 0, to: 10 }, bars([1, 5, 9]))
    await store.writeBars(KEY, { from: 20, to: 30 }, bars([]))
    await store.writeBars(KEY, { from: 10, to: 15 }, bars([12]))
    expect(await store.coverage(KEY)).toEqual([
      { from: 0, to: 15 },
      { from: 20, to: 30 },
    ])
    expect(await read(store, 5, 13)).toBe('5:1 9:1 12:1')
    expect(await read(store, 15, 99)).toBe('')
  })

  it('puts what is written in place of what was there', async () => {
    const store = new MemoryBarStore()
    await store.writeBars(KEY, { from: 0, to: 10 }, bars([1, 3, 5, 7, 9]))
    await store.writeBars(KEY, { from: 3, to: 7 }, bars([4], 2))
    expect(await read(store, 0, 10)).toBe('1:1 4:2 7:1 9:1')
    expect(await store.coverage(KEY)).toEqual([{ from: 0, to: 10 }])
  })

  it('writes nothing outside of the range', async () => {
    const store = new MemoryBarStore()
    await store.writeBars(KEY, { from: 3, to: 7 }, bars([1, 3, 5, 7]))
    expect(await read(store, 0, 10)).toBe('3:1 5:1')
  })

  it('keeps copies', async () => {
    const store = new MemoryBarStore()
    const columns = bars([1])
    await store.writeBars(KEY, { from: 0, to: 10 }, columns)
    columns.close[0] = 99
    const given = await store.readBars(KEY, { from: 0, to: 10 })
    given.close[0] = 98
    expect(await read(store, 0, 10)).toBe('1:1')
  })

  it('has volume where all of the bars have it, and flags where any has', async () => {
    const store = new MemoryBarStore()
    await store.writeBars(KEY, { from: 0, to: 5 }, bars([1, 2], 1, { volume: Float64Array.of(7, 8) }))
    await store.writeBars(KEY, { from: 5, to: 10 }, bars([6], 1, { flags: Uint8Array.of(1) }))
    const all = await store.readBars(KEY, { from: 0, to: 10 })
    expect([all.volume, all.flags]).toEqual([undefined, Uint8Array.of(0, 0, 1)])
    expect((await store.readBars(KEY, { from: 0, to: 5 })).volume).toEqual(Float64Array.of(7, 8))
  })

  it('tells series apart by source, symbol and timeframe, and forgets one', async () => {
    const store = new MemoryBarStore()
    const others: SeriesKey[] = [
      KEY,
      { ...KEY, source: 'other' },
      { ...KEY, symbol: 'X"' },
      { ...KEY, timeframe: '1h' },
    ]
    for (const [i, key] of others.entries()) await store.writeBars(key, { from: 0, to: 9 }, bars([i], i + 1))
    for (const [i, key] of others.entries()) expect(await read(store, 0, 9, key)).toBe(`${String(i)}:${String(i + 1)}`)
    await store.deleteBars(KEY)
    expect([await store.coverage(KEY), await read(store, 0, 9)]).toEqual([[], ''])
    expect(await read(store, 0, 9, others[1])).toBe('1:2')
  })
})
