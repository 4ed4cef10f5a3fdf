import {
  checkedBars,
  checkedKey,
  checkRange,
  mergeRanges,
  rowsBetween,
  type BarColumns,
  type SeriesKey,
  type SeriesWarning,
  type TimeRange,
  type WarningCode,
} from '@tradewright/core'
import type Database from 'better-sqlite3'
import { packedMonth, UnpackedBars, withoutGaps, type MonthRow } from './month-blobs.js'
import { byMonth, monthsOf } from './months.js'

/** A write as it was asked for, in arrays that nobody else holds. */
interface BarWrite {
  readonly key: SeriesKey
  readonly range: TimeRange
  readonly columns: BarColumns
  readonly warnings: readonly SeriesWarning[]
}

interface WarningRow extends TimeRange {
  readonly id: number
  readonly code: string
  readonly message: string
  readonly count: number | null
}

/** Bars, and what is known of them. */
export class BarTables {
  readonly #find: Database.Statement<[SeriesKey], { id: number }>
  readonly #add: Database.Statement<[SeriesKey]>
  readonly #remove: Database.Statement<[SeriesKey]>
  readonly #series: Database.Statement<[], SeriesKey>
  readonly #coverage: Database.Statement<[number], TimeRange>
  readonly #uncover: Database.Statement<[number]>
  readonly #cover: Database.Statement<[number, number, number]>
  readonly #count: Database.Statement<[number, number, number], { bars: number }>
  readonly #months: Database.Statement<[number, number, number], MonthRow>
  readonly #clear: Database.Statement<[number, number, number]>
  readonly #insert: Database.Statement<[MonthRow & { readonly series: number; readonly month: number }]>
  readonly #warnings: Database.Statement<[number, number, number], WarningRow>
  readonly #warn: Database.Statement<[Omit<WarningRow, 'id'> & { readonly series: number }]>
  readonly #unwarn: Database.Statement<[number]>

  constructor(database: Database.Database) {
    const key = 'source = @source AND symbol = @symbol AND timeframe = @timeframe'
    this.#find = database.prepare(`SELECT id FROM series WHERE ${key}`)
    this.#add = database.prepare('INSERT INTO series (source, symbol, timeframe) VALUES (@source, @symbol, @timeframe)')
    this.#remove = database.prepare(`DELETE FROM series WHERE ${key}`)
    this.#series = database.prepare('SELECT source, symbol, timeframe FROM series ORDER BY source, symbol, timeframe')
    this.#coverage = database.prepare(
      'SELECT from_time AS "from", to_time AS "to" FROM bar_coverage WHERE series = ? ORDER BY from_time',
    )
    this.#uncover = database.prepare('DELETE FROM bar_coverage WHERE series = ?')
    this.#cover = database.prepare('INSERT INTO bar_coverage (series, from_time, to_time) VALUES (?, ?, ?)')
    this.#count = database.prepare(
      'SELECT coalesce(sum(bars), 0) AS bars FROM bar_months WHERE series = ? AND month BETWEEN ? AND ?',
    )
    this.#months = database.prepare(
      'SELECT * FROM bar_months WHERE series = ? AND month BETWEEN ? AND ? ORDER BY month',
    )
    this.#clear = database.prepare('DELETE FROM bar_months WHERE series = ? AND month BETWEEN ? AND ?')
    this.#insert = database.prepare(
      `INSERT INTO bar_months (series, month, bars, open_time, bar_ms, close_time, open, high, low, close, volume, vwap, flags)
       VALUES (@series, @month, @bars, @open_time, @bar_ms, @close_time, @open, @high, @low, @close, @volume, @vwap, @flags)`,
    )
    this.#warnings = database.prepare(
      `SELECT id, from_time AS "from", to_time AS "to", code, message, count FROM bar_warnings
       WHERE series = ? AND from_time < ? AND to_time > ? ORDER BY from_time, id`,
    )
    this.#warn = database.prepare(
      `INSERT INTO bar_warnings (series, from_time, to_time, code, message, count)
       VALUES (@series, @from, @to, @code, @message, @count)`,
    )
    this.#unwarn = database.prepare('DELETE FROM bar_warnings WHERE id = ?')
  }

  coverage(key: SeriesKey): readonly TimeRange[] {
    const id = this.#idOf(key)
    return id === undefined ? [] : this.#coverage.all(id)
  }

  read(key: SeriesKey, range: TimeRange): BarColumns {
    checkRange(`${key.symbol} ${key.timeframe}`, range)
    const id = this.#idOf(key)
    return withoutGaps(id === undefined ? new UnpackedBars(0).bars : this.#read(id, range))
  }

  /** A copy of what is to be written. Throws what `checkedBars` does. */
  taken(key: SeriesKey, range: TimeRange, columns: BarColumns, warnings: readonly SeriesWarning[]): BarWrite {
    return {
      ...{ key: checkedKey(key), range: { from: range.from, to: range.to } },
      columns: copyOf(checkedBars(key, range, columns)),
      warnings: warnings.map((warning) => ({ ...warning })),
    }
  }

  /** Puts bars in place of those of a range. */
  write({ key, range, columns, warnings }: BarWrite): void {
    if (range.from >= range.to) return
    const id = this.#idOf(key) ?? Number(this.#add.run(key).lastInsertRowid)
    this.#replaceBars(id, range, columns)
    const covered = mergeRanges([...this.#coverage.all(id), range])
    this.#uncover.run(id)
    for (const { from, to } of covered) this.#cover.run(id, from, to)
    this.#replaceWarnings(id, range, warnings)
  }

  warnings(key: SeriesKey, range: TimeRange): readonly SeriesWarning[] {
    const { from, to } = range
    checkRange(`${key.symbol} ${key.timeframe}`, range)
    const id = this.#idOf(key)
    if (id === undefined) return []
    const found = new Map<string, SeriesWarning>()
    for (const { code, message, count } of this.#warnings.all(id, to, from)) {
      const name = JSON.stringify([code, message])
      const warning = { code: code as WarningCode, message, ...(count === null ? {} : { count }) }
      if (!found.has(name)) found.set(name, warning)
    }
    return [...found.values()]
  }

  delete(key: SeriesKey): void {
    this.#remove.run(key)
  }

  series(): readonly SeriesKey[] {
    return this.#series.all()
  }

  #idOf(key: SeriesKey): number | undefined {
    return this.#find.get(checkedKey(key))?.id
  }

  #read(id: number, range: TimeRange): BarColumns {
    const months = monthsOf(range)
    if (months === undefined) return new UnpackedBars(0).bars
    const { first, last } = months
    const unpacked = new UnpackedBars(this.#count.get(id, first, last)!.bars)
    for (const month of this.#months.iterate(id, first, last)) unpacked.add(month)
    return rowsBetween(unpacked.bars, range)
  }

  /** Months at the ends of the range keep what lies outside of it. */
  #replaceBars(id: number, range: TimeRange, columns: BarColumns): void {
    const months = monthsOf(range)
    if (months === undefined) return
    const parts = new Map<number, BarColumns[]>()
    const add = (bars: BarColumns): void => {
      for (const [month, part] of byMonth(bars)) parts.set(month, [...(parts.get(month) ?? []), part])
    }
    add(this.#read(id, { from: Date.UTC(1970, months.first), to: range.from }))
    add(columns)
    add(this.#read(id, { from: range.to, to: Date.UTC(1970, months.last + 1) }))
    this.#clear.run(id, months.first, months.last)
    for (const [month, bars] of parts) this.#insert.run({ ...packedMonth(bars), series: id, month })
  }

  /** Those of other stretches stay, for as much of them as is left. */
  #replaceWarnings(id: number, range: TimeRange, warnings: readonly SeriesWarning[]): void {
    for (const { id: row, ...before } of this.#warnings.all(id, range.to, range.from)) {
      this.#unwarn.run(row)
      const left = [
        { from: before.from, to: Math.min(before.to, range.from) },
        { from: Math.max(before.from, range.to), to: before.to },
      ]
      for (const part of left) if (part.from < part.to) this.#warn.run({ ...before, ...part, series: id })
    }
    for (const { code, message, count } of warnings)
      this.#warn.run({ series: id, from: range.from, to: range.to, code, message, count: count ?? null })
  }
}

function copyOf(columns: BarColumns): BarColumns {
  const { length, volume, vwap, flags } = columns
  return {
    ...{ length, openTime: columns.openTime.slice(0, length), closeTime: columns.closeTime.slice(0, length) },
    ...{ open: columns.open.slice(0, length), high: columns.high.slice(0, length) },
    ...{ low: columns.low.slice(0, length), close: columns.close.slice(0, length) },
    ...{ volume: volume?.slice(0, length), vwap: vwap?.slice(0, length), flags: flags?.slice(0, length) },
  }
}
