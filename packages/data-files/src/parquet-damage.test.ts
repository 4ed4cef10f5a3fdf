import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { seedFile } from '../test/parquet-mutations.js'
import { messageOf } from '../test/read-csv.js'
import { readBytes, readSeed } from '../test/read-parquet.js'
import { parquetOf } from '../test/write-parquet.js'

const plain = (): Promise<Buffer> => readFile(seedFile('plain'))

async function messageOfBytes(bytes: Uint8Array): Promise<string> {
  return messageOf(readBytes(bytes))
}

describe('a file that is no whole Parquet file', () => {
  it.each([
    ['empty', 0, 0, 'is empty; expected a Parquet file'],
    ['cut off in its head', 0, 3, 'does not begin with PAR1; expected a Parquet file'],
    ['its head alone', 0, 4, 'does not end with PAR1: it is cut off, or was not written to its end'],
    ['cut off in the middle', 0, 5_000, 'does not end with PAR1: it is cut off, or was not written to its end'],
    ['cut off in its footer', 0, -20, 'does not end with PAR1: it is cut off, or was not written to its end'],
    ['without its head', 100, undefined, 'does not begin with PAR1; expected a Parquet file'],
  ])('%s is refused', async (_, start, end, what) => {
    expect(await messageOfBytes((await plain()).subarray(start, end))).toContain(
      `DataError FILE_INVALID: spx.parquet ${what}`,
    )
  })

  it('of another kind is refused', async () => {
    expect(await messageOfBytes(Buffer.from('Date,Open,High,Low,Close\n2024-03-11,1,1,1,1\n'))).toBe(
      'DataError FILE_INVALID: spx.parquet does not begin with PAR1; expected a Parquet file',
    )
  })

  it('with a middle that is gone is refused before a byte is decoded', async () => {
    const bytes = await plain()
    expect(await messageOfBytes(Buffer.concat([bytes.subarray(0, 1_000), bytes.subarray(6_000)]))).toBe(
      "DataError FILE_INVALID: spx.parquet has a column 'low' that, in row group 0 from row 1 on, lies at bytes 5023 to 6696 of 5042; expected a whole Parquet file",
    )
  })

  it('with a footer of impossible length is refused', async () => {
    const bytes = await plain()
    bytes.writeUInt32LE(0xffffffff, bytes.length - 8)
    expect(await messageOfBytes(bytes)).toContain('announces a footer of 4294967295 bytes in a file of')
  })

  it('with a footer that is no Thrift is refused', async () => {
    const bytes = await plain()
    bytes.fill(0xff, bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8), bytes.length - 8)
    expect(await messageOfBytes(bytes)).toContain('FILE_INVALID: spx.parquet has a damaged footer (')
  })

  it('whose page is not what its checksum says is refused', async () => {
    const bytes = await readFile(seedFile('checksums'))
    bytes[100] = bytes[100]! ^ 1
    expect(await messageOfBytes(bytes)).toContain('is damaged (the checksum is another)')
  })
})

describe('a file that is written in another way than is read', () => {
  it.each([
    [
      'encrypted-footer',
      'FILE_UNSUPPORTED: encrypted-footer.parquet has an encrypted footer; expected a file that is not encrypted',
    ],
    [
      'encrypted-columns',
      "FILE_UNSUPPORTED: encrypted-columns.parquet has a column 'close' that, in row group 0 from row 1 on, is encrypted",
    ],
    [
      'strings-delta',
      'is encoded as DELTA_BYTE_ARRAY; expected PLAIN, RLE_DICTIONARY, DELTA_BINARY_PACKED or BYTE_STREAM_SPLIT',
    ],
  ])('%s is refused', async (name, message) => {
    expect(await messageOf(readSeed(name))).toContain(message)
  })

  it('with an unknown codec is refused', async () => {
    const { parquetWriteBuffer } = await import('hyparquet-writer')
    const prices = { data: new Float64Array([10]) }
    const columnData = [
      { name: 'time', data: [new Date(0)] },
      ...['open', 'high', 'low', 'close'].map((name) => ({ ...prices, name })),
    ]
    const bytes = parquetWriteBuffer({ columnData, codec: 'LZO', compressors: { LZO: (input) => input } })
    expect(await messageOfBytes(new Uint8Array(bytes))).toContain(
      'is compressed with LZO; expected one of UNCOMPRESSED, SNAPPY,',
    )
  })
})

describe('a column', () => {
  it.each([
    [
      'no-close',
      "COLUMN_MISSING: no-close.parquet lacks a column: expected a column for close, named close; found the columns 'time', 'open', 'high', 'low', 'volume'",
    ],
    ['list', "COLUMN_INVALID: list.parquet has a group or list of columns in its column 'close'; expected numbers"],
    ['struct', "COLUMN_INVALID: struct.parquet has a group or list of columns in its column 'close'; expected numbers"],
    [
      'text-prices',
      "COLUMN_INVALID: text-prices.parquet has BYTE_ARRAY (STRING) in its column 'close'; expected numbers",
    ],
  ])('%s is refused', async (name, message) => {
    expect(await messageOf(readSeed(name))).toBe(`DataError ${message}`)
  })
})

describe('a row', () => {
  it.each([
    [
      'null-close',
      'PRICE_INVALID: SPX 2024-03-11T15:30:00Z: close is NaN; expected a positive number (row 121 of null-close.parquet)',
    ],
    [
      'null-volume',
      'VOLUME_INVALID: SPX 2024-03-11T13:40:00Z: volume is NaN; expected a number from 0 (row 11 of null-volume.parquet)',
    ],
  ])('without a value is refused: %s', async (name, message) => {
    expect(await messageOf(readSeed(name))).toBe(`DataError ${message}`)
  })

  const at = (...minutes: readonly number[]) => ({ time: { data: minutes.map((minute) => new Date(minute * 60_000)) } })

  it('that comes too early, twice, or without a time is refused', async () => {
    expect(await messageOfBytes(parquetOf(at(1, 2, 0)))).toContain(
      'BAR_OUT_OF_ORDER: SPX 1970-01-01T00:00:00Z came after 1970-01-01T00:02:00Z; expected times that rise (row 3 of spx.parquet)',
    )
    expect(await messageOfBytes(parquetOf(at(1, 2, 2)))).toContain(
      'BAR_DUPLICATE: SPX has two bars that open at 1970-01-01T00:02:00Z; expected one (row 3 of spx.parquet)',
    )
    const bytes = parquetOf({ time: { data: [new Date(0), null as never, new Date(1)], nullable: true } })
    expect(await messageOfBytes(bytes)).toContain('TIME_INVALID: time is empty; expected a time in whole milliseconds')
  })

  it('that is bad is left out and listed where asked for', async () => {
    const { columns, result } = await readSeed('null-close', { onBadRow: 'collect' })
    expect(columns.length).toBe(198)
    expect(result).toMatchObject({
      rowsRead: 200,
      rowsKept: 198,
      refusedCount: 2,
      refused: [
        { file: 'null-close.parquet', row: 121, code: 'PRICE_INVALID' },
        { file: 'null-close.parquet', row: 122, code: 'PRICE_INVALID' },
      ],
      gaps: {
        count: 1,
        largest: [{ from: Date.UTC(2024, 2, 11, 15, 30), to: Date.UTC(2024, 2, 11, 15, 32), bars: 2 }],
      },
    })
  })
})
