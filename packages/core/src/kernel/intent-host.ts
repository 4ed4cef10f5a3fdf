import type { BrokerCommand } from '../domain/broker-command.js'
import type { OrderView } from '../execution/order-view.js'

/** Whoever takes the commands and tells of changes. */
export interface IntentHost {
  readonly now: number
  command(command: BrokerCommand): void
  /** All intents of the present event have become orders. */
  decided(): void
  orderChanged(order: number, view?: OrderView): void
}
