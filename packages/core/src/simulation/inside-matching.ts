import { barOf, BarDecision, highFirst } from './bar-decision.js'
import { Cluster } from './cluster.js'
import { ClusterState } from './cluster-state.js'
import { NO_DOUBT, type FillDesk, type FillDoubt } from './fill-desk.js'
import type { FillPolicy, ResolvedFillRules } from './fill-rules.js'
import { insideBar, marketableAtOpen, Outcome, wakesInside } from './laws.js'
import { linkedWith, type LinkDesk } from './link-desk.js'
import { byNearness, scarceEitherWay, type Candidate } from './priority.js'
import type { ReportLine } from './report-line.js'
import { endsOf } from './solver.js'
import type { VenueBook } from './venue-book.js'
import type { VenueNotes } from './venue-notes.js'
import { ANY_PRICE, DORMANT, DUE, HELD, RESTING, TRAILS, WAITING, type VenueOrder } from './venue-order.js'

const CONTESTED: FillDoubt = { ambiguous: true, touched: false, bounds: undefined, byFiner: false }

/** Matches orders against the rest of a bar, from just after its open to its close: by the laws where one level stands alone, else by the solver. */
export class InsideMatching {
  readonly #policy: FillPolicy
  readonly #touchMayMiss: boolean
  readonly #links: LinkDesk
  readonly #reports: ReportLine
  readonly #notes: VenueNotes
  readonly #decision: BarDecision
  readonly #outcome = new Outcome()

  constructor(options: {
    readonly rules: ResolvedFillRules
    readonly fills: FillDesk
    readonly links: LinkDesk
    readonly reports: ReportLine
    readonly notes: VenueNotes
  }) {
    this.#policy = options.rules.policy
    this.#touchMayMiss = options.rules.touchMayMiss
    this.#links = options.links
    this.#reports = options.reports
    this.#notes = options.notes
    this.#decision = new BarDecision({ policy: this.#policy, touchMayMiss: this.#touchMayMiss, notes: options.notes })
  }

  match(book: VenueBook, at: number): void {
    const candidates = this.#collect(book, at)
    if (candidates.length === 0) return
    if (Number.isNaN(book.volumeLeft)) book.openVolume()
    if (candidates.length === 1) {
      this.#decide(book, candidates[0]!, candidates, NONE, at)
      return
    }
    candidates.sort(byNearness)
    const contested = scarceEitherWay(candidates, book.volumeLeft)
    const done = new Set<VenueOrder>()
    for (const candidate of candidates) {
      if (done.has(candidate.order) || candidate.order.ended) continue
      this.#decide(book, candidate, candidates, contested, at, done)
    }
  }

  /** The orders whose level the rest of the bar reaches. */
  #collect(book: VenueBook, at: number): Candidate[] {
    const { orders } = book
    const candidates: Candidate[] = []
    const open = book.columns.open[book.row]!
    for (let i = 0; i < orders.length; i++) {
      const order = orders[i]!
      if (!livesInside(book, order, open, at)) continue
      const out = this.#outcome
      if (order.stage === DORMANT) {
        if (!wakesInside(book, order)) continue
        out.set(Number.NaN, Number.NaN, true, false)
      } else {
        insideBar(book, order, this.#touchMayMiss, out)
        if (!out.fills && !out.triggers) continue
      }
      candidates.push(this.#candidate(book, order, open, out))
    }
    return candidates
  }

  #candidate(book: VenueBook, order: VenueOrder, open: number, { mayMiss }: Outcome): Candidate {
    const level = levelNow(book, order)
    return { book, order, closing: false, distance: this.#distance(book, level), below: level < open, touched: mayMiss }
  }

  /** How far the price must go to come to a level: straight, or on the path that the policy supposes. */
  #distance({ columns, row }: VenueBook, level: number): number {
    const bar = barOf(columns, row)
    const straight = Math.abs(level - bar.open)
    if (this.#policy === 'pessimistic' || this.#policy === 'optimistic' || this.#policy === 'finer') return straight
    const first = highFirst(this.#policy, bar) ? level >= bar.open : level <= bar.open
    const detour = highFirst(this.#policy, bar) ? bar.high - bar.open : bar.open - bar.low
    return first ? straight : straight + 2 * detour
  }

  #decide(
    book: VenueBook,
    { order }: Candidate,
    candidates: readonly Candidate[],
    contested: ReadonlySet<VenueOrder>,
    at: number,
    done?: Set<VenueOrder>,
  ): void {
    const linked = linkedWith(book, order)
    for (const one of linked) done?.add(one)
    const doubt = contested.has(order) ? CONTESTED : NO_DOUBT
    const reached = linked.length === 1 ? 1 : candidates.filter((other) => linked.includes(other.order)).length
    const isPlain = reached === 1 && order.stage !== DORMANT && !awakens(order) && !this.#isForFiner(book, order)
    if (isPlain && this.#decideAlone(book, order, at, doubt)) return
    this.#solve(
      book,
      linked,
      at,
      linked.some((one) => contested.has(one)),
    )
  }

  /** Law 12: where the price jumps inside a bar, a stop is filled where finer bars show it. */
  #isForFiner(book: VenueBook, order: VenueOrder): boolean {
    return this.#policy === 'finer' && book.finer !== undefined && order.stage === WAITING && book.spansBreak
  }

  /** By the laws, where they say what one order comes to whatever the others do; false where they don't. */
  #decideAlone(book: VenueBook, order: VenueOrder, at: number, contested: FillDoubt): boolean {
    const out = this.#outcome
    insideBar(book, order, this.#touchMayMiss, out)
    const price = this.#choose(book, order, out)
    if (price === UNDECIDED) return false
    const fills = !Number.isNaN(price)
    if (!fills && out.fills) this.#noteUnfilled(out.touched)
    if (!fills && !out.triggers) return true
    const bounds = { low: out.low, high: out.high }
    const decided = out.certain && !out.touched && !contested.ambiguous
    const doubt = decided ? NO_DOUBT : { ambiguous: true, touched: out.touched, bounds, byFiner: false }
    if (order.account.tied > 0 || order.trigger === TRAILS || (order.stage === WAITING && !Number.isNaN(order.limit)))
      this.#actLinked(book, order, at, price, doubt)
    else this.#act(book, order, at, price, doubt)
    return true
  }

  /** The price at which an order fills, NaN where it stays, UNDECIDED where a path has to be walked. */
  #choose(book: VenueBook, { direction }: VenueOrder, out: Outcome): number {
    if (out.certain || !out.fills) return out.low
    const close = book.columns.close[book.row]!
    const worst = direction > 0 ? out.high : out.low
    const best = direction > 0 ? out.low : out.high
    if (this.#policy === 'pessimistic') return out.mayMiss && direction * (close - worst) >= 0 ? Number.NaN : worst
    if (this.#policy === 'optimistic') return out.mayMiss && direction * (close - best) < 0 ? Number.NaN : best
    return UNDECIDED
  }

  /** An order that concerns no other fills at a price. */
  #act(book: VenueBook, order: VenueOrder, at: number, price: number, doubt: FillDoubt): void {
    const rested = order.stage === RESTING
    if (order.stage === WAITING) {
      order.triggered = true
      order.stage = DUE
      this.#reports.emit({ kind: 'triggered', order: order.number, occurredAt: at })
    }
    this.#links.fillAlone(book, order, at, price, { rested, doubt })
  }

  /** The same for one whose fill concerns others, or that turns into a limit. */
  #actLinked(book: VenueBook, order: VenueOrder, at: number, price: number, doubt: FillDoubt): void {
    const { state, index } = this.#links.stateAround(book, order)
    if (order.stage === WAITING) {
      const level = Number.isNaN(order.level) ? price : book.sides.levelOf(order, order.level)
      state.trigger(index, level, level)
    }
    if (!Number.isNaN(price) && !state.ended(index) && state.stage[index] === RESTING)
      state.fill(index, price, price, false)
    const settled = this.#links.settle(book, state, {
      at,
      doubtOf: (member) => (member === index ? doubt : NO_DOUBT),
    })
    if (!settled && !order.ended) this.#actLinked(book, order, at, price, doubt)
  }

  /** By all paths through the bar. */
  #solve(book: VenueBook, linked: readonly VenueOrder[], at: number, contested: boolean): void {
    const open = book.columns.open[book.row]!
    const meetsBar = (order: VenueOrder): boolean =>
      order.stage === HELD || (livesInside(book, order, open, at) && !isOutOfReach(book, order))
    const cluster = new Cluster(book, linked, meetsBar)
    const { state, fates, byFiner } = this.#decision.decide(book, new ClusterState(cluster))
    const settled = this.#links.settle(book, state, {
      at,
      priceOf: endsOf(state, this.#policy === 'optimistic'),
      doubtOf: (member) => {
        const doubt = { ...fates.doubtOf(member), byFiner }
        return contested ? { ...doubt, ambiguous: true, bounds: fates.boundsOf(member) } : doubt
      },
    })
    if (!settled) {
      const left = linked.filter((order) => !order.ended)
      if (left.length > 0) this.#solve(book, left, at, contested)
      return
    }
    linked.forEach((order, member) => {
      if (order.filled === 0 && fates.mayFill(member)) this.#noteUnfilled(fates.doubtOf(member).touched)
    })
  }

  #noteUnfilled(touched: boolean): void {
    this.#notes.undecided++
    if (touched) this.#notes.touchedUnfilled++
  }
}

const NONE: ReadonlySet<VenueOrder> = new Set()
const UNDECIDED = Number.NEGATIVE_INFINITY

/** Whether a trailing stop stays behind the price wherever that goes in the bar; it follows the bar when that is over. */
function isOutOfReach(book: VenueBook, order: VenueOrder): boolean {
  if (order.stage !== WAITING || order.trigger !== TRAILS || order.trail!.by !== 'extreme') return false
  const { low, high } = barOf(book.columns, book.row)
  const water = book.sides.levelOf(order, order.water)
  if (order.direction < 0) return book.sides.stopOf(order, Math.max(water, high)) < low
  return book.sides.stopOf(order, Math.min(water, low)) > high
}

/** Whether a fill of the order brings others to life. */
function awakens({ children }: VenueOrder): boolean {
  return children !== undefined && children.some(({ members }) => members.some(({ stage }) => stage === HELD))
}

/** Whether an order meets the rest of this bar: it rests, it was live at the open or placed at it, and it does not end inside. */
export function livesInside(book: VenueBook, order: VenueOrder, open: number, at: number): boolean {
  const { stage } = order
  if (stage === HELD || stage === DUE || order.immediate || order.auction !== ANY_PRICE || order.expireAt < at)
    return false
  if (hasArrived(book, order)) return true
  return order.insideRow === book.row && !marketableAtOpen(book, order, open)
}

/** Whether an order has arrived by the open of the present bar. */
export function hasArrived(book: VenueBook, order: VenueOrder): boolean {
  return order.liveRow <= book.row && (order.liveAt === undefined || order.liveAt <= book.columns.openTime[book.row]!)
}

/** The price that an order waits for, in prices of the series. */
export function levelNow({ sides }: VenueBook, order: VenueOrder): number {
  if (order.stage === RESTING) return sides.limitOf(order)
  if (order.trigger !== TRAILS) return sides.levelOf(order, order.level)
  if (order.stage === DORMANT) return sides.levelOf(order, order.trail!.activationPrice)
  return sides.stopOf(order, sides.levelOf(order, order.water))
}
