import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatTime, type RoundTrip } from '@tradewright/core'
import { expect, it } from 'vitest'
import { createBacktest } from '../src/backtest.js'

const folder = fileURLToPath(new URL('..', import.meta.url))

const dataHash = 'a837b86dd7153b27d4303932ed3b01862c2f8abcb3ac06bd5f9be3a3f5e3665c'
const hash = 'bd7539edda4ba20fd2d41a9166fe635517cef261e9d63bf34225afe756a58170'

function plain(trip: RoundTrip | undefined): unknown {
  if (trip === undefined) return undefined
  return {
    units: trip.quantity.toFixed(),
    bought: [formatTime(trip.entryTime), trip.entryPrice],
    sold: [formatTime(trip.exitTime), trip.exitPrice],
    costs: trip.costs.toFixed(),
    pnl: trip.pnl.toFixed(),
  }
}

function start(...args: readonly string[]) {
  return spawnSync(process.execPath, ['--import', 'tsx', 'src/main.ts', ...args], { cwd: folder, encoding: 'utf8' })
}

it('comes to the numbers in its README, to the digit', async () => {
  const { bars, metrics, cash, finalEquity, roundTrips, warnings, ...result } = await createBacktest({}).run()
  expect(bars).toBe(5105)
  expect(metrics.trades).toBe(57)
  expect(cash['USD']?.toFixed()).toBe('136525.92180146')
  expect(finalEquity).toBe(136525.92180146)
  expect(metrics.maxDrawdown).toBe(0.301261229415)
  expect(warnings.map(({ code }) => code)).toEqual(['ADJUSTED_COLUMN_UNUSED', 'OPEN_EQUALS_PREVIOUS_CLOSE'])
  expect(plain(roundTrips[0])).toEqual({
    units: '62',
    bought: ['2000-03-24T14:30:00Z', 1527.5027109976],
    sold: ['2000-05-09T13:30:00Z', 1424.0276269956],
    costs: '91.49744048',
    pnl: '-6506.9526486',
  })
  expect(plain(roundTrips[28])).toEqual({
    units: '73',
    bought: ['2010-08-02T13:30:00Z', 1107.6407820029],
    sold: ['2010-09-03T13:30:00Z', 1093.5006240015],
    costs: '80.34166132',
    pnl: '-1112.57319542',
  })
  expect(plain(roundTrips[56])).toEqual({
    units: '42',
    bought: ['2019-09-20T13:30:00Z', 3008.7207639922],
    sold: ['2020-03-04T14:30:00Z', 3045.445425],
    costs: '127.13748996',
    pnl: '1415.29827237',
  })
  expect(result.hash).toBe(hash)
})

it('has the same hash when it is run again, and with new objects instead of views', async () => {
  const engine = createBacktest({})
  await engine.run()
  expect((await engine.run()).hash).toBe(hash)
  expect((await createBacktest({}, { freshBars: true }).run()).hash).toBe(hash)
})

it('prints a summary, without progress where there is no terminal, and writes a report', () => {
  const { stdout, stderr, status } = start()
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  expect(stdout).toMatch(/^SMA cross on the S&P 500\n/)
  expect(stdout).not.toMatch(/[\r\x1b]/)
  expect(stdout).toContain('136,525.92 USD')
  const path = /^Report {2}(.*)$/m.exec(stdout)?.[1] ?? ''
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
    schemaVersion: 1,
    library: { name: '@tradewright/core', version: expect.stringMatching(/^\d+\.\d+\.\d+/) as unknown },
    series: [{ symbol: 'SPX', timeframe: '1d', bars: 5105, source: 'sp500-2000.csv', hash: dataHash }],
    hash,
    bars: 5105,
    finalEquity: 136525.92180146,
  })
})

it('prints what the READMEs show', () => {
  const [summary = ''] = start().stdout.split('\nTook')
  const performance = summary.slice(summary.indexOf('Performance'), summary.indexOf('\nWarnings'))
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(summary)
  expect(readFileSync(join(folder, '../../README.md'), 'utf8')).toContain(performance)
})

it('ends with what is wrong and exit code 1', () => {
  const { stdout, stderr, status } = start('--fast', '60')
  expect({ stdout, status }).toEqual({ stdout: '', status: 1 })
  expect(stderr).toContain('PARAMS_INVALID: params of SmaCross cannot be used: fast: expected less than slow')
})
