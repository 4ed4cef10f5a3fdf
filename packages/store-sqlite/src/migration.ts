/** A step from one version of the schema to the next, as plain SQL. */
export interface Migration {
  readonly version: number
  /** What it adds, for whoever reads the list. */
  readonly name: string
  readonly sql: string
}
