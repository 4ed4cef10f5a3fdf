import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatTime, type BacktestResult } from '@tradewright/core'
import { expect, it } from 'vitest'
import { createBacktest, finer } from '../src/backtest.js'

const folder = fileURLToPath(new URL('..', import.meta.url))

const hash = 'a3d6f8426fe043cb4fb443df34905eb9b23645142c742c1856eaabba38f86fc8'

/** The fills of one day: when, side, quantity, price, commission. */
function fillsOn(day: string, { fills }: BacktestResult): string[] {
  return fills
    .map(({ occurredAt, side, quantity, price, commission }) =>
      [formatTime(occurredAt), side, quantity.toFixed(), 'at', price, 'for', commission.toFixed()].join(' '),
    )
    .filter((text) => text.startsWith(day))
}

it('comes to the numbers in its README, to the digit', async () => {
  const result = await createBacktest().run()
  expect(result.bars).toBe(1586)
  expect(result.fills).toHaveLength(113)
  expect(result.positionCycles).toHaveLength(48)
  expect(result.metrics.trades).toBe(65)
  expect(result.cash['USD']?.toFixed()).toBe('94839.57')
  expect(result.finalEquity).toBe(94839.57)
  expect(result.warnings).toEqual([])
  expect(result.hash).toBe(hash)
})

it('was stopped on 5 January, hit both targets on the 11th, and was stopped ambiguously on the 12th', async () => {
  const result = await createBacktest().run()
  expect(fillsOn('2024-01-05', result)).toEqual([
    '2024-01-05T15:15:00Z buy 657 at 97.09 for 3.285',
    '2024-01-05T15:30:00Z sell 657 at 96.69 for 3.285',
  ])
  expect(fillsOn('2024-01-11', result)).toEqual([
    '2024-01-11T15:45:00Z buy 449 at 94.22 for 2.245',
    '2024-01-11T16:15:00Z sell 224 at 94.76 for 1.12',
    '2024-01-11T17:15:00Z sell 225 at 95.31 for 1.125',
  ])
  expect(fillsOn('2024-01-12', result)).toEqual([
    '2024-01-12T16:30:00Z buy 496 at 97.12 for 2.48',
    '2024-01-12T16:30:00Z sell 496 at 96.6 for 2.48',
  ])
  const cycles = result.positionCycles.filter(({ openedAt }) => /-(05|11|12)T/.test(formatTime(openedAt))).slice(0, 3)
  expect(cycles.map(({ pnl }) => pnl.toFixed())).toEqual(['-269.37', '361.72', '-262.88'])
})

it('has eight ambiguous fills, all of them stop-losses in the bar of their entry', async () => {
  const { ambiguity, doubts, orders, positionCycles } = await createBacktest().run()
  expect(ambiguity.fills.map(({ occurredAt, price, bounds }) => [formatTime(occurredAt), price, bounds])).toEqual([
    ['2024-01-12T16:30:00Z', 96.6, { low: 96.61, high: 96.61 }],
    ['2024-01-18T19:30:00Z', 96.78, { low: 96.79, high: 96.79 }],
    ['2024-01-30T15:15:00Z', 89.56, { low: 89.57, high: 89.57 }],
    ['2024-02-07T17:00:00Z', 91.38, { low: 91.39, high: 91.39 }],
    ['2024-02-20T18:30:00Z', 91.48, { low: 91.49, high: 91.49 }],
    ['2024-02-23T16:30:00Z', 91.65, { low: 91.66, high: 91.66 }],
    ['2024-03-13T14:45:00Z', 93.77, { low: 93.78, high: 93.78 }],
    ['2024-03-20T14:15:00Z', 95.64, { low: 95.65, high: 95.65 }],
  ])
  expect(new Set(ambiguity.fills.map(({ order }) => orders[order]!.link?.role))).toEqual(new Set(['stopLoss']))
  const closedAtOnce = positionCycles.filter(({ openedAt, closedAt }) => openedAt === closedAt)
  expect(ambiguity.fills.every(({ occurredAt }) => closedAtOnce.some((c) => c.openedAt === occurredAt))).toBe(true)
  expect(ambiguity).toMatchObject({ count: 8, undecided: 2, touchedUnfilled: 2, profitShare: 0 })
  expect(ambiguity.pnl.toFixed()).toBe('-2087.26')
  expect(doubts.map(({ code, count }) => [code, count])).toEqual([['AMBIGUOUS_FILLS', 8]])
})

it('is not stopped there on 12 January where one-minute bars decide, and hits both targets', async () => {
  const result = await createBacktest({ fills: finer }).run()
  expect(fillsOn('2024-01-12', result)).toEqual([
    '2024-01-12T16:30:00Z buy 496 at 97.12 for 2.48',
    '2024-01-12T17:15:00Z sell 248 at 97.61 for 1.24',
    '2024-01-12T17:45:00Z sell 248 at 98.11 for 1.24',
  ])
  expect(result.fills).toHaveLength(117)
  expect(result.ambiguity.count).toBe(0)
  expect(result.doubts).toEqual([])
  expect(result.finalEquity).toBe(97241.37)
})

it('comes to the least equity under the pessimistic policy, and to what its README shows under the others', async () => {
  const { low, high, byPolicy } = await (await createBacktest({ fills: finer }).run()).equityRange()
  expect(byPolicy).toEqual({
    pessimistic: 94839.57,
    optimistic: 97625.61,
    ohlc: 95197.615,
    olhc: 97625.61,
    nearest: 97625.61,
    finer: 97241.37,
  })
  expect([low, high]).toEqual([94839.57, 97625.61])
})

it('has the same hash with new objects instead of views', async () => {
  expect((await createBacktest({ freshBars: true }).run()).hash).toBe(hash)
})

it('never holds a share overnight, and leaves no exit working', async () => {
  const { orders, positionCycles } = await createBacktest().run()
  const overnight = positionCycles.filter(
    ({ openedAt, closedAt }) => formatTime(openedAt).slice(0, 10) !== formatTime(closedAt).slice(0, 10),
  )
  expect(overnight).toEqual([])
  expect(orders.filter(({ closedAt }) => closedAt === undefined)).toEqual([])
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
    series: [{ symbol: 'DICE', timeframe: '15m', bars: 1586 }],
    hash,
    ambiguity: { count: 8, pnl: '-2087.26' },
    doubts: [{ code: 'AMBIGUOUS_FILLS' }],
  })
  const quarters = readFileSync(join(folder, 'out/quarters.csv'), 'utf8').trimEnd().split('\n')
  expect(quarters).toHaveLength(1587)
  expect(quarters[1]).toBe('2024-01-02T14:30:00Z,99.66,99.83,99.5,99.57,38660')
})
