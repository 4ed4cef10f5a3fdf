import { tradingHoursOf, type Calendar, type Session, type TradingHours } from '../domain/calendar.js'
import type { CheckedBars } from './checked-bars.js'

/** Intervals of a session that have no bar: `count` of them, in [from, to), in front of `bar`. */
export interface Hole {
  readonly session: Session
  readonly from: number
  readonly to: number
  /** When the first of the intervals begins: where bars follow the clock, before the session. */
  readonly begin: number
  readonly count: number
  readonly bar: number
}

/** What a session of bars shorter than a day has. */
export interface WalkedSession {
  readonly session: Session
  readonly expected: number
  readonly seen: number
}

/** The sessions from the first bar to the last, with what they lack. */
export interface Walk {
  readonly sessions: readonly WalkedSession[]
  readonly holes: readonly Hole[]
  /** Bars where no session is, and those within sessions that begin off the grid. */
  readonly outside: readonly number[]
  readonly misaligned: readonly number[]
  /** By how much most bars begin after the intervals that are counted from the open, in milliseconds. */
  readonly offset: number
}

/** Walks through sessions and bars side by side. Throws CALENDAR_RANGE. */
export function walkSessions(bars: CheckedBars, calendar: Calendar): Walk {
  const { openTime, closeTime, length } = bars.columns
  const walker = new Walker(bars, usualOffset(bars, calendar))
  let bar = 0
  while (bar < length) {
    const session = calendar.nextSession(bar === 0 ? openTime[0]! : walker.closedTo)
    // One that closes after the open lies partly in the session.
    while (bar < length && closeTime[bar]! <= session.open) walker.outside.push(bar++)
    if (bar === length) break
    bar = walker.walk(session, bar)
  }
  return walker
}

/** The most usual distance of bars from the grid that begins with the open, in the first sessions: hours may be those of the clock. */
function usualOffset({ columns: { openTime, length }, lengthMs }: CheckedBars, calendar: Calendar): number {
  const counts = new Map<number, number>()
  for (let bar = 0; bar < Math.min(length, 2_000); bar++) {
    const session = calendar.sessionAt(openTime[bar]!)
    if (session === undefined) continue
    const part = tradingHoursOf(session).find(({ close }) => openTime[bar]! < close)!
    const offset = openTime[bar]! - part.open
    if (offset >= 0) counts.set(offset % lengthMs, (counts.get(offset % lengthMs) ?? 0) + 1)
  }
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [0, 0])[0]
}

class Walker implements Walk {
  readonly sessions: WalkedSession[] = []
  readonly holes: Hole[] = []
  readonly outside: number[] = []
  readonly misaligned: number[] = []
  closedTo = 0
  readonly #bars: CheckedBars
  /** The bar after the part that was walked last. */
  #next = 0

  constructor(
    bars: CheckedBars,
    readonly offset: number,
  ) {
    this.#bars = bars
  }

  /** Takes the bars of a session, from one on; gives the first that comes after it. */
  walk(session: Session, first: number): number {
    const { openTime, closeTime, length } = this.#bars.columns
    const isFirst = this.sessions.length === 0
    let [bar, expected, seen] = [first, 0, 0]
    for (const part of tradingHoursOf(session)) {
      if (isFirst && openTime[bar]! >= part.close) continue
      while (bar < length && closeTime[bar]! <= part.open) this.outside.push(bar++)
      const begins = bar
      const misaligned = this.misaligned.length
      const from = isFirst ? Math.max(part.open, openTime[bar]!) : part.open
      const missing = this.#walkPart(session, part, from, bar)
      bar = this.#next
      const had = bar - begins - (this.misaligned.length - misaligned)
      seen += had
      expected += had + missing
      if (bar === length) break
    }
    this.sessions.push({ session, expected, seen })
    this.closedTo = session.close
    return bar
  }

  /** Gives how many intervals have no bar: after the last bar of the series none is missing. */
  #walkPart(session: Session, { open, close }: TradingHours, from: number, first: number): number {
    const { columns, lengthMs } = this.#bars
    const { openTime, length } = columns
    // The grid's first interval may begin before the open, if bars follow the clock.
    const begin = this.offset === 0 ? open : open + this.offset - lengthMs
    let slot = Math.max(0, Math.floor((from - begin) / lengthMs))
    let missing = 0
    let bar = first
    const miss = (count: number): void => {
      missing += count
      const [starts, ends] = [begin + slot * lengthMs, begin + (slot + count) * lengthMs]
      this.holes.push({ session, from: Math.max(open, starts), to: Math.min(close, ends), begin: starts, count, bar })
    }
    for (; bar < length && openTime[bar]! < close; bar++) {
      const place = (openTime[bar]! - begin) / lengthMs
      if (!Number.isInteger(place)) {
        this.misaligned.push(bar)
        continue
      }
      if (place > slot) miss(place - slot)
      slot = place + 1
    }
    this.#next = bar
    const slots = Math.ceil((close - begin) / lengthMs)
    if (bar < length && slots > slot) miss(slots - slot)
    return missing
  }
}
