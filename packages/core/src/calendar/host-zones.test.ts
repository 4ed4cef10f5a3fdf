import { afterEach, describe, expect, it, vi } from 'vitest'

/** Both changes of the clocks in both hemispheres, and where they fall together with a session. */
const GOLDEN = {
  xnys: ['2024-03-08 14:30 21:00', '2024-03-11 13:30 20:00', '2024-11-01 13:30 20:00', '2024-11-04 14:30 21:00'],
  xlon: ['2024-03-28 08:00 16:30', '2024-04-02 07:00 15:30', '2024-10-25 07:00 15:30', '2024-10-28 08:00 16:30'],
  xasx: ['2024-04-05 23:00 05:00', '2024-04-08 00:00 06:00', '2024-10-04 00:00 06:00', '2024-10-07 23:00 05:00'],
  xtks: ['2024-03-11 00:00 06:00', '2024-11-05 00:00 06:30'],
  fx: ['2024-03-08 22:00 22:00', '2024-03-11 21:00 21:00', '2024-11-01 21:00 21:00', '2024-11-04 22:00 22:00'],
  cmeEquity: ['2024-03-08 23:00 22:00', '2024-03-11 22:00 21:00', '2024-11-04 23:00 22:00'],
} as const

/** Modules made anew, so that nothing is left of what another host's zone has worked out. */
async function freshCalendars() {
  vi.resetModules()
  const [{ xnys }, { xlon }, { xasx }, { xtks }, { fx }, { cmeEquity }, { weekdayCalendar }, { dailyCut }] =
    await Promise.all([
      import('./xnys.js'),
      import('./xlon.js'),
      import('./xasx.js'),
      import('./xtks.js'),
      import('./fx.js'),
      import('./cme-equity.js'),
      import('./weekday-calendar.js'),
      import('./daily-cut.js'),
    ])
  return { xnys, xlon, xasx, xtks, fx, cmeEquity, weekdayCalendar, dailyCut }
}

describe("the host's time zone", () => {
  const before = process.env['TZ']
  afterEach(() => {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  })

  it.each([
    ['UTC', 0, 0],
    ['America/New_York', 300, 240],
    ['Asia/Tokyo', -540, -540],
    ['Australia/Sydney', -660, -600],
  ])('is %s, and no session changes', async (zone, january, july) => {
    process.env['TZ'] = zone
    expect([new Date(2024, 0, 2), new Date(2024, 6, 2)].map((date) => date.getTimezoneOffset())).toEqual([
      january,
      july,
    ])
    const made = await freshCalendars()
    const clock = (time: number) => new Date(time).toISOString().slice(11, 16)
    for (const name of ['xnys', 'xlon', 'xasx', 'xtks', 'fx', 'cmeEquity'] as const) {
      const calendar = made[name]()
      const shown = GOLDEN[name].map((row) => {
        const { date, open, close } = calendar.session(row.slice(0, 10))!
        expect([calendar.sessionAt(open)?.date, calendar.isOpen(open), calendar.nextClose(open)]).toEqual([
          date,
          true,
          close,
        ])
        return `${date} ${clock(open)} ${clock(close)}`
      })
      expect(shown).toEqual(GOLDEN[name])
    }
    const night = { zone: 'America/New_York', open: '01:30', close: '02:30', holidays: [], name: 'Night' }
    expect(made.dailyCut({ time: '01:30' }).next(Date.parse('2024-11-02T12:00Z'))).toBe(Date.parse('2024-11-03T05:30Z'))
    expect(made.weekdayCalendar(night).session('2024-03-11')?.open).toBe(Date.parse('2024-03-11T05:30Z'))
  })
})
