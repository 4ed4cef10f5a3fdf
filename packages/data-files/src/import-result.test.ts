import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BacktestEngine, createInstrument, Strategy } from '@tradewright/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { messageOf, readCsv } from '../test/read-csv.js'
import { CsvDataGateway } from './csv-data-gateway.js'

const ROWS = [
  'Date,Open,High,Low,Close',
  '2024-03-11,10,12,9,11',
  '2024-03-12,10,12,9',
  '2024-03-32,10,12,9,11',
  '2024-03-13,10,12,9,11 USD',
  '2024-03-14,10,12,11,11',
  '2024-03-15,0,12,0,11',
  '2024-03-11,10,12,9,11',
  '2024-03-10,10,12,9,11',
  '',
  '2024-03-18,"10,12,9,11',
  '2024-03-19,10,12,9,11.5',
]

class Idle extends Strategy {}

describe('rows that are refused', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'data-files-'))
    await writeFile(join(folder, 'spx.csv'), ROWS.join('\n'))
  })
  afterAll(() => rm(folder, { recursive: true }))
  const gateway = (): CsvDataGateway => new CsvDataGateway({ directory: folder, onBadRow: 'collect' })

  it('are listed with row and reason, and the good ones kept', async () => {
    const csv = gateway()
    const { columns } = await csv.fetchBars({ instrument: createInstrument({ symbol: 'SPX' }), timeframe: '1d' })
    expect(Array.from(columns.close)).toEqual([11, 11.5])
    const [result] = csv.imports
    expect({ ...result, refused: undefined }).toEqual({
      symbol: 'SPX',
      timeframe: '1d',
      source: 'spx.csv',
      rowsRead: 11,
      rowsKept: 2,
      refusedCount: 9,
      refused: undefined,
      range: { from: Date.UTC(2024, 2, 11), to: Date.UTC(2024, 2, 20) },
      gaps: { count: 1, largest: [{ from: Date.UTC(2024, 2, 12), to: Date.UTC(2024, 2, 19), bars: 7 }] },
      calendarGaps: undefined,
      warnings: [
        {
          code: 'ROWS_REFUSED',
          count: 9,
          message:
            '9 of 11 rows of spx.csv were refused; the first: ROW_INVALID: 4 cells came; expected 5, as in the header (row 3 of spx.csv)',
        },
      ],
    })
    expect(result?.refused.map(({ file, row, code }) => `${file} ${row} ${code}`)).toEqual([
      'spx.csv 3 ROW_INVALID',
      'spx.csv 4 TIME_INVALID',
      'spx.csv 5 ROW_INVALID',
      'spx.csv 6 HIGH_BELOW_LOW',
      'spx.csv 7 PRICE_INVALID',
      'spx.csv 8 BAR_DUPLICATE',
      'spx.csv 9 BAR_OUT_OF_ORDER',
      'spx.csv 10 ROW_INVALID',
      'spx.csv 11 ROW_INVALID',
    ])
    expect(result?.refused[0]?.message).toBe(
      'ROW_INVALID: 4 cells came; expected 5, as in the header (row 3 of spx.csv)',
    )
  })

  it("are counted in a run's warnings", async () => {
    const result = await new BacktestEngine({
      data: gateway(),
      instruments: [{ symbol: 'SPX' }],
      strategies: [{ strategy: Idle }],
    }).run()
    expect(result.warnings).toContainEqual({
      code: 'ROWS_REFUSED',
      message:
        '9 of 11 rows of spx.csv were refused; the first: ROW_INVALID: 4 cells came; expected 5, as in the header (row 3 of spx.csv)',
      count: 9,
    })
  })

  it('end the reading at the first of them unless they are to be collected', async () => {
    expect(await messageOf(readCsv(ROWS.join('\n')))).toContain('(row 3 of bars.csv)')
  })

  it('are an error where no row is good', async () => {
    expect(
      await messageOf(readCsv('Date,Open,High,Low,Close\n11/03/2024,10,12,9,11\n', { onBadRow: 'collect' })),
    ).toContain("TIME_INVALID: Date (time) is '11/03/2024'; expected")
  })

  it('are all counted, and 1,000 of them listed', async () => {
    await writeFile(join(folder, 'many.csv'), `${ROWS.slice(0, 2).join('\n')}\n${'x,1,1,1,1\n'.repeat(1_500)}`)
    const csv = gateway()
    await csv.fetchBars({ instrument: createInstrument({ symbol: 'MANY' }), timeframe: '1d' })
    expect([csv.imports[0]?.rowsKept, csv.imports[0]?.refusedCount, csv.imports[0]?.refused.length]).toEqual([
      1, 1_500, 1_000,
    ])
  })
})
