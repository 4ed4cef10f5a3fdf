import { describe, expect, it } from 'vitest'
import { readDeltas, readRuns, joinStreams, type Cursor } from './parquet-encodings.js'
import { readHeader } from './parquet-page-header.js'
import { ThriftReader } from './thrift.js'

const cursor = (...bytes: readonly number[]): Cursor => ({ bytes: Uint8Array.from(bytes), at: 0, end: bytes.length })

function runs(width: number, count: number, ...bytes: readonly number[]): number[] {
  const into = new Uint32Array(count)
  readRuns(cursor(...bytes), width, into)
  return [...into]
}

describe('runs', () => {
  it('are of one number, or of numbers packed by eights', () => {
    expect(runs(3, 4, 8, 5)).toEqual([5, 5, 5, 5])
    // The example of the format's own page: 0 to 7 in three bits each.
    expect(runs(3, 8, 3, 0b10001000, 0b11000110, 0b11111010)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(runs(3, 5, 2, 1, 3, 0b10001000, 0b11000110, 0b11111010)).toEqual([1, 0, 1, 2, 3])
    expect(runs(32, 2, 3, 255, 255, 255, 255, 1, 0, 0, 128)).toEqual([4294967295, 2147483649])
  })

  it.each([
    ['go on behind the numbers', [254, 255, 255, 255, 15, 1]],
    ['have more eights than there are numbers', [255, 255, 255, 255, 15, 1]],
    ['are of no numbers', [0, 0, 0, 0]],
    ['end before the numbers do', [2, 1]],
    ['have a length that does not end', [255, 255, 255, 255, 255, 255]],
  ])('that %s are refused before anything is filled', (_, bytes) => {
    expect(() => runs(1, 4, ...bytes)).toThrow(/came|announced|bytes|end/)
  })
})

describe('differences', () => {
  it('are added up, a block at a time', () => {
    // 7, 5, 3, 1, 2, 3, 4, 5: the example of the format's own page, in blocks of 8 with one miniblock.
    const bytes = cursor(8, 1, 8, 14, 3, 2, 0b11000000, 0b00111111)
    expect([...readDeltas(bytes, 8)]).toEqual([7n, 5n, 3n, 1n, 2n, 3n, 4n, 5n])
  })

  it.each([
    ['of another count', [8, 1, 9, 14]],
    ['in no blocks', [0, 0, 8, 14]],
    ['in blocks without end', [255, 255, 255, 255, 15, 1, 8, 14]],
    ['of more than 64 bits', [8, 1, 8, 14, 3, 65, 0, 0]],
    ['with a number that does not end', [8, 1, 8, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]],
  ])('%s are refused', (_, bytes) => {
    expect(() => readDeltas(cursor(...bytes), 8)).toThrow(/expected|bits|bytes/)
  })
})

it('streams of bytes are joined to values', () => {
  expect([...joinStreams(cursor(1, 2, 3, 4, 5, 6), 3, 2)]).toEqual([1, 4, 2, 5, 3, 6])
  expect(() => joinStreams(cursor(1, 2), 2 ** 30, 8)).toThrow('are announced where 2 are left')
})

describe('Thrift', () => {
  it('is read by its fields', () => {
    // 1: i32 -1, 2: 'ab', 3: list of i64 [1, 2], 5: struct { 1: true }
    const bytes = Uint8Array.of(0x15, 1, 0x18, 2, 97, 98, 0x19, 0x26, 2, 4, 0x2c, 0x11, 0, 0)
    const struct = new ThriftReader(bytes).readStruct()
    expect([struct.get(1), struct.get(3)]).toEqual([-1, [1n, 2n]])
    expect(Buffer.from(struct.get(2) as Uint8Array).toString()).toBe('ab')
    expect(struct.get(5)).toEqual(new Map([[1, true]]))
  })

  it.each([
    ['a list of more elements than bytes', [0x19, 0xf5, 255, 255, 255, 255, 7]],
    ['a text that is longer than the bytes', [0x18, 255, 255, 255, 255, 7]],
    ['a number without end', [0x15, ...new Array<number>(40).fill(255)]],
    ['structs without end', new Array<number>(10_000).fill(0x1c)],
    ['a struct without its end', [0x15, 1]],
  ])('with %s is refused', (_, bytes) => {
    expect(() => new ThriftReader(Uint8Array.from(bytes)).readStruct()).toThrow(/announced|bytes|deep/)
  })

  it('that is no header of a page is told from one', () => {
    expect(readHeader(Uint8Array.of(0x15, 0, 0))).toBe('a header of type 0 lacks what it is to say')
  })
})
