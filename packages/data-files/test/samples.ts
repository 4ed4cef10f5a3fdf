import { readFileSync } from 'node:fs'
import type { Sample } from './fuzz.js'

/** Twenty years of daily S&P 500 bars: Date,Open,High,Low,Close,Adj Close,Volume. */
const file = readFileSync(new URL('../data/sp500-2000.csv', import.meta.resolve('vega-datasets')), 'utf8')
const bars = file
  .trim()
  .split('\n')
  .slice(1, 601)
  .map((line) => line.split(','))

/** The same bars written in another way. */
function written(
  header: string | undefined,
  row: (bar: readonly string[], at: number) => readonly (string | number)[],
): string {
  return [...(header === undefined ? [] : [header]), ...bars.map((bar, at) => row(bar, at).join(','))].join('\n')
}

const scaled = (bar: readonly string[]): number[] => bar.slice(1, 5).map((price) => Math.round(Number(price) * 10_000))
const hour = (at: number): string => new Date(Date.UTC(2017, 3, 19, at)).toISOString().slice(0, 19).replace('T', ' ')

/** Files as they are met: with a header or without, by name, by date, by the millisecond. */
export const SAMPLES: readonly Sample[] = [
  { name: 'daily bars', text: file, hasHeader: true, time: 'iso', priceScale: 1, timeframe: '1d' },
  {
    name: 'hourly bars whose time has no name',
    text: written(',Open,High,Low,Close,Volume', (bar, at) => [hour(at), ...bar.slice(1, 5), at * 7]),
    hasHeader: true,
    time: 'iso',
    priceScale: 1,
    timeframe: '1h',
  },
  {
    name: 'daily bars with another column',
    text: written('Date,Open,High,Low,Close,Volume,OpenInterest', (bar) => [...bar.slice(0, 5), 0, 0]),
    hasHeader: true,
    time: 'iso',
    priceScale: 1,
    timeframe: '1d',
  },
  {
    name: 'daily bars without a header, in ten-thousandths',
    text: written(undefined, (bar) => [`${bar[0]!.replaceAll('-', '')} 00:00`, ...scaled(bar), bar[6]!]),
    hasHeader: false,
    time: 'yyyyMMdd HH:mm',
    priceScale: 10_000,
    timeframe: '1d',
  },
  {
    name: 'minutes in milliseconds of the day',
    text: written(undefined, (bar, at) => [14_400_000 + at * 60_000, ...scaled(bar), at * 11]),
    hasHeader: false,
    time: 'ms-of-day',
    priceScale: 10_000,
    timeframe: '1m',
  },
]
