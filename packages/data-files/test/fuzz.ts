import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import {
  createInstrument,
  isTradewrightError,
  type BarColumns,
  type ErrorCode,
  type Timeframe,
} from '@tradewright/core'
import { CsvDataGateway, type CsvFormatOptions } from '../src/index.js'
import { Dice, MUTATIONS } from './mutations.js'
import { readSlowly, type SlowBars, type SlowFormat } from './slow-reading.js'

/** A file that mutations are made of. */
export interface Sample {
  readonly name: string
  readonly text: string
  readonly hasHeader: boolean
  readonly time: SlowFormat['time']
  readonly priceScale: number
  readonly timeframe: '1m' | '1h' | '1d'
}

export interface Outcomes {
  mutations: number
  /** How many mutations were read into columns. */
  read: number
  /** How many were refused, by code. */
  readonly refused: Partial<Record<ErrorCode, number>>
  /** What must not be, a sentence each: a crash, a wrong number, a message that names no file. */
  readonly faults: string[]
}

const LANES = 16
const FILE = 'bars-20131007.csv'
const DATE = Date.UTC(2013, 9, 7)

/** Mutates a sample again and again, and compares what the gateway makes of it with the slow reading of the same bytes. */
export async function fuzz(
  sample: Sample,
  options: { readonly mutations: number; readonly seed: number },
): Promise<Outcomes> {
  const outcomes: Outcomes = { mutations: 0, read: 0, refused: {}, faults: [] }
  const folder = await mkdtemp(join(tmpdir(), 'csv-fuzz-'))
  /** Takes every so-manieth mutation, in a folder of its own: most of the time goes in waiting for files. */
  const lane = async (first: number): Promise<void> => {
    const path = join(folder, String(first), FILE)
    await mkdir(dirname(path))
    for (let number = first; number < options.mutations; number += LANES) {
      const dice = new Dice(options.seed + number)
      const [names, bytes] = mutate(windowOf(sample, dice), dice)
      const about = `${sample.name}, seed ${options.seed + number} (${names.join(', ')})`
      await judge(path, bytes, { sample, dice, about }, outcomes)
    }
  }
  try {
    await Promise.all(Array.from({ length: LANES }, (_, first) => lane(first)))
  } finally {
    await rm(folder, { recursive: true })
  }
  return outcomes
}

/** Up to 40 rows of the sample, with its header. */
function windowOf({ text, hasHeader }: Sample, dice: Dice): Buffer {
  const lines = text.split('\n')
  const header = hasHeader ? lines.splice(0, 1) : []
  const from = dice.below(Math.max(1, lines.length - 40))
  return Buffer.from([...header, ...lines.slice(from, from + 1 + dice.below(40))].join('\n'))
}

function mutate(bytes: Buffer, dice: Dice): [string[], Buffer] {
  const names = Array.from({ length: 1 + dice.below(3) }, () => dice.of(Object.keys(MUTATIONS)))
  return [names, names.reduce((text, name) => MUTATIONS[name]!(text, dice), bytes)]
}

async function judge(
  path: string,
  bytes: Buffer,
  { sample, dice, about }: { sample: Sample; dice: Dice; about: string },
  outcomes: Outcomes,
): Promise<void> {
  const { hasHeader, time, priceScale, timeframe } = sample
  const isDaily = timeframe === '1d'
  const thousands = dice.below(4) === 0 ? (',' as const) : undefined
  const expected = readSlowly(bytes, { hasHeader, time, date: DATE, priceScale, isDaily, thousands })
  const format = { hasHeader, priceScale, thousands, time: time === 'yyyyMMdd HH:mm' ? { format: time } : time }
  outcomes.mutations++
  await writeFile(path, dice.below(8) === 0 ? gzipSync(bytes) : bytes)
  const came = await read(path, format, timeframe)
  if (came instanceof Error) {
    const fault = faultOfError(came, expected)
    if (fault !== undefined) outcomes.faults.push(`${about}: ${fault}`)
    else if (isTradewrightError(came)) outcomes.refused[came.code] = (outcomes.refused[came.code] ?? 0) + 1
  } else {
    outcomes.read++
    const fault = expected ? difference(came, expected) : 'was read; expected it to be refused'
    if (fault !== undefined) outcomes.faults.push(`${about}: ${fault}`)
  }
  const kept = await faultOfKept(path, bytes, format, timeframe)
  if (kept !== undefined) outcomes.faults.push(`${about}: ${kept}`)
}

async function read(path: string, format: CsvFormatOptions, timeframe: Timeframe): Promise<BarColumns | Error> {
  const gateway = new CsvDataGateway({ files: { SPX: path }, ...format })
  try {
    const series = await gateway.fetchBars({
      instrument: createInstrument({ symbol: 'SPX' }),
      timeframe,
    })
    return series.columns
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function faultOfError(error: Error, expected: SlowBars | undefined): string | undefined {
  if (!isTradewrightError(error)) return `${String(error)} is no error of the library`
  if (expected) return `was refused: ${error.message}; expected ${expected.length} bars`
  const isPlaced = error.message.includes(FILE) && error.details.file === FILE
  return isPlaced ? undefined : `${error.message} names no file`
}

function difference(columns: BarColumns, expected: SlowBars): string | undefined {
  if (columns.length !== expected.length) return `${columns.length} bars came; expected ${expected.length}`
  const { openTime, open, high, low, close, volume } = columns
  for (const [row, bar] of expected.entries()) {
    const came = [openTime, open, high, low, close]
      .map((column) => column[row])
      .concat(volume ? volume[row] : Number.NaN)
    const at = bar.findIndex((value, field) => !Object.is(value, came[field]))
    if (at >= 0) return `bar ${row} has ${came.join(', ')}; expected ${bar.join(', ')}`
  }
  return undefined
}

/** What is kept of a file with bad rows must be what is read of the file without them. */
async function faultOfKept(
  path: string,
  bytes: Buffer,
  format: CsvFormatOptions,
  timeframe: Timeframe,
): Promise<string | undefined> {
  const gateway = new CsvDataGateway({ files: { SPX: path }, ...format, onBadRow: 'collect' })
  const instrument = createInstrument({ symbol: 'SPX' })
  const series = await gateway.fetchBars({ instrument, timeframe }).catch((error: unknown) => error)
  if (series instanceof Error) return isTradewrightError(series) ? undefined : `${String(series)} came of collecting`
  const { columns } = series as { columns: BarColumns }
  const { refused = [] } = gateway.imports[0] ?? {}
  if (refused.length === 0) return undefined
  const bad = new Set(refused.map(({ row }) => row))
  const lines = bytes.toString('latin1').split('\n')
  const isMarked = bytes.toString('latin1', 0, 3) === '\u00ef\u00bb\u00bf'
  const rest = lines.filter((_, at) => !bad.has(at + 1)).join('\n')
  await writeFile(path, Buffer.from(isMarked && bad.has(1) ? `\u00ef\u00bb\u00bf${rest}` : rest, 'latin1'))
  const clean = await read(path, format, timeframe)
  if (clean instanceof Error) return `${refused.length} rows were refused, and the file without them: ${clean.message}`
  const bars = Array.from(clean.openTime, (time, row): SlowBars[number] => {
    const { open, high, low, close, volume } = clean
    return [time, open[row]!, high[row]!, low[row]!, close[row]!, volume ? volume[row]! : Number.NaN]
  })
  const fault = difference(columns, bars)
  return fault === undefined ? undefined : `what was kept differs from the file without the refused rows: ${fault}`
}
