import { describe, expect, it } from 'vitest'
import { barsAt, messageOf, readCsv } from '../test/read-csv.js'
import { DateFormat } from './date-format.js'

/** What a cell is read as in a format; undefined where it is not written so. */
function read(format: string, text: string): string | undefined {
  expect(DateFormat.problemOf(format)).toBeUndefined()
  const stamp = new DateFormat(format)
  const bytes = Buffer.from(`x,${text},9\n`)
  if (!stamp.read(bytes, 2, 2 + Buffer.byteLength(text))) return undefined
  return `${stamp.shape} ${new Date(stamp.wall).toISOString().slice(0, 23)}`
}

describe('a stated format', () => {
  it.each([
    ['MM/dd/yyyy', '03/11/2024', 'date 2024-03-11T00:00:00.000'],
    ['dd/MM/yyyy', '03/11/2024', 'date 2024-11-03T00:00:00.000'],
    ['M/d/yyyy', '3/11/2024', 'date 2024-03-11T00:00:00.000'],
    ['d.M.yyyy', '31.12.2024', 'date 2024-12-31T00:00:00.000'],
    ['yyyyMMdd', '20240311', 'date 2024-03-11T00:00:00.000'],
    ['dd-MMM-yyyy', '11-Mar-2024', 'date 2024-03-11T00:00:00.000'],
    ['MMM d, yyyy', 'MAR 1, 2024', 'date 2024-03-01T00:00:00.000'],
    ['yyyyMMdd HH:mm', '19980102 00:00', 'local 1998-01-02T00:00:00.000'],
    ['dd.MM.yyyy HH:mm:ss', '11.03.2024 09:30:15', 'local 2024-03-11T09:30:15.000'],
    ['dd.MM.yyyy HH:mm:ss.SSS', '11.03.2024 09:30:15.250', 'local 2024-03-11T09:30:15.250'],
    ['M/d/yyyy h:mm a', '3/11/2024 12:30 AM', 'local 2024-03-11T00:30:00.000'],
    ['M/d/yyyy h:mm a', '3/11/2024 12:30 pm', 'local 2024-03-11T12:30:00.000'],
    ["yyyy-MM-dd'T'HHmm", '2024-03-11T0930', 'local 2024-03-11T09:30:00.000'],
  ])('%s reads %s', (format, text, expected) => expect(read(format, text)).toBe(expected))

  it.each([
    ['MM/dd/yyyy', '13/01/2024'],
    ['MM/dd/yyyy', '3/11/2024'],
    ['MM/dd/yyyy', '03/11/24'],
    ['MM/dd/yyyy', '03/11/20240'],
    ['MM/dd/yyyy', '03-11-2024'],
    ['MM/dd/yyyy', '02/30/2024'],
    ['M/d/yyyy', '/3/2024'],
    ['dd-MMM-yyyy', '11-Mai-2024'],
    ['yyyyMMdd HH:mm', '20240311 24:00'],
    ['yyyyMMdd HH:mm', '20240311'],
    ['M/d/yyyy h:mm a', '3/11/2024 0:30 AM'],
    ['M/d/yyyy h:mm a', '3/11/2024 13:30 PM'],
    ['M/d/yyyy h:mm a', '3/11/2024 1:30 XM'],
  ])('%s does not read %s', (format, text) => expect(read(format, text)).toBeUndefined())

  it.each([
    ['MM/dd/yy', "not 'yy': it knows yyyy, MMM, MM,"],
    ['MM/yyyy', 'a day as well'],
    ['MM/dd/yyyy MM', 'one month, not two'],
    ['MM/dd/yyyy h:mm', 'h and a together'],
    ['MM/dd/yyyy H h a', 'H or h, not both'],
    ['MM/dd/yyyy ss', 'hours with minutes, minutes with seconds'],
    ['yyyyMd', 'something between a number of one or two digits and the next number'],
    ['yyyy年MM月dd日', 'letters, digits and punctuation of ASCII'],
  ])('is not %s', (format, problem) => expect(DateFormat.problemOf(format)).toContain(problem))

  it('is named where a time is not written so, and is needed where a date is not ISO 8601', async () => {
    const us = { time: { format: 'MM/dd/yyyy' } }
    expect((await readCsv(barsAt('03/11/2024', '03/12/2024'), us)).columns.length).toBe(2)
    expect(await messageOf(readCsv(barsAt('03/11/2024', '2024-03-12'), us))).toBe(
      "DataError TIME_INVALID: Date (time) is '2024-03-12'; expected MM/dd/yyyy, such as 03/11/2024 (row 3 of bars.csv)",
    )
    expect(await messageOf(readCsv(barsAt('03/11/2024')))).toContain('the option time says how others are written')
  })
})
