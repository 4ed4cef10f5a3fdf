import { describe, expect, it } from 'vitest'
import { exitLevels, pinExits, splitExits } from './position-exits.js'
import type { ResolvedDistance, ResolvedExits } from './risk-settings.js'

const distance = (kind: ResolvedDistance['kind'], value: number, period = 14): ResolvedDistance => ({
  kind,
  value,
  period,
})

const none: ResolvedExits = {
  by: 'marks',
  stopLoss: undefined,
  trailingStop: undefined,
  breakEven: undefined,
  takeProfit: undefined,
  timeExit: undefined,
}

/** The average true range of period 14 is 2, that of 20 is 3, and no other is known. */
const atrOf = (period: number): number => ({ 14: 2, 20: 3 })[period] ?? Number.NaN

/** Stop-loss, take-profit, what triggers the break-even, and its stop, of a position entered at 200. */
function levels(exits: Partial<ResolvedExits>, direction = 1): number[] {
  const { stopLoss, takeProfit, breakEvenTrigger, breakEvenStop } = exitLevels(
    pinExits({ ...none, ...exits }, atrOf),
    direction,
    200,
  )
  return [stopLoss, takeProfit, breakEvenTrigger, breakEvenStop]
}

const all: Partial<ResolvedExits> = {
  stopLoss: distance('fraction', 0.05),
  takeProfit: distance('amount', 30),
  breakEven: { after: distance('atr', 2), offset: distance('atr', 0.5, 20) },
}

describe('the levels of exits', () => {
  it('are so far from the average entry price, on their own sides of it', () => {
    // 5 % of 200 are 10; 2 x 2 and 0.5 x 3 of the average true range are 4 and 1.5.
    expect(levels(all)).toEqual([190, 230, 204, 201.5])
    expect(levels(all, -1)).toEqual([210, 170, 196, 198.5])
  })

  it('have the stop at the average entry price itself once it breaks even, without an offset', () => {
    expect(levels({ breakEven: { after: distance('amount', 7), offset: undefined } }).slice(2)).toEqual([207, 200])
  })

  it('are NaN where there is none, or an average true range that is not known', () => {
    expect(levels({})).toEqual(Array(4).fill(Number.NaN))
    const [stopLoss, takeProfit] = levels({ stopLoss: distance('atr', 2, 50), takeProfit: distance('fraction', 0.1) })
    expect([stopLoss, takeProfit]).toEqual([Number.NaN, 220])
  })

  it('are so far from a price below zero, too', () => {
    const pinned = pinExits({ ...none, stopLoss: distance('fraction', 0.05) }, atrOf)
    expect(exitLevels(pinned, 1, -200).stopLoss).toBe(-210)
  })

  it('are split as prices are, amounts with them', () => {
    const exits = { ...none, ...all, trailingStop: distance('fraction', 0.1) }
    const split = splitExits(pinExits(exits, atrOf), { numerator: 2, denominator: 1 })
    expect(split.trailingStop).toEqual({ kind: 'fraction', value: 0.1 })
    expect(exitLevels(split, 1, 100)).toEqual({
      stopLoss: 95,
      takeProfit: 115,
      breakEvenTrigger: 102,
      breakEvenStop: 100.75,
    })
  })
})
