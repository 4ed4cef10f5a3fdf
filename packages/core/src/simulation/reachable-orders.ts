import type { OrderLink, Side } from '../domain/order.js'
import { applyFill } from './reachable-links.js'
import type { GridOrder, Phase, Working, World } from './reachable-world.js'

/** The orders before the bar. */
export function start(orders: readonly GridOrder[], volume: number, position: number): World {
  const pools = new Map<number, number>()
  for (const { link, quantity = 1 } of orders) {
    if (!isExit(link)) continue
    const protects = link.parent === undefined ? quantity : 0
    pools.set(link.group, Math.max(pools.get(link.group) ?? 0, protects))
  }
  const working = orders.map((order): Working => {
    const isHeld = order.link?.parent !== undefined
    return {
      phase: isHeld ? 'held' : firstPhase(order),
      limit: order.type === 'limit' ? order.level! : Number.NaN,
      extreme: order.trail?.extreme ?? Number.NaN,
      left: order.quantity ?? 1,
      touched: false,
      isNew: false,
      wasTriggered: false,
      fills: [],
    }
  })
  return { orders: working, volume, position, pools }
}

/** What is marketable at the open is resolved there, in turn: closing orders first, then the nearer level, then the one submitted first. */
export function atOpen(orders: readonly GridOrder[], before: World, open: number): World {
  const world = copied(before)
  world.orders.forEach((me, turn) => {
    if (me.phase !== 'held') beginTrailing(orders[turn]!, me, open)
  })
  const judged = new Set<number>()
  const rank = (turn: number): readonly number[] => {
    const { link, side } = orders[turn]!
    const me = world.orders[turn]!
    // What closes is told before the open; of orders that come to life there only exits do.
    const reduces = before.position * directionOf(side) < 0 && me.left <= Math.abs(before.position)
    const isClosing = isExit(link) || (reduces && before.orders[turn]!.phase !== 'held')
    return [isClosing ? 0 : 1, distanceOf(orders[turn]!, me, open), turn]
  }
  for (;;) {
    const marketable = world.orders.flatMap((me, turn) =>
      !judged.has(turn) && !protectsNothing(orders[turn]!, world) && isMarketable(orders[turn]!, me, open)
        ? [turn]
        : [],
    )
    const [turn] = marketable.sort((a, b) => compared(rank(a), rank(b)))
    if (turn === undefined) break
    judged.add(turn)
    const me = world.orders[turn]!
    if (me.phase === 'armed') trigger(orders[turn]!, me)
    if (isMarketable(orders[turn]!, me, open))
      applyFill(orders, world, { turn, price: open, onWake: wakeAt(orders, open) })
  }
  world.orders.forEach((me, turn) => {
    me.isNew = false
    if (me.phase === 'armed') follow(orders[turn]!, me, open)
  })
  return world
}

/** What a price does to the orders when a path comes to it, each in turn; more than one world where a limit may or may not fill, none where no path can be. */
export function meet(
  orders: readonly GridOrder[],
  before: World,
  price: number,
  touch: 'either' | 'fill' | number,
): World[] {
  if (before.orders.every((me, turn) => isLeftAlone(orders[turn]!, me, price))) return [before]
  let worlds = [copied(before)]
  orders.forEach((order, turn) => {
    worlds = worlds.flatMap((world) => meetOne(orders, order, world, turn, price, touch))
  })
  return worlds
}

/** What is left for the next bar: with its volume, and trailing stops by closes moved by this one. */
export function atClose(orders: readonly GridOrder[], before: World, close: number, volume: number): World {
  const world = { ...copied(before), volume }
  world.orders.forEach((me, turn) => {
    const { side, trail } = orders[turn]!
    me.touched = false
    if (trail?.by !== 'close') return
    if (me.phase === 'asleep' && hasActivated(orders[turn]!, close)) {
      me.phase = 'armed'
      me.extreme = close
    } else if (me.phase === 'armed')
      me.extreme = side === 'sell' ? Math.max(me.extreme, close) : Math.min(me.extreme, close)
  })
  return world
}

function meetOne(
  orders: readonly GridOrder[],
  order: GridOrder,
  world: World,
  turn: number,
  price: number,
  touch: 'either' | 'fill' | number,
): World[] {
  const me = world.orders[turn]!
  let livesFromHere = me.isNew
  me.isNew = false
  if (me.phase === 'asleep' && order.trail?.by !== 'close') beginTrailing(order, me, price)
  if (me.phase === 'armed') {
    follow(order, me, price)
    if (protectsNothing(order, world) || !hasReached(order, me, price)) return [world]
    trigger(order, me)
    livesFromHere = true
  }
  if (protectsNothing(order, world) || !isMarketable(order, me, price)) return [world]
  const fillAt = (at: number): World => {
    const filled = copied(world)
    applyFill(orders, filled, { turn, price: at, onWake: wakeAt(orders, price) })
    return filled
  }
  if (me.phase === 'market' || livesFromHere) return [fillAt(price)]
  const through = Math.abs(price - me.limit)
  if (typeof touch === 'number') return [through >= touch ? fillAt(me.limit) : world]
  // It was only touched before and not served: then the price cannot have gone beyond it.
  if (me.touched && through > 0) return []
  const filled = fillAt(price)
  if (touch === 'fill' || through > 0 || filled.orders[turn]!.fills.length === me.fills.length) return [filled]
  me.touched = true
  return [filled, world]
}

/** Whether a price does nothing to an order: it has ended, is held, or waits for another price. */
function isLeftAlone(order: GridOrder, me: Working, price: number): boolean {
  if (me.phase === 'held' || me.phase === 'filled' || me.phase === 'canceled') return true
  return !me.isNew && !order.trail && !isMarketable(order, me, price)
}

/** A child goes live at a price. */
function wakeAt(orders: readonly GridOrder[], price: number): (me: Working, turn: number) => void {
  return (me, turn) => {
    me.phase = firstPhase(orders[turn]!)
    me.isNew = true
    beginTrailing(orders[turn]!, me, price)
  }
}

function firstPhase({ type, trail }: GridOrder): Phase {
  if (type === 'market' || type === 'limit') return type
  return trail?.activation === undefined || trail.extreme !== undefined ? 'armed' : 'asleep'
}

/** A trailing order follows the price from the first one at which it is live. */
function beginTrailing(order: GridOrder, me: Working, price: number): void {
  const { trail } = order
  if (!trail) return
  if (me.phase === 'asleep') {
    if (trail.by === 'close' || !hasActivated(order, price)) return
    me.phase = 'armed'
  }
  if (Number.isNaN(me.extreme)) me.extreme = price
}

function hasActivated(order: GridOrder, price: number): boolean {
  return fallenBy(!fallsToTrigger(order), order.trail!.activation!, price) >= 0
}

function follow({ side, trail }: GridOrder, me: Working, price: number): void {
  if (!trail || trail.by === 'close') return
  me.extreme = side === 'sell' ? Math.max(me.extreme, price) : Math.min(me.extreme, price)
}

/** It becomes the market or limit order behind its trigger. */
function trigger(order: GridOrder, me: Working): void {
  const { type, limit, trail } = order
  me.wasTriggered = true
  me.phase = type === 'stop' || type === 'marketIfTouched' || type === 'trailingStop' ? 'market' : 'limit'
  if (me.phase !== 'limit') return
  me.limit = trail ? levelOf(order, me) + directionOf(order.side) * trail.limitOffset! : limit!
}

function isMarketable(order: GridOrder, me: Working, price: number): boolean {
  if (me.phase === 'armed') return hasReached(order, me, price)
  if (me.phase === 'limit') return fallenBy(order.side === 'buy', me.limit, price) >= 0
  return me.phase === 'market'
}

function hasReached(order: GridOrder, me: Working, price: number): boolean {
  return fallenBy(fallsToTrigger(order), levelOf(order, me), price) >= 0
}

/** The price that it waits for. */
function levelOf({ side, level, trail }: GridOrder, me: Working): number {
  return trail ? me.extreme + directionOf(side) * trail.distance : level!
}

/** An exit of a parent that may fill more, while all that it filled has been closed again: it follows the price, and does nothing else. */
function protectsNothing({ link }: GridOrder, { pools }: World): boolean {
  return isExit(link) && pools.get(link.group) === 0
}

/** How far what it waits for lies from the open; nothing for a market order. */
function distanceOf(order: GridOrder, me: Working, open: number): number {
  if (me.phase === 'market') return 0
  return Math.abs((me.phase === 'limit' ? me.limit : levelOf(order, me)) - open)
}

/** Whether the price falls to its trigger: a sell stop, and a buy that waits to be touched. */
function fallsToTrigger({ side, type }: GridOrder): boolean {
  return (type === 'marketIfTouched' || type === 'limitIfTouched') === (side === 'buy')
}

/** Steps by which the price has fallen (or else risen) beyond a level; 0 at it, negative in front of it. */
function fallenBy(falls: boolean, level: number, price: number): number {
  return falls ? level - price : price - level
}

const isExit = (link: OrderLink | undefined): link is OrderLink =>
  link?.role === 'stopLoss' || link?.role === 'takeProfit'
const directionOf = (side: Side): number => (side === 'buy' ? 1 : -1)

function compared(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((value, i) => value !== b[i])
  return place < 0 ? 0 : a[place]! - b[place]!
}

function copied(world: World): World {
  const { volume, position } = world
  return { orders: world.orders.map((me) => ({ ...me })), volume, position, pools: new Map(world.pools) }
}
