import { readdir } from 'node:fs/promises'
import { checkGateway, createInstrument, xnys, type QualityReport, type Timeframe } from '@tradewright/core'
import { CsvDataGateway } from '@tradewright/data-files'

const NAME = /^(?<symbol>.+)-(?<timeframe>\d+[smhdwM])\.csv$/

/** The reports on all files SYMBOL-TIMEFRAME.csv of a folder, such as AAPL-1d.csv. Those that the gateway refuses are reported too. */
export async function checkFolder(directory: string): Promise<readonly QualityReport[]> {
  const names = (await readdir(directory)).filter((name) => NAME.test(name)).sort()
  const reports: QualityReport[] = []
  for (const name of names) {
    const { symbol = '', timeframe } = NAME.exec(name)!.groups!
    const gateway = new CsvDataGateway({ directory, files: { [symbol]: name } })
    const instrument = createInstrument({ symbol, calendar: xnys() })
    reports.push(await checkGateway(gateway, { instrument, timeframe: timeframe as Timeframe }))
  }
  return reports
}

/** One line a series, and then what was found. */
export function summarize(reports: readonly QualityReport[]): string {
  const width = Math.max(...reports.map(({ symbol }) => symbol.length))
  const lines = reports.map(({ symbol, timeframe, worst, coverage: { bars }, codes }) =>
    `${symbol.padEnd(width)}  ${timeframe.padEnd(3)}  ${String(bars).padStart(5)}  ${(worst ?? 'good').padEnd(7)}  ${codes.join(', ')}`.trimEnd(),
  )
  const found = reports.filter(({ codes }) => codes.length > 0).map((report) => report.toText())
  return [...lines, ...found.map((text) => `\n${text}`)].join('\n')
}
