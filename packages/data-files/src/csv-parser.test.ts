import { isTradewrightError } from '@tradewright/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { messageOf, readCsv } from '../test/read-csv.js'
import { readSlowly } from '../test/slow-reading.js'
import { BAR_FIELDS } from './file-columns.js'
import { CsvParser, type CsvSink } from './csv-parser.js'
import { FileSource } from './file-source.js'
import { IsoStamp } from './iso-times.js'

const HEADER = 'Date,Open,High,Low,Close,Volume'
const ROW = '2024-03-11,10,12,9,11,500'

/** The closes of a file's rows. */
async function closes(text: string | Buffer): Promise<number[]> {
  return Array.from((await readCsv(text)).columns.close)
}

/** The number that a cell is read as, in the middle of its line and at its end. */
function parse(cell: string): number {
  const read: number[] = []
  const sink: CsvSink = {
    onFirstRow: (names) => ({
      fields: ['open', 'close'],
      names,
      hasVolume: false,
      hasVwap: false,
      hasCloseTime: false,
      adjustedUnused: undefined,
    }),
    onRow: ({ values }) => read.push(values[BAR_FIELDS.indexOf('open')]!, values[BAR_FIELDS.indexOf('close')]!),
    onBadRow: (error) => {
      throw error
    },
  }
  const options = { hasHeader: true, stamp: new IsoStamp(), closeStamp: new IsoStamp(), thousands: undefined }
  const bytes = Buffer.from(`open,close\n${cell},${cell}\r\n`)
  new CsvParser(new FileSource('bars.csv'), sink, options).readRows(bytes, bytes.length, true)
  expect(read[0]).toBe(read[1])
  return read[0]!
}

describe('a file', () => {
  it.each([
    ['lines that end in LF', `${HEADER}\n${ROW}\n`],
    ['lines that end in CRLF', `${HEADER}\r\n${ROW}\r\n`],
    ['a last line without a newline', `${HEADER}\n${ROW}`],
    ['empty lines at its end', `${HEADER}\n${ROW}\n\n  \r\n`],
    ['a byte order mark', `\ufeff${HEADER.replace('Date', '')}\n${ROW}\n`],
    ['quoted cells', `"Date","Open","High","Low","Close","Volume"\r\n"2024-03-11","10","12","9","11","500"\r\n`],
    ['blanks around its cells', ` Date , Open,High ,Low, Close,Volume\n 2024-03-11\t, 10 ,12 , 9,11 , 500 \n`],
    ['a quoted cell with commas and quotes that nobody needs', `Note,${HEADER}\n"up, ""a lot""",${ROW}\n`],
  ])('may have %s', async (_, text) => {
    expect(await closes(text)).toEqual([11])
  })

  it('may be longer than a block', async () => {
    const day = 86_400_000
    const rows = Array.from({ length: 40_000 }, (_, row) => {
      return `${new Date(row * day).toISOString().slice(0, 10)},${row}.5,${row}.5,${row}.5,${row}.5,1`
    })
    const text = [HEADER, ...rows].join('\n')
    expect(text.length).toBeGreaterThan(1 << 20)
    expect(await closes(text)).toEqual(rows.map((_, row) => row + 0.5))
  })

  it('reads back the columns that were written to it', async () => {
    const price = fc.double({ min: 5e-324, max: Number.MAX_VALUE, noNaN: true })
    const volume = fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true })
    const bar = fc.tuple(price, price, price, price, volume).map(([a, b, c, d, volume]) => {
      const [low, open, close, high] = [a, b, c, d].sort((x, y) => x - y)
      return [open!, high!, low!, close!, volume]
    })
    await fc.assert(
      fc.asyncProperty(fc.array(bar), fc.constantFrom('\n', '\r\n'), async (bars, newline) => {
        const rows = bars.map((bar, row) => [new Date(row * 60_000).toISOString(), ...bar.map(written)].join(','))
        const { columns } = await readCsv([HEADER, ...rows].join(newline), { timeframe: '1m' })
        const { openTime, open, high, low, close, volume } = columns
        expect(Array.from(openTime)).toEqual(bars.map((_, row) => row * 60_000))
        for (const [at, column] of [open, high, low, close, volume].entries()) {
          expect(Array.from(column!)).toEqual(bars.map((bar) => bar[at]))
        }
      }),
      { numRuns: 100, seed: 13 },
    )
  })
})

describe('a number', () => {
  it.each([
    '0',
    '-0',
    '5',
    '5.',
    '.5',
    '-1.25',
    '+3',
    '007',
    '1e3',
    '1.5E-7',
    '9007199254740993',
    '0.1',
    '0.00000000000000000000000125',
    '123456.789012345678',
  ])('written %s is what Number makes of it', (text) => expect(parse(text)).toBe(Number(text)))

  it('is what Number makes of any decimal text', () => {
    const digits = fc.string({ unit: fc.nat(9).map(String), minLength: 1, maxLength: 25 })
    const text = fc
      .tuple(fc.constantFrom('', '-', '+'), digits, fc.option(digits), fc.option(fc.integer({ min: -400, max: 400 })))
      .map(([sign, whole, decimals, exponent]) => {
        return sign + whole + (decimals === null ? '' : `.${decimals}`) + (exponent === null ? '' : `e${exponent}`)
      })
    fc.assert(
      fc.property(text, (text) => {
        expect(parse(text)).toBe(Number(text))
      }),
      { numRuns: 5_000, seed: 13 },
    )
  })

  it('is read back from the way JavaScript and toFixed write it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat(20), (value, decimals) => {
        expect(parse(written(value))).toBe(value)
        expect(parse(value.toFixed(decimals))).toBe(Number(value.toFixed(decimals)))
      }),
      { numRuns: 2_000, seed: 13 },
    )
  })

  it.each([
    'n/a',
    'null',
    'NaN',
    'Infinity',
    '0x1F',
    '1_000',
    '12,5',
    '12.5 USD',
    '$12',
    '1e',
    '-',
    '.',
    '1.2.3',
    '--1',
  ])('is not %s', async (cell) => {
    expect(await messageOf(readCsv(`${HEADER}\n2024-03-11,10,12,9,"${cell}",500\n`))).toBe(
      `DataError ROW_INVALID: Close is '${cell}'; expected a number such as 12.5 (row 2 of bars.csv)`,
    )
  })

  it('is not nothing', async () => {
    expect(await messageOf(readCsv(`${HEADER}\n${ROW}\n2024-03-12,10,12,9,,500\n`))).toBe(
      'DataError ROW_INVALID: Close is empty; expected a number such as 12.5 (row 3 of bars.csv)',
    )
    expect(await messageOf(readCsv(`${HEADER}\n2024-03-11,10,12,9,11,\r\n`))).toContain('Volume is empty')
  })
})

describe('a row', () => {
  it.each([
    ['too few cells', '2024-03-12,10,12,9,11', '5 cells came; expected 6, as in the header'],
    ['too many cells', '2024-03-12,10,12,9,11,500,1,2', '8 cells came; expected 6, as in the header'],
    ['only a time', '2024-03-12', '1 cell came; expected 6, as in the header'],
    ['an open quote', '2024-03-12,10,12,9,"11,500', 'a quoted cell is not closed; expected its closing quote'],
    [
      'text behind a quote',
      '2024-03-12,10,12,9,"11"x,500',
      'text follows the closing quote of "11"; expected a comma or the line\'s end',
    ],
  ])('with %s is refused', async (_, row, message) => {
    expect(await messageOf(readCsv(`${HEADER}\n${ROW}\n${row}\n2024-03-13,10,12,9,11,500\n`))).toBe(
      `DataError ROW_INVALID: ${message} (row 3 of bars.csv)`,
    )
  })

  it('must not follow an empty line', async () => {
    expect(await messageOf(readCsv(`${HEADER}\n${ROW}\n\n\n2024-03-13,10,12,9,11,500\n`))).toBe(
      'DataError ROW_INVALID: an empty line came; expected a bar, as rows follow it (row 3 of bars.csv)',
    )
  })

  it('must not be longer than a block', async () => {
    expect(await messageOf(readCsv(Buffer.concat([Buffer.from(`${HEADER}\n`), Buffer.alloc(1 << 21, 48)])))).toBe(
      'DataError ROW_INVALID: a line of more than 1048576 bytes came; expected lines of text (row 2 of bars.csv)',
    )
  })
})

describe('quotes', () => {
  const format = { hasHeader: true, time: 'iso', date: 0, priceScale: 1, isDaily: true, thousands: undefined } as const
  const agrees = async (text: string): Promise<void> => {
    const expected = readSlowly(Buffer.from(text), format)
    const came = await readCsv(text).then(
      ({ columns }) => Array.from(columns.openTime, (time, row) => [time, columns.close[row]]),
      (error: unknown) => (isTradewrightError(error) ? undefined : error),
    )
    expect(came).toEqual(expected?.map(([time, , , , close]) => [time, close]))
  }

  it('may hold commas, quotes and newlines, and the rows behind have the number of their own line', async () => {
    const text = `Note,${HEADER}\n"up, ""a lot""\r\n\nand down",${ROW}\nx,2024-03-12,10,12,9,nothing,500\n`
    expect(await closes(text.replace('nothing', '11.5'))).toEqual([11, 11.5])
    expect(await messageOf(readCsv(text))).toContain("Close is 'nothing'; expected a number such as 12.5 (row 5 of")
  })

  it('may go on from one block to the next', async () => {
    const note = 'a line of a note\n'.repeat(3_000)
    const rows = Array.from(
      { length: 60 },
      (_, day) => `"${note}",${new Date(day * 86_400_000).toISOString().slice(0, 10)},10,12,9,11,5`,
    )
    expect(await closes([`Note,${HEADER}`, ...rows].join('\n'))).toHaveLength(60)
  })

  it('are read as csv-parse reads them, around any text', async () => {
    const note = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', ' ', '1', 'é') })
    await fc.assert(
      fc.asyncProperty(fc.array(note, { minLength: 1, maxLength: 9 }), async (notes) => {
        const rows = notes.map((text, day) => `2024-03-1${day},10,12,9,11.${day},5,"${text.replaceAll('"', '""')}"`)
        const text = [`${HEADER},Note`, ...rows].join('\n')
        await agrees(text)
        expect(await closes(text)).toEqual(notes.map((_, day) => Number(`11.${day}`)))
      }),
      { numRuns: 150, seed: 13 },
    )
  }, 30_000)

  it('are refused where csv-parse refuses them, and only there, in any text', async () => {
    const piece = fc.string({
      unit: fc.constantFrom('a', ',', '"', '""', '\n', '\r\n', ' ', '",', '"\n'),
      maxLength: 8,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 4 }), async (pieces) => {
        const rows = pieces.map((text, day) => `${text},2024-03-1${day},10,12,9,11,5`)
        await agrees([`Note,${HEADER}`, ...rows].join('\n'))
      }),
      { numRuns: 200, seed: 13 },
    )
  }, 30_000)
})

/** A number as text that reads back as the same one; String(-0) is '0'. */
function written(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}
