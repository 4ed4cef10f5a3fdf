import type { DecimalInput } from '../domain/decimal.js'
import { decimalPlaces } from '../domain/exact.js'
import type { Spec } from '../domain/spec.js'
import { divideHalfEven, money, MONEY_DECIMALS, MoneyCell, setFromBigInt, toBigInt } from '../domain/money.js'
import { ofTotal, type CommissionModel, type CommissionTerms, type OrderSoFar } from './commission.js'
import { checkNames, checkObject, exactNumber, invalidCost } from './options.js'

/** What several models charge, added up; each knows the order as if it were alone. Throws COST_INVALID. */
export function sum(...models: readonly CommissionModel[]): CommissionModel {
  if (models.length === 0) throw invalidCost('sum', 'models', 'empty', 'one model at least')
  for (const [i, model] of models.entries()) checkModel('sum', `model ${String(i + 1)}`, model)
  const part = new MoneyCell()
  const spec = { sum: models.map((model) => model.spec) }
  return {
    spec,
    monthly: models.some(isMonthly),
    charge(fill, out) {
      out.setParts(0, 0)
      for (let i = 0; i < models.length; i++) {
        models[i]!.charge(fill, part)
        out.add(part)
      }
    },
    ...(models.every(hasTotal) && {
      total(order: OrderSoFar, out: MoneyCell) {
        out.setParts(0, 0)
        for (let i = 0; i < models.length; i++) {
          models[i]!.total!(order, part)
          out.add(part)
        }
      },
    }),
  }
}

/**
 * Rounds what each order has been charged in total, half-even, to a multiple of `increment`, such as '0.01': each fill is charged what the rounded total
 * has grown by. Throws COST_INVALID, for a model without `total` too, such as a custom one: it charges single fills, whose amounts it can round itself.
 */
export function roundTo(model: CommissionModel, increment: DecimalInput): CommissionModel {
  checkModel('roundTo', 'model', model)
  const step = exactNumber('roundTo', 'increment', increment)
  if (!step.gt(0) || decimalPlaces(step) > MONEY_DECIMALS) {
    throw invalidCost('roundTo', 'increment', increment, 'a positive number of at most 8 decimals')
  }
  const { total } = model
  if (total === undefined) {
    throw invalidCost('roundTo', 'model', JSON.stringify(model.spec), 'one that gives the total of an order')
  }
  const units = toBigInt(money(step))
  const rounded = (order: OrderSoFar, out: MoneyCell): void => {
    total(order, out)
    roundToMultiple(out, units)
  }
  return ofTotal({ roundTo: step.toString(), model: model.spec }, rounded, isMonthly(model))
}

/** Charges fills that gave liquidity by one model and those that took it by another. Throws COST_INVALID. */
export function makerTaker(models: {
  readonly maker: CommissionModel
  readonly taker: CommissionModel
}): CommissionModel {
  checkNames('makerTaker', models, ['maker', 'taker'])
  const { maker, taker } = models
  checkModel('makerTaker', 'maker', maker)
  checkModel('makerTaker', 'taker', taker)
  const spec = { makerTaker: { maker: maker.spec, taker: taker.spec } }
  const model = picking(spec, [maker, taker], ({ liquidity }) => (liquidity === 'maker' ? maker : taker))
  return { ...model, monthly: isMonthly(maker) || isMonthly(taker) }
}

/** A model for what the account trades while its volume of the month is below a bound; the last tier has none. */
export interface CommissionTier {
  readonly below?: number
  readonly model: CommissionModel
}

const VOLUMES = ['quantity', 'value']

/**
 * The model of a fill is that of the first tier whose `below` is above what the account had traded before it in the calendar month (UTC), in units of
 * quantity or in value. A fill is never split between tiers. Throws COST_INVALID.
 */
export function tiered(options: {
  readonly by: 'quantity' | 'value'
  readonly tiers: readonly CommissionTier[]
}): CommissionModel {
  checkNames('tiered', options, ['by', 'tiers'])
  const { by, tiers } = options
  if (!VOLUMES.includes(by)) throw invalidCost('tiered', 'by', by, `one of ${VOLUMES.join(', ')}`)
  checkTiers(tiers)
  const models = tiers.map(({ model }) => model)
  const bounds = tiers.map(({ below }) => below ?? Number.POSITIVE_INFINITY)
  const spec = {
    tiered: by,
    tiers: tiers.map(({ below, model }) =>
      below === undefined ? { model: model.spec } : { below, model: model.spec },
    ),
  }
  return picking(spec, models, ({ monthQuantity, monthValue }) => {
    const traded = by === 'quantity' ? monthQuantity : monthValue
    let tier = 0
    while (tier < models.length - 1 && traded >= bounds[tier]!) tier++
    return models[tier]!
  })
}

/** Charges each fill by one of several models. The order's earlier fills are taken to have been that model's too, so that no minimum is charged twice. */
function picking(
  spec: Spec,
  models: readonly CommissionModel[],
  pick: (terms: CommissionTerms) => CommissionModel,
): CommissionModel {
  return {
    spec,
    charge(fill, out) {
      pick(fill).charge(fill, out)
    },
    ...(models.every(hasTotal) && {
      total(order: OrderSoFar, out: MoneyCell) {
        pick(order).total!(order, out)
      },
    }),
  }
}

function isMonthly({ monthly = true }: CommissionModel): boolean {
  return monthly
}

function hasTotal(model: CommissionModel): boolean {
  return model.total !== undefined
}

function roundToMultiple(out: MoneyCell, increment: bigint): void {
  setFromBigInt(out, divideHalfEven(toBigInt(out), increment) * increment)
}

function checkTiers(tiers: readonly CommissionTier[]): void {
  const count = Array.isArray(tiers) ? tiers.length : 0
  if (count === 0) throw invalidCost('tiered', 'tiers', tiers, 'an array of one tier at least')
  let least = 0
  for (const [i, tier] of tiers.entries()) {
    const name = `tier ${String(i + 1)}`
    checkNames(`tiered: ${name}`, tier, ['below', 'model'])
    checkModel('tiered', `model of ${name}`, tier.model)
    const { below } = tier
    if (i === count - 1) {
      if (below !== undefined) throw invalidCost('tiered', `below of ${name}`, below, 'none for the last tier')
    } else {
      if (!(below! > least && below! < Number.POSITIVE_INFINITY)) {
        throw invalidCost('tiered', `below of ${name}`, below, `a number above ${String(least)}`)
      }
      least = below!
    }
  }
}

function checkModel(of: string, option: string, model: CommissionModel): void {
  checkObject(of, option, model, 'a commission model')
  if (typeof model.charge !== 'function') throw invalidCost(of, option, model, 'a commission model')
}
