import { xnys } from '@tradewright/core'
import { throwBars, type ThrownBar } from './dice-market.js'

const days = (seed: number): ThrownBar[] =>
  throwBars({ calendar: xnys(), from: '2022-01-01', to: '2023-12-31', bars: 1, seed })

/** The files of the folder: each but the first has faults that are planted here, and nowhere else. */
export function plantedFiles(): Readonly<Record<string, string>> {
  return {
    'GOOD-1d.csv': csv(days(1)),
    'SPLT-1d.csv': csv(withSplit(days(2))),
    'TICK-1d.csv': csv(withBadTicks(days(3))),
    'HOLE-1d.csv': csv(withHoles(days(4))),
    'LATE-30m.csv': inLocalTime(),
    'BAD-1d.csv': csv(withImpossibleBar(days(5))),
  }
}

/** A split of 4:1 that nobody adjusted for, before row 301. */
function withSplit(bars: ThrownBar[]): ThrownBar[] {
  return bars.map((bar, row) => {
    if (row >= 300) return bar
    const [open, high, low, close] = [bar.open, bar.high, bar.low, bar.close].map((price) => price * 4)
    return { ...bar, open: open!, high: high!, low: low!, close: close!, volume: Math.round(bar.volume / 4) }
  })
}

/** A close and a low that nobody traded at, and a feed that stood still for two weeks. */
function withBadTicks(bars: ThrownBar[]): ThrownBar[] {
  const bad = bars[120]!
  bad.close = bad.high = bad.close * 2
  bars[260]!.low = 1
  for (const bar of bars.slice(400, 410)) Object.assign(bar, { open: 9_999, high: 9_999, low: 9_999, close: 9_999 })
  return bars
}

/** Six days without a bar, and one without volume. */
function withHoles(bars: ThrownBar[]): ThrownBar[] {
  bars[50]!.volume = 0
  return bars.filter((_, row) => row !== 200 && (row < 310 || row > 314))
}

function withImpossibleBar(bars: ThrownBar[]): ThrownBar[] {
  bars[77]!.high = bars[77]!.low - 1
  return bars
}

/** Half hours with the times of New York and without a word about it: they are read as UTC. */
function inLocalTime(): string {
  const bars = throwBars({ calendar: xnys(), from: '2023-02-01', to: '2023-05-31', bars: 13, seed: 6 })
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'America/New_York',
    dateStyle: 'short',
    timeStyle: 'short',
  })
  return csv(bars, (time) => `${clock.format(time)}:00`)
}

function csv(
  bars: readonly ThrownBar[],
  written = (time: number) => new Date(time).toISOString().slice(0, 10),
): string {
  const price = (cents: number): string => (cents / 100).toFixed(2)
  const rows = bars.map(({ time, open, high, low, close, volume }) =>
    [written(time), price(open), price(high), price(low), price(close), volume].join(','),
  )
  return ['Date,Open,High,Low,Close,Volume', ...rows, ''].join('\n')
}
