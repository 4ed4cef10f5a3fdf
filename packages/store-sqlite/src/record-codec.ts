import { Decimal, type AnyShape, type Field, type FieldKind } from '@tradewright/core'

/** What SQLite is given for a value, and gives back. */
export type Cell = string | number | null

interface Codec {
  readonly encode: (value: never) => Cell
  readonly decode: (cell: never) => unknown
}

const asIs: Codec = { encode: (value: Cell) => value, decode: (cell: Cell) => cell }
const json: Codec = {
  encode: (value: unknown) => JSON.stringify(value),
  decode: (cell: string) => JSON.parse(cell) as unknown,
}
const decimal: Codec = { encode: (value: Decimal) => value.toFixed(), decode: (cell: string) => new Decimal(cell) }
/** A number as text, so that SQLite has none that it could round. */
const number: Codec = {
  encode: (value: number) => new Decimal(value).toFixed(),
  decode: (cell: string) => Number(cell),
}

const CODECS: Readonly<Record<FieldKind, Codec>> = {
  ...{ name: asIs, text: asIs, time: asIs, count: asIs, index: asIs },
  ...{ texts: json, plain: json },
  ...{ amount: decimal, quantity: decimal, unsigned: decimal },
  ...{ price: number, number },
  flag: { encode: (value: boolean) => (value ? 1 : 0), decode: (cell: number) => cell === 1 },
}

/** A column of a table that holds records of a shape. */
export interface RecordColumn {
  readonly field: string
  /** The same in SQL's way of writing names. */
  readonly name: string
  readonly encode: (value: unknown) => Cell
  readonly decode: (cell: Cell) => unknown
}

export function columnsOf(shape: AnyShape): readonly RecordColumn[] {
  return Object.entries(shape).map(([field, { kind }]) => columnOf(field, kind))
}

function columnOf(field: string, kind: Field['kind']): RecordColumn {
  const codec = CODECS[kind]
  return {
    field,
    name: field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    encode: (value) => (value === undefined ? null : codec.encode(value as never)),
    decode: (cell) => (cell === null ? undefined : codec.decode(cell as never)),
  }
}
