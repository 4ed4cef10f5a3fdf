import { describe, expect, it } from 'vitest'
import { xnys, Strategy, type Bar, type BarInput, type RoundTrip } from '../src/index.js'
import { DiceTrader, walk } from './dice-trader.js'
import { daily, day, DAY_MS, engineOf } from './engine-setup.js'

type Act = (strategy: Strategy) => unknown

/** The round trips of a strategy that does something at the closes of some days, in ten shares of X. */
async function tripsOf(acts: Readonly<Record<number, Act>>, bars: readonly BarInput[], extra: object = {}) {
  class Scripted extends Strategy {
    override onBar(): void {
      for (const [number, act] of Object.entries(acts)) if (this.now === day(Number(number))) act(this)
    }
  }
  return (await engineOf(Scripted, { X: bars }, extra).run()).roundTrips
}

const excursions = (trips: readonly RoundTrip[]) =>
  trips.map(({ maxAdverseExcursion, maxFavorableExcursion }) => [maxAdverseExcursion, maxFavorableExcursion])
const buy: Act = (strategy) => strategy.buy('X', { quantity: 10 })
const sell: Act = (strategy) => strategy.sell('X', { quantity: 10 })

describe('how far a round trip was under and above water', () => {
  const bars = daily('100/101/99/100', '110/115/108/112', '112/120/105/118', '117/119/60/100', '95/200/10/90')

  it('counts the bars from the open that it was bought at to the one that it was sold at', async () => {
    // Bought at 110 and sold at 117: neither the closes before nor the bar that began with the exit are part of it.
    expect(excursions(await tripsOf({ 2: buy, 4: sell }, bars))).toEqual([[50, 100]])
    expect(excursions(await tripsOf({ 2: sell, 4: buy }, bars))).toEqual([[100, 50]])
  })

  it('counts of the bar that a stop was hit in only the open and the price of the fill', async () => {
    const stop: Act = (strategy) => strategy.sell('X', { quantity: 10, type: 'stop', stopPrice: 104 })
    const acts = { 2: buy, 3: stop }
    // The low of 60 comes after the stop, and the high of 119 may.
    expect(excursions(await tripsOf(acts, bars))).toEqual([[60, 100]])
  })

  it('counts of the bar that a limit was filled in only the close', async () => {
    const limit: Act = (strategy) => strategy.buy('X', { quantity: 10, type: 'limit', limitPrice: 109 })
    // Filled within the second bar, whose close is 112; the third goes from 105 to 120.
    expect(excursions(await tripsOf({ 2: limit, 3: sell }, bars))).toEqual([[0, 30]])
    expect(excursions(await tripsOf({ 2: limit, 4: sell }, bars))).toEqual([[40, 110]])
  })

  it('knows nothing but its two prices where both lie in one bar', async () => {
    const limit: Act = (strategy) =>
      strategy.buy('X', { quantity: 10, type: 'limit', limitPrice: 109, stopLoss: 107, takeProfit: 118 })
    expect(excursions(await tripsOf({ 2: limit }, daily('100/101/99/100', '110/115/90/91')))).toEqual([[20, 0]])
  })

  it('counts all of a bar at whose close an auction sold it', async () => {
    const auction: Act = (strategy) => strategy.sell('X', { quantity: 10, type: 'marketOnClose' })
    expect(excursions(await tripsOf({ 2: buy, 4: auction }, bars))).toEqual([[500, 100]])
  })

  it('counts all bars up to the last where the end of the run closes it', async () => {
    const [trip] = await tripsOf({ 2: buy }, bars, { closeAtEnd: true })
    expect(trip).toMatchObject({ maxAdverseExcursion: 1000, maxFavorableExcursion: 900, exitReason: 'end of run' })
  })

  it('does not count the night between two sessions for what was bought at the open', async () => {
    const hours = { openTime: Date.UTC(2024, 0, 8, 14, 30), closeTime: Date.UTC(2024, 0, 8, 21) }
    const session = (number: number, open: number, high: number, low: number, close: number): BarInput => ({
      openTime: hours.openTime + number * DAY_MS,
      closeTime: hours.closeTime + number * DAY_MS,
      ...{ open, high, low, close },
    })
    class Buyer extends Strategy {
      override onBar({ close }: Bar): void {
        if (close === 100) this.buy('X', { quantity: 10 })
        if (close === 112) this.close('X')
      }
    }
    const sessions = [session(0, 90, 100, 50, 100), session(1, 110, 115, 109, 112), session(2, 111, 130, 70, 80)]
    const instruments = [{ symbol: 'X', calendar: xnys() }]
    const { roundTrips } = await engineOf(Buyer, { X: sessions }, { instruments }).run()
    expect(excursions(roundTrips)).toEqual([[10, 50]])
  })
})

describe('a round trip', () => {
  it('has the tags of its entry, and why it was entered and left', async () => {
    const trips = await tripsOf(
      {
        2: (strategy) => strategy.buy('X', { quantity: 10, tags: ['breakout', 'a'], reason: 'above the channel' }),
        3: (strategy) => strategy.sell('X', { quantity: 4, tags: ['b'], reason: 'target' }),
        4: (strategy) => strategy.sell('X', { quantity: 6 }),
      },
      daily(100, 101, 102, 103, 104),
    )
    expect(trips.map(({ tags, entryReason, exitReason }) => [tags, entryReason, exitReason])).toEqual([
      [['breakout', 'a'], 'above the channel', 'target'],
      [['breakout', 'a'], 'above the channel', ''],
    ])
  })

  it('is told of as it is in the result, and as it is where the data end with it', async () => {
    const bars = walk({ seed: 8, count: 400, gaps: true, volume: true })
    const told: RoundTrip[] = []
    const engine = engineOf(DiceTrader, { 'X 1h': bars })
    engine.on('roundTrip', (trip) => told.push(trip))
    const { roundTrips } = await engine.run()
    expect(roundTrips.length).toBeGreaterThan(100)
    expect(told).toEqual(roundTrips)
    const shorter = await engineOf(DiceTrader, { 'X 1h': bars.slice(0, 200) }).run()
    expect(shorter.roundTrips.length).toBeGreaterThan(50)
    expect(shorter.roundTrips).toEqual(roundTrips.slice(0, shorter.roundTrips.length))
  })

  it('was as far under and above water as the bars around it allow, at most', async () => {
    const bars = walk({ seed: 9, count: 600, gaps: true, volume: true })
    const { roundTrips } = await engineOf(DiceTrader, { 'X 1h': bars }).run()
    const times = bars.map(({ openTime, closeTime }) => [Number(openTime), Number(closeTime)] as const)
    for (const { direction, quantity, maxAdverseExcursion, maxFavorableExcursion, ...trip } of roundTrips) {
      const around = bars.filter((_, row) => times[row]![1] >= trip.entryTime && times[row]![0] <= trip.exitTime)
      const inside = bars.filter((_, row) => times[row]![0] >= trip.entryTime && times[row]![1] < trip.exitTime)
      const [low, high] = direction === 'long' ? (['low', 'high'] as const) : (['high', 'low'] as const)
      const from = (price: number) => Math.abs(price - trip.entryPrice) * quantity.toNumber() + 1e-9
      const prices = (list: typeof bars, of: 'low' | 'high') => list.map((bar) => from(bar[of]))
      expect(maxAdverseExcursion).toBeLessThanOrEqual(Math.max(from(trip.exitPrice), ...prices(around, low)))
      expect(maxFavorableExcursion).toBeLessThanOrEqual(Math.max(from(trip.exitPrice), ...prices(around, high)))
      const side = direction === 'long' ? 1 : -1
      const gains = [...inside.map((bar) => bar[high]), trip.exitPrice].map((price) => side * (price - trip.entryPrice))
      expect(maxFavorableExcursion).toBeGreaterThanOrEqual(Math.max(...gains) * quantity.toNumber() - 1e-9)
      expect(Math.min(maxAdverseExcursion, maxFavorableExcursion)).toBeGreaterThanOrEqual(0)
    }
  })

  it('is plain data in JSON', async () => {
    const strategy = class extends Strategy {
      override onBar(): void {
        if (this.now === day(2)) this.buy('X', { quantity: 10, tags: ['t'], reason: 'in' })
        if (this.now === day(4)) this.close('X', { reason: 'out' })
      }
    }
    const result = await engineOf(strategy, { X: daily(100, 101, '101/105/99.5/102', 103, 104) }).run()
    const { roundTrips } = result.toJSON() as Record<string, unknown[]>
    expect(roundTrips).toEqual([
      {
        ...{ strategy: result.orders[0]!.strategy, symbol: 'X', direction: 'long', quantity: '10' },
        ...{ entryTime: '2024-01-02T00:00:00Z', entryPrice: 101, exitTime: '2024-01-04T00:00:00Z', exitPrice: 103 },
        ...{ currency: 'USD', rate: 1, pnlInBase: '20' },
        ...{ pnl: '20', costs: '0', returnFraction: 20 / 1010, holdingMs: 2 * DAY_MS },
        ...{ maxAdverseExcursion: 15, maxFavorableExcursion: 40 },
        ...{ tags: ['t'], entryReason: 'in', exitReason: 'out' },
      },
    ])
  })
})
