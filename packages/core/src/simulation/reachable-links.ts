import type { OrderLink } from '../domain/order.js'
import type { GridOrder, Working, World } from './reachable-world.js'

/** Fills what can be filled of an order, and what follows for the orders that are linked to it. */
export function applyFill(
  orders: readonly GridOrder[],
  world: World,
  fill: { turn: number; price: number; onWake: (me: Working, turn: number) => void },
): void {
  const { turn, price, onWake } = fill
  const { link, side, reduceOnly } = orders[turn]!
  const me = world.orders[turn]!
  const direction = side === 'buy' ? 1 : -1
  const against = Math.max(0, -direction * world.position)
  if (reduceOnly && against === 0) {
    cancel(orders, world, turn)
    return
  }
  const protects = isExit(link) ? world.pools.get(link.group)! : Number.POSITIVE_INFINITY
  const quantity = Math.min(me.left, world.volume, protects, reduceOnly || isExit(link) ? against : me.left)
  if (quantity === 0) return
  me.left -= quantity
  me.fills = [...me.fills, { price, quantity }]
  if (me.left === 0) me.phase = 'filled'
  world.volume -= quantity
  world.position += direction * quantity
  if (isExit(link)) takeFromPool(orders, world, link.group, quantity)
  if (link?.role === 'alternative') takeFromAlternatives(orders, world, turn, quantity)
  wakeChildren(orders, world, turn, quantity, onWake)
  shrinkPools(orders, world)
}

/** Exits are live as soon as their parent has filled anything, triggered orders once it has filled completely. */
function wakeChildren(
  orders: readonly GridOrder[],
  world: World,
  parent: number,
  quantity: number,
  onWake: (me: Working, turn: number) => void,
): void {
  const isFilled = world.orders[parent]!.phase === 'filled'
  const groups = new Set<number>()
  orders.forEach(({ link }, turn) => {
    if (link?.parent !== parent) return
    if (isExit(link)) groups.add(link.group)
    const me = world.orders[turn]!
    if (me.phase === 'held' && (isExit(link) || isFilled)) onWake(me, turn)
  })
  for (const group of groups) world.pools.set(group, world.pools.get(group)! + quantity)
}

/** With nothing left to protect, and nothing more to come, the other exits end. */
function takeFromPool(orders: readonly GridOrder[], world: World, group: number, quantity: number): void {
  const left = world.pools.get(group)! - quantity
  world.pools.set(group, left)
  if (left > 0) return
  orders.forEach(({ link }, turn) => {
    if (!isExit(link) || link.group !== group) return
    if (link.parent === undefined || hasEnded(world.orders[link.parent]!)) cancel(orders, world, turn)
  })
}

function takeFromAlternatives(orders: readonly GridOrder[], world: World, by: number, quantity: number): void {
  const { group } = orders[by]!.link!
  orders.forEach(({ link }, turn) => {
    if (turn === by || link?.role !== 'alternative' || link.group !== group) return
    const other = world.orders[turn]!
    other.left -= quantity
    if (other.left <= 0 || world.orders[by]!.phase === 'filled') cancel(orders, world, turn)
  })
}

/** Exits protect no more than is held: what other orders have reduced is taken from the oldest group first. */
function shrinkPools(orders: readonly GridOrder[], world: World): void {
  const groups = [...world.pools.keys()].sort((a, b) => a - b)
  let excess = groups.reduce((sum, group) => sum + world.pools.get(group)!, 0) - Math.abs(world.position)
  for (const group of groups) {
    const taken = Math.min(Math.max(excess, 0), world.pools.get(group)!)
    excess -= taken
    if (taken > 0) takeFromPool(orders, world, group, taken)
  }
}

function cancel(orders: readonly GridOrder[], world: World, turn: number): void {
  const me = world.orders[turn]!
  if (hasEnded(me)) return
  me.phase = 'canceled'
  orders.forEach(({ link }, child) => {
    if (link?.parent !== turn) return
    const protects = isExit(link) ? world.pools.get(link.group)! : 0
    if (protects === 0) cancel(orders, world, child)
  })
}

const hasEnded = ({ phase }: Working): boolean => phase === 'filled' || phase === 'canceled'
const isExit = (link: OrderLink | undefined): link is OrderLink =>
  link?.role === 'stopLoss' || link?.role === 'takeProfit'
