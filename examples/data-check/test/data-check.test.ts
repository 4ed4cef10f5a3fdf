import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { checkFolder } from '../src/check-folder.js'
import { plantedFiles } from '../src/planted.js'

const folder = fileURLToPath(new URL('..', import.meta.url))
const page = readFileSync(join(folder, 'README.md'), 'utf8')

it('finds what is planted in each file, at its row, and nothing else', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'data-check-'))
  for (const [name, text] of Object.entries(plantedFiles())) writeFileSync(join(directory, name), text)
  const reports = await checkFolder(directory)
  const found = reports.map(({ symbol, findings }) => [
    symbol,
    ...findings.map(({ code, rows: [row] }) => `${code} ${row}`),
  ])
  expect(found).toEqual([
    ['BAD', 'SERIES_REFUSED 79'],
    ['GOOD'],
    ['HOLE', 'SESSION_MISSING 200', 'SESSION_MISSING 309', 'VOLUME_HOLE 50'],
    ['LATE', 'ZONE_WRONG 0'],
    ['SPLT', 'SPLIT_UNADJUSTED 300'],
    ['TICK', 'PRICE_SPIKE 120', 'PRICE_SPIKE 260', 'STALE_PRICES 401'],
  ])
})

it('prints what its README shows', () => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: folder,
    encoding: 'utf8',
  })
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  expect(page).toContain(stdout.trimEnd())
})
