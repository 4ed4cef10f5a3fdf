import { parseTimeframe, type Timeframe } from '../domain/timeframe.js'
import { formatTime } from '../domain/errors.js'
import { thousands } from '../domain/thousands.js'
import type { QualityCoverage } from './coverage.js'
import type { Findings, QualityFinding } from './finding.js'
import { QUALITY_CODES, SEVERITIES, type QualityCode, type Severity } from './quality-code.js'
import { counted } from './words.js'

/** What a report is about. */
interface ReportSubject {
  /** What was looked at, e.g. 'SPY 1m (spy.csv)'. */
  readonly title: string
  readonly symbol: string
  readonly timeframe: Timeframe
  readonly calendarName: string | undefined
  readonly firstRow: number
  readonly coverage: QualityCoverage
  readonly notChecked: readonly string[]
}

/** What was found out about a series, or about two of them. */
export class QualityReport {
  readonly title: string
  readonly symbol: string
  readonly timeframe: Timeframe
  readonly coverage: QualityCoverage
  /** The worst first, and of each code in the order of rows; of each code as many as `listedMax`. */
  readonly findings: readonly QualityFinding[]
  /** What was not looked at, and why, one sentence each. */
  readonly notChecked: readonly string[]
  readonly #counts: ReadonlyMap<QualityCode, number>
  readonly #subject: ReportSubject

  constructor(subject: ReportSubject, findings: Findings) {
    this.#subject = subject
    this.title = subject.title
    this.symbol = subject.symbol
    this.timeframe = subject.timeframe
    this.coverage = subject.coverage
    this.notChecked = subject.notChecked
    this.findings = findings.sorted()
    this.#counts = findings.counts
  }

  /** Whether there is neither an error nor a warning. */
  get ok(): boolean {
    return this.worst !== 'error' && this.worst !== 'warning'
  }

  /** The worst severity there is; undefined where nothing was found. */
  get worst(): Severity | undefined {
    return this.findings[0]?.severity
  }

  /** The codes of what was found, the worst first. */
  get codes(): readonly QualityCode[] {
    return [...new Set(this.findings.map(({ code }) => code))]
  }

  /** How many bars, intervals or sessions have a code, those that are not listed included. */
  count(code: QualityCode): number {
    return this.#counts.get(code) ?? 0
  }

  /** All of it as text with aligned columns; of each code the first `lines` findings. Rows are numbered as the source numbers them. */
  toText({ lines = 5 }: { readonly lines?: number } = {}): string {
    const found = this.codes.flatMap((code) => this.#textOf(code, lines))
    const rest = this.notChecked.length === 0 ? [] : ['  not checked: ' + this.notChecked.join('; ')]
    return [`${this.title}: ${this.#verdict()}`, ...this.#coverageText(), ...found, ...rest].join('\n')
  }

  #verdict(): string {
    const of = (severity: Severity): number =>
      this.codes.filter((code) => this.findings.some((each) => each.code === code && each.severity === severity)).length
    const parts = SEVERITIES.flatMap((severity) => {
      const count = of(severity)
      if (count === 0) return []
      return [severity === 'info' ? `${String(count)} info` : counted(count, severity)]
    })
    return parts.length === 0 ? 'nothing found' : parts.join(', ')
  }

  #coverageText(): string[] {
    const { bars, from, to, sessionsExpected, sessionsSeen, barsExpected, barsSeen, barsFilled } = this.coverage
    if (bars === 0) return []
    const filled = barsFilled === 0 ? '' : `, ${thousands(barsFilled)} of them carried`
    const range = `  ${counted(bars, 'bar')}${filled} from ${formatTime(from)} to ${formatTime(to)}`
    if (Number.isNaN(sessionsExpected)) return [range]
    const { calendarName } = this.#subject
    const sessions = `${thousands(sessionsSeen)} of ${counted(sessionsExpected, this.#nounOfExpected())}`
    const inside =
      barsExpected === sessionsExpected ? '' : `, ${thousands(barsSeen)} of ${counted(barsExpected, 'bar')} in them`
    return [range, `  ${sessions} of ${calendarName ?? 'the calendar'}${inside}`]
  }

  /** What a calendar expects a bar of. */
  #nounOfExpected(): string {
    const { unit } = parseTimeframe(this.timeframe)
    return unit === 'w' ? 'week' : unit === 'M' ? 'month' : 'session'
  }

  #textOf(code: QualityCode, lines: number): string[] {
    const own = this.findings.filter((each) => each.code === code)
    const shown = own.slice(0, lines)
    const count = this.count(code)
    const head = `  ${own[0]!.severity.padEnd(7)}  ${code}  ${thousands(count)}  ${QUALITY_CODES[code].meaning}`
    const cells = shown.map(({ rows, from, message }) => {
      const [row] = rows
      return [
        row === undefined ? '' : `row ${String(row + this.#subject.firstRow)}`,
        Number.isNaN(from) ? '' : formatTime(from),
        message,
      ]
    })
    const widths = [0, 1].map((column) => Math.max(...cells.map((row) => row[column]!.length)))
    const body = cells.map(([row, time, message]) =>
      `           ${row!.padEnd(widths[0]!)}  ${time!.padEnd(widths[1]!)}  ${message!}`.trimEnd(),
    )
    const left = count - shown.reduce((total, each) => total + each.count, 0)
    return [head, ...body, ...(left > 0 ? [`           … and ${thousands(left)} more`] : [])]
  }
}
