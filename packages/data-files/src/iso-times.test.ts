import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barsAt, messageOf, readCsv } from '../test/read-csv.js'
import { IsoStamp } from './iso-times.js'

/** What a cell is read as: its shape, and the wall time or instant; undefined where it is no time. */
function read(text: string): string | undefined {
  const bytes = Buffer.from(`x,${text},y\n`)
  const stamp = new IsoStamp()
  if (!stamp.read(bytes, 2, 2 + Buffer.byteLength(text))) return undefined
  return `${stamp.shape} ${new Date(stamp.shape === 'instant' ? stamp.time : stamp.wall).toISOString()}`
}

describe('a time', () => {
  it.each([
    ['2024-03-11', 'date 2024-03-11T00:00:00.000Z'],
    ['2024-02-29', 'date 2024-02-29T00:00:00.000Z'],
    ['1969-12-31', 'date 1969-12-31T00:00:00.000Z'],
    ['2024-03-11 09:30', 'local 2024-03-11T09:30:00.000Z'],
    ['2024-03-11T09:30:15', 'local 2024-03-11T09:30:15.000Z'],
    ['2024-03-11 09:30:15.25', 'local 2024-03-11T09:30:15.250Z'],
    ['2024-03-11 09:30:15.007000000', 'local 2024-03-11T09:30:15.007Z'],
    ['2024-03-11T13:30:00Z', 'instant 2024-03-11T13:30:00.000Z'],
    ['2024-03-11T13:30:00.5Z', 'instant 2024-03-11T13:30:00.500Z'],
    ['2024-03-11 09:30:00-04:00', 'instant 2024-03-11T13:30:00.000Z'],
    ['2024-03-11T19:00:00+0530', 'instant 2024-03-11T13:30:00.000Z'],
    ['2024-03-11T14:30+01', 'instant 2024-03-11T13:30:00.000Z'],
  ])('may be written %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  it.each([
    '',
    '2024-3-11',
    '11.03.2024',
    '03/11/2024',
    '20240311',
    '1710163800',
    '2023-02-29',
    '2100-02-29',
    '2024-04-31',
    '2024-13-01',
    '2024-00-10',
    '2024-03-00',
    '2024-03-11 24:00',
    '2024-03-11 09:60',
    '2024-03-11 09:30:60',
    '2024-03-11 09:30:',
    '2024-03-11 09:30:1',
    '2024-03-11 09:30:15.',
    '2024-03-11 09:30:15.0001',
    '2024-03-11 9:30',
    '2024-03-11-09:30',
    '2024-03-11T09:30Zulu',
    '2024-03-11T09:30+1',
    '2024-03-11T09:30+01:6',
    '2024-03-11T09:30+01:60',
    '2024-03-11T09:30+24:00',
    '2024-03-11T09:30 UTC',
    '2024-03-11 09:30 PM',
  ])('is not %j', (text) => {
    expect(read(text)).toBeUndefined()
  })

  it('is read back from the way JavaScript writes it', () => {
    const date = fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(date, (date) => {
        const text = date.toISOString()
        expect(read(text)).toBe(`instant ${text}`)
        expect(read(text.slice(0, 19))).toBe(`local ${text.slice(0, 19)}.000Z`)
        expect(read(text.slice(0, 10))).toBe(`date ${text.slice(0, 10)}T00:00:00.000Z`)
      }),
      { numRuns: 2_000, seed: 13 },
    )
  })

  it('that cannot be read is refused with what was expected', async () => {
    expect(await messageOf(readCsv(barsAt('03/11/2024')))).toBe(
      "DataError TIME_INVALID: Date (time) is '03/11/2024'; expected a date such as 2024-03-11, a time such as 2024-03-11 09:30:00, " +
        'or a time with Z or an offset, such as 2024-03-11T13:30:00Z or 2024-03-11T09:30:00-04:00; the option time says how others are written (row 2 of bars.csv)',
    )
  })

  it('has the form of the rows before it', async () => {
    expect(await messageOf(readCsv(barsAt('2024-03-11', '2024-03-12 09:30')))).toBe(
      "DataError TIME_INVALID: Date (time) is '2024-03-12 09:30'; expected a date such as 2024-03-11, like the rows before it (row 3 of bars.csv)",
    )
    expect(await messageOf(readCsv(barsAt('2024-03-11T09:30', '2024-03-11T09:31Z'), { timeframe: '1m' }))).toContain(
      'expected a time such as 2024-03-11 09:30:00, like the rows before it (row 3 of bars.csv)',
    )
  })
})
