import { Decimal } from '../domain/decimal.js'
import { invariant } from '../domain/errors.js'
import { ORDER_TYPES, type OrderLink, type OrderRequest, type OrderType, type TimeInForce } from '../domain/order.js'

/** What an order's text does not say. */
export interface TestOrderOptions {
  readonly symbol?: string
  readonly strategy?: string
  /** Unless the text ends in one, such as ' x5'; default 10. */
  readonly quantity?: number
  readonly timeInForce?: TimeInForce
  readonly expireAt?: number
  readonly reduceOnly?: boolean
  readonly trailBy?: 'extreme' | 'close'
  readonly activationPrice?: number
  /** The trailing distance is a fraction of the extreme. */
  readonly fraction?: boolean
  readonly link?: OrderLink
  /** When the command reaches the venue; default the last phase's time. */
  readonly at?: number
}

/** What the text's numbers are, by type. */
const NUMBERS: Readonly<Record<OrderType, readonly ('stop' | 'touch' | 'limit' | 'trail' | 'limitOffset')[]>> = {
  market: [],
  limit: ['limit'],
  stop: ['stop'],
  stopLimit: ['stop', 'limit'],
  trailingStop: ['trail'],
  trailingStopLimit: ['trail', 'limitOffset'],
  marketOnOpen: [],
  marketOnClose: [],
  limitOnOpen: ['limit'],
  limitOnClose: ['limit'],
  marketIfTouched: ['touch'],
  limitIfTouched: ['touch', 'limit'],
}

/** Makes an order of a text such as 'sell stopLimit 98 97', 'buy market x5' or 'sell trailingStopLimit 5 1'. */
export function orderOf(
  text: string,
  options: TestOrderOptions,
  place: { number: number; symbols: readonly string[]; unitsPerOne: number },
): OrderRequest {
  const words = text.split(' ')
  const ending = /^x([\d.]+)$/.exec(words.at(-1)!)
  if (ending) words.pop()
  const [side, typeText, ...numbers] = words
  const type = ORDER_TYPES.find((known) => known === typeText)
  invariant((side === 'buy' || side === 'sell') && type !== undefined, `${text} has no side or no type`)
  invariant(numbers.length === NUMBERS[type].length, `${text} expected numbers: ${NUMBERS[type].join()}`)
  const named = Object.fromEntries(NUMBERS[type].map((name, turn) => [name, new Decimal(numbers[turn]!)]))
  const symbol = options.symbol ?? place.symbols[0]!
  const quantity = ending ? Number(ending[1]) : (options.quantity ?? 10)
  const { stop, touch, limit, trail, limitOffset } = named
  const waitsFor = stop ?? touch
  return {
    number: place.number,
    clientOrderId: `test-${String(place.number)}`,
    strategy: options.strategy ?? 'test',
    symbol,
    side,
    type,
    timeInForce: options.timeInForce ?? 'GTC',
    quantity: new Decimal(quantity),
    limitPrice: limit,
    stopPrice: stop,
    touchPrice: touch,
    trail: trail && {
      distance: trail.toNumber(),
      isFraction: options.fraction ?? false,
      activationPrice: options.activationPrice ?? Number.NaN,
      by: options.trailBy ?? 'extreme',
      limitOffset: limitOffset?.toNumber() ?? Number.NaN,
    },
    expireAt: options.expireAt,
    reduceOnly: options.reduceOnly ?? false,
    link: options.link,
    level: (waitsFor ?? limit)?.toNumber() ?? Number.NaN,
    limitLevel: (waitsFor && limit)?.toNumber() ?? Number.NaN,
    instrument: place.symbols.indexOf(symbol),
    quantityUnits: Math.round(quantity * place.unitsPerOne),
  }
}
