// Strategies: what a user writes.
export { Strategy } from './strategy/strategy.js'
export type { NoParams, ParamsOf, StrategyClass, StrategyInit } from './strategy/strategy.js'
export { SignalStrategy } from './strategy/signal-strategy.js'
export type { StrategyContext } from './strategy/context.js'
export type { BarField, IndicatorInput, IndicatorSeries, IndicatorSource, Schedule } from './strategy/options.js'
export type {
  AlternativeOrder,
  EntryOptions,
  ExitLifetime,
  ExitOptions,
  OrderChanges,
  OrderLifetime,
  OrderNotes,
  OrderOptions,
  OrderTerms,
  ProtectOptions,
  StopLoss,
  TakeProfit,
  TrailTerms,
  TriggeredOrder,
} from './strategy/order-options.js'
export type { CapitalView, PortfolioView } from './strategy/portfolio-view.js'
export type { RebalanceOptions, RebalancePlan, RebalanceSkip, RebalanceTrade } from './domain/rebalance.js'

// Engines: who turns the crank.
export { BacktestEngine, type RunOptions } from './engine/backtest-engine.js'
export { saveRun, type RunLabels, type SaveRunOptions } from './engine/save-run.js'
export type {
  BacktestConfig,
  CostsConfig,
  RateEntry,
  SeriesEntry,
  StrategyEntries,
  StrategyEntry,
  TimeInput,
} from './engine/config.js'
export type { Adjustment } from './domain/adjustment.js'
export type { AccountConfig, StrategyCapital } from './engine/account-config.js'
export type { EngineEvents, Progress } from './engine/events.js'
export type { BenchmarkValues, MetricsOptions } from './engine/benchmark.js'
export type { PerformanceMetrics } from './engine/metrics.js'
export { BacktestResult } from './engine/result.js'
export type { EquityCurve } from './domain/equity-curve.js'
export type { Ambiguity } from './engine/ambiguity.js'
export type { EquityRange } from './engine/equity-range.js'
export type { SeriesRecord } from './engine/series-record.js'

// Accounts: what happens to them from outside, and what they hold.
export type {
  AccountEvent,
  AccountEventKind,
  CashEvent,
  CorporateAction,
  DelistingEvent,
  DividendEvent,
  EventTime,
  HaltEvent,
  KillSwitchEvent,
  MergerEvent,
  ParamsEvent,
  ResumeEvent,
  RollEvent,
  SplitEvent,
  StrategyEvent,
  SymbolChangeEvent,
  TradingEvent,
  TransferEvent,
} from './domain/account-event.js'
export type { CrossingPolicy, MarginCallPolicy, Settlement, Shortfall } from './domain/account-policies.js'
export type { AppliedEvent } from './kernel/account-change.js'
export type { MarginCall } from './kernel/margin-calls.js'
export { printPortfolio, walkPortfolio } from './portfolio/portfolio-tree.js'
export type { AccountNode, BookNode, PortfolioNode, PositionNode } from './portfolio/portfolio-tree.js'
export { dailyCut } from './calendar/daily-cut.js'
export type { DailyCut, DailyCutOptions } from './calendar/daily-cut.js'

// Ports: what the outside provides.
export type { Broker, BrokerCapabilities, OrderEventSink } from './ports/broker.js'
export type { Clock } from './ports/clock.js'
export type {
  BarRequest,
  BarSeries,
  BarStreamRequest,
  DataGateway,
  GatewayCapabilities,
  InstrumentQuery,
  SeriesWarning,
  StreamKind,
  StreamRequest,
  TickRequest,
} from './ports/data-gateway.js'
export type { MarketDriven } from './ports/market-driven.js'

// Market data.
export { BarBuilder } from './data/bar-builder.js'
export type { BarBuilderOptions } from './data/bar-builder.js'
export type { BarRule, EventBarRule, RenkoRule, TimeBarRule } from './data/bar-rule.js'
export type { BuiltColumns } from './data/built-bars.js'
export type { BarHistory, Column } from './data/bar-history.js'
export { FeatureCalculator } from './data/feature-calculator.js'
export type { FeatureOptions } from './data/feature-calculator.js'
export type { FeatureColumns } from './data/feature-columns.js'
export type { FeatureKindName } from './data/feature-kinds.js'
export type { FeatureParam, FeatureParams } from './data/feature-params.js'
export type { MarketSnapshot } from './data/market-snapshot.js'
export type { Bar } from './domain/bar.js'
export { BAR_FILLED, BAR_PARTIAL, firstRowAtOrAfter, sliceColumns } from './domain/bar-columns.js'
export type { BarColumns, PriceSide } from './domain/bar-columns.js'
export type { Quote, TradeTick } from './domain/quote.js'
export { timeframeMs } from './domain/timeframe.js'
export type { Timeframe } from './domain/timeframe.js'

// Gateways.
export { checkRange } from './data/check-range.js'
export { throwIfAborted } from './domain/abort.js'
export type { BarClosed, BarEvent, BarOpened } from './domain/bar-event.js'
export { rowsBetween } from './domain/rows-between.js'
export { mergeRanges, subtractRanges } from './domain/time-range.js'
export type { TimeRange } from './domain/time-range.js'
export { systemClock } from './engine/system-clock.js'
export type { BarRevision } from './gateways/bar-revisions.js'
export { CachedDataGateway, type CachedOptions } from './gateways/cached-data-gateway.js'
export { FallbackDataGateway, type SourceFailure } from './gateways/fallback-data-gateway.js'
export { MemoryDataGateway } from './gateways/memory-data-gateway.js'
export type { BarInput, MemoryDataOptions } from './gateways/memory-data-gateway.js'
export { ReplayDataGateway, type ReplayOptions } from './gateways/replay-data-gateway.js'

// Stores: what a program keeps.
export type { Store } from './ports/store.js'
export type { BarStore, SeriesKey } from './ports/bar-store.js'
export type { JournalFilter, JournalStore } from './ports/journal-store.js'
export type { RunFilter, RunStore } from './ports/run-store.js'
export type { SettingsStore } from './ports/settings-store.js'
export type { CashBalance, OrderFilter, RecordFilter, StateFilter, TradingStore } from './ports/trading-store.js'
export type { AccountRecord } from './domain/account-record.js'
export type { Checkpoint, JournalEntry } from './domain/journal-entry.js'
export type { IntentAction, OrderIntent } from './domain/order-intent.js'
export type { NewRun, RunRecord, RunSummary } from './domain/run-record.js'
export type { StoredStrategy, StrategyRecord, StrategyStatus } from './domain/strategy-record.js'
export type {
  CashRecord,
  EquityRecord,
  FillRecord,
  OrderRecord,
  PositionRecord,
  RoundTripRecord,
  TradingBatch,
} from './domain/trading-records.js'
export { CombinedStore } from './store/combined-store.js'
export type { StoreParts } from './store/combined-store.js'
export { MemoryBarStore } from './store/memory-bar-store.js'
export { MemoryStore } from './store/memory-store.js'

// Saved runs and trading records, asked and compared.
export { compareRuns, type ComparedRun, type RunComparison, type RunDifferences } from './store/compare-runs.js'
export type { CsvKind, CsvRows } from './store/csv-columns.js'
export { profitAndLoss, type ProfitAndLoss, type ProfitAndLossFilter } from './store/profit-and-loss.js'
export { roundTripsOf } from './store/round-trips-of.js'
export { toCsv } from './store/to-csv.js'

// Stores of one's own: what every one of them has to refuse.
export type { BatchRecords } from './domain/record-shapes.js'
export type { AnyShape, Field, FieldKind, RecordShape } from './domain/record-shape.js'
export { BATCH_SHAPES } from './domain/record-shapes.js'
export { checkedBars, checkedKey } from './store/checked-bars.js'
export { checkedFilter, checkedJournalFilter, checkedState } from './store/checked-filter.js'
export { checkedEntries, refuseAhead, refuseGap } from './store/checked-journal.js'
export type { JournalEnd } from './store/checked-journal.js'
export {
  checkedAccount,
  checkedBatch,
  checkedCheckpoint,
  checkedSetting,
  checkedStrategy,
  checkedTime,
} from './store/checked-records.js'
export type { CheckedBatch } from './store/checked-records.js'
export { checkedRun } from './store/checked-run.js'
export { isKept, refuseCurrency, refuseNumbers, unknownAccount, unknownRun } from './store/record-conflicts.js'

// Data quality.
export { checkDataQuality } from './quality/check-quality.js'
export { checkGateway, compareGateways } from './quality/check-gateway.js'
export type { KnownOfSeries } from './quality/check-gateway.js'
export type { CompareOptions } from './quality/compare-options.js'
export { compareSeries } from './quality/compare-series.js'
export type { QualityCoverage } from './quality/coverage.js'
export type { BarColumn, QualityFinding } from './quality/finding.js'
export { QUALITY_CODES } from './quality/quality-code.js'
export type { QualityCode, Severity } from './quality/quality-code.js'
export type { QualityOptions } from './quality/quality-options.js'
export type { QualityReport } from './quality/quality-report.js'
export type { QualitySeries, VolumeUnit } from './quality/quality-series.js'
export { repairSeries } from './quality/repair-series.js'
export type { RepairedSeries } from './quality/repair-series.js'
export type { QualityChange } from './quality/repair-state.js'
export type { KnownSplit, Repairs } from './quality/repairs.js'

// Instruments and calendars.
export { alwaysOpen } from './calendar/always-open.js'
export { cmeEquity } from './calendar/cme-equity.js'
export { fx } from './calendar/fx.js'
export { overriddenBy } from './calendar/broker-sessions.js'
export type { OverriddenCalendar, SessionDifference } from './calendar/broker-sessions.js'
export { tradingCalendar } from './calendar/trading-calendar.js'
export { weekdayCalendar } from './calendar/weekday-calendar.js'
export type { WeekdayCalendarOptions } from './calendar/weekday-calendar.js'
export { xasx } from './calendar/xasx.js'
export { xetr } from './calendar/xetr.js'
export { xhkg } from './calendar/xhkg.js'
export { xlon } from './calendar/xlon.js'
export { xnas, xnys } from './calendar/xnys.js'
export type { UsEquityOptions } from './calendar/xnys.js'
export { xpar } from './calendar/xpar.js'
export { xtks } from './calendar/xtks.js'
export { xtse } from './calendar/xtse.js'
export { dayRange, zoneDays } from './calendar/zone-days.js'
export type { BrokerSessions, Calendar, Session, SessionBreak, TradingHours } from './domain/calendar.js'
export type { CalendarCoverage, CalendarDay, TradingCalendar } from './domain/trading-calendar.js'
export type { SessionSource } from './ports/session-source.js'
export { instrumentsFrom } from './domain/contracts.js'
export { createInstrument } from './domain/instrument.js'
export type { AssetClass, Instrument, InstrumentScale, InstrumentSpec, Payment } from './domain/instrument.js'

// Indicators.
export type { AnyIndicator, BarIndicator, Indicator, IndicatorBar } from './indicators/indicator.js'
export type { SavedIndicator, SavedState } from './indicators/saved-state.js'
export { AccumulationDistribution } from './indicators/accumulation-distribution.js'
export { ADX, ADXR } from './indicators/adx.js'
export { APO } from './indicators/apo.js'
export { Aroon } from './indicators/aroon.js'
export { ATR } from './indicators/atr.js'
export { BollingerBands } from './indicators/bollinger-bands.js'
export { CCI } from './indicators/cci.js'
export { ChaikinOscillator } from './indicators/chaikin-oscillator.js'
export { CMO } from './indicators/cmo.js'
export { Beta, Correlation } from './indicators/correlation.js'
export { Crossover } from './indicators/crossover.js'
export type { Crossing } from './indicators/crossover.js'
export { DEMA } from './indicators/dema.js'
export { DirectionalMovement } from './indicators/directional-movement.js'
export { Donchian } from './indicators/donchian.js'
export { DX } from './indicators/dx.js'
export type { FastAndSlow } from './indicators/fast-and-slow.js'
export { EMA } from './indicators/ema.js'
export { Highest, Lowest, Midpoint } from './indicators/extremes.js'
export { HilbertTrendline } from './indicators/hilbert-trendline.js'
export { KAMA } from './indicators/kama.js'
export { Keltner } from './indicators/keltner.js'
export { Lag } from './indicators/lag.js'
export { LinearRegression } from './indicators/linear-regression.js'
export { MACD } from './indicators/macd.js'
export { MFI } from './indicators/mfi.js'
export { Momentum, ROC } from './indicators/momentum.js'
export { NATR } from './indicators/natr.js'
export { OBV } from './indicators/obv.js'
export { ParabolicSAR } from './indicators/parabolic-sar.js'
export { PPO } from './indicators/ppo.js'
export { balanceOfPower, medianPrice, typicalPrice, weightedClose } from './indicators/prices.js'
export type { HighLow, HighLowClose, HighLowCloseVolume } from './indicators/prices.js'
export { LogReturn, SimpleReturn } from './indicators/price-return.js'
export { RSI } from './indicators/rsi.js'
export { SMA } from './indicators/sma.js'
export { StandardDeviation } from './indicators/standard-deviation.js'
export { StochRSI } from './indicators/stoch-rsi.js'
export type { StochasticPeriods } from './indicators/stochastic-lines.js'
export { Stochastic } from './indicators/stochastic.js'
export { Supertrend } from './indicators/supertrend.js'
export { T3 } from './indicators/t3.js'
export { TEMA } from './indicators/tema.js'
export { TRIMA } from './indicators/trima.js'
export { TRIX } from './indicators/trix.js'
export { TrueRange } from './indicators/true-range.js'
export { UltimateOscillator } from './indicators/ultimate-oscillator.js'
export { Volatility } from './indicators/volatility.js'
export type { ReturnKind, VolatilityOptions } from './indicators/volatility.js'
export { VWAP } from './indicators/vwap.js'
export { WilliamsR } from './indicators/williams-r.js'
export { WMA } from './indicators/wma.js'
export { ZScore } from './indicators/z-score.js'

// Sizers.
export type { SizingInput } from './domain/sizing-input.js'
export type { TradeStatistics } from './domain/trade-statistics.js'
export { FixedSizer, type FixedSizerOptions } from './sizing/fixed-sizer.js'
export { KellySizer, type KellySizerOptions } from './sizing/kelly-sizer.js'
export { PercentSizer, type PercentSizerOptions } from './sizing/percent-sizer.js'
export { RiskBasedSizer, type RiskBasedSizerOptions } from './sizing/risk-based-sizer.js'
export type { Sizer, SizerAnswer, SizerNeeds, Unsized } from './sizing/sizer.js'
export type { SizerLimitOptions } from './sizing/sizing-limits.js'
export { TargetWeightSizer, type TargetWeightSizerOptions } from './sizing/target-weight-sizer.js'
export { VolatilitySizer, type VolatilitySizerOptions } from './sizing/volatility-sizer.js'

// Risk: the limits that a run trades under.
export { RISK_PROFILES } from './risk/risk-config.js'
export type {
  Breakers,
  BreachPolicy,
  Distance,
  Duration,
  OrderLimits as OrderRisk,
  PositionExits,
  RiskConfig,
  RiskProfileName,
  ScopeLimits,
  ScopeRisk,
  StrategyRisk,
  SymbolRisk,
  VolatilityTarget,
  Worth,
} from './risk/risk-config.js'
export { TRADING_STATES } from './domain/trading-state.js'
export type { TradingState } from './domain/trading-state.js'
export { riskProfile } from './risk/risk-profiles.js'
export type { RiskBreach } from './risk/risk-breach.js'
export type { ExitSignal } from './kernel/exit-desk.js'
export type { DeniedOrder, RiskReport } from './engine/risk-report.js'
export type { HoldCause, StateChange } from './risk/trading-states.js'
export type { ExitReason } from './risk/position-guard.js'
export type { RiskCheck, RiskScope } from './domain/risk-check.js'

// Costs.
export { commissionOf } from './costs/commission-of.js'
export type { CommissionQuestion } from './costs/commission-of.js'
export { customCommission, noCommission, percent, perContract, perOrder, perShare } from './costs/commission.js'
export type { CommissionFill, CommissionModel, CommissionTerms, Liquidity, OrderSoFar } from './costs/commission.js'
export { makerTaker, roundTo, sum, tiered } from './costs/composed-commission.js'
export type { CommissionTier } from './costs/composed-commission.js'
export { latencyBars, latencyMs, noLatency } from './costs/latency.js'
export type { Latency } from './costs/latency.js'
export type { OrderLimits, UnitLimits } from './costs/order-limits.js'
export { basisPoints, customSlippage, noSlippage, ticks, volumeShare } from './costs/slippage.js'
export type { SlippageBar, SlippageFill, SlippageModel, SlippageOptions, SlippageOrder } from './costs/slippage.js'
export { financing, noFinancing } from './costs/financing.js'
export type {
  BorrowOptions,
  DayCount,
  FinancedPosition,
  FinancingModel,
  FinancingOptions,
  InterestOptions,
  InterestRates,
  Night,
  SwapPoints,
  SwapRates,
} from './costs/financing.js'
export { leverageMargin, marginPerInstrument, regT } from './costs/margin.js'
export type {
  LeverageMarginOptions,
  MarginAmounts,
  MarginedPosition,
  MarginModel,
  MarginRates,
  RegTOptions,
} from './costs/margin.js'
export { noSpread, sideShift, spreadFraction, spreadSeries, spreadTicks } from './costs/spread.js'
export type { SpreadBar, SpreadColumns, SpreadModel } from './costs/spread.js'
export { FILL_POLICIES } from './simulation/fill-rules.js'
export type { FillPolicy, FillRules, FinerSeries } from './simulation/fill-rules.js'
export { SimulatedBroker } from './simulation/simulated-broker.js'
export type { VenueSeries } from './simulation/simulated-broker.js'

// Orders, and what becomes of them.
export type { BrokerCommand } from './domain/broker-command.js'
export type { VenueNotice } from './domain/venue-notice.js'
export type { SplitRatio } from './domain/split.js'
export { DENIAL_CODES } from './domain/denial.js'
export type { DenialCode } from './domain/denial.js'
export type { Fill } from './domain/fill.js'
export type {
  Order,
  OrderLink,
  OrderOutcome,
  OrderRequest,
  OrderSizing,
  OrderType,
  RejectCode,
  ReplaceTerms,
  Side,
  SizingParticulars,
  TimeInForce,
  Trail,
} from './domain/order.js'
export type {
  OrderEnded,
  OrderEvent,
  OrderFilled,
  OrderKey,
  OrderReplaced,
  PriceBounds,
  RequestRefused,
} from './domain/order-event.js'
export { isTerminal, ORDER_STATUSES } from './domain/order-status.js'
export type { OrderStatus } from './domain/order-status.js'
export type { Position } from './domain/position.js'
export type { LotMatching, PositionCycle, RoundTrip } from './domain/round-trip.js'
export type { Signal } from './domain/signal.js'
export { LEDGER_KINDS } from './domain/ledger-kind.js'
export type { LedgerKind } from './domain/ledger-kind.js'
export type { LedgerEntry } from './portfolio/ledger.js'

// Exact numbers.
export { Decimal } from './domain/decimal.js'
export type { DecimalInput } from './domain/decimal.js'
export { money } from './domain/money.js'
export type { Amount, Money } from './domain/money.js'
export type { Spec } from './domain/spec.js'

// Metrics of one's own columns of returns, values and round trips.
export { alpha, beta, captureRatio, downMarket, informationRatio, upMarket } from './analytics/benchmark.js'
export type { MarketReturns } from './analytics/benchmark.js'
export { averageDrawdown, drawdownPeriods, drawdowns, maxDrawdown } from './analytics/drawdown.js'
export type { Drawdown } from './analytics/drawdown.js'
export {
  aggregateReturns,
  annualReturn,
  cagr,
  compoundReturn,
  compoundValues,
  excessReturns,
  periodReturn,
  simpleReturns,
  totalReturn,
} from './analytics/returns.js'
export type { ReturnPeriod } from './analytics/returns.js'
export { calmarRatio, omegaRatio, sharpeRatio, sortinoRatio } from './analytics/risk-ratios.js'
export { downsideDeviation, stability, tailRatio, valueAtRisk, volatility } from './analytics/risk.js'
export { rolling } from './analytics/rolling.js'
export { sessionEnds } from './analytics/session-ends.js'
export { tradeMetrics } from './analytics/trade-metrics.js'
export type { TradeMetrics, TradeOutcome } from './analytics/trade-metrics.js'

// Errors and warnings.
export { ERROR_CODES } from './domain/error-codes.js'
export type { ErrorCode, ErrorCodeEntry } from './domain/error-codes.js'
export { formatTime, isTradewrightError, TradewrightError } from './domain/errors.js'
export type { ErrorDetails } from './domain/errors.js'
export { DOUBT_CODES } from './domain/doubt.js'
export type { Doubt, DoubtCode } from './domain/doubt.js'
export { WARNING_CODES } from './domain/warning.js'
export type { RunWarning, WarningCode } from './domain/warning.js'
