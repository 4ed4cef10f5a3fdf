import type { CrossingPolicy, MarginCallPolicy, Settlement } from '../domain/account-policies.js'
import type { CommissionModel } from '../costs/commission.js'
import type { DailyCut } from '../calendar/daily-cut.js'
import type { FinancingModel } from '../costs/financing.js'
import type { SpreadModel } from '../costs/spread.js'
import type { BarColumns, PriceSide } from '../domain/bar-columns.js'
import type { Instrument } from '../domain/instrument.js'
import type { LotMatching } from '../domain/round-trip.js'
import type { Money } from '../domain/money.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { CurrencySetup } from '../portfolio/rates.js'
import type { AccountRules } from '../risk/capital-limits.js'
import type { RiskSettings } from '../risk/risk-settings.js'
import type { Sizer } from '../sizing/sizer.js'
import type { StrategyClass } from '../strategy/strategy.js'
import type { AccountChange } from './account-change.js'

/** A series as the kernel sees it: which instrument, how long its bars, and the columns that grow or are read. */
export interface SeriesSetup {
  /** -1 for one that is there for its rates alone. */
  readonly instrument: number
  /** The pair of currencies whose price its closes are, where rates hang on it. */
  readonly pair?: number | undefined
  readonly timeframe: Timeframe
  readonly columns: BarColumns
  /** Which side of the market its prices are; default 'trade'. */
  readonly side?: PriceSide | undefined
  /** The finest series of its instrument: it marks positions, and orders meet its bars. */
  readonly execution: boolean
}

/** A strategy, ready to be made: its parameters and state have been validated. */
export interface StrategySetup {
  readonly strategy: StrategyClass
  readonly name: string
  readonly params: unknown
  readonly state: unknown
  readonly sizer: Sizer
  readonly allowShort: boolean
  /** What it starts with, in base currency; undefined where it shares the account's. */
  readonly capital?: Money | undefined
  /** Whether it runs from the start; default true. */
  readonly autoStart?: boolean | undefined
  /** Indices of the series it sees, in the run's order. */
  readonly series: readonly number[]
}

export interface KernelSetup {
  readonly instruments: readonly Instrument[]
  readonly series: readonly SeriesSetup[]
  readonly strategies: readonly StrategySetup[]
  readonly rules: AccountRules
  /** What the run's risk configuration limits; undefined without one. */
  readonly risk?: RiskSettings | undefined
  /** What the venue charges, for sizers that leave room for it. */
  readonly commission: CommissionModel
  /** How far bid and ask lie apart, for what strategies are shown; undefined where nothing says so. */
  readonly spread?: SpreadModel | undefined
  /** The first of its names is the base currency. */
  readonly currencies: CurrencySetup
  readonly settlement: Settlement
  /** What happens from outside, in the order in which it happens. */
  readonly events?: readonly AccountChange[] | undefined
  readonly financing?: FinancingModel | undefined
  readonly cut?: DailyCut | undefined
  readonly marginCall?: MarginCallPolicy | undefined
  readonly crossing?: CrossingPolicy | undefined
  readonly lots?: LotMatching | undefined
  readonly seed: number
  /** New objects for every bar that callbacks see, instead of views that move on. */
  readonly freshBars: boolean
  /** Starts every client order id. */
  readonly idPrefix: string
  /** How many instants to make room for in the equity curve. */
  readonly instantsHint: number
  /** The instants at which bars close, where one series alone gives them. */
  readonly instants: Float64Array | undefined
}
