import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mergeRanges } from '../domain/time-range.js'
import type { SeriesKey } from '../ports/bar-store.js'
import { MemoryBarStore } from './memory-bar-store.js'

const KEY: SeriesKey = { source: 'vendor', symbol: 'X', timeframe: '1m' }
const END = 30

/** Bars that open at some instants, at a price that says with which write they came. */
const write = fc.record({
  from: fc.nat(END),
  length: fc.nat(12),
  times: fc.uniqueArray(fc.nat(END + 5), { maxLength: 12 }),
  hasVolume: fc.boolean(),
})

it('knows at every instant what was written there last', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(write, { maxLength: 8 }), fc.nat(END), fc.nat(END), async (writes, one, other) => {
      const store = new MemoryBarStore()
      const model = new Map<number, { readonly price: number; readonly hasVolume: boolean } | undefined>()
      for (const [index, { from, length, times, hasVolume }] of writes.entries()) {
        const [price, to] = [index + 1, from + length]
        const openTime = Float64Array.from(times).sort()
        const prices = openTime.map(() => price)
        const columns = {
          open: prices,
          high: prices,
          low: prices,
          close: prices,
          ...(hasVolume ? { volume: prices } : {}),
        }
        const closeTime = openTime.map((time) => time + 1)
        await store.writeBars(KEY, { from, to }, { length: openTime.length, openTime, closeTime, ...columns })
        for (let time = from; time < to; time++)
          model.set(time, openTime.includes(time) ? { price, hasVolume } : undefined)
      }
      const [from, to] = [Math.min(one, other), Math.max(one, other)]
      const expected = [...model].filter(([time, bar]) => bar !== undefined && time >= from && time < to)
      expected.sort(([a], [b]) => a - b)
      const read = await store.readBars(KEY, { from, to })
      expect([...read.openTime]).toEqual(expected.map(([time]) => time))
      expect([...read.close]).toEqual(expected.map(([, bar]) => bar!.price))
      expect(read.volume !== undefined).toBe(expected.every(([, bar]) => bar!.hasVolume))
      expect(await store.coverage(KEY)).toEqual(
        mergeRanges([...model.keys()].map((time) => ({ from: time, to: time + 1 }))),
      )
    }),
  )
})
