/**
 * Measures the built package on the disk that holds the machine's temporary files: bars in and out, and durable appends to a journal, one by one and in groups. Prints one line of
 * JSON, the sections of the benchmark.
 */
import { fsyncSync, openSync, writeSync, closeSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SqliteStore } from '../dist/index.js'

const BARS = 2_000_000
const MINUTE = 60_000
const RUNS = 5
const SINGLE = 6000
const TURN = 500
const GROUPS = 1000
const GROUP = 100

const KEY = { source: 'bench', symbol: 'SYN', timeframe: '1m' }
const RANGE = { from: 0, to: BARS * MINUTE }
const START = Date.UTC(2024, 0, 2)

function bars() {
  const column = (of) => Float64Array.from({ length: BARS }, (_, row) => of(row))
  const open = column((row) => 100 + Math.sin(row / 500) * 10)
  return {
    ...{ length: BARS, openTime: column((row) => row * MINUTE), closeTime: column((row) => (row + 1) * MINUTE) },
    ...{ open, high: open.map((price) => price + 0.5), low: open.map((price) => price - 0.5) },
    ...{ close: open.map((price) => price + 0.25), volume: column((row) => 1000 + (row % 500)) },
  }
}

const middle = (values) => values.sort((a, b) => a - b)[values.length >> 1]
const perSecond = (count, ms) => Math.round((count / ms) * 1000)
const percentile = (values, share) => values.sort((a, b) => a - b)[Math.floor(values.length * share)]

async function timed(run) {
  const started = performance.now()
  await run()
  return performance.now() - started
}

/** The series into a new file each time, and out of it again. */
async function measureBars(folder) {
  const columns = bars()
  const [writes, reads] = [[], []]
  for (let run = 0; run < RUNS; run++) {
    const store = await SqliteStore.open(join(folder, `bars-${run}.db`))
    writes.push(await timed(() => store.writeBars(KEY, RANGE, columns)))
    let read
    for (let again = 0; again < 3; again++)
      reads.push(await timed(async () => (read = await store.readBars(KEY, RANGE))))
    if (read.length !== BARS || read.close[BARS - 1] !== columns.close[BARS - 1])
      throw new Error('other bars came back')
    await store.close()
  }
  return { write: perSecond(BARS, middle(writes)), read: perSecond(BARS, middle(reads)) }
}

/** An entry as an engine journals it: some hundred bytes. */
const entry = (sequence) => ({
  ...{ sequence, at: START + sequence, kind: 'bar' },
  data: `{"symbol":"SYN","openTime":${START + sequence},"open":100.25,"high":100.5,"low":99.75,"close":100.125,"volume":1250}`,
})

async function measureAppends(folder) {
  const store = await SqliteStore.open(join(folder, 'journal.db'))
  await store.saveAccount({ account: 'A', currency: 'USD', metadata: {}, savedAt: START })
  let sequence = 0
  const append = (count) =>
    store.appendJournal(
      'A',
      Array.from({ length: count }, () => entry(++sequence)),
    )
  // The log has its size once it was begun anew: what comes then is how it goes on for years.
  for (let warm = 0; warm < 1000; warm++) await append(1)
  const [single, bare] = [[], []]
  const fsync = bareFsync(folder)
  // In turns, so that both meet the disk as it is.
  for (let run = 0; run < SINGLE; run += TURN) {
    for (let turn = 0; turn < TURN; turn++) single.push(await timed(() => append(1)))
    for (let turn = 0; turn < TURN; turn++) bare.push(await timed(fsync))
  }
  fsync.close()
  const grouped = await timed(async () => {
    for (let group = 0; group < GROUPS; group++) await append(GROUP)
  })
  if ((await store.lastSequence('A')) !== sequence) throw new Error('entries are missing')
  await store.close()
  const sum = (values) => values.reduce((a, b) => a + b, 0)
  return {
    single: perSecond(SINGLE, sum(single)),
    grouped: perSecond(GROUPS * GROUP, grouped),
    ...{ p50: percentile(single, 0.5), p99: percentile(single, 0.99) },
    ...{ bare: perSecond(SINGLE, sum(bare)), bareP50: percentile(bare, 0.5), bareP99: percentile(bare, 0.99) },
  }
}

/** As much as an append writes, in place, and the wait for the disk. */
function bareFsync(folder) {
  const file = openSync(join(folder, 'bare'), 'w')
  const page = Buffer.alloc(8216)
  writeSync(file, Buffer.alloc(4 << 20))
  let at = 0
  const write = () => {
    writeSync(file, page, 0, page.length, (at += page.length) % (4 << 20))
    fsyncSync(file)
  }
  write.close = () => closeSync(file)
  return write
}

const folder = await mkdtemp(join(tmpdir(), 'store-bench-'))
try {
  const { write, read } = await measureBars(folder)
  const appends = await measureAppends(folder)
  const ms = (value) => `${value.toFixed(2)} ms`
  console.log(
    JSON.stringify({
      barsWrite: { value: write, unit: 'bars/s', required: 2_000_000 },
      barsRead: { value: read, unit: 'bars/s', required: 5_000_000 },
      durableAppend: {
        ...{ value: appends.single, unit: 'appends/s', required: 3000 },
        note: `p50 ${ms(appends.p50)}, p99 ${ms(appends.p99)}; a bare fsync of this disk: ${appends.bare}/s, p50 ${ms(appends.bareP50)}, p99 ${ms(appends.bareP99)}`,
      },
      groupedAppend: { value: appends.grouped, unit: 'appends/s', required: 50_000 },
    }),
  )
} finally {
  await rm(folder, { recursive: true })
}
