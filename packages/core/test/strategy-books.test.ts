import { describe, expect, it } from 'vitest'
import { Strategy, type BacktestResult } from '../src/index.js'
import { daily, day, engineOf } from './engine-setup.js'

const prices = { X: daily(100, 101, 102, 103, 104) }

class Long extends Strategy {
  override onBar(): void {
    if (this.now === day(2)) this.buy('X', { quantity: 10 })
    if (this.now === day(4)) this.close('X')
  }
}
class Short extends Strategy {
  override onBar(): void {
    if (this.now === day(2)) this.sell('X', { quantity: 4 })
    if (this.now === day(5)) this.close('X')
  }
}
const trips = ({ roundTrips }: BacktestResult): string[] =>
  roundTrips.map(
    ({ strategy, direction, quantity, pnl }) => `${strategy} ${direction} ${quantity.toFixed()}: ${pnl.toFixed()}`,
  )

describe('strategies on one symbol in opposite directions', () => {
  it('keep books of their own, which add up to the account', async () => {
    const sizes: string[] = []
    class Watch extends Strategy {
      override onBar(): void {
        sizes.push(`${this.name} ${String(this.position('X').size)} ${String(this.portfolio.equity)}`)
      }
    }
    class LongWatch extends Long {
      override onBar(): void {
        super.onBar()
        sizes.push(`long ${String(this.position('X').size)}`)
      }
    }
    class ShortWatch extends Short {
      override onBar(): void {
        super.onBar()
        sizes.push(`short ${String(this.position('X').size)}`)
      }
    }
    const strategies = [{ strategy: LongWatch }, { strategy: ShortWatch }, { strategy: Watch, name: 'none' }]
    const result = await engineOf(Long, prices, { strategies }).run()
    expect(sizes).toEqual([
      ...['long 0', 'short 0', 'none 0 100000'],
      ...['long 10', 'short -4', 'none 0 100000'],
      ...['long 10', 'short -4', 'none 0 100006'],
      ...['long 0', 'short -4', 'none 0 100012'],
      ...['long 0', 'short 0', 'none 0 100008'],
    ])
    expect(trips(result)).toEqual(['LongWatch long 10: 20', 'ShortWatch short 4: -12'])
    expect([result.finalEquity, result.cash.USD!.toFixed()]).toEqual([100_008, '100008'])
    const sum = result.ledger.reduce((total, { amount }) => total + amount.toNumber(), 0)
    expect(sum).toBe(100_008)
  })

  it('of equal size leave the account flat, and their open positions are told of all the same', async () => {
    class Even extends Strategy {
      override onBar(): void {
        if (this.now === day(2)) this.target('X', this.name === 'up' ? 10 : -10)
      }
    }
    const strategies = ['up', 'down'].map((name) => ({ strategy: Even, name }))
    const open = await engineOf(Even, prices, { strategies }).run()
    expect(open.warnings).toEqual([
      {
        code: 'OPEN_POSITION_AT_END',
        message: '10 of up and -10 of down in X are open at the end, marked at 104',
        count: 1,
      },
    ])
    const closed = await engineOf(Even, prices, { strategies, closeAtEnd: true }).run()
    expect(trips(closed)).toEqual(['up long 10: 30', 'down short 10: -30'])
    expect(closed.warnings).toEqual([])
  })

  it('share the capital of the account by what it holds net', async () => {
    class Big extends Strategy {
      override onBar(): void {
        const at = this.name === 'second' ? day(3) : day(2)
        if (this.now === at) this.target('X', this.name === 'first' ? 900 : -1700)
      }
    }
    const strategies = ['first', 'second'].map((name) => ({ strategy: Big, name }))
    const { orders } = await engineOf(Big, prices, { strategies }).run()
    // 1,700 short beside 900 long are 800 net.
    expect(orders.map(({ strategy, status }) => `${strategy} ${status}`)).toEqual(['first FILLED', 'second FILLED'])
  })

  it('get no fill of each other, and no order either', async () => {
    const heard: string[] = []
    class Listening extends Strategy {
      override onBar(): void {
        if (this.now === day(2) && this.name === 'acts') this.buy('X', { quantity: 1 })
      }
      override onFill(): void {
        heard.push(`${this.name} fill`)
      }
      override onOrder(): void {
        heard.push(`${this.name} order`)
      }
    }
    const strategies = ['acts', 'listens'].map((name) => ({ strategy: Listening, name }))
    await engineOf(Listening, prices, { strategies }).run()
    expect(heard).toEqual(['acts order', 'acts order', 'acts fill', 'acts order'])
  })
})

describe('allowShort', () => {
  class Seller extends Strategy {
    override onBar(): void {
      if (this.now === day(2)) this.sell('X', { quantity: 1 })
    }
  }
  class LongOnly extends Seller {
    static readonly allowShort = false
  }
  const outcome = async (entry: object, account: object = {}) => {
    const { orders } = await engineOf(Seller, prices, { strategies: [{ strategy: Seller, ...entry }], account }).run()
    return orders[0]!.outcome?.message ?? orders[0]!.status
  }

  it.each([
    ['by default', {}, {}, 'FILLED'],
    ['of the class', { strategy: LongOnly }, {}, '1 of X would open a short position; the strategy allows none'],
    ['of the setup, over that of the class', { strategy: LongOnly, allowShort: true }, {}, 'FILLED'],
    ['of the setup', { allowShort: false }, {}, '1 of X would open a short position; the strategy allows none'],
    [
      'of the account',
      { allowShort: true },
      { allowShort: false },
      '1 of X would open a short position; the account allows none',
    ],
  ])('%s decides', async (_, entry, account, expected) => {
    expect(await outcome(entry, account)).toBe(expected)
  })

  it('of one strategy is not met by what another holds', async () => {
    class Holder extends Strategy {
      override onBar(): void {
        if (this.now === day(2)) this.buy('X', { quantity: 10 })
      }
    }
    class LateSeller extends Strategy {
      static readonly allowShort = false
      override onBar(): void {
        if (this.now === day(3)) this.sell('X', { quantity: 1 })
      }
    }
    const { orders } = await engineOf(Holder, prices, {
      strategies: [{ strategy: Holder }, { strategy: LateSeller }],
    }).run()
    expect(orders.map(({ status }) => status)).toEqual(['FILLED', 'DENIED'])
  })
})
