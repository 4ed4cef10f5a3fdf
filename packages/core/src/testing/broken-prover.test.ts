import { expect, it, vi } from 'vitest'
import type { Bar } from '../domain/bar.js'
import { MemoryDataGateway } from '../gateways/memory-data-gateway.js'
import { Strategy } from '../strategy/strategy.js'
import { proveNoLookahead } from './prove-no-lookahead.js'
import type { PreparedBacktest } from './subject.js'
import { throwHours } from './test-market.js'

const broken = vi.hoisted(() => ({ cut: false, reversal: false }))
vi.mock(import('./data-edit.js'), async (original) => {
  const { cutAt, reverseAfter } = await original()
  return {
    cutAt: (horizon, forming) => (broken.cut ? (columns) => columns : cutAt(horizon, forming)),
    reverseAfter: (...how) => (broken.reversal ? (columns) => columns : reverseAfter(...how)),
  }
})

const cheat: PreparedBacktest = {
  series: [{ symbol: 'ACME', timeframe: '1h', bars: throwHours(24) }],
  config: (shown) => {
    const { close } = shown[0]!.bars
    class FutureIndex extends Strategy {
      row = 0
      override onBar({ symbol }: Bar) {
        this.target(symbol, close[this.row + 1]! > close[this.row]! ? 1 : 0)
        this.row++
      }
    }
    return {
      data: new MemoryDataGateway(shown),
      instruments: [{ symbol: 'ACME' }],
      series: [{ symbol: 'ACME', timeframe: '1h' }],
      strategies: [{ strategy: FutureIndex }],
    }
  },
}

it.each([
  [{ cut: false, reversal: false }, ['cut', 'reversal']],
  [{ cut: true, reversal: false }, ['reversal']],
  [{ cut: false, reversal: true }, ['cut']],
  [{ cut: true, reversal: true }, []],
])('a cheat is found by the edits of the data and by nothing else: with %o broken by %o', async (how, checks) => {
  Object.assign(broken, how)
  const { findings } = await proveNoLookahead(cheat, { cuts: 'all' })
  expect([...new Set(findings.map(({ check }) => check))].sort()).toEqual(checks)
})
