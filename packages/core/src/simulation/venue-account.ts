/** What one strategy holds in one instrument, as the venue keeps it. */
export class VenueAccount {
  readonly name: string
  /** Signed units. */
  held = 0
  /** How many of its working orders are linked or only reduce; while there are none, its orders don't concern each other. */
  tied = 0

  constructor(name: string) {
    this.name = name
  }
}
