import type { Instrument } from '../domain/instrument.js'

/** Remembers what a function gave for an instrument; runs ask for the same few over and over. */
export function perInstrument<T>(compute: (instrument: Instrument) => T): (instrument: Instrument) => T {
  const known = new WeakMap<Instrument, { readonly value: T }>()
  let last: Instrument | undefined
  let kept: { readonly value: T }
  return (instrument) => {
    if (instrument === last) return kept.value
    kept = known.get(instrument) ?? { value: compute(instrument) }
    known.set(instrument, kept)
    last = instrument
    return kept.value
  }
}
