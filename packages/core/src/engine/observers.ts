import type { EventEmitter } from 'eventemitter3'
import type { FactSink } from '../kernel/facts.js'
import type { EngineEvents } from './events.js'
import type { Warnings } from './warnings.js'

type Payload<E extends keyof EngineEvents> = Parameters<EngineEvents[E]>[0]

/** A listener as eventemitter3 keeps it. */
interface Registration {
  readonly fn: (payload: unknown) => unknown
  readonly context: unknown
  readonly once: boolean
}

/** Carries facts to listeners, one by one, so that one that throws is reported and keeps nothing from the others. */
export class Observers {
  readonly #emitter: EventEmitter<EngineEvents>
  readonly #warnings: Warnings

  constructor(emitter: EventEmitter<EngineEvents>, warnings: Warnings) {
    this.#emitter = emitter
    this.#warnings = warnings
  }

  notify<E extends keyof EngineEvents>(event: E, payload: Payload<E>): void {
    for (const { fn, context, once } of this.#registrations(event)) {
      if (once) this.#emitter.off(event, fn, undefined, true)
      const report = (cause: unknown): void => {
        this.#warnings.add('LISTENER_THREW', `a listener of '${event}' threw ${String(cause)}`, { about: event })
      }
      try {
        const returned = fn.call(context, payload)
        // A rejected promise that nobody takes would end the program.
        if (returned instanceof Promise) returned.catch(report)
      } catch (cause) {
        report(cause)
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
    sink.accountEvent = this.#wanted('accountEvent')
    sink.breach = this.#wanted('breach')
    sink.tradingState = this.#wanted('tradingState')
  }

  #wanted<E extends keyof EngineEvents>(event: E): ((payload: Payload<E>) => void) | undefined {
    if (this.#emitter.listenerCount(event) === 0) return undefined
    return (payload) => {
      this.notify(event, payload)
    }
  }

  /** `emit` would stop at the first that throws, and `listeners` leaves out who is to be called once, and as what. */
  #registrations(event: keyof EngineEvents): readonly Registration[] {
    const all = Reflect.get(this.#emitter, '_events') as Readonly<
      Record<string, Registration | Registration[] | undefined>
    >
    const own = all[event]
    if (own === undefined) return []
    return Array.isArray(own) ? [...own] : [own]
  }
}
