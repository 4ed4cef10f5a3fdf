import { describe, expect, it } from 'vitest'
import { RiskBasedSizer, FixedSizer, type EntryOptions, type Order } from '../src/index.js'
import { ScriptedVenue } from './scripted-venue.js'

/** Orders as they were asked for: side, quantity, type and its prices. */
const asked = (orders: readonly Order[]): string[] =>
  orders.map(({ side, quantity, type, level, limitLevel }) =>
    [side, quantity.toFixed(), type, ...[level, limitLevel].filter((price) => !Number.isNaN(price))].join(' '),
  )
const outcomes = (orders: readonly Order[]): string[] =>
  orders.map(({ status, outcome }) => `${status} ${outcome?.code ?? ''}`)

describe('a bracket', () => {
  it('is an entry with its exits, numbered after it and sent with it in one command', () => {
    const venue = new ScriptedVenue()
    const entry = venue.act((strategy) =>
      strategy.buy('X', { quantity: 10, type: 'limit', limitPrice: 100, stopLoss: 95, takeProfit: 110 }),
    )
    expect(entry.number).toBe(0)
    expect(asked(venue.orders)).toEqual(['buy 10 limit 100', 'sell 10 stop 95', 'sell 10 limit 110'])
    expect(venue.orders.map(({ link, reduceOnly, timeInForce }) => [link, reduceOnly, timeInForce])).toEqual([
      [undefined, false, 'GTC'],
      [{ role: 'stopLoss', group: 0, parent: 0 }, true, 'GTC'],
      [{ role: 'takeProfit', group: 0, parent: 0 }, true, 'GTC'],
    ])
    expect(venue.sent()).toEqual(['submitLinked 0 1 2'])
    expect(venue.statuses).toEqual(['SUBMITTED', 'HELD', 'HELD'])
    expect(venue.told).toEqual(['0 SUBMITTED', '1 HELD', '2 HELD'])
  })

  it('of a short entry has its exits the other way round', () => {
    const venue = new ScriptedVenue()
    venue.act((strategy) => strategy.sell('X', { quantity: 10, stopLoss: 105, takeProfit: 90 }))
    expect(asked(venue.orders)).toEqual(['sell 10 market', 'buy 10 stop 105', 'buy 10 limit 90'])
  })

  it('has exits of every kind, with times in force of their own', () => {
    const venue = new ScriptedVenue()
    const expireAt = venue.kernel.now + 9e9
    const stops: readonly EntryOptions['stopLoss'][] = [
      '95.5',
      { stopPrice: 95, limitPrice: 94, timeInForce: 'DAY' },
      { trailAmount: 5, activationPrice: 103, trailBy: 'close' },
      { trailFraction: 0.05, limitOffset: 1, timeInForce: 'GTD', expireAt },
    ]
    venue.act((strategy) => {
      for (const stopLoss of stops) strategy.buy('X', { quantity: 1, stopLoss: stopLoss! })
    })
    const exits = venue.orders.filter(({ link }) => link !== undefined)
    expect(asked(exits)).toEqual([
      'sell 1 stop 95.5',
      'sell 1 stopLimit 95 94',
      'sell 1 trailingStop',
      'sell 1 trailingStopLimit',
    ])
    expect(exits.map(({ timeInForce, expireAt: until }) => [timeInForce, until])).toEqual([
      ['GTC', undefined],
      ['DAY', undefined],
      ['GTC', undefined],
      ['GTD', expireAt],
    ])
    expect(exits.map(({ trail }) => trail)).toEqual([
      undefined,
      undefined,
      { distance: 5, isFraction: false, activationPrice: 103, by: 'close', limitOffset: Number.NaN },
      { distance: 0.05, isFraction: true, activationPrice: Number.NaN, by: 'extreme', limitOffset: 1 },
    ])
  })

  it('hands its reason and tags on to its exits', () => {
    const venue = new ScriptedVenue()
    venue.act((strategy) => strategy.buy('X', { quantity: 1, stopLoss: 95, reason: 'dip', tags: ['a'] }))
    expect(venue.orders.map(({ reason, tags }) => [reason, tags])).toEqual([
      ['dip', ['a']],
      ['dip', ['a']],
    ])
  })

  it('whose entry names no quantity is sized at its stop-loss, and its exits then have that quantity', () => {
    const venue = new ScriptedVenue({ sizer: new RiskBasedSizer({ risk: 0.01 }) })
    venue.act((strategy) =>
      strategy.buy('X', {
        stopLoss: 96,
        takeProfit: [{ limitPrice: 104, fraction: 0.5 }, 108],
        triggers: [{ side: 'sell' }],
      }),
    )
    // 1 % of 100,000 is 1,000; 4 are at risk for each.
    expect(asked(venue.orders)).toEqual([
      'buy 250 market',
      'sell 250 stop 96',
      'sell 125 limit 104',
      'sell 125 limit 108',
      'sell 250 market',
    ])
    expect(venue.order(0).sizing?.stopPrice).toBe(96)
  })

  it.each([
    [{ stopLoss: { trailAmount: 5 } }, 95],
    [{ stopLoss: { trailFraction: 0.1 } }, 90],
    [{ stopLoss: { trailFraction: 0.1 }, type: 'limit', limitPrice: 90 }, 81],
    [{ stopLoss: 95, invalidationPrice: 97 }, 97],
  ] as const)('of %j shows the sizer a stop at %d', (options, stop) => {
    const venue = new ScriptedVenue({ sizer: new RiskBasedSizer({ risk: 0.01 }) })
    venue.act((strategy) => strategy.buy('X', options))
    expect(venue.order(0).sizing?.stopPrice).toBe(stop)
  })

  it('that is denied for its entry is denied whole, with the same code', () => {
    const venue = new ScriptedVenue()
    venue.act((strategy) => strategy.buy('X', { quantity: 1e6, stopLoss: 95, takeProfit: 105 }))
    expect(outcomes(venue.orders)).toEqual(Array(3).fill('DENIED INSUFFICIENT_CAPITAL'))
    expect(venue.order(1).outcome?.message).toMatch(/^denied with order 0: positions would be worth 100000000 /)
    expect([venue.sent(), venue.told]).toEqual([[], ['0 DENIED', '1 DENIED', '2 DENIED']])
  })

  it('that the sizer leaves nothing of is denied whole', () => {
    const venue = new ScriptedVenue({ sizer: new FixedSizer({ quantity: 0.5 }) })
    venue.act((strategy) => strategy.buy('X', { stopLoss: 95 }))
    expect(outcomes(venue.orders)).toEqual(Array(2).fill('DENIED SIZED_TO_ZERO'))
  })

  it('of which an exit has an impossible price is denied whole: an entry is not sent without its protection', () => {
    const venue = new ScriptedVenue({ instrument: { tickSize: '0.5' } })
    venue.act((strategy) => strategy.buy('X', { quantity: 1, stopLoss: 95.25 }))
    expect(outcomes(venue.orders)).toEqual(Array(2).fill('DENIED INVALID_PRICE'))
    expect(venue.order(1).outcome?.message).toBe('price is 95.25 for X; expected a multiple of its tick, 0.5')
    expect(venue.order(0).outcome?.message).toBe(`denied with order 1: ${venue.order(1).outcome!.message}`)
  })

  it.each<readonly [string, EntryOptions]>([
    ['its stop above a market entry', { stopLoss: 101 }],
    ['its stop at the last price', { stopLoss: 100 }],
    ['its target below', { takeProfit: 99 }],
    ['its second target below', { takeProfit: [105, 99] }],
    ['its stop above a limit entry', { type: 'limit', limitPrice: 90, stopLoss: 95 }],
    ['its target below a stop entry', { type: 'stop', stopPrice: 110, takeProfit: 105 }],
    ['its stop-limit above', { stopLoss: { stopPrice: 101, limitPrice: 90 } }],
  ])('with %s is denied with EXIT_ON_WRONG_SIDE', (_, options) => {
    const venue = new ScriptedVenue()
    venue.act((strategy) => strategy.buy('X', { quantity: 2, ...options }))
    expect(new Set(outcomes(venue.orders))).toEqual(new Set(['DENIED EXIT_ON_WRONG_SIDE']))
    expect(venue.sent()).toEqual([])
  })

  it('whose exit expires before it is sent is denied whole', () => {
    const venue = new ScriptedVenue()
    venue.act((strategy) =>
      strategy.buy('X', { quantity: 1, stopLoss: { stopPrice: 95, timeInForce: 'GTD', expireAt: strategy.now } }),
    )
    expect(outcomes(venue.orders)).toEqual(Array(2).fill('DENIED EXPIRED_BEFORE_SENT'))
  })

  it('that is taken back before it is sent is CANCELED whole; a leg alone leaves the others', () => {
    const venue = new ScriptedVenue()
    venue.act((strategy) => {
      strategy.cancel(strategy.buy('X', { quantity: 1, stopLoss: 95 }))
      const second = strategy.buy('X', { quantity: 1, stopLoss: 95, takeProfit: 105 })
      strategy.cancel(strategy.linked(second)[1]!)
    })
    expect(venue.statuses).toEqual(['CANCELED', 'CANCELED', 'SUBMITTED', 'HELD', 'CANCELED'])
    expect(venue.sent()).toEqual(['submitLinked 2 3'])
  })

  it('goes live leg by leg as the venue says, and ends linked', () => {
    const venue = new ScriptedVenue()
    venue.act((strategy) => strategy.buy('X', { quantity: 10, stopLoss: 95, takeProfit: 105 }))
    venue.report({ kind: 'accepted', order: 0 })
    venue.fill(0, 10)
    venue.report({ kind: 'accepted', order: 1 }, { kind: 'accepted', order: 2 })
    expect(venue.statuses).toEqual(['FILLED', 'ACKED', 'ACKED'])
    venue.fill(2, 10, 105)
    venue.report({ kind: 'canceled', order: 1, code: 'LINKED', message: 'nothing is left to protect' })
    expect(outcomes(venue.orders)).toEqual(['FILLED ', 'CANCELED LINKED', 'FILLED '])
    expect(venue.kernel.account.portfolio.net[0]).toBe(0)
    expect(venue.kernel.staleReports).toBe(0)
  })

  it.each(['canceled', 'expired', 'rejected'] as const)('has held exits that can be %s with its entry', (kind) => {
    const venue = new ScriptedVenue()
    venue.act((strategy) => strategy.buy('X', { quantity: 10, stopLoss: 95 }))
    for (const order of [0, 1]) venue.report({ kind, order, code: 'OTHER', message: 'so it is' })
    expect(venue.statuses).toEqual([kind.toUpperCase(), kind.toUpperCase()])
    expect([venue.working, venue.kernel.orders.open, venue.kernel.staleReports]).toEqual([[0, 0], [], 0])
  })

  it('counts its entry as working, and never its exits', () => {
    const venue = new ScriptedVenue()
    venue.act((strategy) => strategy.buy('X', { quantity: 10, stopLoss: 95, takeProfit: 105 }))
    expect(venue.working).toEqual([10, 0])
    venue.fill(0, 4)
    venue.report({ kind: 'accepted', order: 1 }, { kind: 'accepted', order: 2 })
    expect(venue.working).toEqual([6, 0])
    venue.fill(1, 4, 95)
    expect(venue.working).toEqual([6, 0])
  })

  it('does not keep a long-only strategy from closing while its stop works, as a plain stop does', () => {
    const close = (protect: EntryOptions): string => {
      const venue = new ScriptedVenue({ allowShort: false })
      venue.act((strategy) => strategy.buy('X', { quantity: 10, ...protect }))
      venue.fill(0, 10)
      if (protect.stopLoss === undefined)
        venue.act((strategy) => strategy.sell('X', { quantity: 10, type: 'stop', stopPrice: 95 }))
      const order = venue.act((strategy) => strategy.close('X')!)
      return `${order.status} ${order.outcome?.code ?? ''}`
    }
    expect(close({})).toBe('DENIED SHORT_NOT_ALLOWED')
    expect(close({ stopLoss: 95 })).toBe('SUBMITTED ')
  })
})

describe('an order that only reduces', () => {
  it('counts neither against shorts nor against capital, and is sent as it is', () => {
    const venue = new ScriptedVenue({ allowShort: false, capital: 1000 })
    venue.act((strategy) => strategy.buy('X', { quantity: 10 }))
    venue.fill(0, 10)
    venue.act((strategy) => {
      strategy.sell('X', { quantity: 10, type: 'stop', stopPrice: 95, reduceOnly: true })
      strategy.sell('X', { quantity: 10, type: 'limit', limitPrice: 105, reduceOnly: true })
      strategy.close('X')
    })
    expect(venue.statuses).toEqual(['FILLED', 'SUBMITTED', 'SUBMITTED', 'SUBMITTED'])
    expect(venue.orders.map(({ reduceOnly }) => reduceOnly)).toEqual([false, true, true, false])
    expect(venue.working).toEqual([0, 10])
  })
})

describe('what an order triggers', () => {
  it('is held, has the quantity of its parent unless it names one, and counts as working where it opens', () => {
    const venue = new ScriptedVenue()
    venue.act((strategy) =>
      strategy.buy('X', {
        quantity: 10,
        triggers: [
          { side: 'buy', type: 'stop', stopPrice: 110 },
          { side: 'sell', type: 'limit', limitPrice: 120, quantity: 4 },
        ],
      }),
    )
    expect(asked(venue.orders)).toEqual(['buy 10 market', 'buy 10 stop 110', 'sell 4 limit 120'])
    expect(venue.orders.map(({ link }) => link?.role)).toEqual([undefined, 'triggered', 'triggered'])
    expect(venue.sent()).toEqual(['submitLinked 0 1 2'])
    expect([venue.statuses, venue.working]).toEqual([
      ['SUBMITTED', 'HELD', 'HELD'],
      [20, 0],
    ])
    venue.fill(0, 10)
    venue.report({ kind: 'accepted', order: 1 }, { kind: 'accepted', order: 2 })
    expect([venue.statuses, venue.working]).toEqual([
      ['FILLED', 'ACKED', 'ACKED'],
      [10, 4],
    ])
  })

  it('is checked after what its parent will have traded', () => {
    const sellAfter = (quantity: number): string[] => {
      const venue = new ScriptedVenue({ allowShort: false })
      venue.act((strategy) => strategy.buy('X', { quantity: 10, triggers: [{ side: 'sell', quantity }] }))
      return outcomes(venue.orders)
    }
    expect(sellAfter(10)).toEqual(['SUBMITTED ', 'HELD '])
    expect(sellAfter(11)).toEqual(['DENIED SHORT_NOT_ALLOWED', 'DENIED SHORT_NOT_ALLOWED'])
  })

  it('is checked beside its parent, and beside what else that triggers', () => {
    const buys = (first: number, second: number): string[] => {
      const venue = new ScriptedVenue({ capital: 1000 })
      venue.act((strategy) =>
        strategy.buy('X', { quantity: 5, triggers: [first, second].map((quantity) => ({ side: 'buy', quantity })) }),
      )
      return outcomes(venue.orders)
    }
    expect(buys(3, 2)).toEqual(['SUBMITTED ', 'HELD ', 'HELD '])
    expect(buys(3, 3)).toEqual(Array(3).fill('DENIED INSUFFICIENT_CAPITAL'))
  })
})

describe('alternatives', () => {
  const straddle = (venue: ScriptedVenue): readonly Order[] =>
    venue.act((strategy) =>
      strategy.oco([
        { symbol: 'X', side: 'buy', quantity: 10, type: 'stop', stopPrice: 105, stopLoss: 100 },
        { symbol: 'X', side: 'sell', quantity: 6, type: 'stop', stopPrice: 95, takeProfit: 90 },
        { symbol: 'X', side: 'buy', quantity: 4, type: 'limit', limitPrice: 92 },
      ]),
    )

  it('are sent with their exits in one command, entries first', () => {
    const venue = new ScriptedVenue()
    expect(straddle(venue).map(({ number }) => number)).toEqual([0, 1, 2])
    expect(venue.orders.map(({ link }) => link && `${link.role} ${String(link.group)} ${String(link.parent)}`)).toEqual(
      [
        'alternative 0 undefined',
        'alternative 0 undefined',
        'alternative 0 undefined',
        'stopLoss 0 0',
        'takeProfit 1 1',
      ],
    )
    expect(venue.sent()).toEqual(['submitLinked 0 1 2 3 4'])
    expect(venue.statuses).toEqual(['SUBMITTED', 'SUBMITTED', 'SUBMITTED', 'HELD', 'HELD'])
  })

  it('count as working by the largest of each side, through fills, cuts and ends', () => {
    const venue = new ScriptedVenue()
    straddle(venue)
    expect(venue.working).toEqual([10, 6])
    venue.fill(0, 3, 105)
    expect(venue.working).toEqual([7, 6])
    venue.report({ kind: 'replaced', order: 1, terms: { quantityUnits: 3 }, asked: false })
    expect(venue.working).toEqual([7, 3])
    venue.fill(0, 7, 105)
    expect(venue.working).toEqual([4, 3])
    for (const order of [1, 2]) venue.report({ kind: 'canceled', order, code: 'LINKED', message: 'order 0 is filled' })
    expect(venue.working).toEqual([0, 0])
  })

  it('need capital for the largest of them only', () => {
    const buy = (...quantities: readonly number[]): string[] => {
      const venue = new ScriptedVenue({ capital: 1000 })
      venue.act((strategy) =>
        strategy.oco(
          quantities.map((quantity) => ({ symbol: 'X', side: 'buy', quantity, type: 'limit', limitPrice: 100 })),
        ),
      )
      return outcomes(venue.orders)
    }
    expect(buy(10, 10)).toEqual(['SUBMITTED ', 'SUBMITTED '])
    expect(buy(10, 11)).toEqual(['DENIED INSUFFICIENT_CAPITAL', 'DENIED INSUFFICIENT_CAPITAL'])
  })

  it('of which one is taken back before it is sent leave the others', () => {
    const venue = new ScriptedVenue()
    venue.act((strategy) => {
      const [first] = strategy.oco([
        { symbol: 'X', side: 'buy', quantity: 1, type: 'limit', limitPrice: 90, stopLoss: 80 },
        { symbol: 'X', side: 'buy', quantity: 1, type: 'stop', stopPrice: 110 },
      ])
      strategy.cancel(first!)
    })
    expect(venue.statuses).toEqual(['CANCELED', 'SUBMITTED', 'CANCELED'])
    expect(venue.sent()).toEqual(['submit 1'])
  })
})

describe('protect', () => {
  it('sets exits for all that is held, or for a part, tied to no order', () => {
    const venue = new ScriptedVenue()
    venue.act((strategy) => strategy.buy('X', { quantity: 10 }))
    venue.fill(0, 10)
    venue.take()
    venue.act((strategy) => {
      strategy.protect('X', { stopLoss: 95, takeProfit: [105, 110] })
      strategy.protect('X', { quantity: 4, stopLoss: 90 })
    })
    expect(asked(venue.orders.slice(1))).toEqual([
      'sell 10 stop 95',
      'sell 5 limit 105',
      'sell 5 limit 110',
      'sell 4 stop 90',
    ])
    expect(
      venue.orders.slice(1).map(({ link }) => `${link!.role} ${String(link!.group)} ${String(link!.parent)}`),
    ).toEqual(['stopLoss 1 undefined', 'takeProfit 1 undefined', 'takeProfit 1 undefined', 'stopLoss 4 undefined'])
    expect(venue.sent()).toEqual(['submitLinked 1 2 3', 'submit 4'])
    expect(new Set(venue.statuses.slice(1))).toEqual(new Set(['SUBMITTED']))
    expect(venue.working).toEqual([0, 0])
  })

  it('of a short position buys back; of none does nothing', () => {
    const venue = new ScriptedVenue()
    expect(venue.act((strategy) => strategy.protect('X', { stopLoss: 105 }))).toEqual([])
    venue.act((strategy) => strategy.sell('X', { quantity: 10 }))
    venue.fill(0, 10)
    expect(asked(venue.act((strategy) => strategy.protect('X', { stopLoss: 105 })))).toEqual(['buy 10 stop 105'])
  })

  it('on the wrong side of the last price is denied with EXIT_ON_WRONG_SIDE', () => {
    const venue = new ScriptedVenue({ closes: [100, 90] })
    venue.act((strategy) => strategy.buy('X', { quantity: 10 }))
    venue.fill(0, 10)
    venue.act((strategy) => strategy.protect('X', { stopLoss: 95 }))
    expect(outcomes(venue.orders)).toEqual(['FILLED ', 'DENIED EXIT_ON_WRONG_SIDE'])
  })
})

describe('linked', () => {
  it("gives an entry's exits, an exit's entry and other exits, and the other alternatives", () => {
    const venue = new ScriptedVenue()
    const linked = (strategy: Parameters<Parameters<typeof venue.act>[0]>[0], number: number): number[] =>
      strategy.linked(venue.order(number)).map((order) => order.number)
    const found = venue.act((strategy) => {
      strategy.buy('X', { quantity: 1, stopLoss: 95, takeProfit: 105, triggers: [{ side: 'buy' }] })
      strategy.oco([
        { symbol: 'X', side: 'buy', quantity: 1, type: 'limit', limitPrice: 90, stopLoss: 80 },
        { symbol: 'X', side: 'buy', quantity: 1, type: 'stop', stopPrice: 110 },
      ])
      strategy.buy('X', { quantity: 1 })
      return Array.from({ length: 8 }, (_, number) => linked(strategy, number))
    })
    expect(found).toEqual([[1, 2, 3], [0, 2, 3], [0, 1, 3], [0, 1, 2], [5, 6], [4], [4], []])
  })
})

describe('a plain order', () => {
  it('has no particulars, and is sent alone', () => {
    const venue = new ScriptedVenue()
    venue.act((strategy) => {
      strategy.buy('X', { quantity: 1 })
      strategy.buy('X', { quantity: 1, type: 'limit', limitPrice: 90 })
    })
    expect([venue.kernel.orders.log.particulars.size, venue.sent()]).toEqual([0, ['submit 0', 'submit 1']])
  })
})
