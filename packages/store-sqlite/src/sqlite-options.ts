export interface SqliteOptions {
  /** Only reads; the file has to be there. Default false. */
  readonly readOnly?: boolean
  /** The one account that the file is for; any other is refused. Left out, it may have many. */
  readonly account?: string
  /** What a second writer is told of this one; default 'a store'. `claim` says it anew. */
  readonly owner?: string
  /** The most that the file may grow to, in bytes: what does not fit is refused with STORE_FULL, as on a full disk. Left out, what the disk has. */
  readonly maxBytes?: number
  /** How long a write waits for another process that keeps the file, in milliseconds; default 5,000. The program goes on meanwhile. */
  readonly waitMs?: number
}
