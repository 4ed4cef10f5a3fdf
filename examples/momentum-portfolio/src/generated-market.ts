import type { BarInput, Calendar, CorporateAction, Session } from '@tradewright/core'

/** How many steps a price takes from the open to the close of a session. */
const STEPS = 8
/** What part of a session's volatility the night and each step of the day have: 0.6 x 0.6 + 8 x 0.28 x 0.28 is about 1. */
const NIGHT = 0.6
const STEP = 0.28
/** The market's, a session. */
const VOLATILITY = 0.008
/** One night in fifty brings news of a share: its own move is four times as wide then. */
const NEWS_CHANCE = 0.02
const NEWS_FACTOR = 4

/** How the price of a share walks, and what happens to the share. Drift and volatility are fractions a session; dates are ISO dates. */
export interface ShareSpec {
  readonly symbol: string
  /** The price that its first session starts from, in cents. */
  readonly cents: number
  readonly drift: number
  /** How much of the market's moves it shares. */
  readonly beta: number
  /** Of its own moves. */
  readonly volatility: number
  /** Default: there from the first session on. */
  readonly listed?: string
  /** Its last session; at the next one's open its holders get a part of the last price. */
  readonly delisted?: { readonly after: string; readonly recovery: number }
  /** New shares for an old one. */
  readonly split?: { readonly on: string; readonly ratio: number }
  /** A part of the price four times a year, at the first session of a month that is not before a day of it; `firstMonth` is 1 to 3. */
  readonly dividend?: { readonly fraction: number; readonly firstMonth: number; readonly day: number }
}

/** Bars as they would have been recorded, not adjusted for anything, and what happened to the shares. */
export interface GeneratedMarket {
  readonly seed: number
  readonly bars: ReadonlyMap<string, readonly BarInput[]>
  readonly events: readonly CorporateAction[]
}

interface Walk {
  readonly bars: readonly BarInput[]
  readonly events: readonly CorporateAction[]
}

/** The moves of one night and of the steps of the day after it, each with a mean of 0 and a variance of 1. */
type Moves = readonly number[]

/**
 * Walks each share through the sessions of a calendar, in whole cents. Each of its moves is one of its own, and a part of the market's. The same
 * seed gives the same market on every machine: nothing but +, -, x and / makes a price.
 */
export function generateMarket(options: {
  readonly calendar: Calendar
  readonly from: string
  readonly to: string
  readonly seed: number
  readonly shares: readonly ShareSpec[]
}): GeneratedMarket {
  const { calendar, from, to, seed, shares } = options
  const sessions = calendar.sessions(from, to)
  const dice = mulberry32(seed)
  const market = sessions.map(() => throwMoves(dice))
  const source = `generated from seed ${String(seed)}`
  const walks = shares.map((share, i) => walk(share, { sessions, market, random: mulberry32(seed + 1 + i), source }))
  return {
    seed,
    bars: new Map(walks.map(({ bars }, i) => [shares[i]!.symbol, bars])),
    events: walks.flatMap(({ events }) => events),
  }
}

function walk(
  share: ShareSpec,
  {
    sessions,
    market,
    random,
    source,
  }: {
    readonly sessions: readonly Session[]
    readonly market: readonly Moves[]
    readonly random: () => number
    readonly source: string
  },
): Walk {
  const { symbol, listed = '', delisted, split } = share
  const bars: BarInput[] = []
  const events: CorporateAction[] = []
  let cents = share.cents
  for (const [i, session] of sessions.entries()) {
    const { date: at, open: openTime, close: closeTime } = session
    if (at < listed) continue
    const event = { at, symbol, source }
    if (delisted !== undefined && at > delisted.after) {
      events.push({ kind: 'delisting', ...event, price: Math.round(cents * delisted.recovery) / 100 })
      break
    }
    if (split?.on === at) {
      events.push({ kind: 'split', ...event, ratio: split.ratio })
      cents = Math.round(cents / split.ratio)
    }
    const paid = isExDate(share, session, sessions[i - 1]) ? Math.round(cents * share.dividend!.fraction) : 0
    if (paid > 0) events.push({ kind: 'dividend', ...event, amount: paid / 100 })
    cents -= paid
    const prices = returnsOf(share, market[i]!, random).map((move) => (cents = Math.round(cents * (1 + move))) / 100)
    const volume = 2_000_000 + Math.floor(random() * 4_000_000)
    bars.push({ openTime, closeTime, ...barOf(prices), volume })
  }
  return { bars, events }
}

/** What the night and the steps of the day do to a price, as fractions of it. */
function returnsOf({ drift, beta, volatility }: ShareSpec, market: Moves, random: () => number): number[] {
  const news = random() < NEWS_CHANCE ? NEWS_FACTOR : 1
  return throwMoves(random).map((own, i) => {
    const move = beta * VOLATILITY * market[i]! + volatility * own * (i === 0 ? news : 1)
    return i === 0 ? drift + NIGHT * move : STEP * move
  })
}

/** Whether a share trades without its dividend from this session on. */
function isExDate({ dividend }: ShareSpec, { date }: Session, before: Session | undefined): boolean {
  if (dividend === undefined || before === undefined) return false
  const month = date.slice(0, 8)
  const due = `${month}${String(dividend.day).padStart(2, '0')}`
  return (Number(month.slice(5, 7)) - dividend.firstMonth) % 3 === 0 && date >= due && before.date < due
}

function barOf(prices: readonly number[]): Pick<BarInput, 'open' | 'high' | 'low' | 'close'> {
  return { open: prices[0]!, high: Math.max(...prices), low: Math.min(...prices), close: prices.at(-1)! }
}

function throwMoves(random: () => number): Moves {
  return Array.from({ length: 1 + STEPS }, () => 2 * (random() + random() + random()) - 3)
}

/** Tommy Ettinger's generator of 32 bits: integers alone, and so alike everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
