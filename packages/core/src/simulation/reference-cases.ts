import { bracketOf, protectionOf } from './grid-orders.js'
import type { GridBar, Problem } from './reachable.js'
import type { GridOrder } from './reachable-world.js'

/** A case that everyone agrees on: what orders can come to in a bar, and which of it the two extreme policies take. */
export interface ReferenceCase {
  readonly title: string
  readonly problem: Problem
  /** Every outcome over all paths, as `textOf` writes it. */
  readonly outcomes: readonly string[]
  readonly pessimistic: string
  readonly optimistic: string
}

/** Open/high/low/close. */
export function barOf(text: string): GridBar {
  const [open, high, low, close] = text.split('/').map(Number)
  return { open: open!, high: high!, low: low!, close: close! }
}

const buy = (type: GridOrder['type'], level?: number, limit?: number): GridOrder => ({
  side: 'buy',
  type,
  ...(level === undefined ? {} : { level }),
  ...(limit === undefined ? {} : { limit }),
})

function certain(title: string, orders: readonly GridOrder[], bar: string, outcome: string, held = 0): ReferenceCase {
  return open(title, orders, bar, [outcome], outcome, outcome, held)
}

function open(
  title: string,
  orders: readonly GridOrder[],
  bar: string,
  outcomes: readonly string[],
  pessimistic: string,
  optimistic: string,
  held = 0,
): ReferenceCase {
  const problem = { orders, bar: barOf(bar), held, step: 0.25 }
  return { title: `${title} in ${bar}`, problem, outcomes, pessimistic, optimistic }
}

const long = protectionOf(1, 95, 105)
const scaled = protectionOf(2, 95, 103, 106)

export const REFERENCE_CASES: readonly ReferenceCase[] = [
  certain('buy limit 98', [buy('limit', 98)], '95/97/94/96', '95'),
  certain('buy stop 102', [buy('stop', 102)], '105/106/104/105', '105'),
  certain('buy stop-limit 102/103', [buy('stopLimit', 102, 103)], '105/106/102.5/104', '103'),
  certain('buy stop-limit 102/103', [buy('stopLimit', 102, 103)], '105/106/104/105', 'triggered'),
  certain('buy stop-limit 102/101', [buy('stopLimit', 102, 101)], '105/106/100/104', '101'),
  certain('buy stop-limit 102/106', [buy('stopLimit', 102, 106)], '105/107/104/106', '105'),
  open(
    'buy stop-limit 102/101',
    [buy('stopLimit', 102, 101)],
    '100/103/99/102.5',
    ['triggered', '101'],
    'triggered',
    '101',
  ),
  open(
    'long, stop 95, target 105',
    long,
    '100/106/94/100',
    ['95, canceled', 'canceled, 105'],
    '95, canceled',
    'canceled, 105',
    1,
  ),
  certain('long, stop 95, target 105', long, '106/106/94/100', 'canceled, 106', 1),
  certain('long, stop 95', protectionOf(1, 95), '90/99/89/98', '90', 1),
  open(
    'market entry at this open, stop 95, target 105',
    bracketOf(buy('market'), 95, 105),
    '100/106/94/100',
    ['100, 95, canceled', '100, canceled, 105'],
    '100, 95, canceled',
    '100, canceled, 105',
  ),
  certain(
    'market entry at this open, stop 95, target 105',
    bracketOf(buy('market'), 95, 105),
    '106/107/94/100',
    '106, canceled, 106',
  ),
  certain(
    'market entry at this open, stop 95, target 105',
    bracketOf(buy('market'), 95, 105),
    '94/107/93/100',
    '94, 94, canceled',
  ),
  open(
    'buy stop 102, then stop 98',
    bracketOf(buy('stop', 102), 98),
    '100/103/97/99',
    ['102, 98', '102, waits'],
    '102, 98',
    '102, waits',
  ),
  certain('buy stop 102, then stop 98', bracketOf(buy('stop', 102), 98), '100/103/97/97.5', '102, 98'),
  open(
    'buy limit 98, then stop 97, target 102',
    bracketOf(buy('limit', 98), 97, 102),
    '100/103/96/99',
    ['98, 97, canceled', '98, canceled, 102'],
    '98, 97, canceled',
    '98, canceled, 102',
  ),
  open(
    'buy stop 102, then stop 98, target 105',
    bracketOf(buy('stop', 102), 98, 105),
    '100/106/97/104',
    ['102, 98, canceled', '102, canceled, 105'],
    '102, 98, canceled',
    '102, canceled, 105',
  ),
  open(
    'buy stop-limit 102/101, then target 102.5',
    bracketOf(buy('stopLimit', 102, 101), undefined, 102.5),
    '100/103/97/100.5',
    ['101, waits', '101, 102.5'],
    '101, waits',
    '101, 102.5',
  ),
  open(
    '2 units, stop 95 for both, targets 103 and 106',
    scaled,
    '100/107/94/100',
    ['2@95, canceled, canceled', '95, 103, canceled', 'canceled, 103, 106'],
    '2@95, canceled, canceled',
    'canceled, 103, 106',
    2,
  ),
  open('buy limit 98', [buy('limit', 98)], '99/100/98/99', ['waits', '98'], 'waits', '98'),
]

/** Trailing stops of a distance of 5 that have followed the price to 100: the range of prices at which they get out. */
export const TRAILING_CASES = [
  { bar: '100/110/97/104', low: 97, high: 105, alwaysOut: true, pessimistic: 97, optimistic: 105 },
  { bar: '100/110/97/108', low: 97, high: 105, alwaysOut: false, pessimistic: 97, optimistic: 108 },
  { bar: '100/110/94/100', low: 95, high: 105, alwaysOut: true, pessimistic: 95, optimistic: 105 },
] as const
