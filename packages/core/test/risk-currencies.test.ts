import { describe, expect, it } from 'vitest'
import { MemoryDataGateway, BacktestEngine, Strategy, type Bar } from '../src/index.js'
import { daily, errorOf, rising } from './engine-setup.js'
import { expectSilence } from './quiet.js'

expectSilence()

class Buys extends Strategy {
  override onBar({ symbol }: Bar): void {
    this.buy(symbol, { quantity: 6 })
  }
}

/** An account in USD that trades X in USD, with rates of EURUSD at 1.1. */
const run = (currency: string): BacktestEngine =>
  new BacktestEngine({
    data: new MemoryDataGateway([
      { symbol: 'X', timeframe: '1d', bars: rising },
      { symbol: 'EURUSD', timeframe: '1d', bars: daily(1.1, 1.1, 1.1, 1.1, 1.1) },
    ]),
    instruments: [{ symbol: 'X' }],
    strategies: [{ strategy: Buys }],
    rates: [{ symbol: 'EURUSD', timeframe: '1d' }],
    risk: { account: { positionValue: { amount: 1000, currency } } },
  })

describe('a limit in another currency', () => {
  it('is taken at the rate of a pair in rates, though nothing is traded in that currency', async () => {
    const { orders } = await run('EUR').run()
    expect(orders[1]!.outcome?.message).toBe(
      "the account's position in X would be worth 1212; risk.account.positionValue allows 1100",
    )
  })

  it('without a rate is refused', async () => {
    const { code, message } = await errorOf(() => run('GBP'))
    expect(code).toBe('RISK_INVALID')
    expect(message).toContain('risk.account.positionValue.currency')
  })
})
