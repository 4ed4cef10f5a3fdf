import { describe, expect, it, vi } from 'vitest'
import { formatTime, SMA, Strategy, type Bar, type BarInput } from '../src/index.js'
import { walk } from './dice-trader.js'
import { daily, day, DAY_MS, engineOf, rising, type Bars } from './engine-setup.js'

const HOUR_MS = 3_600_000
const stamp = (time: number): string => formatTime(time).slice(8, 16)

/** Says when and on what it was called, and what its average was. */
function recording(period: number, seen: string[]) {
  return class Recording extends Strategy {
    readonly average = this.indicator(new SMA({ period }), { symbol: 'X' })
    override onStart(): void {
      seen.push(`${stamp(this.now)} start ${String(this.average.value)}`)
    }
    override onBar({ symbol, timeframe, openTime }: Bar): void {
      seen.push(`${stamp(this.now)} ${symbol} ${timeframe} opened ${stamp(openTime)} ${String(this.average.value)}`)
    }
  }
}

const run = async (period: number, extra: object, bars: Bars = { X: rising }) => {
  const seen: string[] = []
  const result = await engineOf(recording(period, seen), bars, extra).run()
  return { seen, result }
}

describe('a run with from and to', () => {
  it('calls nobody before from, and has its indicators ready there, by their own word', async () => {
    const { seen, result } = await run(3, { from: '2024-01-04', to: '2024-01-05' })
    expect(seen).toEqual(['04T00:00 start 101', '05T00:00 X 1d opened 04T00:00 102'])
    expect([result.bars, result.startedAt, result.endedAt]).toEqual([1, day(4), day(5)])
    expect([...result.equityCurve.times]).toEqual([day(5)])
    expect(result.series).toMatchObject([{ bars: 1, source: 'X 1d in memory' }])
  })

  it.each([
    [0, ['04T00:00 start NaN']],
    [1, ['04T00:00 start NaN', '06T00:00 X 1d opened 05T00:00 103']],
    [2, ['04T00:00 start NaN', '05T00:00 X 1d opened 04T00:00 102', '06T00:00 X 1d opened 05T00:00 103']],
    [9, ['04T00:00 start 101', '05T00:00 X 1d opened 04T00:00 102', '06T00:00 X 1d opened 05T00:00 103']],
  ])('warms up on %d bars if it is told so', async (warmupBars, expected) => {
    expect((await run(3, { from: '2024-01-04', warmupBars })).seen).toEqual(expected)
  })

  it('takes the bars that open at from or later and before to, whole', async () => {
    const range = { from: day(2) + 1, to: day(4) + 1 }
    expect((await run(1, range)).seen).toEqual([
      '03T00:00 start 101',
      '04T00:00 X 1d opened 03T00:00 102',
      '05T00:00 X 1d opened 04T00:00 103',
    ])
  })

  it('has what comes of a full run in which nothing is done before from', async () => {
    const bars = walk({ seed: 3, count: 400 })
    const from = bars[150]!.openTime as number
    class Cross extends Strategy {
      readonly #fast = this.indicator(new SMA({ period: 5 }))
      readonly #slow = this.indicator(new SMA({ period: 60 }), { source: ({ high, low }) => (high + low) / 2 })
      override onBar({ openTime }: Bar): void {
        if (openTime < from) return
        this.target('X', this.#fast.value > this.#slow.value ? 20 : -20)
      }
    }
    const full = (await engineOf(Cross, { X: bars }).run()).toJSON() as Record<string, unknown>
    const ranged = (await engineOf(Cross, { X: bars }, { from }).run()).toJSON() as Record<string, unknown>
    for (const part of ['orders', 'fills', 'roundTrips', 'cash', 'finalEquity'])
      expect(ranged[part]).toEqual(full[part])
    expect((full.fills as unknown[]).length).toBeGreaterThan(5)
  })

  it('meets the first open with what onStart asks for, at the last price of the warm-up', async () => {
    class Eager extends Strategy {
      override onStart(): void {
        this.buy('X')
      }
    }
    const { orders, fills } = await engineOf(Eager, { X: rising }, { from: '2024-01-03', warmupBars: 1 }).run()
    expect(orders[0]).toMatchObject({ createdAt: day(3), sizing: { price: 101 } })
    expect(fills.map(({ occurredAt, price }) => [occurredAt, price])).toEqual([[day(3), 102]])
  })

  it('has no orders and no equity of the warm-up, though a strategy could know its prices', async () => {
    const { result } = await run(2, { from: '2024-01-05' })
    expect([result.orders, result.equityCurve.times.length, result.finalEquity]).toEqual([[], 1, 100_000])
  })
})

describe('a bar that is under way when the run begins', () => {
  /** Three days of X by hours that rise by 1, and by days. */
  const hours = Array.from({ length: 72 }, (_, i): BarInput => {
    const openTime = day(1) + i * HOUR_MS
    return { openTime, closeTime: openTime + HOUR_MS, open: i + 1, high: i + 1, low: i + 1, close: i + 1 }
  })
  const days = [0, 24, 48].map((i): BarInput => {
    return { ...hours[i]!, closeTime: (hours[i]!.openTime as number) + DAY_MS, high: i + 24, close: i + 24 }
  })

  it('is known when it has closed and not before, and nobody is called on it', async () => {
    const seen: string[] = []
    class Looking extends Strategy {
      override onBar({ timeframe }: Bar): void {
        const closes = [...this.history('X', 9, '1d').closes].join()
        if (timeframe === '1d' || seen.at(-1)?.endsWith(closes) !== true)
          seen.push(`${stamp(this.now)} ${timeframe} ${closes}`)
      }
    }
    const bars = { 'X 1h': hours, 'X 1d': days }
    await engineOf(Looking, bars, { from: '2024-01-02T12:00Z', warmupBars: 9 }).run()
    expect(seen).toEqual(['02T13:00 1h 24', '03T00:00 1h 24,48', '04T00:00 1h 24,48,72', '04T00:00 1d 24,48,72'])
  })

  it('of another symbol gives no price before it closes', async () => {
    const prices: string[] = []
    class Looking extends Strategy {
      override onBar({ symbol }: Bar): void {
        if (symbol === 'X') prices.push(`${stamp(this.now)} ${String(this.position('Y').markPrice)}`)
      }
    }
    const halves = [100, 101, 102].map((price, i): BarInput => {
      const openTime = day(1) + i * 12 * HOUR_MS
      return { openTime, closeTime: openTime + 12 * HOUR_MS, open: price, high: price, low: price, close: price }
    })
    const long = [{ ...daily(7)[0]!, closeTime: day(2) + HOUR_MS }, { ...daily(0, 0, 9)[2]! }]
    await engineOf(Looking, { X: halves, Y: long }, { from: '2024-01-01T12:00Z', warmupBars: 1 }).run()
    expect(prices).toEqual(['02T00:00 NaN', '02T12:00 7'])
  })

  it('has its timers fire by what is known at their time', async () => {
    const seen: string[] = []
    class Timed extends Strategy {
      override onStart(): void {
        for (const time of ['01T23:30', '02T00:00', '02T00:30']) this.schedule.at(time, Date.parse(`2024-01-${time}Z`))
      }
      override onTimer(name: string): void {
        seen.push(`${name} ${String(this.history('X', 9, '1d').length)}`)
      }
    }
    await engineOf(Timed, { 'X 1h': hours, 'X 1d': days }, { from: '2024-01-01T12:00Z', warmupBars: 9 }).run()
    expect(seen).toEqual(['01T23:30 0', '02T00:00 1', '02T00:30 1'])
  })
})

describe('closeAtEnd', () => {
  class Holder extends Strategy {
    override onBar(): void {
      if (this.now === day(2)) this.buy('X', { quantity: 10, reason: 'entry' })
    }
  }
  const closing = {
    closeAtEnd: true,
    costs: {
      commission: {
        spec: 'two',
        charge: (_: unknown, out: { setParts: (whole: number, fraction: number) => unknown }) =>
          void out.setParts(2, 0),
      },
    },
  }

  it('closes at the last close with costs, in the last point of equity too', async () => {
    const result = await engineOf(Holder, { X: rising }, closing).run()
    expect(result.fills.map(({ side, price, occurredAt }) => [side, price, occurredAt])).toEqual([
      ['buy', 101, day(2)],
      ['sell', 104, day(6)],
    ])
    expect(result.orders[1]).toMatchObject({ reason: 'end of run', status: 'FILLED' })
    expect([result.finalEquity, result.cash.USD!.toNumber(), result.metrics.trades]).toEqual([100_026, 100_026, 1])
    expect([...result.equityCurve.equity]).toEqual([100_000, 99_998, 100_008, 100_018, 100_026])
  })

  it('is held back by no limit of the instrument and by no order that works', async () => {
    class Stopped extends Holder {
      static readonly allowShort = false
      override onBar(): void {
        if (this.now <= day(3)) this.buy('X', { quantity: 10 })
        if (this.now === day(4)) this.sell('X', { quantity: 20, type: 'stop', stopPrice: 50 })
      }
    }
    const instruments = [{ symbol: 'X', quantityMax: 25, notionalMin: 1000 }]
    const twice = { strategies: ['a', 'b'].map((name) => ({ strategy: Stopped, name })), instruments, closeAtEnd: true }
    const result = await engineOf(Stopped, { X: rising }, twice).run()
    expect(result.positionCycles.map(({ strategy }) => strategy)).toEqual(['a', 'b'])
    expect(result.warnings).toEqual([])
  })

  it('fills nothing that strategies make of it, and tells them of it', async () => {
    const heard: string[] = []
    class Stubborn extends Holder {
      override onOrder({ reason, status }: { reason: string; status: string }): void {
        if (reason !== 'end of run') return
        heard.push(status)
        this.buy('X', { quantity: 3 })
      }
    }
    const result = await engineOf(Stubborn, { X: rising }, { closeAtEnd: true }).run()
    expect(heard).toEqual(['SUBMITTED', 'ACKED', 'FILLED'])
    expect(result.orders.slice(2).map(({ status }) => status)).toEqual(['ACKED', 'ACKED', 'ACKED'])
    expect([result.fills.length, result.warnings]).toEqual([2, []])
  })
})

describe('a run of many bars', () => {
  it('tells of progress every 10,000 bars, lets the program have its turn when 10 ms have passed, and is aborted there', async () => {
    // A clock on which each look is 10 ms after the one before: a turn after each of them.
    let clock = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (clock += 10))
    const bars = walk({ seed: 1, count: 25_000, stepMs: 60_000 })
    class Idle extends Strategy {}
    for (const [series, total] of [
      [{ X: bars }, 25_000],
      [{ X: bars, Y: bars.slice(0, 100) }, 25_100],
    ] as const) {
      const progress: [number, number][] = []
      const controller = new AbortController()
      const engine = engineOf(Idle, series)
      engine.on('progress', ({ bars: done, barsTotal }) => progress.push([done, barsTotal]))
      let turns = 0
      const count = (): void => void setImmediate(() => ++turns < 1000 && count())
      count()
      await engine.run()
      expect(progress.map(([, all]) => all)).toEqual([total, total, total])
      expect(progress.at(-1)![0]).toBe(total)
      expect(turns).toBeGreaterThanOrEqual(3)
      progress.length = 0
      engine.on('progress', () => setImmediate(() => controller.abort()))
      await expect(engine.run({ signal: controller.signal })).rejects.toThrow('RUN_ABORTED')
      expect(progress.length).toBeLessThan(3)
    }
    vi.restoreAllMocks()
  })

  it('goes on without a turn while less than 10 ms have passed', async () => {
    // A clock that stands still.
    vi.spyOn(performance, 'now').mockReturnValue(0)
    class Idle extends Strategy {}
    const engine = engineOf(Idle, { X: walk({ seed: 1, count: 35_000, stepMs: 60_000 }) })
    const turnsAt: number[] = []
    let turns = 0
    const count = (): void => void setImmediate(() => ++turns < 1000 && count())
    engine.on('progress', () => turnsAt.push(turns))
    engine.once('progress', count)
    await engine.run()
    vi.restoreAllMocks()
    expect(turnsAt).toEqual([0, 0, 0, 0])
  })
})
