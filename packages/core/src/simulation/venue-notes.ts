/** What a venue made of history notes about how sure its answers were. */
export class VenueNotes {
  /** Limits that a bar only touched and that were left unfilled, counted once a bar. */
  touchedUnfilled = 0
  /** Orders that were left unfilled in a bar although some path fills them; those that were touched included. */
  undecided = 0
  /** Bars that were to be decided by a finer series which does not show the same bar. */
  finerDisagreements = 0
}
