import type { BrokerCommand } from '../domain/broker-command.js'
import type { OrderType, TimeInForce } from '../domain/order.js'
import type { OrderEvent } from '../domain/order-event.js'

/** Where orders go. What it does not declare in `capabilities` is refused before it is sent. */
export interface Broker {
  readonly name: string
  readonly capabilities: BrokerCapabilities
  /** Called once, before the first command: all reports go to this sink, and only there. */
  connect(sink: OrderEventSink): void
  /** Takes a command and returns at once; what becomes of it arrives at the sink. Throws BROKER_NOT_SUPPORTED for what it cannot do. */
  send(command: BrokerCommand): void
}

export interface BrokerCapabilities {
  readonly orderTypes: readonly OrderType[]
  readonly timesInForce: readonly TimeInForce[]
  /** Which links between orders the venue's side sees to. */
  readonly links: readonly ('bracket' | 'oco' | 'oto')[]
  readonly replace: boolean
}

/** Takes a venue's reports. They are queued and handled after the present event is finished, never re-entered. */
export type OrderEventSink = (event: OrderEvent) => void
