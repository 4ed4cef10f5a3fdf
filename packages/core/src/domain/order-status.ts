/**
 * The states of an order.
 *
 * NEW → SUBMITTED → ACKED → PARTIALLY_FILLED → FILLED is the plain way. HELD waits for its parent; PENDING_CANCEL and PENDING_REPLACE
 * wait for the venue, and a refusal leads back; UNKNOWN has no known outcome yet. DENIED is our refusal, never sent; REJECTED is the venue's.
 */
export const ORDER_STATUSES = [
  'NEW',
  'HELD',
  'SUBMITTED',
  'ACKED',
  'PARTIALLY_FILLED',
  'PENDING_CANCEL',
  'PENDING_REPLACE',
  'UNKNOWN',
  'FILLED',
  'DENIED',
  'REJECTED',
  'CANCELED',
  'EXPIRED',
] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]

const FIRST_TERMINAL = ORDER_STATUSES.indexOf('FILLED')

/** Codes of the statuses as the order columns hold them: positions in `ORDER_STATUSES`. */
export const STATUS = Object.fromEntries(ORDER_STATUSES.map((status, code) => [status, code])) as Readonly<
  Record<OrderStatus, number>
>

/** Whether an order in this status can change no more by our doing; a late fill is still booked. */
export function isTerminalCode(code: number): boolean {
  return code >= FIRST_TERMINAL
}

export function isTerminal(status: OrderStatus): boolean {
  return isTerminalCode(STATUS[status])
}

/** From which states a venue's report moves an order to a new status; in all others the report is stale and only noted. */
const REPORT_FROM: Readonly<Partial<Record<OrderStatus, readonly OrderStatus[]>>> = {
  ACKED: ['SUBMITTED', 'HELD', 'UNKNOWN'],
  REJECTED: ['SUBMITTED', 'HELD', 'UNKNOWN', 'ACKED', 'PENDING_CANCEL', 'PENDING_REPLACE'],
  CANCELED: ['SUBMITTED', 'HELD', 'UNKNOWN', 'ACKED', 'PARTIALLY_FILLED', 'PENDING_CANCEL', 'PENDING_REPLACE'],
  EXPIRED: ['SUBMITTED', 'HELD', 'UNKNOWN', 'ACKED', 'PARTIALLY_FILLED', 'PENDING_CANCEL', 'PENDING_REPLACE'],
}

const ALLOWED = new Uint8Array(ORDER_STATUSES.length * ORDER_STATUSES.length)
for (const [to, froms] of Object.entries(REPORT_FROM)) {
  for (const from of froms) ALLOWED[STATUS[from] * ORDER_STATUSES.length + STATUS[to as OrderStatus]] = 1
}

/**
 * Whether a venue's report moves an order from one status code to another. Fills are not asked: they are booked in every state but DENIED. What an
 * order whose cancel or replace was refused goes back to is what it was before.
 */
export function reportMoves(from: number, to: number): boolean {
  return ALLOWED[from * ORDER_STATUSES.length + to] === 1
}
