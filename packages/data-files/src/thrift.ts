/** What a Thrift value can be; a struct is its fields by number. */
export type ThriftValue = boolean | number | bigint | Uint8Array | ThriftValue[] | ThriftStruct
export type ThriftStruct = Map<number, ThriftValue>

const STOP = 0
const TRUE = 1
const FALSE = 2
const I8 = 3
const I16 = 4
const I32 = 5
const I64 = 6
const DOUBLE = 7
const BINARY = 8
const LIST = 9
const STRUCT = 12
/** Structs inside structs; Parquet's own go to about ten. */
const DEPTH_MAX = 32
/** Bytes of a number of 64 bits, seven of them in each. */
const VARINT_BYTES_MAX = 10

/** Thrown where bytes are no Thrift. */
export class ThriftError extends Error {}

/**
 * Reads Thrift's compact protocol as Parquet uses it. Whatever the bytes, it ends, and makes nothing larger than a small multiple of them: a
 * list must have a byte for each of its elements, a number at most ten, and structs are not nested deeper than Parquet's own.
 * Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export class ThriftReader {
  /** Where the next value begins. */
  at: number
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #end: number

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = at
    this.#end = end
  }

  /** Reads a struct. Throws ThriftError. */
  readStruct(depth = 0): ThriftStruct {
    if (depth > DEPTH_MAX) throw new ThriftError(`structs are nested more than ${DEPTH_MAX} deep`)
    const struct: ThriftStruct = new Map()
    for (let id = 0; ;) {
      const byte = this.#byte()
      const type = byte & 0x0f
      if (type === STOP) return struct
      id = byte >> 4 === 0 ? Number(this.#zigZag()) : id + (byte >> 4)
      struct.set(id, type === TRUE || type === FALSE ? type === TRUE : this.#value(type, depth))
    }
  }

  #value(type: number, depth: number): ThriftValue {
    switch (type) {
      case TRUE:
      case FALSE:
        return this.#byte() === TRUE
      case I8:
        return (this.#byte() << 24) >> 24
      case I16:
      case I32:
        return Number(this.#zigZag())
      case I64:
        return this.#zigZag()
      case DOUBLE:
        return this.#double()
      case BINARY:
        return this.#binary()
      case LIST:
        return this.#list(depth)
      case STRUCT:
        return this.readStruct(depth + 1)
      default:
        throw new ThriftError(`a value of type ${type} came, which Parquet does not have`)
    }
  }

  #list(depth: number): ThriftValue[] {
    const byte = this.#byte()
    const type = byte & 0x0f
    const length = byte >> 4 === 15 ? Number(this.#varInt()) : byte >> 4
    this.#expect(length)
    const list: ThriftValue[] = []
    for (let index = 0; index < length; index++) list.push(this.#value(type, depth))
    return list
  }

  #binary(): Uint8Array {
    const length = Number(this.#varInt())
    this.#expect(length)
    this.at += length
    return this.#bytes.subarray(this.at - length, this.at)
  }

  #double(): number {
    this.#expect(8)
    this.at += 8
    return this.#view.getFloat64(this.at - 8, true)
  }

  #zigZag(): bigint {
    const value = this.#varInt()
    return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n))
  }

  #varInt(): bigint {
    let value = 0n
    for (let index = 0; index < VARINT_BYTES_MAX; index++) {
      const byte = this.#byte()
      value |= BigInt(byte & 0x7f) << BigInt(7 * index)
      if (byte < 0x80) return value
    }
    throw new ThriftError(`a number has more than ${VARINT_BYTES_MAX} bytes`)
  }

  #byte(): number {
    this.#expect(1)
    return this.#bytes[this.at++]!
  }

  #expect(length: number): void {
    const rest = this.#end - this.at
    if (length > rest) throw new ThriftError(`${length} bytes or elements are announced where ${rest} bytes are left`)
  }
}
