import { describe, expect, it } from 'vitest'
import { Strategy, type BacktestResult, type Fill, type Order } from '../src/index.js'
import { daily, day, engineOf } from './engine-setup.js'

/** Fills, each as its day of January, side, quantity and price. */
const fills = ({ fills: all }: BacktestResult): string[] =>
  all.map(({ occurredAt, side, quantity, price }: Fill) =>
    [Math.round((occurredAt - day(1)) / 86_400_000) + 1, side, quantity.toFixed(), 'at', price].join(' '),
  )
const ends = ({ orders }: BacktestResult): string[] =>
  orders.map(({ type, status, outcome }) => [type, status, ...(outcome ? [outcome.code] : [])].join(' '))

/** Runs what a strategy does at the closes of the first days, one function a day, over bars 'open/high/low/close'. */
async function run(
  bars: readonly string[],
  steps: readonly ((strategy: Strategy) => unknown)[],
  extra: object = {},
): Promise<BacktestResult> {
  class Stepping extends Strategy {
    static readonly allowShort = false
    #step = 0
    override onBar(): void {
      steps[this.#step++]?.(this)
    }
  }
  return engineOf(Stepping, { X: daily(...bars) }, extra).run()
}

describe('a bracket in a run', () => {
  const bracket = (strategy: Strategy): Order =>
    strategy.buy('X', { quantity: 10, stopLoss: 95, takeProfit: [{ limitPrice: 105, fraction: 0.5 }, 110] })

  it('ends at its stop, which takes both targets with it', async () => {
    const result = await run(['100/101/99/100', '100/102/98/99', '99/100/94/96'], [bracket])
    expect(fills(result)).toEqual(['2 buy 10 at 100', '4 sell 10 at 95'])
    expect(ends(result)).toEqual(['market FILLED', 'stop FILLED', 'limit CANCELED LINKED', 'limit CANCELED LINKED'])
  })

  it('takes profits in parts, and its stop has what is left', async () => {
    const result = await run(
      ['100/101/99/100', '100/102/99/101', '102/107/101/106', '106/108/104/104', '104/104/90/92'],
      [bracket],
    )
    expect(fills(result)).toEqual(['2 buy 10 at 100', '4 sell 5 at 105', '6 sell 5 at 95'])
    expect(
      result.orders.map(({ quantity, filledQuantity }) => `${filledQuantity.toFixed()} of ${quantity.toFixed()}`),
    ).toEqual(['10 of 10', '5 of 5', '5 of 5', '0 of 5'])
  })

  it('can be closed in another way while its stop works, which then ends', async () => {
    const result = await run(
      ['100/101/99/100', '100/102/99/101', '101/103/100/102', '103/104/80/85'],
      [bracket, () => undefined, (strategy) => strategy.close('X')],
    )
    expect(fills(result)).toEqual(['2 buy 10 at 100', '4 sell 10 at 103'])
    expect(ends(result).slice(1, 4)).toEqual(['stop CANCELED LINKED', 'limit CANCELED LINKED', 'limit CANCELED LINKED'])
    expect(result.positionCycles).toHaveLength(1)
  })

  it('ends with its entry, if that is cancelled before it is filled', async () => {
    let entry: Order | undefined
    const result = await run(
      ['100/101/99/100', '100/102/99/101', '101/102/80/85'],
      [
        (strategy) => (entry = strategy.buy('X', { quantity: 10, type: 'limit', limitPrice: 90, stopLoss: 80 })),
        (strategy) => strategy.cancel(entry!),
      ],
    )
    expect([fills(result), ends(result)]).toEqual([[], ['limit CANCELED CANCELED', 'stop CANCELED LINKED']])
  })
})

describe('other links in a run', () => {
  it('the alternative that is filled cancels the other', async () => {
    const result = await run(
      ['100/101/99/100', '100/106/99/104', '104/105/80/90'],
      [
        (strategy) =>
          strategy.oco([
            { symbol: 'X', side: 'buy', quantity: 10, type: 'stop', stopPrice: 105 },
            { symbol: 'X', side: 'buy', quantity: 10, type: 'limit', limitPrice: 90 },
          ]),
      ],
    )
    expect(fills(result)).toEqual(['3 buy 10 at 105'])
    expect(ends(result)).toEqual(['stop FILLED', 'limit CANCELED LINKED'])
  })

  it('an order that another triggers is held until then', async () => {
    const result = await run(
      ['100/101/99/100', '100/111/99/105', '105/106/94/96', '96/112/95/110'],
      [
        (strategy) =>
          strategy.buy('X', {
            quantity: 10,
            type: 'limit',
            limitPrice: 95,
            triggers: [{ side: 'sell', type: 'limit', limitPrice: 110 }],
          }),
      ],
    )
    expect(fills(result)).toEqual(['4 buy 10 at 95', '5 sell 10 at 110'])
  })

  it('exits are set for what is held, and a stop is moved by a replace', async () => {
    const result = await run(
      ['100/101/99/100', '100/102/99/101', '101/103/100/102', '102/104/101/103', '103/103/90/92'],
      [
        (strategy) => strategy.buy('X', { quantity: 10 }),
        (strategy) => strategy.protect('X', { stopLoss: 95 }),
        (strategy) => strategy.replace(strategy.openOrders()[0]!, { stopPrice: 99 }),
      ],
    )
    expect(fills(result)).toEqual(['2 buy 10 at 100', '6 sell 10 at 99'])
    expect(result.orders[1]!.stopPrice?.toFixed()).toBe('99')
  })

  it.each(['replace', 'cancel'] as const)(
    'a %s that comes while the bar is under way in which the order is filled loses the race',
    async (request) => {
      const seen: string[] = []
      class Late extends Strategy {
        #stop: Order | undefined
        override onBar(): void {
          if (this.#stop) return
          this.#stop = this.linked(this.buy('X', { quantity: 10, stopLoss: 95 }))[0]!
          this.schedule.at('noon', day(3) + 43_200_000)
        }
        override onTimer(): void {
          if (request === 'cancel') this.cancel(this.#stop!)
          else this.replace(this.#stop!, { stopPrice: 80 })
        }
        override onOrder({ type, status, triggered }: Order): void {
          if (type === 'stop') seen.push(triggered ? `${status} triggered` : status)
        }
      }
      const bars = { X: daily('100/101/99/100', '100/102/99/101', '100/101/94/96', '96/97/95/96') }
      const result = await engineOf(Late, bars).run()
      expect(fills(result)).toEqual(['2 buy 10 at 100', '4 sell 10 at 95'])
      const pending = `PENDING_${request.toUpperCase()}`
      expect(seen).toEqual(['HELD', 'ACKED', pending, `${pending} triggered`, 'FILLED triggered'])
      const late = result.warnings.filter(({ code }) => code === 'REPLACE_TOO_LATE').map(({ count }) => count)
      expect(late).toEqual(request === 'replace' ? [1] : [])
      expect(result.warnings.some(({ code }) => code === 'STALE_REPORT')).toBe(false)
    },
  )
})

describe('an order for an auction in a run', () => {
  it('on the open or close of a day is filled there, a limit only if the price is right', async () => {
    const result = await run(
      ['100/101/99/100', '101/103/98/102', '104/106/103/105'],
      [
        (strategy) => {
          strategy.buy('X', { quantity: 1, type: 'marketOnOpen' })
          strategy.buy('X', { quantity: 2, type: 'marketOnClose' })
          strategy.buy('X', { quantity: 3, type: 'limitOnOpen', limitPrice: 100 })
          strategy.buy('X', { quantity: 4, type: 'limitOnClose', limitPrice: 102 })
        },
      ],
    )
    expect(fills(result)).toEqual(['2 buy 1 at 101', '3 buy 2 at 102', '3 buy 4 at 102'])
    expect(ends(result)).toEqual([
      'marketOnOpen FILLED',
      'marketOnClose FILLED',
      'limitOnOpen EXPIRED EXPIRED',
      'limitOnClose FILLED',
    ])
  })
})
