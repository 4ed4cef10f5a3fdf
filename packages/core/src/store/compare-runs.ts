import { formatTime } from '../domain/errors.js'
import type { RunRecord, RunSummary } from '../domain/run-record.js'
import type { Spec } from '../domain/spec.js'
import { settingLeaves } from './setting-leaves.js'

/** What differs, by its name, and there the value of each run by the run's label; undefined for a run that has no such thing. Only what is not the same for all is in it. */
export type RunDifferences = Readonly<Record<string, Readonly<Record<string, Spec | undefined>>>>

/** What a comparison shows of each run, whether or not it differs. Times are ISO 8601. */
export interface ComparedRun {
  readonly savedAt: string
  readonly version: string
  readonly startedAt: string
  readonly endedAt: string
  readonly bars: number
  readonly finalEquity: number
  /** The label of the first run with the same hash, of which this one is a repetition; undefined without any. */
  readonly sameAs: string | undefined
}

/** Saved runs side by side. Each part is a table that `console.table` prints: a row for what is compared, a column for each run. */
export interface RunComparison {
  /** Whether all have one hash: then they are the same run. */
  readonly isSame: boolean
  /** By label: the run's number and its name, such as '#3 fast'. */
  readonly runs: Readonly<Record<string, ComparedRun>>
  /** By path, such as 'strategies.Cross.params.fast'; undefined where a run is only a summary, which has no settings. */
  readonly settings: RunDifferences | undefined
  /** The series that the runs saw, by path, such as 'series.ACME.hash'; undefined where `settings` is. */
  readonly data: RunDifferences | undefined
  /** By name, such as 'sharpe' or 'long.winRate'. */
  readonly metrics: RunDifferences
}

/** What two or more saved runs differ in. Runs whose settings and data are the same and whose hashes are not were run by other code: of the strategy, or of this library. */
export function compareRuns(runs: readonly (RunSummary | RunRecord)[]): RunComparison {
  const labels = labelsOf(runs)
  const records = runs.filter((run): run is RunRecord => 'settings' in run)
  const whole = records.length === runs.length
  return {
    isSame: new Set(runs.map(({ hash }) => hash)).size <= 1,
    runs: Object.fromEntries(labels.map((label, index) => [label, compared(runs, labels, index)])),
    settings: whole
      ? differences(
          labels,
          records.map(({ settings }) => settingLeaves(settings)),
        )
      : undefined,
    data: whole
      ? differences(
          labels,
          records.map(({ result }) => settingLeaves({ series: seriesOf(result) })),
        )
      : undefined,
    metrics: differences(
      labels,
      runs.map(({ metrics }) => new Map(Object.entries(metrics))),
    ),
  }
}

/** Runs of two stores may have one number and one name. */
function labelsOf(runs: readonly RunSummary[]): readonly string[] {
  const labels: string[] = []
  for (const { id, name } of runs) {
    const label = `#${String(id)}${name === '' ? '' : ` ${name}`}`
    let free = label
    for (let count = 2; labels.includes(free); count++) free = `${label} (${String(count)})`
    labels.push(free)
  }
  return labels
}

function compared(runs: readonly RunSummary[], labels: readonly string[], index: number): ComparedRun {
  const { savedAt, version, startedAt, endedAt, bars, finalEquity, hash } = runs[index]!
  const first = runs.findIndex((run) => run.hash === hash)
  return {
    savedAt: formatTime(savedAt),
    version,
    startedAt: formatTime(startedAt),
    endedAt: formatTime(endedAt),
    bars,
    finalEquity,
    sameAs: first === index ? undefined : labels[first],
  }
}

function differences(labels: readonly string[], values: readonly ReadonlyMap<string, Spec>[]): RunDifferences {
  const names = new Set(values.flatMap((each) => [...each.keys()]))
  const rows = Array.from(names, (name) => ({ name, row: values.map((each) => each.get(name)) }))
  return Object.fromEntries(
    rows
      .filter(({ row }) => new Set(row.map((value) => JSON.stringify(value))).size > 1)
      .map(({ name, row }) => [name, Object.fromEntries(labels.map((label, index) => [label, row[index]]))]),
  )
}

/** The series of a result; none where it has no such list, as another version may have written it. */
function seriesOf(result: Spec): Spec {
  return typeof result === 'object' && result !== null && 'series' in result ? result.series : []
}
