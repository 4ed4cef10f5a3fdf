import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  ATR,
  EMA,
  formatTime,
  RSI,
  SMA,
  Strategy,
  type AccountEvent,
  type Bar,
  type BacktestResult,
  type Order,
} from '../src/index.js'
import { walk } from './dice-trader.js'
import { daily, day, engineOf, errorOf, type Bars } from './engine-setup.js'

const HOUR = 3_600_000
const paramsAt = (at: number, params: unknown): AccountEvent => ({ kind: 'params', at, strategy: 'Averages', params })

let seen: string[] = []

/** Indicators of all sorts, on two symbols and two timeframes: one of whole bars, one that follows another, one of a function. */
class Averages extends Strategy<typeof Averages.params> {
  static params = z.object({ period: z.number().int().min(1) })
  average = this.indicator(new SMA({ period: this.params.period }), { symbol: 'X' })
  smoothed = this.indicator(new EMA({ period: 3 }), { symbol: 'X', source: this.average })
  range = this.indicator(new ATR({ period: this.params.period }), { symbol: 'X' })
  strength = this.indicator(new RSI({ period: 1 + this.params.period }), { symbol: 'X', source: 'open' })
  slow = this.indicator(new SMA({ period: 2 }), { symbol: 'X', timeframe: '4h' })
  other = this.indicator(new SMA({ period: this.params.period }), {
    symbol: 'Y',
    source: ({ high, low }) => high - low,
  })

  override onBar({ symbol, timeframe }: Bar): void {
    const values = [this.average, this.smoothed, this.range, this.strength, this.slow, this.other].map(
      ({ value }) => value,
    )
    seen.push(`${formatTime(this.now)} ${symbol} ${timeframe} ${values.join(' ')}`)
  }
}

async function valuesOf(bars: Bars, period: number, events: readonly AccountEvent[]): Promise<readonly string[]> {
  seen = []
  await engineOf(Averages, bars, { strategies: [{ strategy: Averages, params: { period } }], events }).run()
  return seen
}

describe('new parameters inside a run', () => {
  it('find indicators as they are where the run has had these parameters from its start', async () => {
    const world = fc.record({
      seed: fc.nat(),
      gaps: fc.boolean(),
      before: fc.integer({ min: 1, max: 30 }),
      after: fc.integer({ min: 1, max: 30 }),
      hour: fc.integer({ min: 1, max: 119 }),
    })
    await fc.assert(
      fc.asyncProperty(world, async ({ seed, gaps, before, after, hour }) => {
        const bars: Bars = {
          'X 1h': walk({ seed, count: 120, gaps }),
          'X 4h': walk({ seed: seed + 1, count: 30, stepMs: 4 * HOUR }),
          'Y 1h': walk({ seed: seed + 2, count: 120, gaps }),
        }
        const at = day(1) + hour * HOUR
        const changed = await valuesOf(bars, before, [paramsAt(at, { period: after })])
        const fromTheStart = await valuesOf(bars, after, [])
        const later = (line: string): boolean => Date.parse(line.slice(0, 20)) > at
        expect(changed.filter(later)).toEqual(fromTheStart.filter(later))
      }),
      { numRuns: 60 },
    )
  })

  it('make a new instance: the old one stops, the new one starts, with the state, book, orders and dice of the old', async () => {
    const told: string[] = []
    class Keeper extends Strategy<typeof Keeper.params, typeof Keeper.state> {
      static params = z.object({ size: z.number() })
      static state = z.object({ count: z.number().default(0) })
      readonly marks: number[] = []
      override onStart(): void {
        told.push(`start ${String(this.params.size)} ${String(this.state.count)}`)
        this.schedule.at(`timer ${String(this.params.size)}`, day(5))
      }
      override onBar(): void {
        this.state.count++
        this.marks.push(this.random())
        if (this.now === day(2)) this.buy('X', { quantity: this.params.size, type: 'limit', limitPrice: 50 })
        if (this.now === day(2)) this.buy('X', { quantity: this.params.size })
        const held = `${String(this.position('X').size)} held, ${String(this.openOrders().length)} open`
        told.push(
          `${String(this.params.size)}: bar ${String(this.state.count)}, own ${String(this.marks.length)}, ${held}`,
        )
      }
      override onTimer(name: string): void {
        told.push(name)
      }
      override onFill(_: unknown, { quantity }: Order): void {
        told.push(`${String(this.params.size)}: filled ${quantity.toFixed()}`)
      }
      override onStop(): void {
        told.push(`stop ${String(this.params.size)}`)
        dice.push(...this.marks)
      }
    }
    const dice: number[] = []
    const bars = { X: daily(100, 100, 100, 40, 40, 40) }
    const play = (events: readonly AccountEvent[]) =>
      engineOf(Keeper, bars, { strategies: [{ strategy: Keeper, params: { size: 3 } }], events }).run()
    const result = await play([{ kind: 'params', at: day(4), strategy: 'Keeper', params: { size: 7 } }])
    expect(told).toEqual([
      'start 3 0',
      ...[
        '3: bar 1, own 1, 0 held, 0 open',
        '3: filled 3',
        '3: bar 2, own 2, 3 held, 1 open',
        '3: bar 3, own 3, 3 held, 1 open',
      ],
      ...['stop 3', 'start 7 3', '7: filled 3'],
      ...[
        '7: bar 4, own 1, 6 held, 0 open',
        'timer 7',
        '7: bar 5, own 2, 6 held, 0 open',
        '7: bar 6, own 3, 6 held, 0 open',
      ],
      'stop 7',
    ])
    expect(result.events.map(({ message }) => message)).toEqual(['running -> running'])
    const changed = dice.splice(0)
    await play([])
    expect(changed).toEqual(dice)
  })

  it('of a strategy that is paused leave it paused; of one that has not started they wait for its start', async () => {
    const told: string[] = []
    class Quiet extends Strategy<typeof Quiet.params> {
      static params = z.object({ size: z.number() })
      override onStart(): void {
        told.push(`${this.name} start ${String(this.params.size)}`)
      }
      override onBar(): void {
        told.push(`${this.name} bar ${String(this.params.size)}`)
      }
    }
    const entry = (name: string, autoStart: boolean) => ({ strategy: Quiet, name, autoStart, params: { size: 1 } })
    const events = (strategy: string): AccountEvent[] => [
      { kind: 'params', at: day(3), strategy, params: { size: 2 } },
      { kind: 'start', at: day(5), strategy },
    ]
    const paused: AccountEvent = { kind: 'pause', at: day(2), strategy: 'paused' }
    const result = await engineOf(
      Quiet,
      { X: daily(1, 1, 1, 1, 1) },
      {
        strategies: [entry('paused', true), entry('waits', false)],
        events: [paused, ...events('paused'), ...events('waits')],
      },
    ).run()
    expect(told).toEqual([
      ...['paused start 1', 'paused bar 1', 'paused start 2', 'waits start 2', 'paused bar 2', 'waits bar 2'],
    ])
    expect(result.events.map(({ message }) => message)).toEqual([
      ...['running -> paused', 'paused -> paused', 'waiting -> waiting', 'paused -> running', 'waiting -> running'],
    ])
  })

  it('are as they were written in every run, whatever the one before made of them', async () => {
    const told: string[] = []
    class Consumes extends Strategy<typeof Consumes.params> {
      static params = z.object({ levels: z.array(z.number()) })
      override onBar(): void {
        told.push(this.params.levels.join())
        this.params.levels.pop()
      }
    }
    const change: AccountEvent = { kind: 'params', at: day(3), strategy: 'Consumes', params: { levels: [4, 5] } }
    const strategies = [{ strategy: Consumes, params: { levels: [1, 2] } }]
    const engine = engineOf(Consumes, { X: daily(1, 1, 1, 1) }, { strategies, events: [change] })
    const [first, second] = [await engine.run(), await engine.run()]
    expect(told).toEqual(['1,2', '1', '4,5', '4', '1,2', '1', '4,5', '4'])
    expect(first.hash).toBe(second.hash)
  })

  it('that its schema refuses are refused before the run', async () => {
    const extra = {
      strategies: [{ strategy: Averages, params: { period: 3 } }],
      events: [paramsAt(day(3), { period: 0 })],
    }
    const { code, message } = await errorOf(() => engineOf(Averages, { X: daily(1) }, extra))
    expect([code, message]).toEqual([
      'PARAMS_INVALID',
      'PARAMS_INVALID: params of Averages cannot be used: period: Too small: expected number to be >=1, 0 came',
    ])
  })
})

describe('equity', () => {
  /** Long and short the same value; the prices of both move by the same amount. */
  class Hedged extends Strategy {
    override onSlice(): void {
      if (this.now !== day(2)) return
      this.buy('A', { quantity: 10 })
      this.sell('B', { quantity: 10 })
    }
  }
  const prices = [100, 100, 90, 120, 80, 110, 60]
  const check = ({ equityCurve, metrics }: BacktestResult): void => {
    expect(Array.from(equityCurve.equity)).toEqual(Array<number>(equityCurve.times.length).fill(100_000))
    expect(new Set(equityCurve.times).size).toBe(equityCurve.times.length)
    expect(metrics.maxDrawdown).toBe(0)
  }

  it('is taken once per instant: of a hedged pair whose bars close at once it never falls', async () => {
    const result = await engineOf(Hedged, { A: daily(...prices), B: daily(...prices) }).run()
    expect(result.equityCurve.times).toHaveLength(7)
    check(result)
  })

  it('does not fall between the books that hold the two sides either', async () => {
    class Long extends Hedged {
      override onSlice(): void {
        if (this.now === day(2)) this.buy('A', { quantity: 10 })
      }
    }
    class Short extends Hedged {
      override onSlice(): void {
        if (this.now === day(2)) this.sell('B', { quantity: 10 })
      }
    }
    const strategies = [{ strategy: Long }, { strategy: Short, capital: { amount: 20_000 } }]
    check(await engineOf(Hedged, { A: daily(...prices), B: daily(...prices) }, { strategies }).run())
  })
})
