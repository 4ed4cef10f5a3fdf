import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A mutation that is begun, or what came of it. */
export interface FuzzMessage {
  readonly number: number
  /** 'read', 'crash', or the code of the error; undefined at its beginning. */
  readonly outcome?: string
  readonly fault?: string | undefined
}

interface ParquetOutcomes {
  /** How many mutations came to what: 'read', or the code of an error. */
  readonly outcomes: Record<string, number>
  /** What must not be, a sentence each. */
  readonly faults: string[]
}

/** A file is read in some milliseconds; one that takes this long is taken for a hang, and its process ended. */
const HANG_MS = 30_000
const CHILD = fileURLToPath(new URL('./parquet-fuzz-child.ts', import.meta.url))

/** Reads mutated Parquet files in processes of their own, a new one after each that hangs or dies. */
export async function fuzzParquet(options: {
  readonly mutations: number
  readonly seed: number
}): Promise<ParquetOutcomes> {
  const result: ParquetOutcomes = { outcomes: {}, faults: [] }
  const end = options.seed + options.mutations
  for (let next = options.seed; next < end;) next = await runFrom(next, end - next, result)
  return result
}

/** Runs one process; answers the first mutation that it did not get to. */
function runFrom(first: number, count: number, { outcomes, faults }: ParquetOutcomes): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(CHILD, [String(first), String(count)], { execArgv: ['--import', 'tsx'], stdio: 'inherit' })
    let present = first - 1
    let isOpen = false
    let watch = watchOver(child)
    child.on('message', (message: FuzzMessage) => {
      clearTimeout(watch)
      watch = watchOver(child)
      present = message.number
      isOpen = message.outcome === undefined
      if (message.outcome !== undefined) outcomes[message.outcome] = (outcomes[message.outcome] ?? 0) + 1
      if (message.fault !== undefined) faults.push(message.fault)
    })
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      clearTimeout(watch)
      if (isOpen) faults.push(`seed ${present}: its process ended with ${signal ?? code}: it hung, or died`)
      else if (present + 1 < first + count)
        reject(new Error(`a process ended with ${signal ?? code} at seed ${present}`))
      resolve(present + 1)
    })
  })
}

function watchOver(child: ChildProcess): NodeJS.Timeout {
  return setTimeout(() => child.kill('SIGKILL'), HANG_MS)
}
