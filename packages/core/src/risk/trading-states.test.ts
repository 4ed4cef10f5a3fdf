import { describe, expect, it } from 'vitest'
import { ACCOUNT, TradingStates, type Hold, type StateTarget } from './trading-states.js'

const BOOK: StateTarget = { scope: 'book', index: 1, name: 'A' }
const SYMBOL: StateTarget = { scope: 'symbol', index: 2, name: 'X' }

function hold(given: Partial<Hold> = {}): Hold {
  return {
    cause: 'manual',
    state: 'HALTED',
    reason: 'by hand',
    until: Number.POSITIVE_INFINITY,
    flatten: false,
    cancelEntries: true,
    ...given,
  }
}
/** What holds an order of strategy 1 in instrument 2 back, and for which reason. */
function strictest(states: TradingStates): string {
  const found = states.strictest(1, 2)
  return found === undefined ? 'ACTIVE' : `${found.target.name} ${found.hold.state} ${found.hold.reason}`
}

describe('trading states', () => {
  it('hold nothing back at first', () => {
    const states = new TradingStates()
    expect([states.any, strictest(states), states.flattened()]).toEqual([false, 'ACTIVE', []])
  })

  it.each([ACCOUNT, BOOK, SYMBOL])('hold back what is under %o', (target) => {
    const states = new TradingStates()
    states.hold(target, hold(), 5)
    expect([states.any, strictest(states), states.stateOf(target)]).toEqual([
      true,
      `${target.name} HALTED by hand`,
      'HALTED',
    ])
  })

  it('of another strategy or symbol hold nothing back', () => {
    const states = new TradingStates()
    states.hold({ ...BOOK, index: 2 }, hold(), 5)
    states.hold({ ...SYMBOL, index: 1 }, hold(), 5)
    expect(strictest(states)).toBe('ACTIVE')
  })

  it('are as strict as the strictest of them', () => {
    const states = new TradingStates()
    states.hold(ACCOUNT, hold({ state: 'REDUCING', reason: 'first' }), 5)
    states.hold(BOOK, hold({ reason: 'second' }), 6)
    states.hold(SYMBOL, hold({ state: 'REDUCING', reason: 'third' }), 7)
    expect(strictest(states)).toBe('A HALTED second')
    states.release(BOOK, undefined, 8, 'over')
    expect(strictest(states)).toBe('the account REDUCING first')
  })

  it('end cause by cause, and are told as they change', () => {
    const told: string[] = []
    const states = new TradingStates(({ time, of, from, to, cause, reason }) => {
      told.push(`${String(time)} ${of} ${from} -> ${to}: ${cause}, ${reason}`)
    })
    states.hold(ACCOUNT, hold({ cause: 'dailyLoss', state: 'REDUCING', reason: 'lost' }), 1)
    states.hold(ACCOUNT, hold(), 2)
    expect(states.release(ACCOUNT, 'manual', 3, 'resumed')).toEqual(['manual'])
    expect(states.release(ACCOUNT, 'manual', 4, 'resumed')).toEqual([])
    expect(states.release(ACCOUNT, undefined, 5, 'resumed')).toEqual(['dailyLoss'])
    expect(told).toEqual([
      '1 the account ACTIVE -> REDUCING: dailyLoss, lost',
      '2 the account REDUCING -> HALTED: manual, by hand',
      '3 the account HALTED -> REDUCING: manual, resumed',
      '5 the account REDUCING -> ACTIVE: dailyLoss, resumed',
    ])
    expect(states.changes).toHaveLength(4)
    expect(states.any).toBe(false)
  })

  it('by the kill switch end by its own release alone', () => {
    const states = new TradingStates()
    states.hold(ACCOUNT, hold({ cause: 'killSwitch', reason: 'killed' }), 1)
    states.hold(ACCOUNT, hold(), 2)
    expect(states.release(ACCOUNT, undefined, 3, 'resumed')).toEqual(['manual'])
    expect(strictest(states)).toBe('the account HALTED killed')
    expect(states.release(ACCOUNT, 'killSwitch', 4, 'released')).toEqual(['killSwitch'])
    expect(strictest(states)).toBe('ACTIVE')
  })

  it('by one cause are taken again only where they grow stricter, and never grow milder', () => {
    const states = new TradingStates()
    expect(states.hold(ACCOUNT, hold({ state: 'REDUCING', flatten: true }), 1)).toBe(true)
    expect(states.hold(ACCOUNT, hold({ state: 'REDUCING' }), 2)).toBe(false)
    expect(states.hold(ACCOUNT, hold(), 3)).toBe(true)
    expect(states.flattened()).toEqual([ACCOUNT])
    expect(states.hold(ACCOUNT, hold({ state: 'REDUCING', flatten: true }), 4)).toBe(false)
    expect(states.stateOf(ACCOUNT)).toBe('HALTED')
    expect(states.changes.map(({ from, to }) => `${from} -> ${to}`)).toEqual([
      'ACTIVE -> REDUCING',
      'REDUCING -> HALTED',
    ])
  })

  it('end by themselves when their time is over', () => {
    const states = new TradingStates()
    states.hold(BOOK, hold({ cause: 'lossStreak', until: 100 }), 1)
    states.hold(SYMBOL, hold({ cause: 'lossStreak', until: 200 }), 1)
    expect(states.nextEnd).toBe(100)
    states.endDue(99)
    expect([states.stateOf(BOOK), states.nextEnd]).toEqual(['HALTED', 100])
    states.endDue(100)
    expect([states.stateOf(BOOK), states.stateOf(SYMBOL), states.nextEnd]).toEqual(['ACTIVE', 'HALTED', 200])
    states.endDue(300)
    expect([states.any, states.nextEnd]).toEqual([false, Number.POSITIVE_INFINITY])
  })

  it('name who is to be flat', () => {
    const states = new TradingStates()
    states.hold(BOOK, hold({ flatten: true }), 1)
    states.hold(SYMBOL, hold(), 1)
    expect(states.flattened()).toEqual([BOOK])
  })
})
