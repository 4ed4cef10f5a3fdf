import { MarketFeed } from '../data/market-feed.js'
import { firstRowAtOrAfter } from '../domain/bar-columns.js'
import { Decimal } from '../domain/decimal.js'
import { formatTime, TradewrightError } from '../domain/errors.js'
import { money } from '../domain/money.js'
import { TradingKernel } from '../kernel/trading-kernel.js'
import type { SimulatedBroker } from '../simulation/simulated-broker.js'
import { VenueFunds } from '../simulation/venue-funds.js'
import { throwIfAborted } from '../domain/abort.js'
import { kernelSetup, simulatedBroker, type Composition } from './compose.js'
import type { BacktestConfig } from './config.js'
import { EventLoop } from './event-loop.js'
import { startOf, type RunData } from './run-data.js'
import type { LoadedSeries } from './series-loader.js'

/** Bars after which listeners hear of progress, and the clock is looked at. */
const BARS_PER_STEP = 10_000
/** How long a run may go on before the program's other work has its turn, and an abort is seen. */
const TURN_MS = 10

/** What a run starts from; a second run over the same is the same run. */
export interface RunInput {
  readonly config: BacktestConfig
  readonly parts: Composition
  readonly data: RunData
}

/** What a run holds while it goes. */
export interface Run extends RunInput {
  readonly kernel: TradingKernel
  readonly broker: SimulatedBroker
  readonly loop: EventLoop
  readonly feed: MarketFeed
  readonly barsTotal: number
  readonly startedAt: number
  readonly capital: Decimal
}

/** What is done between the steps of a run. */
export interface RunHooks {
  readonly signal?: AbortSignal | undefined
  /** Before the first bar, and after each step and the program's other work. */
  readonly onTurn?: () => void
  /** After each step, with the number of bars so far. */
  readonly onStep?: (bars: number) => void
}

export function prepareRun(input: RunInput): Run {
  const { config, parts, data } = input
  const shown = [...data.series, ...data.rates]
  const columns = shown.map((series) => series.columns)
  const firstRows = shown.map(({ firstRow }) => firstRow)
  const setup = kernelSetup(config, parts, columns, firstRows)
  const kernel = new TradingKernel(setup)
  const finer = data.finer.map((series) => series.columns)
  const broker = simulatedBroker(config, setup, parts, finer, fundsOf(config, kernel))
  return {
    ...{ config, parts, data, kernel, broker },
    loop: new EventLoop({ kernel, broker }),
    feed: new MarketFeed(columns, firstRows),
    barsTotal: data.series.reduce((sum, { columns, firstRow }) => sum + columns.length - firstRow, 0),
    startedAt: startOf(data.series),
    capital: new Decimal(config.account?.capital ?? 100_000),
  }
}

/** The cash of a cash account, for the venue to look at. */
function fundsOf({ account }: BacktestConfig, kernel: TradingKernel): VenueFunds | undefined {
  if (account?.type !== 'cash') return undefined
  const { portfolio, names, currencies } = kernel.account
  return new VenueFunds({
    policy: account.insufficientFunds ?? 'reject',
    currencies: currencies.length,
    currencyOf: names.instruments.map((_, instrument) => portfolio.currencyOf(instrument)),
    convert:
      account.settlement === 'convert'
        ? (out, amount, currency) => portfolio.rates.convert(out, amount, currency)
        : undefined,
  })
}

/** Plays a prepared run from its first bar to its last. Throws a StrategyError for what goes wrong in a strategy, RUN_ABORTED. */
export async function playRun(run: Run, { signal, onTurn, onStep }: RunHooks = {}): Promise<void> {
  const { kernel, loop, feed, startedAt, parts } = run
  onTurn?.()
  kernel.deposit(startedAt, parts.currencies.names[0]!, money(run.capital))
  const shown = [...run.data.series, ...run.data.rates]
  shown.forEach((series, index) => {
    warmUp(run, series, index)
  })
  seedRates(run, shown)
  refuseSplitsInsideBars(run)
  kernel.start(startedAt)
  loop.settle()
  let bars = 0
  let turnedAt = performance.now()
  while (feed.nextAt !== Number.POSITIVE_INFINITY) {
    throwIfAborted(signal)
    bars = Math.min(bars + loop.run(feed, BARS_PER_STEP), run.barsTotal)
    onStep?.(bars)
    if (performance.now() - turnedAt >= TURN_MS) {
      await turn()
      turnedAt = performance.now()
    }
    onTurn?.()
  }
  if (run.config.closeAtEnd === true) closeAll(run)
  kernel.stop(kernel.now)
  loop.settle()
}

/** What the account is worth after the last instant, in base currency. */
export function finalEquityOf({ kernel, capital }: Run): number {
  return kernel.equityCurve.equity.at(-1) ?? capital.toNumber()
}

function closeAll({ kernel, broker, loop }: Run): void {
  const at = kernel.equityCurve.times.at(-1)!
  const first = kernel.orders.log.length
  const last = kernel.closeAll(at, 'end of run')
  // What strategies make of it comes too late to be filled.
  loop.sendUpTo(last)
  broker.closeOut(first, at)
  loop.settle()
  kernel.equityCurve.amendLast(kernel.account.portfolio.equity())
}

/** Shows the bars in front of the run; the last may have been under way when it began, and then nobody knows its close yet. */
function warmUp({ kernel, loop, startedAt }: Run, { columns, firstRow }: LoadedSeries, series: number): void {
  for (let row = 0; row < firstRow; row++) {
    const closes = columns.closeTime[row]!
    if (closes <= startedAt) kernel.warmUp(series, row)
    else loop.warmUpAtClose(series, row, closes)
  }
}

/**
 * Where no bar of a pair has closed before the run begins, the open of the one that is under way is its rate until it closes. Throws FX_RATE_MISSING with
 * all pairs that have none.
 */
function seedRates({ kernel, startedAt }: Run, shown: readonly LoadedSeries[]): void {
  const { rates } = kernel.account.portfolio
  const late: string[] = []
  kernel.setup.series.forEach(({ pair }, index) => {
    if (pair === undefined || !rates.waitsFor(pair)) return
    const { columns, firstRow } = shown[index]!
    const opens = columns.openTime[firstRow]!
    // A bar in front of the run that has not closed by then is still under way.
    const row = opens > startedAt ? firstRow - 1 : firstRow
    if (row >= 0) kernel.account.portfolio.rateMoved(pair, columns.open[row]!)
    else late.push(`${kernel.setup.currencies.pairs[pair]!.symbol}, from ${formatTime(opens)} on`)
  })
  if (late.length === 0) return
  throw new TradewrightError(
    'FX_RATE_MISSING',
    `the run begins at ${formatTime(startedAt)}, before rates are known: ${late.join('; ')}; expected a bar of each that opens by then`,
    { details: { startedAt, pairs: late } },
  )
}

/** A bar shows one kind of share: whoever splits it in the middle gets prices that were never traded. */
function refuseSplitsInsideBars({ kernel, parts, data }: Run): void {
  for (const change of kernel.setup.events ?? []) {
    if (change.kind !== 'split') continue
    const index = parts.series.findIndex((one) => one.execution && one.instrument === change.instrument)
    const { columns } = data.series[index]!
    const row = firstRowAtOrAfter(columns.closeTime, columns.length, change.at + 1)
    if (row >= columns.length || columns.openTime[row]! >= change.at) continue
    const { symbol } = parts.instruments[change.instrument]!
    throw new TradewrightError(
      'EVENT_INVALID',
      `split of ${symbol} at ${formatTime(change.at)}: its bar goes on from ${formatTime(columns.openTime[row]!)} to ${formatTime(columns.closeTime[row]!)}; expected a time at which none is under way`,
      { details: { symbol, at: change.at } },
    )
  }
}

/** Lets the program's other work have its turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
