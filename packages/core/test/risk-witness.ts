import { expect } from 'vitest'
import { isTerminal, type Fill, type Order, type RiskConfig, type StrategyRisk, type SymbolRisk } from '../src/index.js'
import type { StateChange } from '../src/risk/trading-states.js'

/** What the witness must be told of the world in which the limits hold. */
export interface RiskWorld {
  readonly risk: RiskConfig
  readonly symbols: readonly string[]
  readonly capital: number
  /** By strategy; undefined for one that shares what the others leave. */
  readonly ownCapital: Readonly<Record<string, number | undefined>>
  /** Whether every order that opens is cancelled as soon as whoever sent it is held back. */
  readonly cancelsAtOnce: boolean
  /** The last close of a symbol, and when it was. */
  readonly last: (symbol: string, time: number) => { readonly price: number; readonly time: number }
}

/** Positions and working orders, of one strategy or of all, and the equity that their limits are fractions of. */
interface Scope {
  readonly strategy: string | undefined
  readonly equity: number
}

/** Whom a limit is set for, and what it comes to. */
type Limited = readonly [rule: string, value: number, limit: number]

const signed = ({ side, quantity }: Pick<Fill, 'side' | 'quantity'>): number =>
  (side === 'buy' ? 1 : -1) * quantity.toNumber()
const left = ({ quantity, filledQuantity }: Order): number => quantity.minus(filledQuantity).toNumber()
const isFlattening = ({ reason }: Order): boolean => reason.endsWith(' is halted')

/** Keeps fills and orders as they are told, and reckons from nothing else what every limit comes to when an order is sent. */
export class RiskWitness {
  checked = 0
  halted = 0
  denied = 0
  sealed = 0
  readonly #world: RiskWorld
  readonly #fills: Fill[] = []
  readonly #orders = new Map<number, Order>()
  readonly #sentAt = new Map<number, number>()
  /** What was let through while whoever sent it was held back. */
  readonly #sentHeldBack = new Set<number>()
  /** Until when bars have been looked at: those of an instant close after what was filled inside them. */
  #marked = Number.NaN

  constructor(world: RiskWorld) {
    this.#world = world
  }

  /** Bars have closed. */
  closed(time: number): void {
    this.#marked = time
  }

  /** An order was filled; `states` are all changes of trading states so far. */
  filled(fill: Fill, states: readonly StateChange[]): void {
    const order = this.#orders.get(fill.order)!
    expect(order.status).not.toBe('DENIED')
    const held = this.#held(fill.symbol, fill.strategy)
    this.#fills.push(fill)
    const after = held + signed(fill)
    const since = heldBackSince(order, states)
    const isSealed =
      this.#world.cancelsAtOnce &&
      order.createdAt <= since &&
      fill.occurredAt > since &&
      !(order.type === 'market' && this.#wasReduced(order, since))
    if (!isFlattening(order) && !isSealed && !this.#sentHeldBack.has(order.number)) return
    this.sealed++
    expect({ fill: fill.order, isOnlyClosing: after * held >= 0 && Math.abs(after) < Math.abs(held) }).toEqual({
      ...{ fill: fill.order, isOnlyClosing: true },
    })
  }

  /** An order has changed; `states` are all changes of trading states so far. */
  ordered(order: Order, now: number, states: readonly StateChange[]): void {
    const isNew = !this.#sentAt.has(order.number) && (order.status === 'SUBMITTED' || order.status === 'HELD')
    if (order.status === 'DENIED') this.#checkDenied(order)
    if (isNew) this.#checkSent(order, now, states)
    this.#orders.set(order.number, order)
    if (isNew) this.#sentAt.set(order.number, now)
  }

  /** Orders that were sent and have not ended, as far as anybody was told. */
  #working(): readonly Order[] {
    return [...this.#orders.values()].filter(({ number, status }) => this.#sentAt.has(number) && !isTerminal(status))
  }

  /** Whether another order that only reduces, or was sent to close since then, came before a market order that was on its way: nobody can know which does. */
  #wasReduced({ symbol, strategy, createdAt }: Order, since: number): boolean {
    const later = this.#fills.filter(({ occurredAt }) => occurredAt >= createdAt)
    const theirs = later.filter((fill) => fill.symbol === symbol && fill.strategy === strategy)
    return theirs.map(({ order }) => this.#orders.get(order)!).some((one) => one.reduceOnly || one.createdAt >= since)
  }

  #checkDenied({ outcome, filledQuantity, number }: Order): void {
    this.denied++
    expect([outcome?.code, outcome?.message]).not.toContain(undefined)
    expect([filledQuantity.toNumber(), this.#sentAt.has(number)]).toEqual([0, false])
  }

  #checkSent(order: Order, now: number, states: readonly StateChange[]): void {
    const held = this.#held(order.symbol, order.strategy)
    if (heldBackSince(order, states) < Number.POSITIVE_INFINITY) this.#sentHeldBack.add(order.number)
    if (isHalted(order, states)) {
      this.halted++
      expect([order.reason, order.reduceOnly]).toEqual([expect.stringMatching(/ is halted$/), true])
    }
    if (isFlattening(order)) {
      expect(Math.sign(signed(order))).toBe(-Math.sign(held))
      expect(left(order)).toBeLessThanOrEqual(Math.abs(held))
    }
    if (order.reduceOnly || this.#closes(order, held)) return
    this.checked++
    for (const [rule, value, limit] of this.#limits(order, now))
      if (!(value <= limit * (1 + 1e-9))) expect({ order: order.number, rule, value }).toEqual({ limit })
  }

  #closes(order: Order, held: number): boolean {
    if (held * signed(order) >= 0) return false
    const working = order.type.startsWith('market')
      ? sum(this.#atMarket(order).map(left))
      : this.#works(order.symbol, order.strategy, order.side) + this.#reduces(order)
    return left(order) <= Math.abs(held) - working
  }

  #held(symbol: string, strategy: string | undefined): number {
    return sum(
      this.#fills
        .filter((fill) => fill.symbol === symbol && (strategy === undefined || fill.strategy === strategy))
        .map(signed),
    )
  }

  #works(symbol: string, strategy: string | undefined, side: 'buy' | 'sell'): number {
    const theirs = this.#working().filter((one) => one.symbol === symbol && one.side === side && !one.reduceOnly)
    return sum(theirs.filter((one) => strategy === undefined || one.strategy === strategy).map(left))
  }

  /** Market orders on an order's side of its position: they are filled whatever the price does, and before what rests. */
  #atMarket({ symbol, strategy, side }: Order): readonly Order[] {
    const theirs = this.#working().filter((one) => one.symbol === symbol && one.strategy === strategy)
    return theirs.filter((one) => one.side === side && one.type === 'market')
  }

  #reduces(order: Order): number {
    return sum(this.#atMarket(order).flatMap((one) => (one.reduceOnly ? left(one) : [])))
  }

  /** Every limit that an order meets: what it comes to, and how much it may. */
  *#limits(order: Order, now: number): Iterable<Limited> {
    const { risk } = this.#world
    const { symbol, strategy } = order
    const total = this.#equity(undefined)
    const own = this.#world.ownCapital[strategy] === undefined ? this.#pool(total) : this.#equity(strategy)
    const ofStrategy: StrategyRisk = { ...risk.eachStrategy, ...risk.strategies?.[strategy] }
    const scopes: readonly (readonly [string, SymbolRisk | StrategyRisk | undefined, Scope])[] = [
      ['account', risk.account, { strategy: undefined, equity: total }],
      ['strategy', ofStrategy, { strategy, equity: own }],
      ['symbol', risk.symbols?.[symbol], { strategy: undefined, equity: total }],
    ]
    for (const [name, limits, scope] of scopes)
      if (limits !== undefined)
        for (const [rule, value, limit] of this.#limitsOf(order, limits, scope, now, name === 'symbol'))
          yield [`${name} ${rule}`, value, limit]
  }

  *#limitsOf(
    order: Order,
    limits: StrategyRisk & SymbolRisk,
    scope: Scope,
    now: number,
    isSymbol: boolean,
  ): Iterable<Limited> {
    const { symbol } = order
    const last = this.#last(symbol)
    const prices = [order.limitPrice, order.stopPrice, order.touchPrice].flatMap((price) => price?.toNumber() ?? [])
    const price = order.limitPrice?.toNumber() ?? prices[0] ?? last.price
    const worth = (limit: NonNullable<StrategyRisk['positionValue']>): number =>
      'fraction' in limit ? limit.fraction * Math.max(0, scope.equity) : Number(limit.amount)
    const position = this.#worstUnits(order, scope)
    const value = this.#worstValue(order, scope, { price, mark: last.price })
    const others = (among: readonly string[]): number =>
      value + sum(among.filter((other) => other !== symbol).map((other) => this.#worstBeside(other, scope, now)))
    const all = others(this.#world.symbols)
    const group = Object.values(this.#world.risk.groups ?? {}).find((members) => members.includes(symbol))
    const known: readonly (readonly [string, number, number | undefined])[] = [
      ['orderValue', left(order) * price, limits.orderValue && worth(limits.orderValue)],
      ['priceCollar', Math.max(0, ...prices.map((one) => Math.abs(one / last.price - 1))), limits.priceCollar],
      ['maxPriceAge', now - this.#world.last(symbol, now).time, limits.maxPriceAge as number | undefined],
      ['ordersPerMinute', this.#sent(now, isSymbol ? symbol : undefined, scope.strategy) + 1, limits.ordersPerMinute],
      ['perSymbol', this.#sent(now, symbol, scope.strategy) + 1, limits.ordersPerMinutePerSymbol],
      ['positionSize', position, limits.positionSize as number | undefined],
      ['positionValue', value, limits.positionValue && worth(limits.positionValue)],
      ['totalExposure', all, limits.totalExposure && worth(limits.totalExposure)],
      ['leverage', all / scope.equity, limits.leverage],
      ['concentration.symbol', value / scope.equity, limits.concentration?.symbol],
      ['concentration.group', others(group ?? []) / scope.equity, group && limits.concentration?.group],
      ['allowShort', this.#short(order), limits.allowShort === false ? 0 : undefined],
    ]
    for (const [rule, comesTo, limit] of known) if (limit !== undefined) yield [rule, comesTo, limit]
  }

  /** How far its book would be short with all that sells of it filled. */
  #short(order: Order): number {
    const { symbol, strategy, side } = order
    if (side === 'buy') return 0
    const sold = this.#works(symbol, strategy, 'sell') + this.#reduces(order) + left(order)
    return Math.max(0, sold - this.#held(symbol, strategy))
  }

  #worstUnits(order: Order, { strategy }: Scope): number {
    const held = this.#held(order.symbol, strategy) * Math.sign(signed(order))
    return Math.abs(held + this.#works(order.symbol, strategy, order.side) + left(order))
  }

  /** What is held at its mark, and what is traded on top of it at the order's price. */
  #worstValue(
    order: Order,
    { strategy }: Scope,
    { price, mark }: { readonly price: number; readonly mark: number },
  ): number {
    const held = this.#held(order.symbol, strategy) * Math.sign(signed(order))
    const traded = this.#works(order.symbol, strategy, order.side) + left(order)
    if (held + traded <= 0) return -(held + traded) * mark
    return held > 0 ? held * mark + traded * price : (held + traded) * price
  }

  /** Beside an order, what market orders of this very instant close is closed: one position is exchanged for another. */
  #worstBeside(symbol: string, { strategy }: Scope, now: number): number {
    const held = this.#held(symbol, strategy)
    const atOnce = this.#working().filter(
      (one) =>
        one.symbol === symbol &&
        (strategy === undefined || one.strategy === strategy) &&
        one.type === 'market' &&
        one.createdAt === now,
    )
    const net = sum(atOnce.map((one) => Math.sign(signed(one)) * left(one)))
    const closing = held === 0 ? 0 : Math.min(Math.abs(held), Math.max(0, -Math.sign(held) * net))
    const rest = held - Math.sign(held) * closing
    const [buys, sells] = [this.#works(symbol, strategy, 'buy'), this.#works(symbol, strategy, 'sell')]
    const most = Math.max(
      Math.abs(rest + buys - (held < 0 ? closing : 0)),
      Math.abs(rest - sells + (held > 0 ? closing : 0)),
    )
    return most * this.#last(symbol).price
  }

  #sent(now: number, symbol: string | undefined, strategy: string | undefined): number {
    return [...this.#sentAt].filter(([number, at]) => {
      const order = this.#orders.get(number)!
      const isTheirs = strategy === undefined || order.strategy === strategy
      return at > now - 60_000 && isTheirs && (symbol === undefined || order.symbol === symbol)
    }).length
  }

  /** Of the account, or of a strategy that has capital of its own. */
  #equity(strategy: string | undefined): number {
    const { capital, ownCapital, symbols } = this.#world
    const theirs = this.#fills.filter((fill) => strategy === undefined || fill.strategy === strategy)
    const paid = sum(theirs.map((fill) => signed(fill) * fill.price + fill.commission.toNumber()))
    const worth = sum(symbols.map((symbol) => this.#held(symbol, strategy) * this.#last(symbol).price))
    return (strategy === undefined ? capital : ownCapital[strategy]!) - paid + worth
  }

  #last(symbol: string): { readonly price: number; readonly time: number } {
    return this.#world.last(symbol, this.#marked)
  }

  #pool(total: number): number {
    const own = Object.entries(this.#world.ownCapital).filter(([, capital]) => capital !== undefined)
    return total - sum(own.map(([strategy]) => this.#equity(strategy)))
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}

const targetsOf = ({ strategy, symbol }: Order): readonly string[] => [
  'account the account',
  `book ${strategy}`,
  `symbol ${symbol}`,
]

/** Whether the account, an order's strategy or its symbol is HALTED. */
function isHalted(order: Order, states: readonly StateChange[]): boolean {
  const present = new Map(states.map(({ scope, of, to }) => [`${scope} ${of}`, to]))
  return targetsOf(order).some((target) => present.get(target) === 'HALTED')
}

/** Since when any of them may not open positions; Infinity where all may. */
function heldBackSince(order: Order, states: readonly StateChange[]): number {
  const since = new Map<string, number>()
  for (const { scope, of, to, time } of states) {
    const target = `${scope} ${of}`
    if (to === 'ACTIVE') since.delete(target)
    else since.set(target, Math.min(since.get(target) ?? time, time))
  }
  return Math.min(Number.POSITIVE_INFINITY, ...targetsOf(order).flatMap((target) => since.get(target) ?? []))
}
