import { describe, expect, it } from 'vitest'
import { Strategy, type TradingState } from '../src/index.js'
import { day, engineOf, rising } from './engine-setup.js'
import { expectSilence } from './quiet.js'

expectSilence()

describe('what a strategy sees of its trading state', () => {
  it('is the strictest of what holds the account, itself and the symbol back', async () => {
    const seen: TradingState[][] = []
    class Looks extends Strategy {
      override onSlice(): void {
        seen.push(['X', 'Y'].map((symbol) => this.tradingState(symbol)))
      }
    }
    const bars = { X: rising, Y: rising }
    const events = [
      { kind: 'halt', symbol: 'X', state: 'REDUCING', at: day(2) },
      { kind: 'halt', strategy: 'Looks', at: day(3) },
      { kind: 'resume', strategy: 'Looks', at: day(4) },
      { kind: 'killSwitch', at: day(5) },
    ]
    await engineOf(Looks, bars, { events }).run()
    expect(seen).toEqual([
      ['ACTIVE', 'ACTIVE'],
      ['REDUCING', 'ACTIVE'],
      ['HALTED', 'HALTED'],
      ['REDUCING', 'ACTIVE'],
      ['HALTED', 'HALTED'],
    ])
  })
})
