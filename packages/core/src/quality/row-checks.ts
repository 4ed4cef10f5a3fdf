import type { BarColumns } from '../domain/bar-columns.js'
import { formatTime } from '../domain/errors.js'
import { rowsByTime } from './bar-rows.js'
import type { BarColumn, Findings } from './finding.js'
import type { QualityCode } from './quality-code.js'

/** By how much of itself a price that was divided out of sums may miss. */
const ROUNDING = 1e-9

/** What a single bar is wrong about. */
export interface RowFault {
  readonly code: QualityCode
  readonly column: BarColumn
}

/** What is wrong with the numbers of one bar, seen alone: the worst of it; undefined for a good one. */
export function faultOfRow(columns: BarColumns, row: number): RowFault | undefined {
  const [opens, closes] = [columns.openTime[row]!, columns.closeTime[row]!]
  if (!Number.isFinite(opens)) return { code: 'TIME_INVALID', column: 'openTime' }
  if (!(closes > opens && closes < Number.POSITIVE_INFINITY)) return { code: 'TIME_INVALID', column: 'closeTime' }
  const [o, h, l, c] = [columns.open[row]!, columns.high[row]!, columns.low[row]!, columns.close[row]!]
  const isGood = l > 0 && h < Number.POSITIVE_INFINITY && o >= l && o <= h && c >= l && c <= h
  if (!isGood) return priceFault(o, h, l, c)
  const volume = columns.volume === undefined ? 0 : columns.volume[row]!
  if (!(volume >= 0 && volume < Number.POSITIVE_INFINITY)) return { code: 'VOLUME_INVALID', column: 'volume' }
  if (columns.vwap === undefined) return undefined
  const vwap = columns.vwap[row]!
  return vwap >= l * (1 - ROUNDING) && vwap <= h * (1 + ROUNDING) ? undefined : { code: 'VWAP_INVALID', column: 'vwap' }
}

function priceFault(open: number, high: number, low: number, close: number): RowFault {
  const prices = { open, high, low, close }
  for (const column of ['open', 'high', 'low', 'close'] as const) {
    if (!(prices[column] > 0 && prices[column] < Number.POSITIVE_INFINITY)) return { code: 'PRICE_INVALID', column }
  }
  return { code: 'HIGH_BELOW_LOW', column: Math.max(open, close) > high ? 'high' : 'low' }
}

/** Faults that leave a bar usable: its prices are good. */
const HARMLESS: ReadonlySet<QualityCode> = new Set<QualityCode>(['VOLUME_INVALID', 'VWAP_INVALID'])

/**
 * Finds bars whose numbers are impossible or whose order is wrong. Gives the rows of all bars that other checks can go on with, in the order of time and each
 * open once; undefined where that is all rows as they are.
 */
export function checkRows(columns: BarColumns, findings: Findings): readonly number[] | undefined {
  const faults = new Map<string, { readonly fault: RowFault; readonly rows: number[] }>()
  const unusable = new Set<number>()
  let isSorted = true
  const unsorted: number[] = []
  let before = Number.NEGATIVE_INFINITY
  for (let row = 0; row < columns.length; row++) {
    const fault = faultOfRow(columns, row)
    if (fault !== undefined) {
      const { rows } = mapped(faults, `${fault.code} ${fault.column}`, () => ({ fault, rows: [] }))
      rows.push(row)
      if (!HARMLESS.has(fault.code)) unusable.add(row)
      if (fault.code === 'TIME_INVALID') continue
    }
    const opens = columns.openTime[row]!
    if (opens < before) unsorted.push(row)
    if (opens <= before) isSorted = false
    before = opens
  }
  for (const { fault, rows } of faults.values()) addFault(fault, rows, columns, findings)
  findings.addRows('BAR_OUT_OF_ORDER', unsorted, columns, { message: orderMessage(columns, unsorted) })
  checkOverlaps(columns, findings, isSorted && unusable.size === 0)
  if (isSorted && unusable.size === 0) return undefined
  return usableRows(columns, unusable, findings)
}

function mapped<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

const EXPECTED: Partial<Record<QualityCode, string>> = {
  TIME_INVALID: 'epoch milliseconds, and a close after the open',
  PRICE_INVALID: 'a positive number',
  HIGH_BELOW_LOW: 'low <= open and close <= high',
  VOLUME_INVALID: 'a number from 0',
  VWAP_INVALID: 'a number within low and high',
}

function addFault({ code, column }: RowFault, rows: readonly number[], columns: BarColumns, findings: Findings): void {
  const row = rows[0]!
  const value = columns[column]![row]!
  const isTime = column === 'openTime' || column === 'closeTime'
  const came = isTime ? formatTime(value) : String(value)
  const { open, close } = columns
  const beside = code === 'HIGH_BELOW_LOW' ? `, open ${String(open[row])}, close ${String(close[row])}` : ''
  const message = `${column} is ${came}${beside}; expected ${EXPECTED[code]!}`
  findings.addRows(code, rows, columns, { column, numbers: { value }, message })
}

function orderMessage({ openTime }: BarColumns, [row]: readonly number[]): string {
  return row === undefined ? '' : `came after ${formatTime(openTime[row - 1]!)}; expected rising times`
}

/** In a series that is good so far; in others the bars have to be put in order before it can be told. */
function checkOverlaps({ openTime, closeTime, length }: BarColumns, findings: Findings, isGood: boolean): void {
  if (!isGood) return
  const rows: number[] = []
  for (let row = 1; row < length; row++) if (openTime[row]! < closeTime[row - 1]!) rows.push(row)
  const [first] = rows
  if (first === undefined) return
  const closed = formatTime(closeTime[first - 1]!)
  const message = `opens before the bar in front of it closes, at ${closed}; expected no overlap`
  findings.add('BAR_OVERLAP', { rows, from: openTime[first]!, to: closeTime[rows.at(-1)!]!, message })
}

function usableRows(columns: BarColumns, unusable: ReadonlySet<number>, findings: Findings): readonly number[] {
  const { openTime, closeTime } = columns
  const inOrder = rowsByTime(columns).filter(
    (row) => Number.isFinite(openTime[row]!) && closeTime[row]! > openTime[row]!,
  )
  const repeated: number[] = []
  let equal = 0
  const usable: number[] = []
  let last = -1
  for (const row of inOrder) {
    if (last >= 0 && openTime[row] === openTime[last]) {
      repeated.push(row)
      if (isSameBar(columns, row, last)) equal++
      continue
    }
    last = row
    if (!unusable.has(row)) usable.push(row)
  }
  const others = repeated.length - equal
  const message = `a second bar of this time; ${String(equal)} of them ${equal === 1 ? 'is' : 'are'} equal to the first, ${String(others)} not`
  repeated.sort((a, b) => a - b)
  findings.addRows('BAR_DUPLICATE', repeated, columns, { numbers: { equal, different: others }, message })
  return usable
}

function isSameBar({ open, high, low, close, volume }: BarColumns, one: number, other: number): boolean {
  const columns = [open, high, low, close, volume]
  return columns.every((column) => column === undefined || column[one] === column[other])
}
