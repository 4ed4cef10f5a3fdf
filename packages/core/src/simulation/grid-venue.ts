import { alwaysOpen } from '../calendar/always-open.js'
import type { OrderEvent } from '../domain/order-event.js'
import type { FillPolicy, FillRules } from './fill-rules.js'
import type { GridBar, Problem } from './reachable.js'
import type { Fate, GridOrder, Outcome } from './reachable-world.js'
import { TestVenue, type TestFill } from './test-venue.js'

const calendar = alwaysOpen()

/** What the venue made of a problem of `reachable.ts`. */
export interface Played {
  readonly outcome: Outcome
  /** By order: its fills in the bar as the venue reported them. */
  readonly fills: readonly (readonly TestFill[])[]
  readonly log: readonly string[]
  /** By order: the kinds of all reports, in their order. */
  readonly reports: readonly (readonly OrderEvent['kind'][])[]
  /** The row of the first bar of the problem. */
  readonly firstRow: number
}

/** Plays a problem at the venue: the position is bought before the bar, and a bar without range shows a trailing order what it has followed. */
export function played(problem: Problem, policy: FillPolicy, rules: FillRules = {}): Played {
  return playedOver([problem.bar], problem, policy, rules)
}

/** Plays a problem over several bars. */
export function playedOver(
  bars: readonly GridBar[],
  problem: Omit<Problem, 'bar'>,
  policy: FillPolicy,
  rules: FillRules & { isSkimmed?: boolean } = {},
): Played {
  return playedTogether(bars, [problem], policy, rules)[0]!
}

/** Plays several problems over the same bars, each by a strategy of its own. */
export function playedTogether(
  bars: readonly GridBar[],
  problems: readonly Omit<Problem, 'bar'>[],
  policy: FillPolicy,
  { isSkimmed = false, ...rules }: FillRules & { isSkimmed?: boolean } = {},
): Played[] {
  const { orders, volume } = problems[0]!
  const followed = orders[0]!.trail?.extreme
  const isHeld = problems.some(({ held = 0 }) => held !== 0)
  const before = [...(isHeld ? [bars[0]!.open] : []), ...(followed === undefined ? [] : [followed])]
  const texts = before.map(
    (price) => `${[price, price, price, price].join('/')}${volume === undefined ? '' : ' v1000'}`,
  )
  for (const { open, high, low, close } of bars)
    texts.push(`${[open, high, low, close].join('/')}${volume === undefined ? '' : ` v${String(volume)}`}`)
  const fills = { maxVolumeFraction: volume === undefined ? 'unlimited' : 1, ...rules, policy } as const
  const venue = new TestVenue({ bars: texts, instrument: { calendar, tickSize: 1 }, fills })
  problems.forEach(({ held = 0 }, turn) => {
    if (held !== 0)
      venue.send(`${held > 0 ? 'buy' : 'sell'} market`, { quantity: Math.abs(held), strategy: strategyOf(turn) })
  })
  if (isHeld) venue.play(1)
  const firsts = problems.map((problem, turn) => {
    const first = venue.nextNumber
    submit(venue, problem.orders, { first, strategy: strategyOf(turn) })
    return first
  })
  if (isSkimmed) venue.skim()
  else venue.play()
  return problems.map((problem, turn) => outcomeOf(venue, problem.orders, firsts[turn]!, before.length))
}

const strategyOf = (turn: number): string => `s${String(turn)}`

/** Linked orders go together, others alone. */
function submit(venue: TestVenue, orders: readonly GridOrder[], as: { first: number; strategy: string }): void {
  const { first, strategy } = as
  const withOptions = orders.map((order) => {
    const { link, quantity = 1, reduceOnly = false, trail } = order
    const isExit = link?.role === 'stopLoss' || link?.role === 'takeProfit'
    return [
      orderText(order),
      {
        quantity,
        strategy,
        reduceOnly: reduceOnly || isExit,
        ...(trail?.by ? { trailBy: trail.by } : {}),
        ...(trail?.activation === undefined ? {} : { activationPrice: trail.activation }),
        ...(link ? { link: { ...link, group: link.group + first, parent: shifted(link.parent, first) } } : {}),
      },
    ] as const
  })
  if (orders.some(({ link }) => link)) venue.linked(withOptions)
  else for (const [text, options] of withOptions) venue.send(text, options)
}

function shifted(parent: number | undefined, first: number): number | undefined {
  return parent === undefined ? undefined : parent + first
}

function orderText({ side, type, level, limit, trail }: GridOrder): string {
  const numbers = trail ? [trail.distance, trail.limitOffset] : [level, limit]
  return [side, type, ...numbers.filter((number) => number !== undefined)].join(' ')
}

function outcomeOf(venue: TestVenue, orders: readonly GridOrder[], first: number, firstRow: number): Played {
  const fills = orders.map((_, turn) =>
    venue.fills.filter((fill) => fill.order === first + turn && fill.row >= firstRow),
  )
  const outcome = orders.map(({ quantity = 1 }, turn): Fate => {
    const mine = fills[turn]!.map((fill) => ({ price: fill.price, quantity: fill.quantity }))
    const said = (word: string): boolean => venue.log.some((line) => line.includes(`#${String(first + turn)} ${word}`))
    const filled = mine.reduce((sum, fill) => sum + fill.quantity, 0)
    if (filled === quantity) return { fills: mine, end: 'filled' }
    if (said('canceled')) return { fills: mine, end: 'canceled' }
    return { fills: mine, end: said('triggered') ? 'triggered' : 'waits' }
  })
  const reports = orders.map((_, turn) =>
    venue.reports.filter(({ order }) => order === first + turn).map(({ kind }) => kind),
  )
  return { outcome, fills, log: venue.log, reports, firstRow }
}
