import type { BarColumns } from '../domain/bar-columns.js'
import { QUALITY_CODES, SEVERITIES, type QualityCode, type Severity } from './quality-code.js'

/** A column that a finding or a repair is about. */
export type BarColumn = 'openTime' | 'closeTime' | 'open' | 'high' | 'low' | 'close' | 'volume' | 'vwap' | 'flags'

/** Something that was found out about a series. */
export interface QualityFinding {
  readonly code: QualityCode
  readonly severity: Severity
  /** How many bars it is about; of what is missing, how many intervals or sessions. */
  readonly count: number
  /** The first of the rows that it is about, counted from 0; of what is missing, the row that comes after it. None where it is about no row. */
  readonly rows: readonly number[]
  /** From when to when, in UTC epoch milliseconds; NaN where it has no time. */
  readonly from: number
  readonly to: number
  /** The column that it is about, if it is about a single one. */
  readonly column: BarColumn | undefined
  /** What the message says, in numbers. */
  readonly numbers: Readonly<Record<string, number>>
  /** All of it in one line. */
  readonly message: string
}

/** What a check says of a finding: the rest follows from its code. */
export interface FindingInput {
  readonly rows: readonly number[]
  readonly from: number
  readonly to: number
  readonly message: string
  /** Default: as many as there are rows. */
  readonly count?: number
  readonly severity?: Severity | undefined
  readonly column?: BarColumn
  readonly numbers?: Readonly<Record<string, number>>
}

/** Gathers findings: of each code so many are listed, and all are counted. */
export class Findings {
  readonly #listedMax: number
  readonly #list: QualityFinding[] = []
  readonly #listed = new Map<QualityCode, number>()
  readonly #counts = new Map<QualityCode, number>()

  constructor(listedMax: number) {
    this.#listedMax = listedMax
  }

  get counts(): ReadonlyMap<QualityCode, number> {
    return this.#counts
  }

  add(code: QualityCode, input: FindingInput): void {
    const { rows, from, to, message, count = rows.length, severity = QUALITY_CODES[code].severity } = input
    const listed = this.#listed.get(code) ?? 0
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + count)
    this.#listed.set(code, listed + 1)
    if (listed >= this.#listedMax) return
    const some = rows.slice(0, this.#listedMax)
    const { column, numbers = {} } = input
    this.#list.push(Object.freeze({ code, severity, count, rows: some, from, to, column, numbers, message }))
  }

  /** One finding for many rows of a kind; none where there are no rows. */
  addRows(code: QualityCode, rows: readonly number[], columns: BarColumns, input: Partial<FindingInput> = {}): void {
    const [first, last] = [rows[0], rows.at(-1)]
    if (first === undefined || last === undefined) return
    const [from, to] = [columns.openTime[first]!, columns.closeTime[last]!]
    this.add(code, { rows, from, to, message: QUALITY_CODES[code].meaning, ...input })
  }

  /** The worst first, and of each code from the first row on. */
  sorted(): readonly QualityFinding[] {
    const codes = Object.keys(QUALITY_CODES)
    const place = ({ severity, code }: QualityFinding): number =>
      SEVERITIES.indexOf(severity) * codes.length + codes.indexOf(code)
    const firstRow = ({ rows }: QualityFinding): number => rows[0] ?? 0
    return this.#list
      .map((finding, index) => ({ finding, index }))
      .sort(
        (a, b) => place(a.finding) - place(b.finding) || firstRow(a.finding) - firstRow(b.finding) || a.index - b.index,
      )
      .map(({ finding }) => finding)
  }
}
