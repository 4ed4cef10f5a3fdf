import type { AccountRules } from '../risk/capital-limits.js'
import { ShownQuotes } from './shown-quotes.js'
import { strategyRandom } from './random.js'
import type { WeightLimits } from './rebalancing.js'
import { Seat } from './seat.js'
import { SeatContext, type SeatServices } from './seat-context.js'
import type { KernelSetup, StrategySetup } from './setup.js'
import { byPlace, openSeries } from './series-opening.js'
import type { Subscription } from './subscription.js'

/** Makes every strategy, each with its own context, dice and view of the series it sees. */
export function seatStrategies(services: SeatServices, setup: KernelSetup): Seat[] {
  return setup.strategies.map((strategy, index) =>
    seat(services, setup, { index, strategy, random: strategyRandom(setup.seed, strategy.name) }),
  )
}

/** A new instance with new parameters, in place of one that runs: it has its state and its dice, and its indicators are fed all bars so far. */
export function reseatStrategy(services: SeatServices, setup: KernelSetup, before: Seat, params: unknown): Seat {
  const strategy = {
    ...setup.strategies[before.index]!,
    params,
    state: before.strategy.state,
    series: before.subscriptions.map(({ series }) => series),
  }
  const after = seat(services, setup, { index: before.index, strategy, random: before.random })
  for (const [i, subscription] of after.subscriptions.entries()) {
    const last = before.subscriptions[i]!.bar.row
    for (let row = 0; row <= last; row++) after.advance(subscription, row)
    subscription.called = true
  }
  return after
}

function seat(
  services: SeatServices,
  setup: KernelSetup,
  {
    index,
    strategy,
    random,
  }: { readonly index: number; readonly strategy: StrategySetup; readonly random: () => number },
): Seat {
  const context = new SeatContext({
    index,
    services,
    subscriptions: subscribe(strategy, setup),
    random,
    limits: limitsOf(strategy, setup.rules),
    quotes: new ShownQuotes(setup),
  })
  return new Seat({ index, setup: strategy, context, freshObjects: setup.freshBars })
}

/** A cash account can't borrow, and leaves its buffer. */
function limitsOf(strategy: StrategySetup, { leverage, allowShort, cashBuffer }: AccountRules): WeightLimits {
  return {
    leverage: cashBuffer === undefined ? leverage : Math.min(1, leverage),
    allowShort: allowShort && strategy.allowShort,
    bufferDefault: cashBuffer ?? 0,
  }
}

/** In the run's order of symbols; of one symbol the finest timeframe first. */
function subscribe(strategy: StrategySetup, setup: KernelSetup): Subscription[] {
  return strategy.series.map((series) => openSeries(setup, series)).sort(byPlace)
}
