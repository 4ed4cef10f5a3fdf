import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toCsv } from '../store/to-csv.js'
import { exportCsv } from './export-csv.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-csv-'))
})
afterEach(() => rm(folder, { recursive: true }))

const entries = Array.from({ length: 10_000 }, (_, row) => ({
  ...{ sequence: row + 1, at: row, kind: 'bar', data: `{"symbol":"X","row":${String(row)}}` },
}))

describe('an export', () => {
  it('writes what toCsv gives, however many rows there are, and leaves nothing beside it', async () => {
    const path = join(folder, 'journal.csv')
    await exportCsv(path, 'journal', entries)
    expect(await readFile(path, 'utf8')).toBe(toCsv('journal', entries))
    await exportCsv(pathToFileURL(join(folder, 'empty.csv')), 'journal', [])
    expect(await readFile(join(folder, 'empty.csv'), 'utf8')).toBe('sequence,at,kind,data\n')
    expect((await readdir(folder)).sort()).toEqual(['empty.csv', 'journal.csv'])
  })

  it('replaces a file only if it is told to', async () => {
    const path = join(folder, 'journal.csv')
    await writeFile(path, 'mine')
    await expect(exportCsv(path, 'journal', entries)).rejects.toThrow(/^FILE_EXISTS: /)
    expect(await readFile(path, 'utf8')).toBe('mine')
    await exportCsv(path, 'journal', entries.slice(0, 1), { overwrite: true })
    expect(await readFile(path, 'utf8')).toBe(toCsv('journal', entries.slice(0, 1)))
  })

  it('leaves no file where it cannot be written, nor of rows that cannot', async () => {
    await expect(exportCsv(join(folder, 'none', 'x.csv'), 'journal', entries)).rejects.toThrow(
      /^FILE_NOT_WRITTEN: .*x\.csv could not be written \(ENOENT\)$/,
    )
    await expect(exportCsv(join(folder, 'x.csv'), 'entries' as never, [])).rejects.toThrow(/^CONFIG_INVALID: /)
    const broken = new Proxy(entries, {
      get: (target, name) => {
        if (name === '9000') throw new Error('a page of rows was not read')
        return Reflect.get(target, name) as unknown
      },
    })
    await expect(exportCsv(join(folder, 'x.csv'), 'journal', broken)).rejects.toThrow(/^FILE_NOT_WRITTEN: /)
    expect(await readdir(folder)).toEqual([])
  })
})
