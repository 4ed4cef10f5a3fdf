import type { CsvKind, CsvRows } from '../store/csv-columns.js'
import { csvLines } from '../store/to-csv.js'
import { writeWhole, type WriteOptions } from './write-whole.js'

const LINES_AT_ONCE = 4_096

/**
 * Writes rows that a store gave to a CSV file, as `toCsv` has them. The file is written whole or not at all. Throws FILE_EXISTS unless it may be replaced, FILE_NOT_WRITTEN, CONFIG_INVALID for
 * a kind that is none.
 */
export async function exportCsv<K extends CsvKind>(
  path: string | URL,
  kind: K,
  rows: readonly CsvRows[K][],
  options: WriteOptions = {},
): Promise<void> {
  await writeWhole(path, options, async (append) => {
    let lines: string[] = []
    for (const line of csvLines(kind, rows)) {
      lines.push(line)
      if (lines.length < LINES_AT_ONCE) continue
      await append(lines.join(''))
      lines = []
    }
    await append(lines.join(''))
  })
}
