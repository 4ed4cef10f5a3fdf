import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'

const ROWS = 10_000_000
const CHILD = fileURLToPath(new URL('../test/parquet-memory-child.ts', import.meta.url))
/** Seven columns of eight bytes. */
const RESULT_MB = (ROWS * 56) / 2 ** 20

interface Answer {
  readonly rows: number
  readonly peakMb: number
}

let folder: string
let file: string
let written: Answer

async function run(...args: readonly string[]): Promise<Answer> {
  const child = fork(CHILD, [...args], { execArgv: ['--import', 'tsx'] })
  const [answer] = (await once(child, 'message')) as [Answer]
  return answer
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-files-'))
  file = join(folder, 'ten-million.parquet')
  written = await run('write', file, String(ROWS))
}, 300_000)
afterAll(() => rm(folder, { recursive: true }))

it('ten million bars are written in less than 300 MB beside them', () => {
  expect(written.peakMb).toBeLessThan(RESULT_MB + 300)
})

it('a small range of ten million bars is read in less than 300 MB', async () => {
  const { rows, peakMb } = await run('read', file, '0', '5000000', '5001000')
  expect(rows).toBe(1_000)
  expect(peakMb).toBeLessThan(300)
})

it('all of ten million bars are read in less than 300 MB beside them', async () => {
  const { rows, peakMb } = await run('read', file, '0')
  expect(rows).toBe(ROWS)
  expect(peakMb).toBeLessThan(RESULT_MB + 300)
})
