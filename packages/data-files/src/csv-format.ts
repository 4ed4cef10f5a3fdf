import type { ThousandsSeparator } from './csv-cells.js'
import type { CsvColumnNames, CsvColumnOrder } from './csv-columns.js'
import { DateFormat } from './date-format.js'
import { EpochStamp, MsOfDayStamp, type EpochUnit } from './epoch-times.js'
import { IsoStamp } from './iso-times.js'
import type { Stamp } from './stamps.js'

/**
 * How times are written: ISO 8601; a count since 1970-01-01T00:00:00Z; milliseconds after midnight of a date that the file's name has; or
 * by a format of yyyy, MM, M, MMM, dd, d, HH, H, hh, h, a, mm, ss and SSS, such as `MM/dd/yyyy HH:mm`.
 */
export type CsvTime = 'iso' | `epoch-${EpochUnit}` | 'ms-of-day' | { readonly format: string }

/** How files are written, and what is to be made of them. */
export interface CsvFormatOptions {
  /** Whether the first row names the columns; default true. */
  readonly hasHeader?: boolean | undefined
  /**
   * The files' own names for their columns, in any case; those not given are found by their usual names, and null leaves one out. Without a header, the list of what
   * the columns hold, null for those that nothing is taken from; default time, open, high, low, close and, if there is one more, volume.
   */
  readonly columns?: CsvColumnNames | CsvColumnOrder | undefined
  /** Default 'iso'. */
  readonly time?: CsvTime | undefined
  /** Which of a bar's times the time column holds; default 'open'. */
  readonly timestamp?: 'open' | 'close' | undefined
  /**
   * IANA zone of times that the files give without an offset; default 'UTC'. Where it is given, it is also the zone of the days
   * that dates stand for when the instrument has no calendar; else those are days in the instrument's zone.
   */
  readonly zone?: string | undefined
  /** How a price of 1 is written: prices are divided by it; default 1. */
  readonly priceScale?: number | undefined
  /** What may separate the thousands of a number; default nothing. */
  readonly thousands?: ThousandsSeparator | undefined
  /** 'adjclose' scales open, high, low and close by adjusted close / close; default 'none': prices as they are in the file. */
  readonly adjust?: 'none' | 'adjclose' | undefined
  /** Turns a currency pair the other way round: 1 / price, with high and low swapped; the volume stays. Default false. */
  readonly invert?: boolean | undefined
  /** 'collect' leaves bad rows out and lists them in `imports`; default 'throw'. */
  readonly onBadRow?: 'throw' | 'collect' | undefined
}

/** The same with the defaults filled in. */
export interface CsvFormat {
  readonly hasHeader: boolean
  readonly columns: CsvColumnNames | CsvColumnOrder | undefined
  readonly time: CsvTime
  readonly timestamp: 'open' | 'close'
  readonly zone: string | undefined
  readonly priceScale: number
  readonly thousands: ThousandsSeparator | undefined
  readonly adjust: 'none' | 'adjclose'
  readonly invert: boolean
  readonly onBadRow: 'throw' | 'collect'
}

/** A file's options, or else those of the gateway. */
export function formatOf(own: CsvFormatOptions, common: CsvFormatOptions): CsvFormat {
  return {
    hasHeader: own.hasHeader ?? common.hasHeader ?? true,
    columns: own.columns ?? common.columns,
    time: own.time ?? common.time ?? 'iso',
    timestamp: own.timestamp ?? common.timestamp ?? 'open',
    zone: own.zone ?? common.zone,
    priceScale: own.priceScale ?? common.priceScale ?? 1,
    thousands: own.thousands ?? common.thousands,
    adjust: own.adjust ?? common.adjust ?? 'none',
    invert: own.invert ?? common.invert ?? false,
    onBadRow: own.onBadRow ?? common.onBadRow ?? 'throw',
  }
}

/** A reader of the times of one file; `date` gives the wall time of the midnight that its name has. */
export function stampOf(time: CsvTime, date: () => number): Stamp {
  if (typeof time === 'object') return new DateFormat(time.format)
  if (time === 'iso') return new IsoStamp()
  if (time === 'ms-of-day') return new MsOfDayStamp(date())
  return new EpochStamp(time.slice('epoch-'.length) as EpochUnit)
}
