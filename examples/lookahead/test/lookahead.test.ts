import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { assertNoLookahead } from '@tradewright/core/testing'
import { expect, it } from 'vitest'
import { createBacktest, prepare } from '../src/backtest.js'

const folder = fileURLToPath(new URL('..', import.meta.url))
const page = readFileSync(join(folder, 'README.md'), 'utf8')

it('has twice the Sharpe ratio with the leak', async () => {
  const leaking = await createBacktest('leaking').run()
  const fixed = await createBacktest('fixed').run()
  expect([leaking.metrics.sharpe.toFixed(2), fixed.metrics.sharpe.toFixed(2)]).toEqual(['1.50', '0.76'])
  expect([leaking.finalEquity, fixed.finalEquity]).toEqual([111_091, 106_286.5])
})

it('is caught with the leak, by both checks', async () => {
  await expect(assertNoLookahead(prepare('leaking'), { cuts: 10 })).rejects.toThrow(
    /^LOOKAHEAD_FOUND: .*\n {2}cut: LeakingReversion\.onBar of DICE at .*\n {2}reversal: LeakingReversion\.onBar of DICE at /,
  )
})

it('passes without it', { timeout: 60_000 }, async () => {
  expect(await assertNoLookahead(prepare('fixed'), { cuts: 40 })).toMatchObject({ ok: true, cuts: 40, runs: 82 })
})

it('prints what its README shows', { timeout: 120_000 }, () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  expect(page).toContain(stdout.trimEnd())
})
