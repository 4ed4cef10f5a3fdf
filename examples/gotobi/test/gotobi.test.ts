import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Decimal, formatTime, type LedgerEntry } from '@tradewright/core'
import { expect, it } from 'vitest'
import { createBacktest, createMarket } from '../src/backtest.js'
import { FOLLOWED_DAY, ledgerOf } from '../src/summary.js'
import { paymentDays, tokyoClock, tokyoTime } from '../src/tokyo-days.js'

const folder = fileURLToPath(new URL('..', import.meta.url))

const BAR_MS = 300_000

const hash = '4ca29e248ccf50def576571b215bc2f9d4550a74328fc06944f5ac0664bc7d87'

const result = await createBacktest().run()

/** What the ledger adds up to in a currency, up to a time and not at it. */
function cashBefore(time: number, currency: string): string {
  const entries = result.ledger.filter((entry) => entry.time < time && entry.currency === currency)
  return Decimal.sum(0, ...entries.map(({ amount }) => amount.toDecimal())).toFixed()
}

function line({ time, kind, amount, currency, rate }: LedgerEntry): string {
  const quoted = rate === undefined ? '' : ` at ${(1 / rate).toFixed(3)}`
  return `${tokyoClock(time).slice(11)} ${kind} ${amount.toString()} ${currency}${quoted}`
}

it('comes to the numbers in its README, to the digit', () => {
  const { bars, orders, fills, roundTrips, ledger, metrics, marginCalls, warnings, doubts } = result
  expect(bars).toBe(75_168)
  expect(orders).toHaveLength(288)
  expect(fills).toHaveLength(288)
  expect(roundTrips).toHaveLength(144)
  expect(ledger).toHaveLength(1195)
  expect(ledger.filter(({ kind }) => kind === 'financing')).toHaveLength(62)
  expect(result.cash['USD']?.toFixed()).toBe('15631.82582646')
  expect(result.cash['JPY']?.toFixed()).toBe('0')
  expect(result.finalEquity).toBe(15631.82582646)
  expect(metrics.maxDrawdown).toBe(0.3232746438049712)
  expect([metrics.long.wins, metrics.short.wins]).toEqual([29, 29])
  expect([marginCalls, warnings, doubts]).toEqual([[], [], []])
  expect(result.hash).toBe(hash)
})

it('pays the costs that its README names', () => {
  const booked = (wanted: LedgerEntry['kind']) =>
    Decimal.sum(0, ...result.ledger.filter(({ kind }) => kind === wanted).map(({ amount }) => amount.toDecimal()))
  const bought = result.fills.filter(({ side }) => side === 'buy').map(({ quantity }) => quantity)
  expect(
    Decimal.sum(...bought)
      .times('0.004')
      .times(100_000)
      .toFixed(),
  ).toBe('51400')
  expect(booked('commission').toFixed()).toBe('-72771.4525')
  expect(booked('financing').toFixed()).toBe('141138')
})

it('buys on every payment day at 02:00 or at the first open of the week, turns at the fix and covers at noon', () => {
  const clocks = result.fills.map(({ occurredAt }) => tokyoClock(occurredAt))
  const entries = clocks.filter((_, i) => i % 4 === 0)
  expect(entries.map((clock) => clock.slice(0, 10))).toEqual(paymentDays(2024))
  const late = entries.filter((clock) => !clock.endsWith('02:00'))
  expect(late.map((clock) => new Date(clock.slice(0, 10)).getUTCDay())).toEqual(Array.from({ length: 10 }, () => 1))
  expect(new Set(late.map((clock) => clock.slice(11)))).toEqual(new Set(['06:00', '07:00']))
  const others = clocks.filter((_, i) => i % 4 !== 0).map((clock) => clock.slice(11))
  expect(new Set(others)).toEqual(new Set(['09:55', '12:00']))
})

it('filled on 25 January what its README follows', () => {
  const fills = result.fills.filter(({ occurredAt }) => tokyoClock(occurredAt).startsWith(FOLLOWED_DAY))
  const lines = fills.map(({ occurredAt, side, quantity, price, value, commission }) =>
    [tokyoClock(occurredAt), side, quantity.toFixed(), 'at', price, value.toFixed(), commission.toFixed()].join(' '),
  )
  expect(lines).toEqual([
    '2024-01-25 02:00 buy 1 at 143.701 14370100 287.402',
    '2024-01-25 09:55 sell 1 at 144.312 14431200 288.624',
    '2024-01-25 09:55 sell 1.03 at 144.312 14864136 297.28272',
    '2024-01-25 12:00 buy 1.03 at 144.251 14857853 297.15706',
  ])
})

it('booked on 25 January what its README follows, entry by entry', () => {
  expect(cashBefore(tokyoTime(FOLLOWED_DAY, '02:00'), 'USD')).toBe('20191.69625291')
  expect(ledgerOf(FOLLOWED_DAY, result.ledger).map(line)).toEqual([
    '02:00 commission -287.402 JPY',
    '02:00 conversion 287.402 JPY at 143.692',
    '02:00 conversion -2.00012527 USD at 143.692',
    '07:00 financing 5400 JPY',
    '07:00 conversion -5400 JPY at 144.443',
    '07:00 conversion 37.38498923 USD at 144.443',
    '09:55 fill 61100 JPY',
    '09:55 commission -288.624 JPY',
    '09:55 conversion -60811.376 JPY at 144.317',
    '09:55 conversion 421.37361503 USD at 144.317',
    '09:55 commission -297.28272 JPY',
    '09:55 conversion 297.28272 JPY at 144.317',
    '09:55 conversion -2.05992863 USD at 144.317',
    '12:00 fill 6283 JPY',
    '12:00 commission -297.15706 JPY',
    '12:00 conversion -5985.84294 JPY at 144.270',
    '12:00 conversion 41.49055895 USD at 144.270',
  ])
  expect(cashBefore(tokyoTime(FOLLOWED_DAY, '12:05'), 'USD')).toBe('20687.88536222')
})

it('had an equity of 20,653.92 USD at the fix of that day', { timeout: 60_000 }, async () => {
  const { portfolio, finalEquity } = await createBacktest({ to: tokyoTime(FOLLOWED_DAY, '09:55') }).run()
  expect(finalEquity).toBe(20653.919257906746)
  expect(portfolio.equity).toBe(20653.919257906746)
})

it('converts at the close of the last bar that has closed, so that no yen are left', () => {
  const closes = createMarket().map(({ openTime, close }) => [Number(openTime) + BAR_MS, close] as const)
  let yen = new Decimal(0)
  let closed = 0
  result.ledger.forEach(({ time, kind, amount, currency, rate }, i) => {
    if (currency === 'JPY') yen = yen.plus(amount.toDecimal())
    if (kind !== 'conversion') return
    while (closes[closed + 1] !== undefined && closes[closed + 1]![0] <= time) closed += 1
    const price = closes[closed]![1]
    expect(rate).toBe(1 / price)
    if (currency === 'JPY') return
    const given = result.ledger[i - 1]!.amount.toDecimal().negated()
    expect(amount.toString()).toBe(given.div(price).toDecimalPlaces(8, Decimal.ROUND_HALF_EVEN).toFixed())
    expect(yen.toFixed()).toBe('0')
  })
  expect(yen.toFixed()).toBe('0')
})

it('earns three nights on Wednesdays, one on other nights, and none where it buys at the first open of the week', () => {
  const nights = result.ledger.filter(({ kind }) => kind === 'financing')
  const perLot = nights.map(({ time, amount }) => {
    const held = result.roundTrips.find(({ entryTime, exitTime }) => entryTime <= time && time < exitTime)!
    return [new Date(time).getUTCDay(), amount.toDecimal().div(held.quantity).toNumber()] as const
  })
  expect(new Set(perLot.map(([weekday, amount]) => `${String(weekday)}: ${String(amount)}`))).toEqual(
    new Set(['1: 1800', '2: 1800', '3: 5400', '4: 1800']),
  )
})

it(
  'comes to what its README shows where payment days are supposed to move the price',
  { timeout: 60_000 },
  async () => {
    const equities = []
    for (const effect of [0.02, 0.05, 0.1]) equities.push((await createBacktest({ effect }).run()).finalEquity)
    expect(equities).toEqual([17227.88320374, 19956.79703204, 25435.00483781])
  },
)

it('has the same hash with new objects instead of views', { timeout: 60_000 }, async () => {
  expect((await createBacktest({ freshBars: true }).run()).hash).toBe(hash)
})

it('refuses a fix that does not lie between entry and exit', async () => {
  await expect(async () => createBacktest({ params: { turnAt: '13:00' } }).run()).rejects.toThrow(
    'PARAMS_INVALID: params of Gotobi cannot be used: turnAt: expected a time between buyAt and coverAt',
  )
})

it('prints what its README shows, and writes the report and the bars', { timeout: 60_000 }, () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  const [summary = ''] = stdout.split('\nFiles')
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(summary)
  expect(JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8'))).toMatchObject({
    series: [{ symbol: 'USDJPY', timeframe: '5m', bars: 75_168 }],
    hash,
    cash: { USD: '15631.82582646', JPY: '0' },
  })
  const bars = readFileSync(join(folder, 'out/bars.csv'), 'utf8').trimEnd().split('\n')
  expect(bars).toHaveLength(75_169)
  expect(bars[1]).toBe(formatTime(tokyoTime('2024-01-02', '07:00')) + ',145.005,145.056,144.982,145.056')
})
