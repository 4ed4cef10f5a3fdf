import type { SimulatedBroker } from '../simulation/simulated-broker.js'

/** What a venue noted beside its reports. */
export interface VenueNotes {
  /** Limits that the market touched and that were left unfilled. */
  readonly touchedUnfilled: number
  /** Orders that a bar left unfilled although some path through it fills them. */
  readonly undecided: number
  /** Bars whose finer series shows other prices. */
  readonly finerDisagreements: number
}

export function notesOf(broker: SimulatedBroker): VenueNotes {
  const {
    touchedUnfilled = 0,
    undecided = 0,
    finerDisagreements = 0,
  } = (Reflect.get(broker, 'notes') as Partial<VenueNotes> | undefined) ?? {}
  return { touchedUnfilled, undecided, finerDisagreements }
}
