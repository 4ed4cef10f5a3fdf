import { describe, expect, it } from 'vitest'
import { messageOf, readCsv, spansOf } from '../test/read-csv.js'

const row = (time: string, close: string): string => `${time},10,12,9,11,${close}\n`

describe('a column closeTime', () => {
  const file = `time,open,high,low,close,closeTime\n${row('2024-03-11T13:30Z', '2024-03-11T13:30:40Z')}${row('2024-03-11T13:31Z', '2024-03-11T13:32Z')}`

  it('says when bars close', async () => {
    expect(spansOf(await readCsv(file, { timeframe: '1m' }))).toEqual([
      '2024-03-11T13:30Z/2024-03-11T13:30:40Z',
      '2024-03-11T13:31Z/2024-03-11T13:32Z',
    ])
  })

  it('has to be named where it is written in another way', async () => {
    const other = file.replace('closeTime', 'Close time')
    const derived = '2024-03-11T13:30Z/2024-03-11T13:31Z'
    const written = '2024-03-11T13:30Z/2024-03-11T13:30:40Z'
    const columns = { closeTime: 'close time' }
    expect(spansOf(await readCsv(other, { timeframe: '1m' }))[0]).toBe(derived)
    expect(spansOf(await readCsv(other, { timeframe: '1m', columns }))[0]).toBe(written)
    expect(spansOf(await readCsv(file, { timeframe: '1m', columns: { closeTime: null } }))[0]).toBe(derived)
  })

  it('is not looked for where the time stamps the close, and may not be named then', async () => {
    const [span] = spansOf(await readCsv(file, { timeframe: '1m', timestamp: 'close' }))
    expect(span).toBe('2024-03-11T13:29Z/2024-03-11T13:30Z')
    expect(await messageOf(readCsv(file, { timestamp: 'close', columns: { closeTime: 'closeTime' } }))).toContain(
      "columns.closeTime is 'given'; expected none where timestamp is 'close'",
    )
  })

  it.each([
    [
      '2024-03-11T13:30Z',
      'BAR_OVERLAP: 2024-03-11T13:30:00Z closes at 2024-03-11T13:30:00Z; expected a close after the open',
    ],
    ['2024-03-11 13:31', "TIME_INVALID: closeTime is '2024-03-11 13:31'; expected a time with Z or an offset"],
    ['', 'TIME_INVALID: closeTime is empty'],
  ])("is refused with '%s'", async (close, message) => {
    const text = `time,open,high,low,close,closeTime\n${row('2024-03-11T13:30Z', close)}`
    expect(await messageOf(readCsv(text, { timeframe: '1m' }))).toContain(message)
  })

  it('asks for times that are instants', async () => {
    const text = `time,open,high,low,close,closeTime\n${row('2024-03-11 13:30', '2024-03-11T13:31Z')}`
    expect(await messageOf(readCsv(text, { timeframe: '1m' }))).toContain(
      "TIME_INVALID: '2024-03-11T13:30:00' has no zone; expected an instant",
    )
  })
})
