/**
 * Holds the metrics of @tradewright/core to the cases of another library, empyrical: `metrics-cases.json` has series, arguments, expected values
 * and the decimals to which they are asserted.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as core from '@tradewright/core'

const PERIODS_PER_YEAR = { daily: 252, weekly: 52, monthly: 12, quarterly: 4, yearly: 1 }
const STRETCHES = { weekly: 'week', monthly: 'month', quarterly: 'quarter', yearly: 'year' }

/** Cases that cannot pass, and why. */
const EXCEPTIONS = [
  {
    reason: 'the file leaves out its input: 100,000 random numbers',
    applies: ({ args }) => Object.values(args).some((value) => value?.$ref === 'random_100k'),
  },
  {
    reason:
      'no metric here: the numbers are where a simplex search stopped, at shape 1e-6 and 2e-5 off the likeliest scale (0.068333, the mean of the losses)',
    applies: ({ fn }) => fn === 'gpd_risk_estimates',
  },
]

/** How a case's function is said with ours. Drawdowns are negative there and positive here. */
const METRICS = {
  simple_returns: ({ prices }) => core.simpleReturns(prices.values),
  cum_returns: ({ returns, starting_value: start }) => grown(returns.values, start).subarray(1),
  cum_returns_final: ({ returns, starting_value: start }) => grown(returns.values, start).at(-1) ?? Number.NaN,
  aggregate_returns: ({ returns, convert_to: to }) =>
    core.aggregateReturns(returns.times, returns.values, STRETCHES[to]).returns,
  max_drawdown: ({ returns }) => drawdown(returns.values),
  annual_return: ({ returns, period }) => core.annualReturn(returns.values, yearOf(period)),
  cagr: ({ returns, period }) => core.annualReturn(returns.values, yearOf(period)),
  annual_volatility: ({ returns, period }) => core.volatility(returns.values, yearOf(period)),
  calmar_ratio: ({ returns, period }) => core.calmarRatio(returns.values, yearOf(period)),
  omega_ratio: ({ returns, risk_free: riskFree, required_return: required }) =>
    core.omegaRatio(core.excessReturns(returns.values, valuesOf(riskFree)), {
      requiredReturn: core.periodReturn(required, yearOf('daily')),
    }),
  sharpe_ratio: ({ returns, risk_free: riskFree }) =>
    core.sharpeRatio(...aligned(returns, riskFree, (own, riskFreeReturn) => [own, { ...yearOf(), riskFreeReturn }])),
  downside_risk: ({ returns, required_return: required, period }) =>
    byColumn(returns, (values) =>
      core.downsideDeviation(values, { ...yearOf(period), requiredReturn: valuesOf(required) }),
    ),
  sortino_ratio: ({ returns, required_return: required, period }) =>
    byColumn(returns, (values) => core.sortinoRatio(values, { ...yearOf(period), requiredReturn: valuesOf(required) })),
  excess_sharpe: ({ returns, factor_returns: factor }) => aligned(returns, factor, core.informationRatio),
  alpha_beta: ({ returns, benchmark }) => aligned(returns, benchmark, alphaBeta),
  alpha: ({ returns, benchmark }) => aligned(returns, benchmark, (...both) => core.alpha(...both, yearOf())),
  beta: ({ returns, benchmark }) => aligned(returns, benchmark, core.beta),
  up_alpha_beta: ({ returns, benchmark }) => aligned(returns, benchmark, (...both) => inMarket('up', both, alphaBeta)),
  down_alpha_beta: ({ returns, benchmark }) =>
    aligned(returns, benchmark, (...both) => inMarket('down', both, alphaBeta)),
  stability_of_timeseries: ({ returns }) => core.stability(returns.values),
  tail_ratio: ({ returns }) => core.tailRatio(returns.values),
  value_at_risk: ({ returns, cutoff }) => core.valueAtRisk(Float64Array.from(returns), { cutoff }),
  capture: ({ returns, factor_returns: factor }) => aligned(returns, factor, capture),
  up_capture: ({ returns, benchmark }) => aligned(returns, benchmark, (...both) => inMarket('up', both, capture)),
  down_capture: ({ returns, factor_returns: factor }) =>
    aligned(returns, factor, (...both) => inMarket('down', both, capture)),
  up_down_capture: ({ returns, factor_returns: factor }) => aligned(returns, factor, upDownCapture),
  roll_max_drawdown: ({ returns, window }) => core.rolling([returns.values], window, drawdown),
  roll_sharpe_ratio: ({ returns, window }) =>
    core.rolling([returns.values], window, (part) => core.sharpeRatio(part, yearOf())),
  roll_alpha_beta: ({ returns, benchmark, window }) =>
    aligned(returns, benchmark, (...both) => core.rolling(both, window, alphaBeta)),
  roll_up_capture: ({ returns, factor_returns: factor, window }) =>
    rolled(returns, factor, window, (...parts) => inMarket('up', parts, capture)),
  roll_down_capture: ({ returns, factor_returns: factor, window }) =>
    rolled(returns, factor, window, (...parts) => inMarket('down', parts, capture)),
  roll_up_down_capture: ({ returns, factor_returns: factor, window }) => rolled(returns, factor, window, upDownCapture),
}

/** Runs the cases in a folder. */
export async function metrics(dir) {
  const { series, cases } = JSON.parse(readFileSync(join(dir, 'metrics-cases.json'), 'utf8'))
  const excepted = new Map()
  const failures = []
  let passed = 0
  for (const testCase of cases) {
    const exception = EXCEPTIONS.find(({ applies }) => applies(testCase))
    if (exception) {
      excepted.set(exception.reason, [...(excepted.get(exception.reason) ?? []), nameOf(testCase)])
      continue
    }
    const failure = failureOf(testCase, series)
    if (failure === undefined) passed++
    else failures.push(failure)
  }
  const left = [...excepted].map(([reason, names]) => `not held (${names.length}), ${reason}: ${names.join(', ')}`)
  return {
    title: 'Metrics, against empyrical',
    lines: [`${passed} of ${cases.length} cases hold to their decimals`, ...left, ...failures],
    failed: failures.length,
  }
}

function failureOf(testCase, series) {
  const name = nameOf(testCase)
  const metric = METRICS[testCase.fn]
  if (metric === undefined) return `FAILED ${name}: there is no such metric`
  const args = Object.entries(testCase.args).map(([key, value]) => [key, inputOf(value, series)])
  try {
    const found = metric(Object.fromEntries(args))
    const { expected } = testCase
    if (agrees(found, numbersOf(expected.kind === 'series' ? expected.values : expected), toleranceOf(testCase)))
      return undefined
    return `FAILED ${name}: ${JSON.stringify(plain(found))}, expected ${JSON.stringify(expected)}`
  } catch (error) {
    return `FAILED ${name}: ${String(error)}`
  }
}

/** Decimals as NumPy's assert_almost_equal counts them, with which the source asserts; some cases ask for fewer than their file says. */
function toleranceOf({ decimalPlaces, args }) {
  return 1.5 * 10 ** -(args.decimal_places ?? decimalPlaces)
}

function nameOf({ fn, id, args }) {
  return `${fn}(${id ?? JSON.stringify(args)})`
}

/** A series as columns, a frame of several as a list of them, and any other argument as it is. */
function inputOf(value, series) {
  const found = value?.$ref === undefined ? undefined : series[value.$ref]
  if (found === undefined || typeof found.values === 'string') return value
  const times = Float64Array.from(found.index, (text) => Date.parse(text.slice(0, 10)))
  if (found.kind === 'series') return { times, values: Float64Array.from(numbersOf(found.values)) }
  const columns = Object.values(found.columns).map((column) => Float64Array.from(numbersOf(column)))
  return { times, columns, values: columns[0] }
}

/** JSON has no NaN and no Infinity: the file says them as text. */
function numbersOf(value) {
  return Array.isArray(value) ? value.map(numbersOf) : Number(value)
}

/** A single expected number stands for all that is found. */
function agrees(found, expected, tolerance) {
  if (Array.isArray(expected)) {
    const list = plain(found)
    return list.length === expected.length && expected.every((value, i) => agrees(list[i], value, tolerance))
  }
  if (typeof found !== 'number') return plain(found).every((value) => agrees(value, expected, tolerance))
  return Object.is(found, expected) || found === expected || Math.abs(found - expected) < tolerance
}

function plain(found) {
  return typeof found === 'number' ? found : [...found]
}

function yearOf(period = 'daily') {
  return { periodsPerYear: PERIODS_PER_YEAR[period] }
}

function valuesOf(input) {
  return typeof input === 'number' ? input : input.values
}

/** What 1, or another start, grows to; the gain where the start is 0. */
function grown(returns, start) {
  const values = core.compoundValues(returns, start === 0 ? 1 : start)
  return start === 0 ? values.map((value) => value - 1) : values
}

function drawdown(returns) {
  return -core.maxDrawdown(core.compoundValues(returns))
}

function capture(returns, benchmark) {
  return core.captureRatio(returns, benchmark, yearOf())
}

function upDownCapture(...both) {
  return inMarket('up', both, capture) / inMarket('down', both, capture)
}

function alphaBeta(returns, benchmark) {
  return [core.alpha(returns, benchmark, yearOf()), core.beta(returns, benchmark)]
}

function inMarket(direction, both, metric) {
  const { returns, benchmark } = direction === 'up' ? core.upMarket(...both) : core.downMarket(...both)
  return metric(returns, benchmark)
}

function byColumn({ columns, values }, metric) {
  return columns ? columns.map(metric) : metric(values)
}

function rolled(returns, factor, window, metric) {
  return aligned(returns, factor, (...both) => core.rolling(both, window, metric))
}

/** Calls a metric with two columns that have a row for every day of either, NaN where one has none, as data frames are joined. */
function aligned(one, other, metric) {
  if (typeof other === 'number') return metric(one.values, other)
  const times = [...new Set([...one.times, ...other.times])].sort((a, b) => a - b)
  return metric(...[one, other].map((each) => onDays(each, times)))
}

function onDays({ times, values }, days) {
  const byDay = new Map(Array.from(times, (time, i) => [time, values[i]]))
  return Float64Array.from(days, (day) => byDay.get(day) ?? Number.NaN)
}
