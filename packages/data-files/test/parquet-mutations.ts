import { readdirSync, readFileSync } from 'node:fs'
import type { ParquetFormatOptions } from '../src/index.js'
import { Dice } from './mutations.js'

const FOLDER = new URL('./parquet/', import.meta.url)

/** How files are read that don't say themselves what their times are. */
const TIMES: Readonly<Record<string, ParquetFormatOptions['time']>> = {
  'time-number': 'epoch-ms',
  'time-seconds': 'epoch-s',
}

/** A file that another library wrote; see parquet/make.py. */
export interface ParquetSeed {
  readonly name: string
  readonly bytes: Buffer
  readonly time: ParquetFormatOptions['time']
}

export function seedFile(name: string): URL {
  return new URL(`${name}.parquet`, FOLDER)
}

const SEEDS: readonly ParquetSeed[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.parquet'))
  .sort()
  .map((file) => {
    const name = file.replace('.parquet', '')
    return { name, bytes: readFileSync(new URL(file, FOLDER)), time: TIMES[name] }
  })

type Mutation = (bytes: Buffer, dice: Dice) => Buffer

const footerLength = (bytes: Buffer): number => (bytes.length < 12 ? 0 : bytes.readUInt32LE(bytes.length - 8))
const footerStart = (bytes: Buffer): number => Math.max(0, bytes.length - 8 - footerLength(bytes))
const EXTREMES = [0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff]

/** Sets some bytes from a place on, of so many. */
function poke(bytes: Buffer, dice: Dice, from: number, length: number, value: () => number): Buffer {
  const changed = Buffer.from(bytes)
  const times = 1 + dice.below(4)
  for (let time = 0; time < times && length > 0; time++) changed[from + dice.below(length)] = value()
  return changed
}

/** What may happen to a file. */
const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'bytes are others': (bytes, dice) => poke(bytes, dice, 0, bytes.length, () => dice.below(256)),
  'bits are others': (bytes, dice) => {
    const changed = Buffer.from(bytes)
    const at = dice.below(bytes.length)
    changed[at] = (changed[at] ?? 0) ^ (1 << dice.below(8))
    return changed
  },
  'bytes of the footer are others': (bytes, dice) =>
    poke(bytes, dice, footerStart(bytes), bytes.length - footerStart(bytes), () => dice.below(256)),
  'bytes of the footer are extreme': (bytes, dice) =>
    poke(bytes, dice, footerStart(bytes), bytes.length - footerStart(bytes), () => dice.of(EXTREMES)),
  'bytes of the first page are extreme': (bytes, dice) =>
    poke(bytes, dice, 0, Math.min(64, bytes.length), () => dice.of(EXTREMES)),
  'a number is very long': (bytes, dice) => {
    const changed = Buffer.from(bytes)
    const at = dice.below(bytes.length)
    return changed.fill(dice.of([0xff, 0x80, 0x8f]), at, Math.min(bytes.length, at + 1 + dice.below(40)))
  },
  'the end is gone': (bytes, dice) => bytes.subarray(0, dice.below(bytes.length + 1)),
  'the start is gone': (bytes, dice) => bytes.subarray(dice.below(bytes.length + 1)),
  'the middle is gone': (bytes, dice) => {
    const at = dice.below(bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + dice.below(200))])
  },
  'something comes twice': (bytes, dice) => {
    const at = dice.below(bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - dice.below(200)))])
  },
  'another file goes on': (bytes, dice) => {
    const other = dice.of(SEEDS).bytes
    return Buffer.concat([
      bytes.subarray(0, dice.below(bytes.length + 1)),
      other.subarray(dice.below(other.length + 1)),
    ])
  },
  'a piece of another file lies in it': (bytes, dice) => {
    const changed = Buffer.from(bytes)
    const other = dice.of(SEEDS).bytes
    const from = dice.below(other.length)
    other.copy(changed, dice.below(bytes.length + 1), from, from + 1 + dice.below(500))
    return changed
  },
  'it has the footer of another': (bytes, dice) => {
    const other = dice.of(SEEDS).bytes
    return Buffer.concat([bytes.subarray(0, footerStart(bytes)), other.subarray(footerStart(other))])
  },
  'the footer has another length': (bytes, dice) => {
    const changed = Buffer.from(bytes)
    if (bytes.length >= 8) changed.writeUInt32LE(dice.below(2 ** 32) >>> dice.below(32), bytes.length - 8)
    return changed
  },
}

/** A mutated file, the same for the same number. */
export function mutant(number: number): { seed: ParquetSeed; bytes: Buffer; about: string; dice: Dice } {
  const dice = new Dice(number)
  const seed = dice.of(SEEDS)
  const names = Array.from({ length: dice.below(4) === 0 ? 2 : 1 }, () => dice.of(Object.keys(MUTATIONS)))
  const bytes = names.reduce((file, name) => (file.length === 0 ? file : MUTATIONS[name]!(file, dice)), seed.bytes)
  return { seed, bytes, about: `${seed.name}, seed ${number} (${names.join(', ')})`, dice }
}
