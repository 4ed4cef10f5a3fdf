import { dailyCut } from '../calendar/daily-cut.js'
import { noCommission } from '../costs/commission.js'
import { noSlippage } from '../costs/slippage.js'
import { Decimal } from '../domain/decimal.js'
import { formatTime } from '../domain/errors.js'
import { currenciesOfPair, paymentOf, type Instrument } from '../domain/instrument.js'
import type { Spec } from '../domain/spec.js'
import type { StrategySetup } from '../kernel/setup.js'
import { resolveFillRules } from '../simulation/fill-rules.js'
import { rulesOf, type Composition } from './compose.js'
import type { BacktestConfig, CheckedConfig } from './config.js'

/** The settings of a run as plain data, defaults filled in: what its hash covers and its report shows. */
export function describeSettings(config: BacktestConfig, checked: CheckedConfig, parts: Composition): Spec {
  const { instruments, series, strategies, currencies, rates } = parts
  return {
    instruments: instruments.map(describeInstrument),
    series: series.map(({ instrument, timeframe, side, adjustment, builtFrom }) => ({
      symbol: instruments[instrument]!.symbol,
      timeframe,
      ...(side === 'trade' ? {} : { side }),
      ...(adjustment === 'raw' ? {} : { adjustment }),
      ...(builtFrom === undefined ? {} : { builtFrom: series[builtFrom]!.timeframe }),
    })),
    strategies: strategies.map((setup) => describeStrategy(setup, parts)),
    account: {
      capital: new Decimal(config.account?.capital ?? 100_000).toFixed(),
      currency: currencies.names[0]!,
      ...describeAccount(config),
    },
    ...(parts.risk ? { risk: toSpec(parts.risk) } : {}),
    ...(config.events && config.events.length > 0 ? { events: toSpec(config.events) } : {}),
    ...(rates.length > 0
      ? { rates: rates.map(({ instrument, timeframe }) => ({ symbol: instrument.symbol, timeframe })) }
      : {}),
    costs: {
      commission: toSpec((config.costs?.commission ?? noCommission()).spec),
      slippage: toSpec((config.costs?.slippage ?? noSlippage()).spec),
      ...unlessNone('spread', config.costs?.spread?.spec),
      ...unlessNone('latency', config.costs?.latency?.spec),
    },
    fills: resolveFillRules(config.fills ?? {}, instruments).spec,
    from: checked.from === undefined ? null : formatTime(checked.from),
    to: checked.to === undefined ? null : formatTime(checked.to),
    closeAtEnd: config.closeAtEnd ?? false,
    seed: config.seed ?? 1,
  }
}

/** What came later is left out where it is the default. */
function describeAccount({ account = {} }: BacktestConfig): { readonly [key: string]: Spec } {
  const { leverage, allowShort } = rulesOf({ account } as BacktestConfig)
  const { margin, financing, dailyCut: cut, type = 'margin', cashBuffer = 0.0025 } = account
  return {
    leverage: Number.isFinite(leverage) ? leverage : null,
    allowShort,
    ...(type === 'cash' ? { type, cashBuffer, insufficientFunds: account.insufficientFunds ?? 'reject' } : {}),
    ...(margin ? { margin: toSpec(margin.spec), marginCall: account.marginCall ?? 'deny' } : {}),
    ...unlessNone('financing', financing?.spec),
    ...(cut ? { dailyCut: dailyCut(cut).spec } : {}),
    ...(account.settlement === 'convert' ? { settlement: 'convert' } : {}),
    ...(account.crossing === undefined || account.crossing === 'allow' ? {} : { crossing: account.crossing }),
    ...(account.lots === 'average' ? { lots: 'average' } : {}),
  }
}

/** Settings that came later are left out where they change nothing, so that runs without them keep their hash. */
function unlessNone(name: string, spec: Spec = 'none'): { readonly [key: string]: Spec } {
  return spec === 'none' ? {} : { [name]: toSpec(spec) }
}

/** Whether its base currency is the one that its symbol says, so that it need not be told. */
function isPairOf({ symbol, assetClass, currency, baseCurrency }: Instrument): boolean {
  const pair = assetClass === 'fx' ? currenciesOfPair(symbol) : undefined
  return baseCurrency === (pair?.currency === currency ? pair.baseCurrency : undefined)
}

function describeInstrument(instrument: Instrument): Spec {
  return {
    symbol: instrument.symbol,
    assetClass: instrument.assetClass,
    currency: instrument.currency,
    ...(isPairOf(instrument) ? {} : { baseCurrency: instrument.baseCurrency ?? null }),
    ...(instrument.payment === paymentOf(instrument.assetClass) ? {} : { payment: instrument.payment }),
    multiplier: instrument.multiplier.toFixed(),
    quantityStep: instrument.quantityStep.toFixed(),
    tickSize: instrument.tickSize?.toFixed() ?? null,
    quantityMin: instrument.quantityMin?.toFixed() ?? null,
    quantityMax: instrument.quantityMax?.toFixed() ?? null,
    notionalMin: instrument.notionalMin?.toFixed() ?? null,
    calendar: instrument.calendar?.name ?? null,
    zone: instrument.zone,
  }
}

function describeStrategy(setup: StrategySetup, { series, instruments }: Composition): Spec {
  const symbols = new Set(setup.series.map((index) => instruments[series[index]!.instrument]!.symbol))
  return {
    name: setup.name,
    class: setup.strategy.name,
    version: setup.strategy.version ?? 1,
    params: toSpec(setup.params),
    symbols: [...symbols],
    sizer: toSpec(setup.sizer.spec),
    allowShort: setup.allowShort,
    ...(setup.capital ? { capital: setup.capital.toString() } : {}),
    ...(setup.autoStart === false ? { autoStart: false } : {}),
  }
}

/** Parameters and specs as plain data; what JSON can't hold is described by its text. */
function toSpec(value: unknown): Spec {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (Array.isArray(value)) return value.map(toSpec)
  if (typeof value === 'bigint') return `${String(value)}n`
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Map || value instanceof Set) return Array.from<unknown>(value).map(toSpec)
  if (typeof value === 'object' && !Decimal.isDecimal(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toSpec(item)]))
  }
  return Decimal.isDecimal(value) ? value.toFixed() : typeof value
}
