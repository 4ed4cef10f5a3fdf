import { STATUS } from '../domain/order-status.js'
import { ORDER, type OrderLog } from '../execution/order-log.js'

/** Whether orders were made and none was sent. */
export function isEveryOrderDenied(log: OrderLog): boolean {
  for (let row = 0; row < log.length; row++) if (log.get(row, ORDER.status) !== STATUS.DENIED) return false
  return log.length > 0
}
