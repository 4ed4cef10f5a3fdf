import type { Instrument } from '../domain/instrument.js'
import type { Spec } from '../domain/spec.js'
import { checkNames, checkObject, fromZero, invalidCost } from './options.js'
import { perInstrument } from './per-instrument.js'

/** A position that a margin model is asked about, as it is or would be. */
export interface MarginedPosition {
  readonly instrument: Instrument
  /** Signed. */
  readonly quantity: number
  /** The mark, in the instrument's currency. */
  readonly price: number
  /** |quantity| x price x multiplier in base currency. */
  readonly value: number
  /** Base currency per unit of the instrument's currency. */
  readonly fx: number
}

/** What an account must keep free for a position. */
export interface MarginModel {
  /** What the run's hash and its report say of it. */
  readonly spec: Spec
  /** Base currency: what equity must cover before a position may be opened or grow to this. */
  initial(position: MarginedPosition): number
  /** Base currency: what equity must not fall below while it is held. Never more than `initial` of the same position. */
  maintenance(position: MarginedPosition): number
}

export interface LeverageMarginOptions {
  /** Value per equity: 30 lets an equity of 1,000 open 30,000. */
  readonly leverage: number
  /** A fraction of the value, at most 1 / leverage; default 0, with which a position is never called. */
  readonly maintenance?: number
}

/** Initial margin is value / leverage, maintenance a fraction of the value: the same for all instruments. Throws COST_INVALID. */
export function leverageMargin(options: LeverageMarginOptions): MarginModel {
  checkNames('leverageMargin', options, ['leverage', 'maintenance'])
  const { leverage, maintenance = 0 } = options
  if (!(Number.isFinite(leverage) && leverage > 0)) {
    throw invalidCost('leverageMargin', 'leverage', leverage, 'a positive number')
  }
  fromZero('leverageMargin', 'maintenance', maintenance)
  if (maintenance > 1 / leverage) {
    throw invalidCost('leverageMargin', 'maintenance', maintenance, `at most 1 / leverage, ${String(1 / leverage)}`)
  }
  return {
    spec: { leverageMargin: leverage, maintenance },
    initial: ({ value }) => value / leverage,
    // A quotient and a product that mean the same may differ in their last bit.
    maintenance: ({ value }) => Math.min(value * maintenance, value / leverage),
  }
}

/** Fractions of a position's value. */
export interface RegTOptions {
  /** Default 0.5. */
  readonly initialLong?: number
  /** Default 0.25. */
  readonly maintenanceLong?: number
  /** What a short needs beyond the proceeds of its sale; default 0.5. */
  readonly initialShort?: number
  /** Default 0.3. */
  readonly maintenanceShort?: number
  /** Of shares below 5 dollars; default 1. */
  readonly maintenanceShortBelow5?: number
}

const REG_T: Required<RegTOptions> = {
  initialLong: 0.5,
  maintenanceLong: 0.25,
  initialShort: 0.5,
  maintenanceShort: 0.3,
  maintenanceShortBelow5: 1,
}

/**
 * US margin for stocks. Initial: 50 % of a long's value, and 50 % of a short's beyond the proceeds of its sale (Regulation T, 12 CFR 220.12 (a) and
 * (c)(1), which counts the proceeds in and says 150 %), but never less than the maintenance (FINRA Rule 4210 (b)). Maintenance: 25 % of a long's value;
 * of a short's 30 % or 5 dollars a share, whichever is more, and of shares below 5 dollars 100 % or 2.50 dollars a share (FINRA Rule 4210 (c)(1) to (3)).
 *
 * The amounts in dollars are for equities priced in USD; whatever else is asked about has the fractions alone. The rules know neither futures nor
 * currencies: name those in `marginPerInstrument`. Throws COST_INVALID.
 */
export function regT(options: RegTOptions = {}): MarginModel {
  checkNames('regT', options, Object.keys(REG_T))
  const fractions = { ...REG_T, ...options }
  for (const [name, fraction] of Object.entries(fractions)) fromZero('regT', name, fraction)
  const { initialLong, initialShort, maintenanceLong, maintenanceShort, maintenanceShortBelow5 } = fractions
  const maintenance = ({ instrument, quantity, price, value, fx }: MarginedPosition): number => {
    if (quantity >= 0) return value * maintenanceLong
    if (instrument.assetClass !== 'equity' || instrument.currency !== 'USD') return value * maintenanceShort
    const dollarPerShare = -quantity * instrument.scale.multiplier * fx
    return price < 5
      ? Math.max(value * maintenanceShortBelow5, dollarPerShare * 2.5)
      : Math.max(value * maintenanceShort, dollarPerShare * 5)
  }
  return {
    spec: { regT: fractions },
    initial(position) {
      const { quantity, value } = position
      return Math.max(value * (quantity >= 0 ? initialLong : initialShort), maintenance(position))
    },
    maintenance,
  }
}

/** Amounts per unit of quantity, such as a contract, in the instrument's currency. */
export interface MarginAmounts {
  readonly initial: number
  /** At most `initial`. */
  readonly maintenance: number
}

/** Fractions of the value. */
export interface MarginRates {
  /** Initial: 1 / 30 is a leverage of 30. */
  readonly rate: number
  /** At most `rate`; default 0, with which a position is never called. */
  readonly maintenanceRate?: number
}

/**
 * Margin by symbol, as exchanges set it for futures and brokers for currencies; `otherwise` is for what isn't named. Throws COST_INVALID, when first asked
 * about an instrument that is not named, where there is no `otherwise`, too.
 */
export function marginPerInstrument(
  margins: Readonly<Record<string, MarginAmounts | MarginRates>>,
  options: { readonly otherwise?: MarginModel } = {},
): MarginModel {
  checkObject('marginPerInstrument', 'margins', margins, 'an object of margins by symbol')
  checkNames('marginPerInstrument', options, ['otherwise'])
  const { otherwise } = options
  if (otherwise !== undefined) checkModel(otherwise)
  const models = new Map(Object.entries(margins).map(([symbol, margin]) => [symbol, marginOf(symbol, margin)]))
  const symbols = [...models.keys()].sort()
  if (symbols.length === 0) {
    throw invalidCost('marginPerInstrument', 'margins', 'empty', 'the margin of one symbol at least')
  }
  const modelOf = perInstrument(({ symbol }) => {
    const model = models.get(symbol) ?? otherwise
    if (model) return model
    throw invalidCost('marginPerInstrument', 'symbol', symbol, `one of ${symbols.join(', ')}`)
  })
  return {
    spec: {
      marginPerInstrument: Object.fromEntries(symbols.map((symbol) => [symbol, models.get(symbol)!.spec])),
      ...(otherwise && { otherwise: otherwise.spec }),
    },
    initial: (position) => modelOf(position.instrument).initial(position),
    maintenance: (position) => modelOf(position.instrument).maintenance(position),
  }
}

function marginOf(symbol: string, margin: MarginAmounts | MarginRates): MarginModel {
  const model = `marginPerInstrument: ${symbol}`
  checkObject(model, 'margin', margin, 'an object with initial and maintenance, or with rate')
  return isRates(margin) ? byRates(model, margin) : byAmounts(model, margin)
}

function isRates(margin: MarginAmounts | MarginRates): margin is MarginRates {
  return 'rate' in margin || 'maintenanceRate' in margin
}

function byAmounts(model: string, amounts: MarginAmounts): MarginModel {
  checkNames(model, amounts, ['initial', 'maintenance'])
  const initial = fromZero(model, 'initial', amounts.initial)
  const maintenance = fromZero(model, 'maintenance', amounts.maintenance)
  if (maintenance > initial) throw invalidCost(model, 'maintenance', maintenance, `at most initial, ${String(initial)}`)
  return {
    spec: { initial, maintenance },
    initial: ({ quantity, fx }) => Math.abs(quantity) * fx * initial,
    maintenance: ({ quantity, fx }) => Math.abs(quantity) * fx * maintenance,
  }
}

function byRates(model: string, rates: MarginRates): MarginModel {
  checkNames(model, rates, ['rate', 'maintenanceRate'])
  const { rate, maintenanceRate = 0 } = rates
  fromZero(model, 'rate', rate)
  fromZero(model, 'maintenanceRate', maintenanceRate)
  if (maintenanceRate > rate) {
    throw invalidCost(model, 'maintenanceRate', maintenanceRate, `at most rate, ${String(rate)}`)
  }
  return {
    spec: { rate, maintenanceRate },
    initial: ({ value }) => value * rate,
    maintenance: ({ value }) => value * maintenanceRate,
  }
}

function checkModel(model: MarginModel): void {
  checkObject('marginPerInstrument', 'otherwise', model, 'a margin model')
  if (typeof model.initial !== 'function' || typeof model.maintenance !== 'function') {
    throw invalidCost('marginPerInstrument', 'otherwise', model, 'a margin model')
  }
}
