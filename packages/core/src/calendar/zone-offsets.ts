import { DAY_MS } from './civil-date.js'

/** How far the clocks of a zone are ahead of UTC, in milliseconds: [from, until) in UTC epoch milliseconds. */
interface Stretch {
  readonly from: number
  readonly until: number
  readonly offset: number
}

/** What a zone's clocks are ahead of UTC. Each year's changes are looked up once, and kept for all who ask. */
export interface ZoneOffsets {
  /** Milliseconds by which clocks are ahead at an instant; negative west of Greenwich. */
  at(utc: number): number
  /**
   * The instant at which clocks show a wall time, given as if it were UTC milliseconds. One that clocks repeat means its first run, and one that they skip
   * is moved on by what they skip: the reading of Temporal's 'compatible'.
   */
  toUtc(wall: number): number
}

const known = new Map<string, ZoneOffsets>()

/** The offsets of an IANA zone that this runtime knows. */
export function zoneOffsets(zone: string): ZoneOffsets {
  let offsets = known.get(zone)
  if (offsets === undefined) {
    offsets = new ZoneTable(zone)
    known.set(zone, offsets)
  }
  return offsets
}

class ZoneTable implements ZoneOffsets {
  readonly #years = new Map<number, readonly Stretch[]>()
  readonly #ask: (utc: number) => number
  /** The stretch that was asked about last: the answer to nearly every call. */
  #last: Stretch = { from: 1, until: 0, offset: 0 }

  constructor(zone: string) {
    this.#ask = offsetByIntl(zone)
  }

  at(utc: number): number {
    const last = this.#last
    if (utc >= last.from && utc < last.until) return last.offset
    this.#last = this.#find(utc)
    return this.#last.offset
  }

  toUtc(wall: number): number {
    // No zone is a day away from UTC, so these two are the offsets before and after any change that could matter.
    const before = this.at(wall - DAY_MS)
    const after = this.at(wall + DAY_MS)
    if (before === after) return wall - before
    const ahead = Math.max(before, after)
    const behind = Math.min(before, after)
    if (this.at(wall - ahead) === ahead) return wall - ahead
    if (this.at(wall - behind) === behind) return wall - behind
    return wall - before
  }

  #find(utc: number): Stretch {
    const year = new Date(utc).getUTCFullYear()
    let stretches = this.#years.get(year)
    if (stretches === undefined) {
      stretches = stretchesOf(year, this.#ask)
      this.#years.set(year, stretches)
    }
    return stretches.find(({ until }) => utc < until) ?? stretches.at(-1)!
  }
}

/** Nowhere have clocks been changed and changed back within a week. */
const STEP_MS = 7 * DAY_MS

function stretchesOf(year: number, ask: (utc: number) => number): readonly Stretch[] {
  const stretches: Stretch[] = []
  const end = Date.UTC(year + 1, 0, 1)
  let from = Date.UTC(year, 0, 1)
  let offset = ask(from)
  for (let time = from; time < end; time += STEP_MS) {
    const later = Math.min(time + STEP_MS, end)
    const changed = ask(later)
    if (changed === offset) continue
    const until = changeBetween(time, later, ask)
    stretches.push({ from, until, offset })
    from = until
    offset = changed
  }
  if (from < end) stretches.push({ from, until: end, offset })
  return stretches
}

/** Clocks change at a whole second. */
function changeBetween(before: number, after: number, ask: (utc: number) => number): number {
  const offset = ask(before)
  let [low, high] = [before / 1000, after / 1000]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (ask(middle * 1000) === offset) low = middle
    else high = middle
  }
  return high * 1000
}

/** Asks Intl, which answers alike on every host; some microseconds a call. */
function offsetByIntl(zone: string): (utc: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  return (utc) => {
    const parts = new Map(format.formatToParts(utc).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
    const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
    return wall - Math.floor(utc / 1000) * 1000
  }
}
