import { z } from 'zod'
import type { DailyCutOptions } from '../calendar/daily-cut.js'
import type { FinancingModel } from '../costs/financing.js'
import type { MarginModel } from '../costs/margin.js'
import {
  CROSSINGS,
  MARGIN_CALL_POLICIES,
  SETTLEMENTS,
  SHORTFALLS,
  type CrossingPolicy,
  type MarginCallPolicy,
  type Settlement,
  type Shortfall,
} from '../domain/account-policies.js'
import { Decimal, type DecimalInput } from '../domain/decimal.js'
import { CURRENCY } from '../domain/instrument.js'
import { LOT_MATCHINGS, type LotMatching } from '../domain/round-trip.js'
import type { SplitRatio } from '../domain/split.js'

export interface AccountConfig {
  /** Cash at the start; default 100,000. */
  readonly capital?: DecimalInput
  /** Base currency; default 'USD'. */
  readonly currency?: string
  /** 'cash': nothing is bought on credit and nothing sold short. Default 'margin': limited by `leverage`, and by `margin` if there is one. */
  readonly type?: 'margin' | 'cash'
  /** Positions may be worth so many times the equity; default 1, and none where there is a margin model. Not for cash accounts. */
  readonly leverage?: number
  /** Default true; cash accounts never do. */
  readonly allowShort?: boolean
  /** What positions need to be opened and held; default: nothing but the leverage. Judged on the account's net. */
  readonly margin?: MarginModel
  /** What happens where equity falls below the maintenance margin; default 'deny'. */
  readonly marginCall?: MarginCallPolicy
  /** Of a cash account: the fraction of its buying power that an order leaves, for gaps and costs; default 0.0025. */
  readonly cashBuffer?: number
  /** Of a cash account: what the venue does with an order that the cash does not pay for when it fills; default 'reject'. */
  readonly insufficientFunds?: Shortfall
  /** What happens to cash in another currency than the account's: it is held, or converted at once at the last rate. Default 'hold'. */
  readonly settlement?: Settlement
  /** What happens where two books would trade against each other; default 'allow'. */
  readonly crossing?: CrossingPolicy
  /** How exits are matched to entries; default 'fifo'. */
  readonly lots?: LotMatching
  /** What time costs: interest, borrow fees, nights in FX and CFDs; default nothing. */
  readonly financing?: FinancingModel
  /** When that is booked, and the variation of futures paid; default 17:00 America/New_York. */
  readonly dailyCut?: DailyCutOptions
}

/** What a strategy may use of the account: an amount, or a fraction of the account's capital at the start. */
export type StrategyCapital = { readonly amount: DecimalInput } | { readonly targetWeight: number }

const positiveAmount = z.custom<DecimalInput>((value) => isAmount(value, (amount) => amount.gt(0)), {
  error: 'expected a positive amount',
})
const currency = z.string().regex(CURRENCY, { error: 'expected a code in capitals, such as USD' })

/** A model: without a `spec` the run's hash could not tell it from another. */
function model(...methods: readonly string[]): z.ZodType {
  return z.custom((value) => methods.every((method) => hasMethod(value, method)) && hasSpec(value), {
    error: `expected an object with ${methods.map((method) => `${method}()`).join(', ')} and a spec`,
  })
}

export const accountSchema = z
  .strictObject({
    capital: positiveAmount.optional(),
    currency: currency.optional(),
    type: z.enum(['margin', 'cash']).optional(),
    leverage: z.number().positive().optional(),
    allowShort: z.boolean().optional(),
    margin: model('initial', 'maintenance').optional(),
    marginCall: z.enum(MARGIN_CALL_POLICIES).optional(),
    cashBuffer: z.number().min(0).lt(1).optional(),
    insufficientFunds: z.enum(SHORTFALLS).optional(),
    settlement: z.enum(SETTLEMENTS).optional(),
    crossing: z.enum(CROSSINGS).optional(),
    lots: z.enum(LOT_MATCHINGS).optional(),
    financing: model('interest', 'borrowFee', 'swap').optional(),
    dailyCut: z.strictObject({ zone: z.string().optional(), time: z.string().optional() }).optional(),
  })
  .superRefine((account, context) => {
    const refuse = (field: keyof AccountConfig, message: string): void => {
      context.addIssue({ code: 'custom', path: [field], message })
    }
    if (account.type === 'cash') {
      for (const field of ['leverage', 'margin', 'marginCall'] as const)
        if (account[field] !== undefined) refuse(field, 'expected none, as a cash account borrows nothing')
      if (account.allowShort === true) refuse('allowShort', 'expected false, as a cash account can sell nothing short')
    } else {
      for (const field of ['cashBuffer', 'insufficientFunds'] as const)
        if (account[field] !== undefined) refuse(field, "expected none, as the account's type is not 'cash'")
    }
    if (account.marginCall !== undefined && account.margin === undefined)
      refuse('marginCall', 'expected none, as the account has no margin model')
  })

export const capitalSchema = z.union(
  [z.strictObject({ amount: positiveAmount }), z.strictObject({ targetWeight: z.number().positive().max(1) })],
  { error: 'expected { amount } with a positive amount, or { targetWeight } above 0 and up to 1' },
)

const at = z.union([z.number(), z.string()], { error: 'expected epoch milliseconds or an ISO 8601 date or time' })
const cash = { at, amount: positiveAmount, currency: currency.optional() }
const whom = { strategy: z.string().optional(), symbol: z.string().optional() }
const corporate = { at, symbol: z.string(), source: z.string().min(1) }
const price = z.custom<DecimalInput>((value) => isAmount(value, (amount) => amount.gte(0)), {
  error: 'expected a price, 0 or more',
})
const ratio = z.custom<number | string>((value) => parseRatio(value) !== undefined, {
  error: "expected a positive number, or two such as '3:2'",
})

/** Events from outside; what they name is looked up when the run is composed. */
export const eventsSchema = z.array(
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('deposit'), ...cash, strategy: z.string().optional() }),
    z.strictObject({ kind: z.literal('withdrawal'), ...cash, strategy: z.string().optional() }),
    z.strictObject({ kind: z.literal('transfer'), ...cash, from: z.string().optional(), to: z.string().optional() }),
    z.strictObject({ kind: z.literal('start'), at, strategy: z.string() }),
    z.strictObject({ kind: z.literal('pause'), at, strategy: z.string() }),
    z.strictObject({ kind: z.literal('stop'), at, strategy: z.string(), flatten: z.boolean().optional() }),
    z.strictObject({ kind: z.literal('params'), at, strategy: z.string(), params: z.unknown() }),
    z.strictObject({
      kind: z.literal('halt'),
      at,
      ...whom,
      state: z.enum(['REDUCING', 'HALTED']).optional(),
      cancelEntries: z.boolean().optional(),
      flatten: z.boolean().optional(),
      reason: z.string().optional(),
    }),
    z.strictObject({ kind: z.literal('resume'), at, ...whom, killSwitch: z.boolean().optional() }),
    z.strictObject({ kind: z.literal('killSwitch'), at, reason: z.string().optional() }),
    z.strictObject({ kind: z.literal('split'), ...corporate, ratio }),
    z.strictObject({ kind: z.literal('dividend'), ...corporate, amount: positiveAmount }),
    z.strictObject({ kind: z.literal('symbolChange'), ...corporate, to: z.string() }),
    z.strictObject({ kind: z.literal('merger'), ...corporate, price }),
    z.strictObject({ kind: z.literal('delisting'), ...corporate, price: price.optional() }),
    z.strictObject({ kind: z.literal('roll'), ...corporate, to: z.string() }),
  ]),
)

/** How far a number may be from the two integers that it is read as, such as 0.3333333333 from 1 and 3. */
const RATIO_TOLERANCE = 1e-9

/** New shares for old ones as two integers; undefined for what is no ratio, or none of integers up to a million. */
export function parseRatio(value: unknown): SplitRatio | undefined {
  const parts = typeof value === 'string' ? /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(value) : null
  const [top, bottom] = parts ? [parts[1]!, parts[2]!] : [value, 1]
  if (!isAmount(top, (amount) => amount.gt(0)) || !isAmount(bottom, (amount) => amount.gt(0))) return undefined
  const ratio = new Decimal(top as DecimalInput).div(bottom)
  const [numerator, denominator] = ratio.toFraction(1_000_000)
  const isNear = numerator!.div(denominator!).div(ratio).minus(1).abs().lte(RATIO_TOLERANCE)
  return isNear ? { numerator: numerator!.toNumber(), denominator: denominator!.toNumber() } : undefined
}

function isAmount(value: unknown, holds: (amount: Decimal) => boolean): boolean {
  try {
    const amount = new Decimal(value as DecimalInput)
    return amount.isFinite() && holds(amount)
  } catch {
    return false
  }
}

function hasMethod(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === 'function'
}

function hasSpec(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'spec' in value && value.spec !== undefined
}
