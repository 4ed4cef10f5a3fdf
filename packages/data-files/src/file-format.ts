import { DateFormat } from './date-format.js'
import { EpochStamp, MsOfDayStamp, type EpochUnit } from './epoch-times.js'
import type { ColumnNames, ColumnOrder } from './file-columns.js'
import { IsoStamp } from './iso-times.js'
import type { Stamp } from './stamps.js'

/**
 * How times are written: ISO 8601; a count since 1970-01-01T00:00:00Z; milliseconds after midnight of a date that the file's name has; or
 * by a format of yyyy, MM, M, MMM, dd, d, HH, H, hh, h, a, mm, ss and SSS, such as `MM/dd/yyyy HH:mm`.
 */
export type FileTime = 'iso' | `epoch-${EpochUnit}` | 'ms-of-day' | { readonly format: string }

/** What is to be made of files, whatever they are written in. */
export interface FileFormatOptions {
  /** Which of a bar's times the time column holds; default 'open'. */
  readonly timestamp?: 'open' | 'close' | undefined
  /**
   * IANA zone of times that the files give without an offset; default 'UTC'. Where it is given, it is also the zone of the days
   * that dates stand for when the instrument has no calendar; else those are days in the instrument's zone.
   */
  readonly zone?: string | undefined
  /** How a price of 1 is written: prices are divided by it; default 1. */
  readonly priceScale?: number | undefined
  /** 'adjclose' scales open, high, low and close by adjusted close / close; default 'none': prices as they are in the file. */
  readonly adjust?: 'none' | 'adjclose' | undefined
  /** Turns a currency pair the other way round: 1 / price, with high and low swapped; the volume stays. Default false. */
  readonly invert?: boolean | undefined
  /** 'collect' leaves bad rows out and lists them in `imports`; default 'throw'. */
  readonly onBadRow?: 'throw' | 'collect' | undefined
}

/** The same with the defaults filled in. */
export interface FileFormat {
  readonly columns: ColumnNames | ColumnOrder | undefined
  readonly timestamp: 'open' | 'close'
  readonly zone: string | undefined
  readonly priceScale: number
  readonly adjust: 'none' | 'adjclose'
  readonly invert: boolean
  readonly onBadRow: 'throw' | 'collect'
}

type WithColumns = FileFormatOptions & { readonly columns?: ColumnNames | ColumnOrder | undefined }

/** A file's options, or else those of the gateway. */
export function fileFormatOf(own: WithColumns, common: WithColumns): FileFormat {
  return {
    columns: own.columns ?? common.columns,
    timestamp: own.timestamp ?? common.timestamp ?? 'open',
    zone: own.zone ?? common.zone,
    priceScale: own.priceScale ?? common.priceScale ?? 1,
    adjust: own.adjust ?? common.adjust ?? 'none',
    invert: own.invert ?? common.invert ?? false,
    onBadRow: own.onBadRow ?? common.onBadRow ?? 'throw',
  }
}

/** A reader of the times of one file; `date` gives the wall time of the midnight that its name has. */
export function stampOf(time: FileTime, date: () => number): Stamp {
  if (typeof time === 'object') return new DateFormat(time.format)
  if (time === 'iso') return new IsoStamp()
  if (time === 'ms-of-day') return new MsOfDayStamp(date())
  return new EpochStamp(time.slice('epoch-'.length) as EpochUnit)
}
