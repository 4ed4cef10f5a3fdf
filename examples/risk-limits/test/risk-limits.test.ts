import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BacktestResult, Order } from '@tradewright/core'
import { expect, it } from 'vitest'
import { createBacktest } from '../src/backtest.js'
import { RUNS, type RunName } from '../src/limits.js'

const folder = fileURLToPath(new URL('..', import.meta.url))
const page = readFileSync(join(folder, 'README.md'), 'utf8')

const results = Object.fromEntries(
  await Promise.all(RUNS.map(async (name) => [name, await createBacktest(name).run()] as const)),
) as Record<RunName, BacktestResult>

const largest = ({ fills }: BacktestResult): number => Math.max(...fills.map(({ quantity }) => quantity.toNumber()))

it('loses four fifths without limits, and 13 % at most with them', () => {
  expect(RUNS.map((name) => results[name].finalEquity)).toEqual([19_834, 110_333, 104_250, 96_057])
  expect(results['no limits'].metrics.maxDrawdown).toBeGreaterThan(0.8)
  for (const name of RUNS.slice(1)) expect(results[name].metrics.maxDrawdown).toBeLessThan(0.13)
})

it('doubles until the capital denies it without limits, and until the limit does with them', () => {
  expect(RUNS.map((name) => largest(results[name]))).toEqual([12_800, 200, 400, 400])
  expect(Object.keys(results['no limits'].risk.denials)).toEqual(['INSUFFICIENT_CAPITAL'])
})

it('breaches nothing without limits, and halts nobody', () => {
  const { breaches, states, exits } = results['no limits'].risk
  expect([breaches, states, exits]).toEqual([[], [], []])
})

it('holds no position after the close that a daily loss is judged at, until the next day', () => {
  const { risk, fills, orders } = results['own, marks']
  const breach = risk.breaches.find(({ rule }) => rule === 'risk.account.dailyLoss')!
  const release = risk.states.find(({ time, to }) => time > breach.time && to === 'ACTIVE')!
  const between = fills.filter(({ occurredAt }) => occurredAt >= breach.time && occurredAt < release.time)
  expect(between).toHaveLength(1)
  expect(orders[between[0]!.order]!.reason).toBe('the account is halted')
})

it('loses at its stop 1.25 % on average where marks are judged, and 1.07 % where it rests', () => {
  const lost = (name: RunName, isStop: (order: Order) => boolean): readonly number[] => {
    const { orders, fills, roundTrips } = results[name]
    return fills
      .filter(({ order }) => isStop(orders[order]!))
      .map(({ occurredAt, price }) => {
        const { entryPrice } = roundTrips.find(({ exitTime }) => exitTime === occurredAt)!
        return Math.abs(price / entryPrice - 1)
      })
  }
  const byMarks = lost('own, marks', ({ reason }) => reason.startsWith('stopLoss'))
  const resting = lost('own, resting', ({ link }) => link?.role === 'stopLoss')
  const figures = [byMarks, resting].map((list) => [
    list.length,
    ...[list.reduce((sum, each) => sum + each, 0) / list.length, Math.max(...list)].map((each) =>
      (each * 100).toFixed(2),
    ),
  ])
  expect(figures).toEqual([
    [179, '1.25', '3.74'],
    [263, '1.07', '3.25'],
  ])
})

it('has the same hashes with new objects instead of views', async () => {
  for (const name of RUNS) expect((await createBacktest(name, { freshBars: true }).run()).hash).toBe(results[name].hash)
})

it('prints what its README shows, and writes the results and the bars', { timeout: 120_000 }, () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  const [summary = ''] = stdout.split('\nFiles')
  expect(page).toContain(summary)
  for (const name of RUNS) expect(summary).toContain(results[name].hash)
  const report = JSON.parse(readFileSync(join(folder, 'out/own-marks.json'), 'utf8')) as { readonly hash: string }
  expect(report.hash).toBe(results['own, marks'].hash)
  expect(readFileSync(join(folder, 'out/bars.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(6517)
})
