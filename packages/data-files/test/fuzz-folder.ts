/**
 * Fuzzes the reader with files of your own: `npm run fuzz -- FOLDER [MUTATIONS] [SEED]`. Takes every CSV file of the folder and its
 * folders that is written in one of the ways below.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fuzz, type Sample } from './fuzz.js'

const WAYS: readonly (Omit<Sample, 'name' | 'text'> & { readonly row: RegExp })[] = [
  { row: /^\d{8} \d\d:\d\d,/, hasHeader: false, time: 'yyyyMMdd HH:mm', priceScale: 10_000, timeframe: '1d' },
  { row: /^\d+,/, hasHeader: false, time: 'ms-of-day', priceScale: 10_000, timeframe: '1m' },
  { row: /^[^\n]*\n\d{4}-\d\d-\d\d,/, hasHeader: true, time: 'iso', priceScale: 1, timeframe: '1d' },
  { row: /^[^\n]*\n\d{4}-\d\d-\d\d[ T]/, hasHeader: true, time: 'iso', priceScale: 1, timeframe: '1h' },
]

const [folder = '.', mutations = '10000', seed = '1'] = process.argv.slice(2)
const names = (await readdir(folder, { recursive: true, encoding: 'utf8' }))
  .filter((name) => name.endsWith('.csv'))
  .sort()
const samples: Sample[] = []
for (const name of names) {
  const text = await readFile(join(folder, name), 'utf8')
  const way = WAYS.find(({ row }) => row.test(text))
  if (way) samples.push({ name, text, ...way })
}
let faults = 0
for (const sample of samples) {
  const count = Math.ceil(Number(mutations) / samples.length)
  const outcomes = await fuzz(sample, { mutations: count, seed: Number(seed) })
  faults += outcomes.faults.length
  console.log(sample.name, JSON.stringify({ ...outcomes, faults: outcomes.faults.length }))
  for (const fault of outcomes.faults.slice(0, 5)) console.log(`  ${fault}`)
}
if (faults > 0) process.exitCode = 1
