import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IndicatorBar } from './indicator.js'
import { barAt, feed, INDICATORS, outputs, randomBars } from './test-indicators.js'

const EACH = INDICATORS.map((each) => [each.name, each] as const)
// A lag hands on what came, and so a NaN when its turn has come.
const FINITE = EACH.filter(([name, { memory }]) => Number.isFinite(memory) && !name.startsWith('Lag'))
const ENDLESS = EACH.filter(([, { memory }]) => !Number.isFinite(memory))

const bars = [...randomBars(200)]

/** A bar of which nothing is known but its time. */
const unknown = (row: number): IndicatorBar => barAt(row, Number.NaN, { volume: Number.NaN })

/** Bars with prices from pennies to 100,000 that rise, fall and stay, ranges of any size, and now and then a NaN. */
const anyBars = fc
  .array(
    fc.record({
      close: fc.oneof(
        { weight: 9, arbitrary: fc.double({ min: 0.01, max: 1e5, noNaN: true }) },
        { weight: 3, arbitrary: fc.constantFrom(100, 101) },
        { weight: 1, arbitrary: fc.constant(Number.NaN) },
      ),
      range: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 100, noNaN: true })),
      volume: fc.integer({ min: 0, max: 1e6 }),
    }),
    { maxLength: 90 },
  )
  .map((list) => list.map(({ close, range, volume }, row) => barAt(row, close, { range, volume })))

describe.each(EACH)('%s', (_, { make, warmup }) => {
  it('is ready, and all its numbers count, from exactly the update that its warm-up says', () => {
    const indicator = make()
    expect(indicator.warmup).toBe(warmup)
    for (const [i, bar] of bars.entries()) {
      expect(indicator.ready).toBe(i >= warmup)
      for (const number of Object.values(outputs(indicator))) expect(Number.isNaN(number)).toBe(i < warmup)
      feed(indicator, bar)
    }
  })

  it('goes on to the last bit from a state that was saved, written as JSON and loaded', () => {
    fc.assert(
      fc.property(anyBars, anyBars, (before, after) => {
        const saved = make()
        for (const bar of before) feed(saved, bar)
        const loaded = make()
        loaded.load(JSON.parse(JSON.stringify(saved.save())))
        expect(loaded).toEqual(saved)
        for (const bar of after) {
          feed(saved, bar)
          feed(loaded, bar)
          expect([loaded.ready, outputs(loaded)]).toEqual([saved.ready, outputs(saved)])
        }
        expect(loaded.save()).toEqual(saved.save())
      }),
      { numRuns: 40 },
    )
  })

  it('has numbers and no infinities on prices that never move and have no range', () => {
    const indicator = make()
    for (let row = 0; row < warmup + 20; row++) feed(indicator, barAt(row, 0.1))
    for (const number of Object.values(outputs(indicator))) expect(number).toSatisfy(Number.isFinite)
  })

  it('refuses the state of another indicator or of other options, and stays as it was', () => {
    const indicator = make()
    for (const bar of bars) feed(indicator, bar)
    const state = indicator.save()
    const wrong = [undefined, null, 5, {}, [], { ...state, indicator: 'Other' }, { ...state, state: {} }]
    const options = Object.keys(state.options)
    for (const name of options) wrong.push({ ...state, options: { ...state.options, [name]: 77 } })
    for (const each of wrong) {
      expect(() => {
        indicator.load(each)
      }).toThrow(expect.objectContaining({ code: 'INDICATOR_INVALID' }))
    }
    expect(indicator.save()).toEqual(state)
  })
})

describe.each(FINITE)('%s', (_, { make, memory }) => {
  it('is NaN while a NaN is in its window, and then as if there had never been one', () => {
    const indicator = make()
    for (const bar of bars.slice(0, 50)) feed(indicator, bar)
    feed(indicator, unknown(50))
    expect(indicator.value).toBeNaN()
    for (const bar of bars.slice(50, 50 + memory)) feed(indicator, bar)
    const fresh = make()
    for (const bar of bars.slice(50, 50 + memory)) feed(fresh, bar)
    for (const [name, value] of Object.entries(outputs(fresh))) expect(outputs(indicator)[name]).toBeCloseTo(value, 9)
  })
})

describe.each(ENDLESS)('%s', (_, { make }) => {
  it('passes over a NaN, at the start or later, as if that update had not come', () => {
    const spared = make()
    const met = make()
    for (const [i, bar] of bars.entries()) {
      if (i % 3 === 0) feed(met, unknown(i))
      feed(met, bar)
      feed(spared, bar)
      expect(met.save()).toEqual(spared.save())
    }
  })
})
