import { isTradewrightError } from '../domain/errors.js'
import type { BarRequest, DataGateway } from '../ports/data-gateway.js'
import { checkDataQuality } from './check-quality.js'
import { compareSeries } from './compare-series.js'
import type { CompareOptions } from './compare-options.js'
import { NOTHING_EXPECTED } from './coverage.js'
import { Findings } from './finding.js'
import type { QualityOptions } from './quality-options.js'
import { QualityReport } from './quality-report.js'
import { qualitySeriesOf, type QualitySeries } from './quality-series.js'

/** What is known of a gateway's series beside its instrument. */
export type KnownOfSeries = Pick<QualitySeries, 'zone' | 'adjustment' | 'volumeUnit'>

/**
 * Fetches a series and checks it. What the gateway refuses is reported as SERIES_REFUSED with its message; errors that are none of this library's are thrown, and so is
 * RUN_ABORTED.
 */
export async function checkGateway(
  gateway: DataGateway,
  request: BarRequest,
  { known = {}, ...options }: QualityOptions & { readonly known?: KnownOfSeries } = {},
): Promise<QualityReport> {
  const series = await fetchSeries(gateway, request)
  return series instanceof QualityReport ? series : checkDataQuality({ ...series, ...known }, options)
}

/** Fetches a series from two gateways and compares them; see `compareSeries`. What one refuses is reported as SERIES_REFUSED. */
export async function compareGateways(
  first: DataGateway,
  second: DataGateway,
  request: BarRequest,
  options: CompareOptions = {},
): Promise<QualityReport> {
  const [one, other] = await Promise.all([fetchSeries(first, request), fetchSeries(second, request)])
  if (one instanceof QualityReport) return one
  return other instanceof QualityReport ? other : compareSeries(one, other, options)
}

async function fetchSeries(gateway: DataGateway, request: BarRequest): Promise<QualitySeries | QualityReport> {
  const { instrument, timeframe } = request
  try {
    return qualitySeriesOf(instrument, timeframe, await gateway.fetchBars(request))
  } catch (error) {
    if (!isTradewrightError(error) || error.code === 'RUN_ABORTED') throw error
    const findings = new Findings(1)
    const { row } = error.details
    const none = { from: Number.NaN, to: Number.NaN }
    const rows = typeof row === 'number' ? [row] : []
    findings.add('SERIES_REFUSED', { rows, ...none, count: 1, message: error.message })
    const coverage = { bars: 0, ...none, barsFilled: 0, ...NOTHING_EXPECTED }
    const { symbol } = instrument
    const title = `${symbol} ${timeframe} (${gateway.name})`
    return new QualityReport(
      { title, symbol, timeframe, calendarName: undefined, firstRow: 0, coverage, notChecked: ['anything else'] },
      findings,
    )
  }
}
