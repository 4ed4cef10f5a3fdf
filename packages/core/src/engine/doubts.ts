import type { Doubt, DoubtCode } from '../domain/doubt.js'
import { FILL_AMBIGUOUS, FILL_GAP_RISK, FILL_TOUCHED, type Fill } from '../domain/fill.js'
import type { AssetClass } from '../domain/instrument.js'
import { MoneyCell } from '../domain/money.js'
import { FILL } from '../execution/fill-log.js'
import type { TradingKernel } from '../kernel/trading-kernel.js'
import type { TripMoney } from '../portfolio/trip-money.js'
import type { VenueNotes } from '../simulation/venue-notes.js'
import { isEveryOrderDenied } from './denials.js'
import { placeFills, type PlacedFill } from './placed-fills.js'

/** Shares of all fills above which they are told of. */
const AMBIGUOUS_SHARE_MAX = 0.05
const PREVIOUS_CLOSE_SHARE_MAX = 0.05
/** Share of a bar's volume above which its fills are large. */
const VOLUME_SHARE_MAX = 0.1
/** The best round trips without which a run should still earn: a twentieth of all, and at most five. */
const BEST_SHARE = 0.05
const BEST_MAX = 5
/** Of these the volume counts ticks, or is not theirs. */
const WITHOUT_VOLUME: ReadonlySet<AssetClass> = new Set<AssetClass>(['fx', 'cfd', 'index'])

/** What doubts are found in. */
export interface DoubtedRun {
  readonly kernel: TradingKernel
  /** All fills, side by side with the kernel's log. */
  readonly fills: readonly Fill[]
  readonly lookahead: boolean
  readonly notes: Readonly<VenueNotes>
}

/** What a careful reader should doubt, in the order of DOUBT_CODES. */
export function findDoubts(run: DoubtedRun): readonly Doubt[] {
  const { kernel, lookahead } = run
  // What no venue filled is at the price of nobody's market.
  const placed = placeFills(kernel, lookahead).filter(({ row }) => !run.fills[row]!.internal)
  const flags = (flag: number): PlacedFill[] =>
    placed.filter(({ row }) => (kernel.account.booking.fills.rows.get(row, FILL.flags) & flag) !== 0)
  const about = (code: DoubtCode, found: readonly PlacedFill[], what: string, shareMax = 0): readonly Doubt[] =>
    aboutFills(run.fills, { code, found, what, shareMax })
  return Object.freeze([
    ...about(
      'LOOKAHEAD_FILLS',
      placed.filter(({ isInSight }) => isInSight),
      'are of market orders, at a price that their decision knew',
    ),
    ...deniedOrders(kernel),
    ...about('AMBIGUOUS_FILLS', flags(FILL_AMBIGUOUS), 'are not decided by their bars', AMBIGUOUS_SHARE_MAX),
    ...about(
      'FILLS_AT_STALE_PRICES',
      placed.filter(isStale),
      'are in bars that repeat the bar before, or stand still at its close',
    ),
    ...about(
      'FILLS_AT_PREVIOUS_CLOSE',
      placed.filter(isAtPreviousClose),
      'are at opens that equal the close before, which the decision saw',
      PREVIOUS_CLOSE_SHARE_MAX,
    ),
    ...about('FILLS_AT_TOUCHED_LIMITS', flags(FILL_TOUCHED), 'are of limits that the market only touched'),
    ...about('FILLS_IN_GAP_BARS', flags(FILL_GAP_RISK), 'are of stops inside bars that span a session break'),
    ...about('LARGE_FILLS', largeFills(kernel, placed), "took more than a tenth of their bar's volume"),
    ...fewTrades(kernel),
    ...disagreements(run.notes),
  ])
}

function aboutFills(
  fills: readonly Fill[],
  { code, found, what, shareMax }: { code: DoubtCode; found: readonly PlacedFill[]; what: string; shareMax: number },
): readonly Doubt[] {
  const count = found.length
  const share = count / fills.length
  if (count === 0 || share <= shareMax) return []
  const message = `${String(count)} of ${String(fills.length)} fills ${what}`
  return [{ code, message, count, share, fills: Object.freeze(found.map(({ row }) => fills[row]!)) }]
}

/** Nothing seems to have traded: the bar is the one before again, or stands still at its close. */
function isStale({ columns: { open, high, low, close }, bar }: PlacedFill): boolean {
  if (bar === 0) return false
  const [o, h, l, c] = [open[bar], high[bar], low[bar], close[bar]]
  const before = close[bar - 1]
  if (c !== before) return false
  return h === l || (o === open[bar - 1] && h === high[bar - 1] && l === low[bar - 1])
}

function isAtPreviousClose({ columns: { open, close }, bar, isAtOpen }: PlacedFill): boolean {
  return isAtOpen && bar > 0 && open[bar] === close[bar - 1]
}

/** The fills of bars of which they took more than a tenth together. */
function largeFills({ setup, account }: TradingKernel, placed: readonly PlacedFill[]): PlacedFill[] {
  const { rows } = account.booking.fills
  // Fills of one instrument come bar by bar: what each bar's took is added up at the first of them.
  const firsts = new Int32Array(placed.length)
  const units = new Float64Array(placed.length)
  const latest = new Int32Array(setup.instruments.length).fill(-1)
  placed.forEach(({ instrument, bar, row }, i) => {
    const known = latest[instrument]!
    const first = known >= 0 && placed[known]!.bar === bar ? known : i
    latest[instrument] = firsts[i] = first
    units[first]! += rows.get(row, FILL.units)
  })
  return placed.filter(({ instrument, columns: { volume }, bar }, i) => {
    const { assetClass, scale } = setup.instruments[instrument]!
    if (volume === undefined || !(volume[bar]! > 0) || WITHOUT_VOLUME.has(assetClass)) return false
    // Units are whole, so that what is just a tenth is not above it by a rounding.
    return units[firsts[i]!]! > VOLUME_SHARE_MAX * volume[bar]! * scale.unitsPerOne + 1e-6
  })
}

function deniedOrders({ orders: { log } }: TradingKernel): readonly Doubt[] {
  if (!isEveryOrderDenied(log)) return []
  const count = log.length
  const message = count === 1 ? 'the only order was denied' : `all ${String(count)} orders were denied`
  return [{ code: 'ALL_ORDERS_DENIED', message, count }]
}

function fewTrades({ account }: TradingKernel): readonly Doubt[] {
  const { tripMoney } = account
  const { trips } = tripMoney
  const count = Math.min(BEST_MAX, Math.ceil(BEST_SHARE * trips.length))
  const own = new MoneyCell()
  const rest = new MoneyCell()
  const best = new MoneyCell()
  for (let row = 0; row < trips.length; row++) rest.add(tripMoney.read(row, own))
  const total = rest.toNumber()
  for (const row of bestTrips(tripMoney, count)) best.add(tripMoney.read(row, own))
  const [won, left] = [best.toNumber(), rest.subtract(best).toNumber()]
  if (!(total > 0 && left <= 0)) return []
  const message = `the best ${String(count)} of ${String(trips.length)} round trips won ${won.toFixed(2)}, all others together ${left.toFixed(2)}`
  return [{ code: 'PROFIT_OF_FEW_TRADES', message, count, share: won / total }]
}

/** The rows of the round trips that won most. */
function bestTrips(tripMoney: TripMoney, count: number): readonly number[] {
  const own = new MoneyCell()
  const best: { readonly row: number; readonly won: number }[] = []
  for (let row = 0; row < tripMoney.trips.length; row++) {
    const won = tripMoney.read(row, own).toNumber()
    if (best.length === count && !(won > best.at(-1)!.won)) continue
    if (best.length === count) best.pop()
    const place = best.findIndex((other) => other.won < won)
    best.splice(place < 0 ? best.length : place, 0, { row, won })
  }
  return best.map(({ row }) => row)
}

function disagreements({ finerDisagreements: count }: Readonly<VenueNotes>): readonly Doubt[] {
  if (count === 0) return []
  const bars = count === 1 ? '1 bar' : `${String(count)} bars`
  return [{ code: 'FINER_SERIES_DISAGREES', message: `finer series show other prices than ${bars}`, count }]
}
