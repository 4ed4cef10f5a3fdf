import { timeframeMs } from '../domain/timeframe.js'
import { strategyRandom } from './random.js'
import { Seat } from './seat.js'
import { SeatContext, type SeatServices } from './seat-context.js'
import type { KernelSetup, StrategySetup } from './setup.js'
import { Subscription } from './subscription.js'

/** Makes every strategy, each with its own context, dice and view of the series it sees. */
export function seatStrategies(services: SeatServices, setup: KernelSetup): readonly Seat[] {
  return setup.strategies.map((strategy, index) => {
    const context = new SeatContext({
      index,
      services,
      subscriptions: subscribe(strategy, setup),
      random: strategyRandom(setup.seed, strategy.name),
      limits: {
        leverage: setup.rules.leverage,
        allowShort: setup.rules.allowShort && strategy.allowShort,
      },
    })
    return new Seat({ index, setup: strategy, context, freshObjects: setup.freshBars })
  })
}

/** In the run's order of symbols; of one symbol the finest timeframe first. */
function subscribe(strategy: StrategySetup, setup: KernelSetup): readonly Subscription[] {
  const subscriptions = strategy.series.map((series) => {
    const { instrument, timeframe, columns } = setup.series[series]!
    const { symbol } = setup.instruments[instrument]!
    return new Subscription({ series, instrument, symbol, timeframe, columns, freshBars: setup.freshBars })
  })
  return subscriptions.sort(
    (a, b) => a.instrument - b.instrument || timeframeMs(a.timeframe) - timeframeMs(b.timeframe) || a.series - b.series,
  )
}
