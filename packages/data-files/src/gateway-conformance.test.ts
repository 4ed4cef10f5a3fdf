import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BarColumns, DataGateway } from '@tradewright/core'
import { dataGatewayCases, type GatewayHarness } from '@tradewright/core/testing'
import { describe, it } from 'vitest'
import { CsvDataGateway, ParquetDataGateway, writeCsv, writeParquet } from './index.js'

/** A folder with a file for each symbol of the market, which is gone when the source breaks. */
function harness(
  suffix: string,
  write: (file: string, columns: BarColumns) => Promise<unknown>,
  gatewayOf: (directory: string) => DataGateway,
): GatewayHarness {
  return {
    open: async ({ series }) => {
      const folder = await mkdtemp(join(tmpdir(), 'conformance-'))
      for (const { instrument, columns } of series) await write(join(folder, `${instrument.symbol}${suffix}`), columns)
      const close = (): Promise<void> => rm(folder, { recursive: true, force: true })
      return { gateway: gatewayOf(folder), breakSource: close, close }
    },
  }
}

const HARNESSES: readonly [string, GatewayHarness][] = [
  ['CsvDataGateway', harness('.csv', writeCsv, (directory) => new CsvDataGateway({ directory }))],
  ['ParquetDataGateway', harness('.parquet', writeParquet, (directory) => new ParquetDataGateway({ directory }))],
]

describe.each(HARNESSES)('%s', async (_, own) => {
  for (const { name, skip, run } of await dataGatewayCases(own)) it.skipIf(skip)(name, run)
})
