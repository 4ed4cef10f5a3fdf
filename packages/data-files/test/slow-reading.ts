import { parse } from 'csv-parse/sync'

/** How the slow reading is told what a file looks like: what it is to agree with knows the same. */
export interface SlowFormat {
  readonly hasHeader: boolean
  readonly time: 'iso' | 'yyyyMMdd HH:mm' | 'ms-of-day'
  /** Midnight of the day of a file with milliseconds of the day. */
  readonly date: number
  readonly priceScale: number
  readonly isDaily: boolean
  readonly thousands: ',' | undefined
}

/** Time, open, high, low, close and volume of each bar; the volume is NaN in a file without one. */
export type SlowBars = readonly (readonly [number, number, number, number, number, number])[]

const FIELDS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const
const NAMES: Readonly<Record<(typeof FIELDS)[number], readonly string[]>> = {
  time: ['time', 'date', 'datetime', 'timestamp'],
  open: ['open'],
  high: ['high'],
  low: ['low'],
  close: ['close'],
  volume: ['volume', 'vol'],
}

/**
 * Reads bars the slow way: csv-parse for the cells, Number for the numbers, Date for the times. It shares no code with the reader under
 * test. Undefined for a file that is to be refused.
 */
export function readSlowly(bytes: Buffer, format: SlowFormat): SlowBars | undefined {
  const cells = cellsOf(bytes)
  if (!cells) return undefined
  const header = format.hasHeader ? cells.shift() : undefined
  if (format.hasHeader && !header) return undefined
  const places = header ? placesByName(header) : placesByOrder(cells[0]?.length)
  if (!places) return cells.length === 0 && !format.hasHeader ? [] : undefined
  const width = header?.length ?? cells[0]?.length
  const bars: [number, number, number, number, number, number][] = []
  const shapes = new Set<string>()
  for (const row of cells) {
    const time = timeOf(row[places[0]!] ?? '', format)
    const numbers = places.slice(1).map((place) => (place < 0 ? Number.NaN : numberOf(row[place] ?? '', format)))
    const [open, high, low, close, volume] = numbers.map((value, at) => (at < 4 ? value / format.priceScale : value))
    if (row.length !== width || !time || (bars.at(-1)?.[0] ?? Number.NEGATIVE_INFINITY) >= time.at) return undefined
    if (time.at <= -86_400_000 || time.at >= Date.UTC(2200, 0, 2)) return undefined
    if (!(low! > 0 && high! < Infinity && open! >= low! && open! <= high! && close! >= low! && close! <= high!))
      return undefined
    if (places[5]! >= 0 && !(volume! >= 0 && volume! < Infinity)) return undefined
    bars.push([time.at, open!, high!, low!, close!, volume!])
    if (shapes.add(time.shape).size > 1) return undefined
  }
  return bars
}

/** The cells of each row, without blanks around them; undefined for what is no CSV. */
function cellsOf(bytes: Buffer): string[][] | undefined {
  const text = bytes
    .toString('utf8')
    // A last line may end in the first half of CRLF.
    .replace(/\r$/, '')
    // csv-parse passes over these, wherever they stand.
    .replace(/\r(?!\n)|(?!^)[\f\v\u00a0\ufeff\u2000-\u200f\u2028\u2029\u202f\u3000]/gu, '\u0001')
    .replace(/(\r?\n[ \t\u0001]*)+$/, '')
  try {
    const cells = parse(text, { bom: true, trim: true, relax_column_count: true, record_delimiter: ['\r\n', '\n'] })
    return text.trim() === '' || text === '\ufeff' ? [] : cells
  } catch {
    return undefined
  }
}

function placesByOrder(width: number | undefined): number[] | undefined {
  if (width === 6) return [0, 1, 2, 3, 4, 5]
  return width === 5 ? [0, 1, 2, 3, 4, -1] : undefined
}

function placesByName(header: readonly string[]): number[] | undefined {
  const plain = header.map((name) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''))
  const places = FIELDS.map((field) => plain.flatMap((name, at) => (NAMES[field].includes(name) ? [at] : [])))
  if (places[0]!.length === 0 && header[0] === '') places[0]!.push(0)
  if (places.some((found, at) => found.length > 1 || (found.length === 0 && at < 5))) return undefined
  return places.map((found) => found[0] ?? -1)
}

function numberOf(cell: string, { thousands }: SlowFormat): number {
  const isGrouped = thousands !== undefined && /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(cell)
  const text = isGrouped ? cell.replaceAll(',', '') : cell
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:(?<=:\d\d:\d\d|:\d\d)(\.\d+))?(Z|[+-]\d\d(?::?\d\d)?)?)?$/

function timeOf(cell: string, { time, date, isDaily }: SlowFormat): { at: number; shape: string } | undefined {
  if (time === 'ms-of-day') {
    const ms = /^-?\d+(\.0+)?$/.test(cell) ? Number(cell) : Number.NaN
    return ms >= 0 && ms <= 86_400_000 ? { at: date + ms, shape: 'local' } : undefined
  }
  const iso = time === 'iso' ? cell : cell.replace(/^(\d{4})(\d\d)(\d\d) (\d\d:\d\d)$/, '$1-$2-$3 $4')
  const match = time === 'iso' || iso !== cell ? ISO.exec(iso) : null
  if (!match) return undefined
  const [, day = '', minutes = '00:00', seconds = ':00', fraction = '.0', offset = ''] = match
  if (/[1-9]/.test(fraction.slice(4)) || day < '0100') return undefined
  const zone = offset.replace(/^([+-]\d\d)$/, '$1:00').replace(/^([+-]\d\d)(\d\d)$/, '$1:$2') || 'Z'
  const wall = Date.parse(`${day}T${minutes}${seconds}${fraction.slice(0, 4).padEnd(4, '0')}Z`)
  // Date lets 31 April pass for 1 May, and 24:00 for midnight.
  if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 13) !== `${day}T${minutes.slice(0, 2)}`)
    return undefined
  const [, sign, hours = '0', rest = '0'] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? []
  if (Number(hours) > 23 || Number(rest) > 59) return undefined
  const at = wall - (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(rest)) * 60_000
  if (match[2] === undefined && !isDaily) return undefined
  return { at, shape: match[2] === undefined ? 'date' : offset === '' ? 'local' : 'instant' }
}
