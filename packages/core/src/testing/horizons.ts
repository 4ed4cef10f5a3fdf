import { firstRowAtOrAfter, type BarColumns } from '../domain/bar-columns.js'
import { strategyRandom } from '../kernel/random.js'
import type { Horizon } from './horizon.js'
import type { RunRecord } from './record-run.js'
import type { RunBars } from './shown-data.js'

/** The horizons of a run at which its data could be cut. */
export interface Horizons {
  /** At which something was decided. */
  readonly decided: readonly Horizon[]
  /** Closes at which nothing was. */
  readonly quiet: readonly Horizon[]
  /** Decisions before each series has a bar: a run on data cut there has nothing to run on. */
  readonly tooEarly: number
}

/** `from` is when the run begins to trade, where its configuration says so. */
export function horizonsOf(whole: RunRecord, bars: RunBars, from = Number.NEGATIVE_INFINITY): Horizons {
  // Until the series that begins last has opened a bar, a run could not begin.
  const first = Math.max(...bars.series.map(({ columns }) => firstTraded(columns, from)))
  const decided = new Map<string, Horizon>()
  let tooEarly = 0
  for (const { time, callback } of whole.decisions) {
    if (Number.isNaN(time) || callback === 'onStop' || callback === 'engine') continue
    if (time <= first) tooEarly++
    else {
      const phase = callback === 'onFill' || callback === 'onOrder' ? 'opens' : 'closes'
      decided.set(`${phase} ${String(time)}`, { time, phase })
    }
  }
  const quiet = new Map<number, Horizon>()
  for (const { columns } of bars.series) {
    for (const time of columns.closeTime.subarray(0, columns.length))
      if (time > first && !decided.has(`closes ${String(time)}`)) quiet.set(time, { time, phase: 'closes' })
  }
  return { decided: sorted(decided.values()), quiet: sorted(quiet.values()), tooEarly }
}

/** When the first bar of a series opens that is traded on; of one that is there for its rates alone, its first. */
function firstTraded({ openTime, length }: BarColumns, from: number): number {
  return openTime[firstRowAtOrAfter(openTime, length, from)] ?? openTime[0] ?? Number.POSITIVE_INFINITY
}

/** So many of all horizons, in order of time: three of four where something was decided, as far as there are such. */
export function sampleHorizons({ decided, quiet }: Horizons, cuts: number | 'all', seed: number): readonly Horizon[] {
  if (cuts === 'all' || decided.length + quiet.length <= cuts) return sorted([...decided, ...quiet])
  const random = strategyRandom(seed, 'cuts')
  const ofDecided = Math.min(decided.length, Math.max(Math.ceil(cuts * 0.75), cuts - quiet.length))
  return sorted([...pick(decided, ofDecided, random), ...pick(quiet, cuts - ofDecided, random)])
}

/** The first `count` of a shuffle (Fisher and Yates). */
function pick<T>(all: readonly T[], count: number, random: () => number): readonly T[] {
  const rest = [...all]
  for (let i = 0; i < count; i++) {
    const other = i + Math.floor(random() * (rest.length - i))
    const taken = rest[other]!
    rest[other] = rest[i]!
    rest[i] = taken
  }
  return rest.slice(0, count)
}

function sorted(horizons: Iterable<Horizon>): readonly Horizon[] {
  return [...horizons].sort((a, b) => a.time - b.time || (a.phase < b.phase ? -1 : 1))
}
