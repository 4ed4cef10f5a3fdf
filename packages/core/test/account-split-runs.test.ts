import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BacktestEngine,
  latencyBars,
  MemoryDataGateway,
  percent,
  Strategy,
  type AccountEvent,
  type BacktestResult,
  type Bar,
  type BarInput,
  type Order,
} from '../src/index.js'
import { walk } from './dice-trader.js'

describe('a run on raw prices with a split', () => {
  /** Throws dice in adjusted shares and prices; `scale` says how many of them a share is at a time. */
  function dice(scale: (now: number) => number, lot: number) {
    return class Dice extends Strategy {
      override onBar(bar: Bar): void {
        const close = bar.close / scale(this.now)
        const throwOf = this.random()
        const level = Math.round((close + 4 * (this.random() - 0.5)) * 25) / 25
        const quantity = (lot * (1 + Math.floor(this.random() * 9))) / scale(this.now)
        const own = (price: number): number => Number((price * scale(this.now)).toPrecision(12))
        const [price, beyond, away] = [own(level), own(level + 0.08), own(2)]
        const direction = this.random() < 0.5 ? 1 : -1
        const trade = direction > 0 ? this.buy.bind(this) : this.sell.bind(this)
        const takeProfit = own(Math.round((close + direction * 2) * 25) / 25)
        if (throwOf < 0.2) trade('X', { quantity })
        else if (throwOf < 0.35) trade('X', { quantity, type: 'limit', limitPrice: price })
        else if (throwOf < 0.5) trade('X', { quantity, type: 'stop', stopPrice: price })
        else if (throwOf < 0.6) trade('X', { quantity, type: 'trailingStop', trailAmount: away })
        else if (throwOf < 0.65) trade('X', { quantity, stopLoss: { trailAmount: away }, takeProfit })
        else if (throwOf < 0.7) trade('X', { quantity, type: 'stopLimit', stopPrice: price, limitPrice: beyond })
        else if (throwOf < 0.75) this.close('X')
        else if (throwOf < 0.8) for (const order of this.openOrders('X')) this.change(order, quantity)
      }
      private change(order: Order, quantity: number): void {
        if (this.random() < 0.5) this.cancel(order)
        else this.replace(order, { quantity })
      }
    }
  }
  const ratios: readonly [number | string, number, number][] = [
    [2, 2, 2],
    [4, 4, 4],
    ['3:2', 1.5, 3],
    ['1:10', 0.1, 1],
    [0.25, 0.25, 1],
  ]
  const world = fc.record({
    seed: fc.nat(),
    ratio: fc.constantFrom(...ratios),
    row: fc.integer({ min: 1, max: 79 }),
    late: fc.boolean(),
  })

  it('has the equity, the fills and the cash of the run on split-adjusted prices', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ seed, ratio: [ratio, shares, lot], row, late }) => {
        const grid = (price: number): number => Math.round(price * 25) / 25
        const adjusted = walk({ seed, count: 80 }).map((bar): BarInput => {
          const [open, close] = [grid(bar.open), grid(bar.close)]
          return {
            ...bar,
            open,
            close,
            high: Math.max(open, close, grid(bar.high)),
            low: Math.min(open, close, grid(bar.low)),
          }
        })
        const at = adjusted[row]!.openTime as number
        const raw = adjusted.map((bar, i): BarInput => {
          const times = (price: number): number => (i < row ? Number((price * shares).toPrecision(12)) : price)
          return { ...bar, open: times(bar.open), high: times(bar.high), low: times(bar.low), close: times(bar.close) }
        })
        const play = (bars: readonly BarInput[], scale: (now: number) => number, events: readonly AccountEvent[]) =>
          new BacktestEngine({
            data: new MemoryDataGateway([{ symbol: 'X', timeframe: '1h', bars }]),
            instruments: [{ symbol: 'X' }],
            series: [{ symbol: 'X', timeframe: '1h' }],
            strategies: [{ strategy: dice(scale, lot), name: 'dice' }],
            costs: { commission: percent('0.0005'), latency: latencyBars(late ? 1 : 0) },
            ...{ events, seed },
          }).run()
        const split: AccountEvent = { kind: 'split', at, symbol: 'X', ratio, source: 'by hand' }
        const before = await play(raw, (now) => (now <= at ? shares : 1), [split])
        const after = await play(adjusted, () => 1, [])
        expect(before.ledger.some(({ kind }) => kind === 'adjustment')).toBe(false)
        // Which of two levels is nearer to the open may hang on the last bit of their prices.
        const amounts = ({ ledger }: BacktestResult) =>
          ledger.map(({ time, kind, amount }) => `${String(time)} ${kind} ${amount.toString()}`).sort()
        expect(amounts(before)).toEqual(amounts(after))
        expect(before.cash.USD!.toFixed()).toBe(after.cash.USD!.toFixed())
        const [one, other] = [before, after].map(({ equityCurve }) => Array.from(equityCurve.equity))
        for (const [i, equity] of one!.entries()) expect(Math.abs(equity / other![i]! - 1)).toBeLessThan(1e-9)
      }),
      { numRuns: 60 },
    )
  })
})
