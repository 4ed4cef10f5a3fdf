import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { messageOf, readCsv } from '../test/read-csv.js'

const HEADER = 'Date,Open,High,Low,Close\n'
const first = `${HEADER}2024-03-11,10,12,9,11\n`
const second = '2024-03-12,10,12,9,11.5\n'

/** A file of 50,000 minutes, which gzip doesn't shrink to nothing. */
function minutes(): string {
  const rows = Array.from({ length: 50_000 }, (_, row) => {
    const price = 100 + ((row * 7919) % 1009) / 8
    return `${new Date(row * 60_000).toISOString()},${price},${price},${price},${price}`
  })
  return HEADER + rows.join('\n')
}

describe('a gzip file', () => {
  it('is read like the file in it, whatever its name', async () => {
    for (const name of ['bars.csv.gz', 'bars.csv']) {
      const { columns, source, firstRow } = await readCsv(gzipSync(first + second), { name })
      expect([Array.from(columns.close), source, firstRow]).toEqual([[11, 11.5], name, 2])
    }
  })

  it('may have several members', async () => {
    const { columns } = await readCsv(Buffer.concat([gzipSync(first), gzipSync(second)]))
    expect(Array.from(columns.close)).toEqual([11, 11.5])
  })

  it('may be longer than a block', async () => {
    const text = minutes()
    expect(text.length).toBeGreaterThan(2 << 20)
    const plain = await readCsv(text, { timeframe: '1m' })
    expect(plain.columns.length).toBe(50_000)
    expect((await readCsv(gzipSync(text), { timeframe: '1m' })).columns).toEqual(plain.columns)
  })

  it('that is cut off is refused with the row that it is cut off behind', async () => {
    const bytes = gzipSync(minutes())
    const half = bytes.subarray(0, bytes.length >> 1)
    const message = await messageOf(readCsv(half, { timeframe: '1m', name: 'bars.csv.gz', onBadRow: 'collect' }))
    expect(message).toMatch(
      /^DataError FILE_INVALID: bars\.csv\.gz is cut off behind row \d+; expected a whole gzip file$/,
    )
    expect(await messageOf(readCsv(gzipSync(first).subarray(0, -1)))).toContain('FILE_INVALID: bars.csv is cut off')
    expect(await messageOf(readCsv(gzipSync(first).subarray(0, 2)))).toContain('FILE_INVALID: bars.csv is cut off')
    const members = Buffer.concat([gzipSync(first), gzipSync(second).subarray(0, 20)])
    expect(await messageOf(readCsv(members))).toContain('FILE_INVALID: bars.csv is cut off')
  })

  it('that is damaged is refused', async () => {
    const bytes = gzipSync(first)
    bytes[bytes.length - 6]! ^= 1
    expect(await messageOf(readCsv(bytes))).toBe(
      'DataError FILE_INVALID: bars.csv is damaged (incorrect data check) behind row 0; expected a whole gzip file',
    )
  })

  it('of nothing is an empty file', async () => {
    expect(await messageOf(readCsv(gzipSync('')))).toContain('COLUMN_MISSING: bars.csv is empty')
    expect((await readCsv(gzipSync(''), { hasHeader: false })).columns.length).toBe(0)
  })
})

describe('what is kept in memory', () => {
  it('is of the size of the range asked for, not of the file', async () => {
    const { columns } = await readCsv(minutes(), {
      timeframe: '1m',
      from: 49_000 * 60_000,
      to: 49_010 * 60_000,
      barsBefore: 20,
    })
    expect(columns.length).toBe(30)
    expect(columns.close.buffer.byteLength).toBe(1_024 * 8)
  })
})
