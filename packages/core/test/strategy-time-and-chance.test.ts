import { describe, expect, it } from 'vitest'
import { formatTime, Strategy } from '../src/index.js'
import { day, engineOf, rising } from './engine-setup.js'

const stamp = (time: number): string => formatTime(time).slice(8, 16)

describe('random', () => {
  const draws = async (name: string, seed?: number): Promise<number[]> => {
    const drawn: number[] = []
    class Dice extends Strategy {
      override onBar(): void {
        drawn.push(this.random())
      }
    }
    const strategies = [{ strategy: Dice, name }]
    await engineOf(Dice, undefined, { strategies, ...(seed === undefined ? {} : { seed }) }).run()
    return drawn
  }

  it('gives the same numbers for the same seed and name, and others for another seed or name', async () => {
    const base = await draws('a', 1)
    expect(await draws('a')).toEqual(base)
    const others = [await draws('a', 2), await draws('b', 1), await draws('a', -1)]
    expect(new Set([base, ...others].flat()).size).toBe(20)
    for (const number of base) expect(number >= 0 && number < 1).toBe(true)
  })

  it('begins anywhere in [0, 1), however close seeds and names are', async () => {
    const firsts: number[] = []
    for (let seed = 1; seed <= 100; seed++)
      firsts.push((await draws('a', seed))[0]!, (await draws(`a${String(seed)}`))[0]!)
    const tenths = Array.from({ length: 10 }, (_, i) => firsts.filter((first) => Math.floor(first * 10) === i).length)
    for (const count of tenths) expect(count).toBeGreaterThan(5)
  })

  it('of one strategy is not moved by what another draws', async () => {
    const drawn: number[] = []
    class Dice extends Strategy {
      override onBar(): void {
        if (this.name === 'a') drawn.push(this.random())
        else for (let i = 0; i < 5; i++) this.random()
      }
    }
    await engineOf(Dice, undefined, { strategies: ['greedy', 'a'].map((name) => ({ strategy: Dice, name })) }).run()
    expect(drawn).toEqual(await draws('a'))
  })
})

describe('schedule', () => {
  it('fires a timer once at a time or after a delay, and every period until it is canceled', async () => {
    const hour = 3_600_000
    const fired: string[] = []
    class Timed extends Strategy {
      override onStart(): void {
        this.schedule.at('at', day(1) + 6 * hour)
        this.schedule.in('in', 9 * hour)
        this.schedule.every('every', 8 * hour)
        this.schedule.at('replaced', day(1) + hour)
        this.schedule.at('replaced', day(1) + 3 * hour)
        this.schedule.at('canceled', day(1) + 2 * hour)
        this.schedule.cancel('canceled')
        this.schedule.cancel('unknown')
      }
      override onTimer(name: string): void {
        fired.push(`${stamp(this.now)} ${name}`)
        if (this.now >= day(2)) this.schedule.cancel('every')
      }
    }
    await engineOf(Timed).run()
    expect(fired).toEqual([
      '01T03:00 replaced',
      '01T06:00 at',
      '01T08:00 every',
      '01T09:00 in',
      '01T16:00 every',
      '02T00:00 every',
    ])
  })

  it('fires what is due at one time in the order in which it was set, each strategy its own', async () => {
    const fired: string[] = []
    class Timed extends Strategy {
      override onStart(): void {
        for (const name of ['b', 'a', 'c']) this.schedule.at(name, day(2))
      }
      override onTimer(name: string): void {
        fired.push(`${this.name} ${name}`)
        this.schedule.cancel('a')
      }
    }
    const strategies = ['one', 'two'].map((name) => ({ strategy: Timed, name }))
    await engineOf(Timed, undefined, { strategies }).run()
    expect(fired).toEqual(['one b', 'one c', 'two b', 'two c'])
  })

  it.each([
    ['a lone series', { X: rising }],
    ['two series', { X: rising, Y: rising }],
  ])('fires at once what is set for the past, and never turns the clock back, with %s', async (_, bars) => {
    const fired: string[] = []
    class Late extends Strategy {
      override onStart(): void {
        this.schedule.at('start', 5)
      }
      override onBar(): void {
        if (this.now === day(2)) this.buy('X', { quantity: 1 })
        if (this.now === day(3)) this.schedule.at('bar', day(2))
      }
      override onFill(): void {
        this.schedule.at('fill', day(1))
      }
      override onTimer(name: string): void {
        fired.push(`${stamp(this.now)} ${name}`)
      }
    }
    await engineOf(Late, bars).run()
    expect(fired).toEqual(['01T00:00 start', '02T00:00 fill', '03T00:00 bar'])
  })

  it('fires timers that set timers for the same instant, as long as they come to an end', async () => {
    let fired = 0
    class Chain extends Strategy {
      override onStart(): void {
        this.schedule.at('next', day(2))
      }
      override onTimer(name: string): void {
        if (++fired < 500) this.schedule.in(name, 0)
      }
    }
    await engineOf(Chain).run()
    expect(fired).toBe(500)
  })
})
