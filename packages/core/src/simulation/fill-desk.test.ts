import { describe, expect, it } from 'vitest'
import type { CommissionModel } from '../costs/commission.js'
import { basisPoints, type SlippageModel } from '../costs/slippage.js'
import { spreadTicks } from '../costs/spread.js'
import { TestVenue } from './test-venue.js'

const still = '100/101/99/100'

describe('a commission model', () => {
  it('is shown what the order and the month came to before each fill', () => {
    const seen: (number | string)[][] = []
    const commission: CommissionModel = {
      spec: 'one',
      charge: ({ unitsBefore, valueBefore, chargedBefore, monthQuantity, monthValue }, out) => {
        seen.push([unitsBefore, valueBefore.toString(), chargedBefore.toString(), monthQuantity, monthValue])
        out.setParts(1, 0)
      },
    }
    const venue = new TestVenue({ bars: ['100/101/99/100 v100', '102/103/101/102 v200', `${still} v200`], commission })
    venue.send('buy market x25')
    venue.play(2)
    venue.send('sell market x5')
    venue.play()
    expect(seen).toEqual([
      [0, '0', '0', 0, 0],
      [10, '1000', '1', 10, 1000],
      [0, '0', '0', 25, 2530],
    ])
  })
})

describe('a slippage model', () => {
  it('is shown the order, whether it opens, and the bar on the side of the fill', () => {
    const seen: unknown[] = []
    const slippage: SlippageModel = {
      spec: 'none moved',
      slip: ({ price, opens, order, bar }) => {
        const { open, high, low, close, volume } = bar
        seen.push({ ...order, opens, bar: [open, high, low, close, volume] })
        return price
      },
    }
    const bars = [`${still} v1000`, `${still} v1000`]
    const spread = { side: 'bid', spread: spreadTicks(2), instrument: { tickSize: 1 } } as const
    const venue = new TestVenue({ bars, slippage, ...spread })
    venue.send('buy market')
    venue.play(1)
    venue.send('sell market')
    venue.send('sell market')
    venue.play()
    const ask = [102, 103, 101, 102, 1000]
    const bid = [100, 101, 99, 100, 1000]
    expect(seen).toEqual([
      { type: 'market', side: 'buy', quantityUnits: 10, opens: true, bar: ask },
      { type: 'market', side: 'sell', quantityUnits: 10, opens: false, bar: bid },
      { type: 'market', side: 'sell', quantityUnits: 10, opens: true, bar: bid },
    ])
  })

  it('hears that a fill opens where it turns the position round', () => {
    const seen: boolean[] = []
    const slippage: SlippageModel = {
      spec: 'none moved',
      slip: ({ price, opens }) => {
        seen.push(opens)
        return price
      },
    }
    const venue = new TestVenue({ bars: [still, still, still], slippage })
    for (const order of ['buy market', 'sell market x20', 'buy market x10']) {
      venue.send(order)
      venue.play(1)
    }
    expect(seen).toEqual([true, true, false])
  })

  it('moves a trailing stop, and no trailing stop-limit', () => {
    const played = (order: string) => {
      const venue = new TestVenue({ bars: ['100/100/94/94'], slippage: basisPoints(100) })
      venue.send(order)
      return venue.play().fills[0]!.price
    }
    expect(played('sell trailingStop 5')).toBeCloseTo(94.05, 10)
    expect(played('sell trailingStopLimit 5 1')).toBe(95)
  })
})

describe('bounds', () => {
  it('are told on the side of the fill', () => {
    const venue = new TestVenue({
      bars: ['100/101/98/99'],
      side: 'bid',
      spread: spreadTicks(2),
      instrument: { tickSize: 1 },
      fills: { policy: 'optimistic' },
    })
    venue.send('buy limit 100')
    expect(venue.play().fills).toMatchObject([{ price: 100, touched: true, bounds: { low: 100, high: 100 } }])
  })
})
