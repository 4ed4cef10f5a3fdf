import type { Signal } from '../domain/signal.js'
import type { FactSink } from './facts.js'
import type { Intents } from './intents.js'
import { parseTerms } from './order-terms.js'
import type { Seat } from './seat.js'

const MARKET = parseTerms('', {})

/** Tells of a strategy's signals, and queues what they ask for. Throws SIGNAL_INVALID, UNKNOWN_SYMBOL. */
export function takeSignals(
  seat: Seat,
  signals: readonly Signal[],
  { facts, intents }: { readonly facts: FactSink; readonly intents: Intents },
): void {
  for (const signal of signals) {
    const instrument = seat.checkSignal(signal)
    facts.signal?.({ ...signal, strategy: seat.name })
    if (signal.action === 'HOLD') continue
    const terms = signal.reason === undefined ? MARKET : { ...MARKET, reason: signal.reason }
    const wish = { strategy: seat.index, instrument, terms, target: 0, signal }
    intents.push({ kind: 'signal', order: undefined, wish })
  }
}
