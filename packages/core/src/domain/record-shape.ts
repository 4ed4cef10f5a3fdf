/** What a field of a stored record holds; `docs/store.md` says how each is written. */
export type FieldKind =
  /** Not empty. */
  | 'name'
  | 'text'
  | 'texts'
  /** UTC epoch milliseconds, whole, from 1970 to 2199. */
  | 'time'
  /** A whole number from 1. */
  | 'count'
  /** A whole number from 0. */
  | 'index'
  /** A Decimal. */
  | 'amount'
  /** A Decimal above 0. */
  | 'quantity'
  /** A Decimal from 0. */
  | 'unsigned'
  /** A number above 0; it stands for its shortest decimal. */
  | 'price'
  | 'number'
  | 'flag'
  /** A `Spec`: what JSON can hold. */
  | 'plain'

export interface Field {
  readonly kind: FieldKind
  /** Whether it may be undefined. */
  readonly optional?: true
  /** The texts that it may be. */
  readonly oneOf?: readonly string[]
}

/** The fields of a kind of record, in the order in which tables show them. */
export type RecordShape<T> = { readonly [K in keyof T]-?: Field }

/** A shape whose record type does not matter. */
export type AnyShape = Readonly<Record<string, Field>>
