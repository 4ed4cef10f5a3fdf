import { describe, expect, it } from 'vitest'
import {
  SignalStrategy,
  Strategy,
  perOrder,
  type EngineEvents,
  type MarketSnapshot,
  type Order,
  type Signal,
} from '../src/index.js'
import { walk } from './dice-trader.js'
import { daily, day, engineOf, rising } from './engine-setup.js'
import { expectSilence } from './quiet.js'

expectSilence()

/** Long over the second to the fourth day. */
class Holder extends SignalStrategy {
  static readonly allowShort = false
  override generateSignals({ time }: MarketSnapshot): Signal[] {
    if (time !== day(2) && time !== day(4)) return []
    return [{ action: time === day(2) ? 'BUY' : 'SELL', symbol: 'X', price: 99, time, confidence: 0.5 }]
  }
}
const EVENTS = ['order', 'fill', 'roundTrip', 'signal', 'equity', 'warning', 'progress', 'halt'] as const
const holding = (extra: object = {}) =>
  engineOf(Holder, { X: rising }, { costs: { commission: perOrder(1) }, account: { capital: 1000 }, ...extra })

describe('listeners', () => {
  it('hear of orders, fills, round trips, signals, equity and progress, as values that stay as they are', async () => {
    const engine = holding()
    const heard: { [E in keyof EngineEvents]?: Parameters<EngineEvents[E]>[0][] } = {}
    engine.on('order', (payload) => (heard.order ??= []).push(payload))
    engine.on('fill', (payload) => (heard.fill ??= []).push(payload))
    engine.on('roundTrip', (payload) => (heard.roundTrip ??= []).push(payload))
    engine.on('signal', (payload) => (heard.signal ??= []).push(payload))
    engine.on('equity', (payload) => (heard.equity ??= []).push(payload))
    engine.on('warning', (payload) => (heard.warning ??= []).push(payload))
    engine.on('progress', (payload) => (heard.progress ??= []).push(payload))
    engine.on('halt', (payload) => (heard.halt ??= []).push(payload))
    await engine.run()
    expect(heard.order!.map(({ status, side, quantity }) => `${side} ${quantity.toFixed()} ${status}`)).toEqual([
      ...['buy 9 SUBMITTED', 'buy 9 ACKED', 'buy 9 FILLED'],
      ...['sell 9 SUBMITTED', 'sell 9 ACKED', 'sell 9 FILLED'],
    ])
    expect(heard.fill!.map(({ price, commission, occurredAt }) => [price, commission.toFixed(), occurredAt])).toEqual([
      [101, '1', day(2)],
      [103, '1', day(4)],
    ])
    expect(heard.roundTrip).toHaveLength(1)
    expect(heard.roundTrip![0]).toMatchObject({
      strategy: 'Holder',
      symbol: 'X',
      direction: 'long',
      entryPrice: 101,
      exitPrice: 103,
    })
    expect([heard.roundTrip![0]!.pnl.toFixed(), heard.roundTrip![0]!.costs.toFixed()]).toEqual(['16', '2'])
    expect(heard.signal).toEqual([
      { action: 'BUY', symbol: 'X', price: 99, time: day(2), confidence: 0.5, strategy: 'Holder' },
      { action: 'SELL', symbol: 'X', price: 99, time: day(4), confidence: 0.5, strategy: 'Holder' },
    ])
    expect(heard.equity!.map(({ time, equity }) => [time, equity])).toEqual([
      [day(2), 1000],
      [day(3), 999],
      [day(4), 1008],
      [day(5), 1016],
      [day(6), 1016],
    ])
    expect(heard.progress).toEqual([{ bars: 5, barsTotal: 5, time: day(6) }])
    expect([heard.warning, heard.halt]).toEqual([undefined, undefined])
  })

  it('hear of the warnings of the result, at its end', async () => {
    class Open extends Strategy {
      override onStart(): void {
        this.schedule.at('buy', day(2))
      }
      override onTimer(): void {
        this.buy('X', { quantity: 1 })
      }
    }
    const engine = engineOf(Open)
    const heard: unknown[] = []
    engine.on('warning', (warning) => heard.push(warning))
    const { warnings } = await engine.run()
    expect([heard, warnings]).toEqual([
      warnings,
      [{ code: 'OPEN_POSITION_AT_END', message: '1 X are open at the end, marked at 104', count: 1 }],
    ])
  })

  it('are called as they asked: once, with their context, and no more after they were taken off', async () => {
    const engine = holding()
    const heard: string[] = []
    const context = { name: 'context' }
    const off = (): void => void heard.push('off')
    engine.once('fill', () => heard.push('once'))
    engine.on(
      'fill',
      function (this: typeof context) {
        heard.push(this.name)
      },
      context,
    )
    engine.on('fill', function (this: unknown) {
      heard.push(String(this === engine))
    })
    engine.on('fill', off)
    engine.off('fill', off)
    await engine.run()
    expect(heard).toEqual(['once', 'context', 'true', 'context', 'true'])
    await engine.run()
    expect(heard).toHaveLength(9)
  })

  it('that throw are warnings, change nothing, and keep nothing from the others', async () => {
    const plain = await holding().run()
    const engine = holding()
    const heard: Order[] = []
    for (const event of EVENTS)
      engine.on(event, () => {
        throw new RangeError(`${event}!`)
      })
    engine.on('order', (order) => heard.push(order))
    const result = await engine.run()
    expect([result.hash, heard.length]).toEqual([plain.hash, 6])
    const counts = { order: 6, fill: 2, roundTrip: 1, signal: 2, equity: 5, warning: 6, progress: 1 }
    expect([...result.warnings].sort((a, b) => (a.message < b.message ? -1 : 1))).toEqual(
      Object.entries(counts)
        .map(([event, count]) => ({
          code: 'LISTENER_THREW',
          message: `a listener of '${event}' threw RangeError: ${event}!`,
          count,
        }))
        .sort((a, b) => (a.message < b.message ? -1 : 1)),
    )
  })

  it('whose promise rejects are warnings too, and no unhandled rejection', async () => {
    const engine = holding()
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- users do
    engine.on('fill', () => Promise.reject(new RangeError('no disk')))
    const { warnings } = await engine.run()
    expect(warnings).toEqual([
      { code: 'LISTENER_THREW', message: "a listener of 'fill' threw RangeError: no disk", count: 2 },
    ])
  })

  it('that are added while a run goes hear what comes after the next breath', async () => {
    class Busy extends Strategy {
      override onBar({ openTime }: { openTime: number }): void {
        if (openTime % 3_600_000 === 0)
          this.buy('X', { quantity: 1, type: 'limit', limitPrice: 0.01, timeInForce: 'IOC' })
      }
    }
    const engine = engineOf(Busy, { X: walk({ seed: 2, count: 12_000, stepMs: 60_000 }) })
    const late: number[] = []
    engine.once('progress', () => {
      engine.on('order', ({ createdAt }) => late.push(createdAt))
    })
    const { orders } = await engine.run()
    expect(orders).toHaveLength(200)
    expect(late.length).toBeGreaterThan(90)
    expect(Math.min(...late)).toBeGreaterThanOrEqual(day(1) + 10_000 * 60_000)
  })

  it('may keep an order: it stays as it was told', async () => {
    const engine = engineOf(
      class Buyer extends Strategy {
        override onBar(): void {
          if (this.now === day(2)) this.buy('X', { quantity: 1 })
        }
      },
      { X: daily(1, 2) },
    )
    const kept: Order[] = []
    engine.on('order', (order) => kept.push(order))
    await engine.run()
    expect(kept.map(({ status, filledQuantity }) => [status, filledQuantity.toNumber()])).toEqual([
      ['SUBMITTED', 0],
      ['ACKED', 0],
      ['FILLED', 1],
    ])
    expect(kept.every((order) => Object.isFrozen(order))).toBe(true)
  })
})
