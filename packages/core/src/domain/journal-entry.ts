/** One event as an engine took it in: what a replay is fed with. */
export interface JournalEntry {
  /** Counts the entries of an account's journal from 1, without gaps. */
  readonly sequence: number
  /** When it was taken in, UTC epoch milliseconds; never before the entry in front of it. */
  readonly at: number
  /** The kind of event, such as `bar` or `filled`. */
  readonly kind: string
  /** The event as its writer encoded it; the engines write JSON. A store gives it back letter by letter. */
  readonly data: string
}

/** All that an engine depends on, as it was after an entry of its journal. */
export interface Checkpoint {
  /** The last entry that it has taken in; 0 before the first. */
  readonly sequence: number
  /** When it was made, UTC epoch milliseconds. */
  readonly at: number
  /** As its writer encoded it. */
  readonly data: string
}
