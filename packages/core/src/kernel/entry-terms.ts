import type { DecimalInput } from '../domain/decimal.js'
import type { Instrument } from '../domain/instrument.js'
import type { OrderTermCodes } from '../execution/order-manager.js'
import type {
  AlternativeOrder,
  EntryOptions,
  ExitOptions,
  ProtectOptions,
  TriggeredOrder,
} from '../strategy/order-options.js'
import { parseExits, type Exits } from './exit-terms.js'
import type { EntryPlan, TriggeredPlan } from './linked-orders.js'
import { invalid, parseQuantity } from './order-numbers.js'
import { checkOption, OPTIONS, parseSide, parseTerms } from './order-terms.js'

const ENTRY: readonly string[] = [...OPTIONS, 'stopLoss', 'takeProfit', 'triggers']
const ALTERNATIVE: readonly string[] = [...OPTIONS, 'symbol', 'side', 'stopLoss', 'takeProfit']
const TRIGGERED: readonly string[] = [...OPTIONS, 'side']
const PROTECT: readonly string[] = ['quantity', 'stopLoss', 'takeProfit']

/** The order's own terms of an entry's options. Throws ORDER_INVALID. */
export function parseEntryTerms(symbol: string, options: EntryOptions): OrderTermCodes {
  return parseTerms(symbol, options, ENTRY)
}

/** An entry with exits or triggered orders, whose own terms have been read. Throws ORDER_INVALID. */
export function parseEntry(
  instrument: Instrument,
  direction: number,
  options: EntryOptions,
  terms: OrderTermCodes,
): EntryPlan {
  const { triggers = [] } = options
  const came: unknown = triggers
  if (!Array.isArray(came)) throw invalid(instrument.symbol, 'triggers', came, 'a list of orders')
  const plan = parsePlan(instrument, { direction, quantity: options.quantity, terms, exits: options, path: '' })
  return {
    ...plan,
    triggered: triggers.map((order, i) => parseTriggered(instrument, order, `triggers[${String(i)}].`)),
  }
}

/** Alternatives, which must be of one symbol. Throws ORDER_INVALID. */
export function parseAlternatives(instrument: Instrument, orders: readonly AlternativeOrder[]): readonly EntryPlan[] {
  return orders.map((order, i) => {
    const path = `oco[${String(i)}].`
    const terms = parseTerms(instrument.symbol, order, ALTERNATIVE, path)
    const direction = parseSide(instrument.symbol, order.side, path)
    return parsePlan(instrument, { direction, quantity: order.quantity, terms, exits: order, path })
  })
}

/** Exits for what is held, and for how much of it; undefined for all. Throws ORDER_INVALID. */
export function parseProtection(
  instrument: Instrument,
  options: ProtectOptions,
): { readonly exits: Exits; readonly units: number | undefined } {
  const { symbol } = instrument
  const came: unknown = options
  if (typeof came !== 'object' || came === null)
    throw invalid(symbol, 'options', came, 'an object, such as { stopLoss: 95 }')
  for (const option in options) checkOption(PROTECT, option, symbol, '')
  const units = options.quantity === undefined ? undefined : parseQuantity(instrument, options.quantity)
  const exits = parseExits(instrument, options, { reason: '', tags: [] })
  if (exits === undefined) throw invalid(symbol, 'the number of exits', 0, 'a stopLoss or a takeProfit')
  checkTargets(instrument, exits, units, '')
  return { exits, units }
}

/** What parts an entry is made of. */
interface PlanParts {
  readonly direction: number
  readonly quantity: DecimalInput | undefined
  readonly terms: OrderTermCodes
  readonly exits: ExitOptions
  readonly path: string
}

function parsePlan(instrument: Instrument, { direction, quantity, terms, exits, path }: PlanParts): EntryPlan {
  const units = quantity === undefined ? undefined : parseQuantity(instrument, quantity, path)
  const parsed = parseExits(instrument, exits, terms, path)
  if (parsed && terms.particulars?.reduceOnly === true)
    throw invalid(
      instrument.symbol,
      `${path}reduceOnly`,
      true,
      'none of it beside exits, which protect what an order opens',
    )
  if (parsed) checkTargets(instrument, parsed, units, path)
  return { direction, units, terms, exits: parsed, triggered: [] }
}

/** Targets can not be for more than there is. */
function checkTargets(instrument: Instrument, { takeProfits }: Exits, units: number | undefined, path: string): void {
  if (units === undefined) return
  const { unitsPerOne } = instrument.scale
  const named = takeProfits.reduce((sum, target) => sum + (Number.isNaN(target.units) ? 0 : target.units), 0)
  if (named <= units) return
  const most = `at most ${String(units / unitsPerOne)}, which they are to close`
  throw invalid(instrument.symbol, `the sum of the quantities of ${path}takeProfit`, named / unitsPerOne, most)
}

function parseTriggered(instrument: Instrument, order: TriggeredOrder, path: string): TriggeredPlan {
  const terms = parseTerms(instrument.symbol, order, TRIGGERED, path)
  return {
    direction: parseSide(instrument.symbol, order.side, path),
    units: order.quantity === undefined ? undefined : parseQuantity(instrument, order.quantity, path),
    terms,
  }
}
