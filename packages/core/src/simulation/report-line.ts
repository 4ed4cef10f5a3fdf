import { TradewrightError } from '../domain/errors.js'
import type { OrderEvent } from '../domain/order-event.js'
import type { OrderEventSink } from '../ports/broker.js'

/** The one way by which the venue's reports go out. */
export class ReportLine {
  sink: OrderEventSink = notConnected

  emit(event: OrderEvent): void {
    this.sink(event)
  }
}

function notConnected(): never {
  throw new TradewrightError('INVARIANT', 'the simulated broker was sent a command before it was connected')
}
