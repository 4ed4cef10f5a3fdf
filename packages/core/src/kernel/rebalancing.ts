import type { RebalanceOptions, RebalancePlan } from '../domain/rebalance.js'
import type { OrderManager } from '../execution/order-manager.js'
import type { OrderNames } from '../execution/order-view.js'
import type { Portfolio } from '../portfolio/portfolio.js'
import { planRebalance } from '../sizing/rebalance.js'
import type { RebalanceHolding } from '../sizing/rebalance-input.js'
import type { Capital } from './capital.js'

/** What a strategy's weights may be. */
export interface WeightLimits {
  /** How many times its equity its positions may be worth. */
  readonly leverage: number
  readonly allowShort: boolean
  /** What a rebalance leaves in cash where it does not say so itself. */
  readonly bufferDefault: number
}

/** The kernel's parts that weights become quantities by. */
export interface RebalanceServices {
  readonly portfolio: Portfolio
  readonly capital: Capital
  readonly orders: OrderManager
  readonly names: OrderNames
}

/** Plans a strategy's rebalances: what it holds at the last prices, against the weights that it asks for. */
export class Rebalancing {
  readonly #strategy: number
  readonly #seen: () => ReadonlySet<number>
  readonly #limits: WeightLimits
  readonly #services: RebalanceServices

  constructor(options: {
    readonly strategy: number
    /** What it sees now. */
    readonly seen: () => ReadonlySet<number>
    readonly limits: WeightLimits
    readonly services: RebalanceServices
  }) {
    this.#strategy = options.strategy
    this.#seen = options.seen
    this.#limits = options.limits
    this.#services = options.services
  }

  /** Throws WEIGHTS_INVALID, UNKNOWN_SYMBOL, QUANTITY_OVERFLOW, FX_RATE_MISSING. */
  plan(weights: Readonly<Record<string, number>>, options: RebalanceOptions): RebalancePlan {
    const equity = this.#services.capital.equity(this.#strategy)
    const holdings = this.#instruments().map((instrument) => this.#holding(instrument))
    return planRebalance({ equity, holdings, weights, ...this.#limits, options })
  }

  /** What it sees or holds, in the run's order: what it holds and no longer sees is closed, too. */
  #instruments(): readonly number[] {
    const { portfolio, names } = this.#services
    const seen = this.#seen()
    return [...names.instruments.keys()].filter(
      (instrument) => seen.has(instrument) || portfolio.units(this.#strategy, instrument) !== 0,
    )
  }

  #holding(index: number): RebalanceHolding {
    const { portfolio, orders, names } = this.#services
    const { symbol, scale, quantityStep, quantityMin, quantityMax, notionalMin } = names.instruments[index]!
    const units = portfolio.units(this.#strategy, index) + orders.workingMarket(this.#strategy, index)
    return {
      symbol,
      held: units / scale.unitsPerOne,
      price: portfolio.marks[index]!,
      multiplier: scale.multiplier,
      fx: portfolio.fx(index),
      quantityStep: quantityStep.toNumber(),
      quantityMin: quantityMin?.toNumber() ?? 0,
      quantityMax: quantityMax?.toNumber() ?? Number.POSITIVE_INFINITY,
      notionalMin: notionalMin?.toNumber() ?? 0,
    }
  }
}
