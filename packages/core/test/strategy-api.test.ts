import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  formatTime,
  SignalStrategy,
  Strategy,
  type Bar,
  type Fill,
  type MarketSnapshot,
  type Order,
  type Signal,
} from '../src/index.js'
import { daily, day, engineOf, rising } from './engine-setup.js'

const stamp = (time: number): string => formatTime(time).slice(8, 16)

describe('callbacks', () => {
  it('come in the order of what happens, and of an instant in the order of the symbols', async () => {
    const seen: string[] = []
    class Recorder extends Strategy {
      note(what: string): void {
        seen.push(`${stamp(this.now)} ${what}`)
      }
      override onStart(): void {
        this.note('onStart')
        this.schedule.at('noon', day(2) + 43_200_000)
        this.schedule.at('close', day(3))
      }
      override onBar({ symbol, close }: Bar): void {
        this.note(`onBar ${symbol} ${String(close)}`)
        if (this.now === day(2)) this.buy(symbol, { quantity: 1 })
      }
      override onSlice({ bars, time }: MarketSnapshot): void {
        this.note(`onSlice ${bars.map(({ symbol }) => symbol).join()} ${stamp(time)}`)
      }
      override onFill({ symbol, price }: Fill, { status }: Order): void {
        this.note(`onFill ${symbol} ${String(price)} ${status}`)
      }
      override onOrder({ symbol, status }: Order): void {
        this.note(`onOrder ${symbol} ${status}`)
      }
      override onTimer(name: string): void {
        this.note(`onTimer ${name}`)
      }
      override onStop(): void {
        this.note('onStop')
      }
    }
    await engineOf(Recorder, { B: daily(10, 11, 12), A: daily(20, 21) }).run()
    expect(seen).toEqual([
      '01T00:00 onStart',
      '02T00:00 onBar B 10',
      '02T00:00 onBar A 20',
      '02T00:00 onSlice B,A 02T00:00',
      '02T00:00 onOrder B SUBMITTED',
      '02T00:00 onOrder A SUBMITTED',
      '02T00:00 onOrder B ACKED',
      '02T00:00 onOrder A ACKED',
      '02T00:00 onFill B 11 FILLED',
      '02T00:00 onOrder B FILLED',
      '02T00:00 onFill A 21 FILLED',
      '02T00:00 onOrder A FILLED',
      '02T12:00 onTimer noon',
      '03T00:00 onBar B 11',
      '03T00:00 onBar A 21',
      '03T00:00 onSlice B,A 03T00:00',
      '03T00:00 onTimer close',
      '04T00:00 onBar B 12',
      '04T00:00 onSlice B 04T00:00',
      '04T00:00 onStop',
    ])
  })

  it('of strategies come in the order of the setup, each with its own symbols in the order of the run', async () => {
    const seen: string[] = []
    class Recorder extends Strategy {
      override onBar({ symbol }: Bar): void {
        if (this.now === day(2)) seen.push(`${this.name} ${symbol} of ${this.symbols.join()}`)
      }
    }
    const strategies = [
      { strategy: Recorder, name: 'last', symbols: ['A', 'C'] },
      { strategy: Recorder, name: 'first', symbols: ['B', 'A'] },
    ]
    await engineOf(Recorder, { C: rising, A: rising, B: rising }, { strategies }).run()
    expect(seen).toEqual(['last C of C,A', 'last A of C,A', 'first A of A,B', 'first B of A,B'])
  })

  it('hand orders to the venue after all strategies have spoken, those that close before those that open', async () => {
    class Mixed extends Strategy {
      override onBar(): void {
        if (this.now === day(2)) this.buy('X', { quantity: 10, reason: 'enters' })
        if (this.now !== day(3)) return
        this.buy('X', { quantity: 1, reason: 'opens' })
        this.sell('X', { quantity: 2, reason: 'closes' })
        this.sell('X', { quantity: 19, reason: 'crosses' })
        this.target('X', 5, { reason: 'reduces' })
        this.close('X', { reason: 'closes the rest' })
      }
    }
    const sent: string[] = []
    const engine = engineOf(Mixed)
    engine.on('order', ({ reason, status, side, quantity }) => {
      if (status === 'SUBMITTED') sent.push(`${reason}: ${side} ${quantity.toFixed()}`)
    })
    await engine.run()
    expect(sent).toEqual([
      'enters: buy 10',
      'closes: sell 2',
      'reduces: sell 3',
      'closes the rest: sell 5',
      'opens: buy 1',
      'crosses: sell 19',
    ])
  })
})

describe('parameters and state', () => {
  class Counter extends Strategy<typeof Counter.params, typeof Counter.state> {
    static readonly params = z.object({ step: z.number().default(2), tags: z.array(z.string()).default(['a']) })
    static readonly state = z.object({
      count: z.number().default(10),
      deep: z.object({ list: z.array(z.number()) }).default({ list: [] }),
    })
    override onBar(): void {
      this.state.count += this.params.step
      this.state.deep.list.push(this.state.count)
      this.params.tags.push('b')
      this.buy('X', {
        quantity: this.state.deep.list.length + this.params.tags.length,
        reason: String(this.state.count),
      })
    }
  }
  const reasons = (orders: readonly Order[]) => orders.map(({ reason, quantity }) => `${reason} x${quantity.toFixed()}`)

  it('have the defaults of their schemas filled in', async () => {
    const { orders } = await engineOf(Counter).run()
    expect(reasons(orders)).toEqual(['12 x3', '14 x5', '16 x7', '18 x9', '20 x11'])
  })

  it('are what the setup says', async () => {
    const strategies = [{ strategy: Counter, params: { step: 5, tags: [] } }]
    const { orders } = await engineOf(Counter, undefined, { strategies }).run()
    expect(reasons(orders).slice(0, 2)).toEqual(['15 x2', '20 x4'])
  })

  it('begin afresh with each run and each instance, whatever was done with them, defaults of the schema too', async () => {
    const strategies = ['one', 'two'].map((name) => ({ strategy: Counter, name }))
    const engine = engineOf(Counter, undefined, { strategies })
    const [first, second] = [await engine.run(), await engine.run()]
    expect(second.hash).toBe(first.hash)
    expect(reasons(first.orders).slice(0, 3)).toEqual(['12 x3', '12 x3', '14 x5'])
    expect(reasons((await engineOf(Counter).run()).orders).slice(0, 2)).toEqual(['12 x3', '14 x5'])
    expect(second.settings).toMatchObject({ strategies: [{ params: { step: 2, tags: ['a'] } }, {}] })
  })
})

describe('a bar that a callback is handed', () => {
  const kept = (keep: (bar: Bar) => Bar) => {
    let first: Bar | undefined
    class Keeper extends Strategy {
      override onBar(bar: Bar): void {
        first ??= keep(bar)
        if (first.close > 100) this.buy('X', { quantity: 1 })
      }
      override onStop(): void {
        first = undefined
      }
    }
    return Keeper
  }

  it('moves on with the series', async () => {
    const views = await engineOf(kept((bar) => bar)).run()
    const fresh = await engineOf(
      kept((bar) => bar),
      undefined,
      { freshBars: true },
    ).run()
    expect([views.orders.length, fresh.orders.length]).toEqual([4, 0])
    expect(views.hash).not.toBe(fresh.hash)
  })

  it('stays as it was in its copy, the same with freshBars', async () => {
    const copies = await engineOf(kept((bar) => bar.copy())).run()
    const fresh = await engineOf(
      kept((bar) => bar.copy()),
      undefined,
      { freshBars: true },
    ).run()
    expect([copies.orders.length, fresh.hash === copies.hash]).toEqual([0, true])
  })

  it('is a new object each time with freshBars, and so is a snapshot with its bars', async () => {
    const seen = new Set<unknown>()
    class Collector extends SignalStrategy {
      override onBar(bar: Bar): void {
        seen.add(bar)
      }
      override generateSignals(snapshot: MarketSnapshot): Signal[] {
        seen.add(snapshot).add(snapshot.bars)
        return []
      }
    }
    await engineOf(Collector).run()
    expect(seen.size).toBe(3)
    seen.clear()
    await engineOf(Collector, undefined, { freshBars: true }).run()
    expect(seen.size).toBe(15)
  })
})
