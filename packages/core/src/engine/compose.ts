import { z } from 'zod'
import { dailyCut, type DailyCut } from '../calendar/daily-cut.js'
import { noCommission } from '../costs/commission.js'
import { noSlippage } from '../costs/slippage.js'
import type { Adjustment } from '../domain/adjustment.js'
import type { BarColumns } from '../domain/bar-columns.js'
import { Decimal } from '../domain/decimal.js'
import { TradewrightError } from '../domain/errors.js'
import { createInstrument, type Instrument } from '../domain/instrument.js'
import { money } from '../domain/money.js'
import type { AccountChange } from '../kernel/account-change.js'
import type { KernelSetup, SeriesSetup, StrategySetup } from '../kernel/setup.js'
import type { AccountRules } from '../risk/capital-limits.js'
import { checkRisk } from '../risk/risk-schema.js'
import type { RiskSettings } from '../risk/risk-settings.js'
import { SimulatedBroker } from '../simulation/simulated-broker.js'
import type { VenueFunds } from '../simulation/venue-funds.js'
import { PercentSizer } from '../sizing/percent-sizer.js'
import type { CurrencySetup } from '../portfolio/rates.js'
import { composeCurrencies, type WantedRate } from './compose-currencies.js'
import type { StrategyCapital } from './account-config.js'
import { composeEvents } from './compose-events.js'
import { finerSeries, indexOf, wantedSeries, type WantedFiner, type WantedSeries } from './compose-series.js'
import { configError, nameOf, type BacktestConfig, type StrategyEntry } from './config.js'

export interface Composition {
  readonly instruments: readonly Instrument[]
  readonly series: readonly WantedSeries[]
  readonly finer: readonly WantedFiner[]
  readonly strategies: readonly StrategySetup[]
  /** The first of its names is the base currency. */
  readonly currencies: CurrencySetup
  /** Series that are there for their rates alone. */
  readonly rates: readonly WantedRate[]
  /** What happens from outside, in the order in which it happens. */
  readonly events: readonly AccountChange[]
  /** By instrument: the pair that it is, where rates hang on it. */
  readonly pairs: readonly (number | undefined)[]
  /** When a calendar day is booked. */
  readonly cut: DailyCut
  /** Undefined without a risk configuration. */
  readonly risk: RiskSettings | undefined
}

/** Makes instruments, series and strategies of what a user wrote. Throws a ConfigError. */
export function compose(config: BacktestConfig): Composition {
  const instruments = config.instruments.map(createInstrument)
  const { currencies, rates, pairs } = composeCurrencies(config, instruments)
  const series = wantedSeries(config, instruments)
  const capital = new Decimal(config.account?.capital ?? 100_000)
  const strategies = config.strategies.map((entry) => strategySetup(entry, instruments, series, capital))
  refuseOverallocation(strategies, capital)
  const cut = dailyCut(config.account?.dailyCut)
  const events = composeEvents(config.events ?? [], {
    instruments,
    strategies: strategies.map(({ name }) => name),
    currencies: currencies.names,
    adjustments: adjustmentsOf(config, instruments),
    parseParams: (strategy, params) => {
      const { name, strategy: own } = strategies[strategy]!
      return parse(name, 'params', own.params, params)
    },
  })
  const finer = finerSeries(config, instruments, series)
  const risk = composeRisk(config, { instruments, strategies, currencies })
  return { instruments, series, finer, strategies, currencies, rates, pairs, events, cut, risk }
}

/** What the run's risk configuration comes to. Throws RISK_INVALID with all its mistakes. */
function composeRisk(
  { risk }: BacktestConfig,
  { instruments, strategies, currencies }: Pick<Composition, 'instruments' | 'strategies' | 'currencies'>,
): RiskSettings | undefined {
  if (risk === undefined) return undefined
  return checkRisk(risk, {
    strategies: strategies.map(({ name }) => name),
    symbols: instruments.map(({ symbol }) => symbol),
    currencies: currencies.names,
  })
}

/** The kernel's setup over loaded columns: those of the series, then those of the rates. */
export function kernelSetup(
  config: BacktestConfig,
  parts: Composition,
  columns: readonly BarColumns[],
  firstRows: readonly number[],
): KernelSetup {
  const series: SeriesSetup[] = parts.series.map(({ instrument, timeframe, execution, side }, i) => ({
    ...{ instrument, timeframe, execution, side, pair: execution ? parts.pairs[instrument] : undefined },
    columns: columns[i]!,
  }))
  const rates: SeriesSetup[] = parts.rates.map(({ timeframe, pair }, i) => ({
    ...{ instrument: -1, timeframe, execution: false, pair },
    columns: columns[series.length + i]!,
  }))
  return {
    instruments: parts.instruments,
    series: [...series, ...rates],
    // Each run starts from what was validated, whatever a strategy did with its parameters and state in the run before.
    strategies: parts.strategies.map((setup, index) => ({
      ...setup,
      params: copyPlain(setup.params),
      state: copyPlain(setup.state),
      allowShort: setup.allowShort && parts.risk?.strategies[index]!.allowShort !== false,
    })),
    rules: rulesOf(config, parts.risk),
    risk: parts.risk,
    events: parts.events.map((change) =>
      change.kind === 'params' ? { ...change, params: copyPlain(change.params) } : change,
    ),
    financing: config.account?.financing,
    cut: parts.cut,
    marginCall: config.account?.marginCall,
    crossing: config.account?.crossing,
    lots: config.account?.lots,
    commission: config.costs?.commission ?? noCommission(),
    spread: config.costs?.spread,
    currencies: parts.currencies,
    settlement: config.account?.settlement ?? 'hold',
    seed: config.seed ?? 1,
    freshBars: config.freshBars ?? false,
    idPrefix: 'tw',
    instantsHint: Math.max(...columns.slice(0, series.length).map(({ length }) => length)),
    instants: columns.length === 1 ? columns[0]!.closeTime.subarray(firstRows[0], columns[0]!.length) : undefined,
  }
}

/** What the checks before an order hold it to. A cash account is limited by its cash alone, one with a margin model by that. */
export function rulesOf({ account = {} }: BacktestConfig, risk?: RiskSettings): AccountRules {
  const mayBeShort = risk?.account.allowShort !== false
  if (account.type === 'cash') {
    const { cashBuffer = 0.0025 } = account
    return { leverage: Number.POSITIVE_INFINITY, allowShort: false, cashBuffer }
  }
  const { margin, allowShort = true, leverage = margin === undefined ? 1 : Number.POSITIVE_INFINITY } = account
  return { leverage, allowShort: allowShort && mayBeShort, margin }
}

/** The venue of a run; `finer` are the columns of `parts.finer`, none where the policy doesn't ask them. */
export function simulatedBroker(
  config: BacktestConfig,
  setup: KernelSetup,
  parts: Composition,
  finer: readonly BarColumns[],
  funds: VenueFunds | undefined,
): SimulatedBroker {
  return new SimulatedBroker({
    instruments: setup.instruments,
    series: parts.series.map(({ instrument, execution, side }, i) => ({
      ...{ instrument, execution, side },
      columns: setup.series[i]!.columns,
    })),
    commission: setup.commission,
    slippage: config.costs?.slippage ?? noSlippage(),
    spread: setup.spread,
    latency: config.costs?.latency,
    fills: config.fills,
    funds,
    finer: finer.map((columns, i) => ({ instrument: parts.finer[i]!.instrument, columns })),
  })
}

function strategySetup(
  entry: StrategyEntry,
  instruments: readonly Instrument[],
  series: readonly WantedSeries[],
  capital: Decimal,
): StrategySetup {
  const { strategy } = entry
  const name = nameOf(entry)
  const seen = entry.symbols?.map((symbol) => indexOf(symbol, instruments, `strategies: ${name}`))
  return {
    strategy,
    name,
    params: parse(name, 'params', strategy.params, entry.params),
    state: parse(name, 'state', strategy.state, undefined),
    sizer: entry.sizer ?? new PercentSizer({ fraction: 0.95 }),
    allowShort: entry.allowShort ?? strategy.allowShort ?? true,
    capital: entry.capital && money(capitalOf(entry.capital, capital)),
    autoStart: entry.autoStart,
    series: series.flatMap(({ instrument }, index) => (seen === undefined || seen.includes(instrument) ? [index] : [])),
  }
}

function capitalOf(own: StrategyCapital, capital: Decimal): Decimal {
  return 'amount' in own ? new Decimal(own.amount) : capital.times(own.targetWeight)
}

function refuseOverallocation(strategies: readonly StrategySetup[], capital: Decimal): void {
  const given = strategies.reduce((sum, own) => sum.plus(own.capital?.toDecimal() ?? 0), new Decimal(0))
  if (given.lte(capital)) return
  const list = strategies.flatMap((own) => (own.capital ? [`${own.name} ${own.capital.toString()}`] : []))
  throw new TradewrightError(
    'CONFIG_INVALID',
    `strategies: ${list.join(', ')} come to ${given.toFixed()}; expected at most the account's capital of ${capital.toFixed()}`,
    { details: { given: given.toFixed(), capital: capital.toFixed() } },
  )
}

/** By instrument: how its prices are adjusted, of which all its series say the same. */
function adjustmentsOf(config: BacktestConfig, instruments: readonly Instrument[]): readonly Adjustment[] {
  return instruments.map(({ symbol }) => {
    const said = new Set(
      (config.series ?? []).flatMap((one) => (one.symbol === symbol ? [one.adjustment ?? 'raw'] : [])),
    )
    if (said.size <= 1) return [...said][0] ?? 'raw'
    throw new TradewrightError(
      'CONFIG_INVALID',
      `series: ${symbol} has series that are ${[...said].join(' and ')}; expected one adjustment for all of them`,
      { details: { symbol } },
    )
  })
}

function parse(
  name: string,
  what: 'params' | 'state',
  schema: StrategyEntry['strategy']['params'],
  value: unknown,
): unknown {
  if (!schema) {
    if (value === undefined) return {}
    throw new TradewrightError(
      'PARAMS_INVALID',
      `${name} takes no ${what}, ${JSON.stringify(value)} came; expected none, or a class with static ${what}`,
      {
        details: { strategy: name },
      },
    )
  }
  const result = safeParse(schema, `${what} of ${name}`, value ?? {})
  if (result.success) return result.data
  throw configError(`${what} of ${name}`, result.error, 'PARAMS_INVALID')
}

/** A plain object schema refuses keys that it doesn't know, where zod would drop them: a misspelt parameter would keep its default. */
function safeParse(schema: z.ZodType, what: string, value: unknown): z.ZodSafeParseResult<unknown> {
  try {
    const strict = schema instanceof z.ZodObject && schema.def.catchall === undefined ? schema.strict() : schema
    return strict.safeParse(value, { reportInput: true })
  } catch (cause) {
    const options = { details: { what }, cause }
    throw new TradewrightError('PARAMS_INVALID', `${what} cannot be used: the schema threw ${String(cause)}`, options)
  }
}

/** Copies lists and plain objects, as deep as they go; anything else is passed on. */
function copyPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyPlain)
  if (typeof value !== 'object' || value === null) return value
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copyPlain(item)]))
}
