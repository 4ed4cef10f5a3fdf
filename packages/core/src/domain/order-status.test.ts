import { expect, it } from 'vitest'
import { isTerminal, isTerminalCode, ORDER_STATUSES, reportMoves, STATUS } from './order-status.js'

it('FILLED, DENIED, REJECTED, CANCELED and EXPIRED are terminal, and no others', () => {
  expect(ORDER_STATUSES.filter((status) => isTerminal(status))).toEqual([
    'FILLED',
    'DENIED',
    'REJECTED',
    'CANCELED',
    'EXPIRED',
  ])
})

it('a status code is its position in the list', () => {
  expect(ORDER_STATUSES.map((status) => STATUS[status])).toEqual(ORDER_STATUSES.map((_, code) => code))
  expect([STATUS.EXPIRED, isTerminalCode(STATUS.UNKNOWN), isTerminalCode(STATUS.FILLED)]).toEqual([12, false, true])
})

// Rows: the state an order is in. Columns: what a venue reports. x: the order moves there; -: the report is stale.
const TABLE = `
                  ACKED  REJECTED  CANCELED  EXPIRED
NEW               -      -         -         -
HELD              x      x         x         x
SUBMITTED         x      x         x         x
ACKED             -      x         x         x
PARTIALLY_FILLED  -      -         x         x
PENDING_CANCEL    -      x         x         x
PENDING_REPLACE   -      x         x         x
UNKNOWN           x      x         x         x
FILLED            -      -         -         -
DENIED            -      -         -         -
REJECTED          -      -         -         -
CANCELED          -      -         -         -
EXPIRED           -      -         -         -`

it("a venue's report moves an order by the table of transitions, and no other way", () => {
  const rows = ORDER_STATUSES.map((from) => {
    const cells = (['ACKED', 'REJECTED', 'CANCELED', 'EXPIRED'] as const).map((to) =>
      reportMoves(STATUS[from], STATUS[to]) ? 'x' : '-',
    )
    return [from, ...cells].join(' ')
  })
  const expected = TABLE.trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/ +/).join(' '))
  expect(rows).toEqual(expected)
})

it('no report moves an order to a state that only we or a fill can cause', () => {
  const others = ORDER_STATUSES.filter((to) => !['ACKED', 'REJECTED', 'CANCELED', 'EXPIRED'].includes(to))
  const moves = others.flatMap((to) => ORDER_STATUSES.filter((from) => reportMoves(STATUS[from], STATUS[to])))
  expect(moves).toEqual([])
})
