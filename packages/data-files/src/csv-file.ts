import { readBlocks } from './csv-blocks.js'
import type { CsvFormat } from './csv-format.js'
import { CsvParser, type CsvSink } from './csv-parser.js'
import { findColumns, orderedColumns } from './file-columns.js'
import { stampOf } from './file-format.js'
import { nameDateOf, type FileReader } from './file-series.js'

/** Reads CSV files of one format, each from its first byte to its last. */
export function csvReader(format: CsvFormat): FileReader {
  const { hasHeader, thousands, time } = format
  return async (file, reader, { source, request }) => {
    const sink: CsvSink = {
      onFirstRow: (cells) =>
        reader.begin(hasHeader ? findColumns(cells, format, source) : orderedColumns(cells.length, format, source)),
      onRow: (row) => reader.onRow(row),
      onBadRow: (error) => reader.onBadRow(error),
    }
    const stamp = stampOf(time, () => nameDateOf(file, source))
    const closeStamp = stampOf(time, () => nameDateOf(file, source))
    const parser = new CsvParser(source, sink, { hasHeader, thousands, stamp, closeStamp })
    await readBlocks(source, parser, request.signal)
    if (source.row === 0 && hasHeader)
      throw source.fileError('COLUMN_MISSING', 'is empty; expected a header with the names of its columns')
  }
}
