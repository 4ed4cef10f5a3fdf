import { describe, expect, it } from 'vitest'
import type { EntryOptions, Order, OrderChanges, Strategy } from '../src/index.js'
import { ScriptedVenue } from './scripted-venue.js'

/** A venue that works a buy of 10 at a limit of 90, number 0, unless other options say otherwise. */
function working(options: EntryOptions = { type: 'limit', limitPrice: 90 }): ScriptedVenue {
  const venue = new ScriptedVenue()
  venue.act((strategy) => strategy.buy('X', { quantity: 10, ...options }))
  venue.report({ kind: 'accepted', order: 0 })
  venue.take()
  venue.told.splice(0)
  return venue
}
const replace =
  (venue: ScriptedVenue, changes: OrderChanges, order = 0) =>
  (strategy: Strategy): boolean =>
    strategy.replace(venue.order(order), changes)
const ask = (venue: ScriptedVenue, changes: OrderChanges, order = 0): boolean =>
  venue.act(replace(venue, changes, order))

describe('a replace', () => {
  it('asks the venue for new terms, and the order keeps its own until the venue says so', () => {
    const venue = working()
    expect(ask(venue, { limitPrice: '91.5', quantity: 12.7 })).toBe(true)
    expect(venue.take()).toMatchObject([
      { kind: 'replace', order: { number: 0 }, terms: { limitPrice: 91.5, quantityUnits: 12 } },
    ])
    expect([venue.order(0).status, venue.order(0).level, venue.working]).toEqual(['PENDING_REPLACE', 90, [12, 0]])
    venue.report({ kind: 'replaced', order: 0, terms: { limitPrice: 91.5, quantityUnits: 12 }, asked: true })
    expect([venue.order(0).limitPrice?.toFixed(), venue.order(0).quantity.toFixed(), venue.working]).toEqual([
      '91.5',
      '12',
      [12, 0],
    ])
    expect(venue.told).toEqual(['0 PENDING_REPLACE', '0 ACKED'])
  })

  it.each<readonly [EntryOptions, OrderChanges, object]>([
    [{ type: 'stop', stopPrice: 110 }, { stopPrice: 111 }, { stopPrice: 111 }],
    [
      { type: 'stopLimit', stopPrice: 110, limitPrice: 112 },
      { stopPrice: 111, limitPrice: 113 },
      { stopPrice: 111, limitPrice: 113 },
    ],
    [{ type: 'marketIfTouched', touchPrice: 90 }, { touchPrice: 91 }, { touchPrice: 91 }],
    [{ type: 'limitIfTouched', touchPrice: 90, limitPrice: 91 }, { limitPrice: 92 }, { limitPrice: 92 }],
    [{ type: 'limitOnClose', limitPrice: 90 }, { limitPrice: 92 }, { limitPrice: 92 }],
    [{ type: 'trailingStop', trailAmount: 5 }, { trailAmount: 6 }, { trailDistance: 6 }],
    [{ type: 'trailingStop', trailFraction: 0.1 }, { trailFraction: 0.2 }, { trailDistance: 0.2 }],
  ])('of %j by %j is written into the order once it is done', (options, changes, terms) => {
    const venue = working(options)
    const before = { ...shown(venue.order(0)) }
    expect(ask(venue, changes)).toBe(true)
    expect(venue.take()).toMatchObject([{ kind: 'replace', terms }])
    venue.report({ kind: 'replaced', order: 0, terms, asked: true })
    expect(shown(venue.order(0))).toEqual({ ...before, ...afterwards(changes) })
  })

  it('keeps what is filled, and leads back to PARTIALLY_FILLED', () => {
    const venue = working()
    venue.fill(0, 4, 90)
    ask(venue, { quantity: 6 })
    venue.report({ kind: 'replaced', order: 0, terms: { quantityUnits: 6 }, asked: true })
    expect([venue.order(0).status, venue.working]).toEqual(['PARTIALLY_FILLED', [2, 0]])
    venue.fill(0, 2, 90)
    expect([venue.order(0).status, venue.working]).toEqual(['FILLED', [0, 0]])
  })

  it('that the venue refuses leaves the order as it was', () => {
    const venue = working()
    ask(venue, { limitPrice: 91 })
    venue.report({ kind: 'replaceRefused', order: 0, code: 'NOT_PERMITTED', message: 'not here' })
    expect([venue.order(0).status, venue.order(0).level]).toEqual(['ACKED', 90])
    expect([venue.kernel.refusals.tooLate, venue.kernel.refusals.denied, venue.kernel.refusals.firstDenial]).toEqual([
      0,
      1,
      'tw-0-0: NOT_PERMITTED: not here',
    ])
  })

  it('that meets a fill on its way is too late', () => {
    const venue = working()
    ask(venue, { limitPrice: 91 })
    venue.fill(0, 10, 90)
    venue.report({ kind: 'replaceRefused', order: 0, code: 'TOO_LATE', message: 'filled' })
    expect([venue.order(0).status, venue.kernel.refusals.tooLate, venue.kernel.staleReports]).toEqual(['FILLED', 1, 0])
    expect(venue.told).toEqual(['0 PENDING_REPLACE', '0 FILLED'])
  })

  it.each(['FILLED', 'CANCELED', 'DENIED', 'PENDING_CANCEL'])('of an order that is %s is too late', (status) => {
    const venue = working(status === 'DENIED' ? { quantity: 0 } : undefined)
    if (status === 'FILLED') venue.fill(0, 10, 90)
    if (status === 'CANCELED') venue.report({ kind: 'canceled', order: 0, code: 'CANCELED', message: 'gone' })
    if (status === 'PENDING_CANCEL') venue.act((strategy) => strategy.cancel(venue.order(0)))
    venue.take()
    expect(venue.order(0).status).toBe(status)
    expect(ask(venue, { quantity: 5 })).toBe(false)
    expect([venue.order(0).status, venue.kernel.refusals.tooLate, venue.sent()]).toEqual([status, 1, []])
  })

  it('of an order whose replace is on its way follows it, and the last answer ends the wait', () => {
    const venue = working()
    venue.act((strategy) => {
      replace(venue, { limitPrice: 91 })(strategy)
      replace(venue, { limitPrice: 92 })(strategy)
    })
    expect(venue.sent()).toEqual(['replace 0', 'replace 0'])
    venue.report({ kind: 'replaced', order: 0, terms: { limitPrice: 91 }, asked: true })
    expect([venue.order(0).status, venue.order(0).level]).toEqual(['PENDING_REPLACE', 91])
    venue.report({ kind: 'replaced', order: 0, terms: { limitPrice: 92 }, asked: true })
    expect([venue.order(0).status, venue.order(0).level]).toEqual(['ACKED', 92])
  })

  it('may be followed by a cancel; if that is refused, the replace is still awaited', () => {
    const venue = working()
    ask(venue, { limitPrice: 91 })
    venue.act((strategy) => strategy.cancel(venue.order(0)))
    venue.report({ kind: 'cancelRefused', order: 0, code: 'OTHER', message: 'not now' })
    expect(venue.order(0).status).toBe('PENDING_REPLACE')
    venue.report({ kind: 'replaced', order: 0, terms: { limitPrice: 91 }, asked: true })
    expect(venue.told).toEqual(['0 PENDING_REPLACE', '0 PENDING_CANCEL', '0 PENDING_REPLACE', '0 ACKED'])
  })

  it('that crosses the ack is no stale report', () => {
    const venue = new ScriptedVenue()
    venue.act((strategy) => strategy.buy('X', { quantity: 10, type: 'limit', limitPrice: 90 }))
    ask(venue, { limitPrice: 91 })
    venue.report({ kind: 'accepted', order: 0 })
    expect(venue.order(0).status).toBe('PENDING_REPLACE')
    venue.report({ kind: 'replaced', order: 0, terms: { limitPrice: 91 }, asked: true })
    expect([venue.order(0).status, venue.kernel.staleReports]).toEqual(['ACKED', 0])
  })

  it.each<readonly [string, OrderChanges, string]>([
    ['needs more capital than there is', { quantity: 1e6 }, 'INSUFFICIENT_CAPITAL: positions would be worth 90000000'],
    ['has a price off the tick', { limitPrice: 90.25 }, 'INVALID_PRICE: price is 90.25'],
    ['has a price that is none', { limitPrice: -1 }, 'INVALID_PRICE: price is -1'],
  ])('that %s is denied, and the order stays as it was', (_, changes, reason) => {
    const venue = new ScriptedVenue({ instrument: { tickSize: '0.5' } })
    venue.act((strategy) => strategy.buy('X', { quantity: 10, type: 'limit', limitPrice: 90 }))
    venue.report({ kind: 'accepted', order: 0 })
    venue.take()
    expect(ask(venue, changes)).toBe(false)
    expect([venue.order(0).status, venue.sent(), venue.working]).toEqual(['ACKED', [], [10, 0]])
    expect(venue.kernel.refusals.firstDenial).toContain(`tw-0-0: ${reason}`)
  })

  it('is checked without what the order itself has working, nor its alternatives', () => {
    const venue = new ScriptedVenue({ capital: 1000 })
    venue.act((strategy) => {
      const buy = { symbol: 'X', side: 'buy', quantity: 8, type: 'limit', limitPrice: 100 } as const
      strategy.oco([buy, buy])
    })
    expect(ask(venue, { quantity: 10 })).toBe(true)
    expect(ask(venue, { quantity: 11 })).toBe(false)
    expect(venue.working).toEqual([10, 0])
  })

  it('of a GTD order moves its end, but not to the past', () => {
    const venue = working({ type: 'limit', limitPrice: 90, timeInForce: 'GTD', expireAt: 9e12 })
    expect(ask(venue, { expireAt: 8e12 })).toBe(true)
    venue.report({ kind: 'replaced', order: 0, terms: { expireAt: 8e12 }, asked: true })
    expect(venue.order(0).expireAt).toBe(8e12)
    expect(ask(venue, { expireAt: 1 })).toBe(false)
    expect(venue.kernel.refusals.firstDenial).toContain('EXPIRED_BEFORE_SENT')
  })

  it('of an order that is not sent yet changes it in place, and its sizer is not asked any more', () => {
    const venue = new ScriptedVenue()
    venue.act((strategy) => {
      const order = strategy.buy('X', { type: 'limit', limitPrice: 90 })
      strategy.replace(order, { limitPrice: 91, quantity: 7 })
    })
    expect([venue.order(0).level, venue.order(0).quantity.toFixed(), venue.order(0).sizing]).toEqual([
      91,
      '7',
      undefined,
    ])
    expect(venue.sent()).toEqual(['submit 0'])
  })

  it('of a bracket that is not sent yet takes its exits along, but for those that were named', () => {
    const venue = new ScriptedVenue()
    venue.act((strategy) => {
      const entry = strategy.buy('X', { stopLoss: 95, takeProfit: [105, 110] })
      strategy.replace(strategy.linked(entry)[1]!, { quantity: 2 })
      strategy.replace(entry, { quantity: 7 })
    })
    expect(venue.orders.map(({ quantity }) => quantity.toNumber())).toEqual([7, 7, 2, 5])
  })

  it('that makes an entry grow makes its stop-loss and its last target grow as well', () => {
    const venue = working({ type: 'limit', limitPrice: 90, stopLoss: 80, takeProfit: [100, 110] })
    expect(ask(venue, { quantity: 16 })).toBe(true)
    expect(venue.take()).toMatchObject([
      { kind: 'replace', order: { number: 0 }, terms: { quantityUnits: 16 } },
      { kind: 'replace', order: { number: 1 }, terms: { quantityUnits: 16 } },
      { kind: 'replace', order: { number: 3 }, terms: { quantityUnits: 11 } },
    ])
    expect(venue.statuses).toEqual(['PENDING_REPLACE', 'PENDING_REPLACE', 'HELD', 'PENDING_REPLACE'])
    venue.report({ kind: 'replaced', order: 1, terms: { quantityUnits: 16 }, asked: true })
    expect(venue.order(1).status).toBe('HELD')
    ask(venue, { quantity: 4 })
    expect(venue.sent()).toEqual(['replace 0'])
  })
})

describe("the venue's cut of a linked order", () => {
  it('changes its quantity and what works, and is told', () => {
    const venue = working()
    venue.report({ kind: 'replaced', order: 0, terms: { quantityUnits: 7 }, asked: false })
    expect([venue.order(0).quantity.toFixed(), venue.order(0).status, venue.working]).toEqual(['7', 'ACKED', [7, 0]])
    expect(venue.told).toEqual(['0 ACKED'])
  })

  it('does not answer a replace that is on its way', () => {
    const venue = working()
    ask(venue, { limitPrice: 91 })
    venue.report({ kind: 'replaced', order: 0, terms: { quantityUnits: 7 }, asked: false })
    expect(venue.order(0).status).toBe('PENDING_REPLACE')
  })

  it('of an order that has ended is stale', () => {
    const venue = working()
    venue.fill(0, 10, 90)
    venue.report({ kind: 'replaced', order: 0, terms: { quantityUnits: 7 }, asked: false })
    expect([venue.order(0).quantity.toFixed(), venue.kernel.staleReports]).toEqual(['10', 1])
  })
})

describe('a cancel that the venue refuses', () => {
  it.each([
    ['ACKED', []],
    ['PARTIALLY_FILLED', [4]],
  ] as const)('leads back to %s', (status, fills) => {
    const venue = working()
    venue.act((strategy) => strategy.cancel(venue.order(0)))
    for (const quantity of fills) venue.fill(0, quantity, 90)
    venue.report({ kind: 'cancelRefused', order: 0, code: 'OTHER', message: 'not now' })
    expect(venue.order(0).status).toBe(status)
    expect(venue.act((strategy) => strategy.cancel(venue.order(0)))).toBe(true)
  })

  it('leads a held exit back to HELD, or to ACKED if it has gone live meanwhile', () => {
    const venue = working({ stopLoss: 95, takeProfit: 105 })
    venue.act((strategy) => {
      for (const order of strategy.linked(venue.order(0))) strategy.cancel(order)
    })
    venue.report({ kind: 'accepted', order: 1 })
    for (const order of [1, 2]) venue.report({ kind: 'cancelRefused', order, code: 'OTHER', message: 'not now' })
    expect(venue.statuses).toEqual(['ACKED', 'ACKED', 'HELD'])
  })

  it('for the order has ended changes nothing, and is no stale report', () => {
    const venue = working()
    venue.act((strategy) => strategy.cancel(venue.order(0)))
    venue.fill(0, 10, 90)
    venue.report({ kind: 'cancelRefused', order: 0, code: 'TOO_LATE', message: 'filled' })
    expect([venue.order(0).status, venue.kernel.staleReports]).toEqual(['FILLED', 0])
  })
})

/** An order's prices and distance, as its view shows them. */
function shown({ limitPrice, stopPrice, touchPrice, trail }: Order): Record<string, number | undefined> {
  return {
    limitPrice: limitPrice?.toNumber(),
    stopPrice: stopPrice?.toNumber(),
    touchPrice: touchPrice?.toNumber(),
    distance: trail?.distance,
  }
}

function afterwards({ trailAmount, trailFraction, ...prices }: OrderChanges): object {
  const distance = trailAmount ?? trailFraction
  return distance === undefined ? prices : { distance }
}
