import { describe, expect, it } from 'vitest'
import { Crossover } from './crossover.js'
import { SMA } from './sma.js'

/** What a crossover gives as one number goes over another, or over a level. */
function crossings(values: readonly number[], overs: readonly number[] | number): number[] {
  const of = { value: Number.NaN }
  const over = { value: Number.NaN }
  const cross = new Crossover({ of, over: typeof overs === 'number' ? overs : over })
  return values.map((value, i) => {
    of.value = value
    if (typeof overs !== 'number') over.value = overs[i]!
    cross.update()
    return cross.value
  })
}

const NONE = Number.NaN

describe('a crossover', () => {
  it('is 1 where one comes above the other, -1 where it comes below, else 0', () => {
    expect(crossings([1, 3, 4, 2, 1], [2, 2, 2, 3, 3])).toEqual([NONE, 1, 0, -1, 0])
  })

  it('of a level compares with that', () => {
    expect(crossings([29, 31, 30, 29], 30)).toEqual([NONE, 1, 0, -1])
  })

  it('does not count a touch, but the other side after it', () => {
    expect(crossings([1, 2, 1, 2, 2, 3], 2)).toEqual([NONE, 0, 0, 0, 0, 1])
    expect(crossings([2, 3, 2, 1], 2)).toEqual([NONE, 0, 0, -1])
  })

  it('passes over updates on which one of them has no value', () => {
    expect(crossings([NONE, 1, NONE, 3], 2)).toEqual([NONE, NONE, NONE, 1])
  })

  it('is ready one update after what it compares', () => {
    const of = new SMA({ period: 2 })
    const over = new SMA({ period: 4 })
    const cross = new Crossover({ of, over })
    expect(cross.warmup).toBe(5)
    const ready = [1, 2, 3, 2, 1, 0].map((value) => {
      of.update(value)
      over.update(value)
      cross.update()
      return [cross.ready, Number.isNaN(cross.value)]
    })
    expect(ready).toEqual([...Array<boolean[]>(4).fill([false, true]), [true, false], [true, false]])
  })

  it('remembers its side in its state', () => {
    const of = { value: 1 }
    const cross = new Crossover({ of, over: 2 })
    cross.update()
    const restored = new Crossover({ of, over: 2 })
    restored.load(JSON.parse(JSON.stringify(cross.save())))
    of.value = 3
    restored.update()
    expect(restored.value).toBe(1)
    expect(() => {
      new Crossover({ of, over: 3 }).load(cross.save())
    }).toThrow('INDICATOR_INVALID: Crossover: over of the state is 2; expected 3')
  })
})
