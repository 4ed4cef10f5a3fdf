import type { EventEmitter } from 'eventemitter3'
import type { FactSink } from '../kernel/facts.js'
import type { EngineEvents } from './events.js'
import type { Warnings } from './warnings.js'

type Payload<E extends keyof EngineEvents> = Parameters<EngineEvents[E]>[0]

/** Carries facts to listeners, one by one, so that one that throws is reported and keeps nothing from the others. */
export class Observers {
  readonly #emitter: EventEmitter<EngineEvents>
  readonly #warnings: Warnings

  constructor(emitter: EventEmitter<EngineEvents>, warnings: Warnings) {
    this.#emitter = emitter
    this.#warnings = warnings
  }

  notify<E extends keyof EngineEvents>(event: E, payload: Payload<E>): void {
    for (const listener of this.#emitter.listeners(event)) {
      try {
        ;(listener as (payload: Payload<E>) => void)(payload)
      } catch (cause) {
        this.#warnings.add('LISTENER_THREW', `a listener of '${event}' threw ${String(cause)}`)
      }
    }
  }

  /** Gives the kernel a function for each fact that somebody listens to now, and none for the others. */
  attach(sink: FactSink): void {
    sink.order = this.#wanted('order')
    sink.fill = this.#wanted('fill')
    sink.roundTrip = this.#wanted('roundTrip')
    sink.signal = this.#wanted('signal')
    sink.equity = this.#wanted('equity')
  }

  #wanted<E extends keyof EngineEvents>(event: E): ((payload: Payload<E>) => void) | undefined {
    if (this.#emitter.listenerCount(event) === 0) return undefined
    return (payload) => {
      this.notify(event, payload)
    }
  }
}
