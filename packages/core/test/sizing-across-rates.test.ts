import { expect, it } from 'vitest'
import { BacktestEngine } from '../src/engine/backtest-engine.js'
import { MemoryDataGateway } from '../src/gateways/memory-data-gateway.js'
import { PercentSizer } from '../src/sizing/percent-sizer.js'
import { Strategy } from '../src/strategy/strategy.js'
import { daily } from './engine-setup.js'

it.each([100.005, 100.006, 103.27, 149.99])(
  'all of 100,000 dollars is one lot of 100,000 at %d yen a dollar, as at any rate',
  async (price) => {
    class Buyer extends Strategy {
      override onBar(): void {
        if (this.position('USDJPY').isFlat && this.openOrders().length === 0) this.buy('USDJPY')
      }
    }
    const bars = daily(price, price, price)
    const result = await new BacktestEngine({
      data: new MemoryDataGateway([{ symbol: 'USDJPY', timeframe: '1d', bars }]),
      instruments: [{ symbol: 'USDJPY', assetClass: 'fx', multiplier: 100_000, quantityStep: '0.01' }],
      strategies: [{ strategy: Buyer, sizer: new PercentSizer({ fraction: 1 }) }],
      account: { capital: 100_000 },
    }).run()
    expect(result.fills.map(({ quantity }) => quantity.toNumber())).toEqual([1])
  },
)
