import type { CommissionFill, CommissionModel } from '../costs/commission.js'
import type { Instrument } from '../domain/instrument.js'
import { MoneyCell } from '../domain/money.js'
import type { Side, SizingParticulars } from '../domain/order.js'
import type { SizingInput } from '../domain/sizing-input.js'
import type { TradeStatistics } from '../domain/trade-statistics.js'
import type { TripMoney } from '../portfolio/trip-money.js'
import { TradeRecord } from './trade-record.js'

/** What the account's leverage leaves for an order. */
export interface Room {
  /** How much an order on one side may be worth at a price, in base currency. */
  buyingPower(strategy: number, instrument: number, direction: number, price: number): number
}

const NOTHING = new MoneyCell()

/** What a sizer is shown; one object for all of them, so that an order makes none. What is dear is reckoned only when it is read. */
export class SizingQuestion implements SizingInput {
  symbol = ''
  side: Side = 'buy'
  price = Number.NaN
  stopPrice: number | undefined = undefined
  confidence: number | undefined = undefined
  equity = Number.NaN
  cash = Number.NaN
  multiplier = Number.NaN
  fx = 1
  position = Number.NaN
  quantityStep = Number.NaN
  atr: number | undefined = undefined
  readonly #room: Room
  readonly #commission: CommissionModel
  readonly #tripMoney: TripMoney
  readonly #records = new Map<number, TradeRecord>()
  readonly #charged = new MoneyCell()
  #strategy = 0
  #index = 0
  #instrument: Instrument | undefined
  #heldTowards = 0
  #buyingPower: number | undefined
  #trades: TradeRecord | undefined

  constructor(options: { readonly room: Room; readonly commission: CommissionModel; readonly tripMoney: TripMoney }) {
    this.#room = options.room
    this.#commission = options.commission
    this.#tripMoney = options.tripMoney
  }

  /** Begins a new question. `heldTowards` is what of the answer is held already, or will be: 0 where the answer is an order. */
  about(strategy: number, index: number, instrument: Instrument, heldTowards: number): void {
    this.#strategy = strategy
    this.#index = index
    this.#instrument = instrument
    this.#heldTowards = heldTowards
    this.#buyingPower = undefined
    this.#trades = undefined
  }

  get trades(): TradeStatistics {
    return (this.#trades ??= this.#record()).update()
  }

  get buyingPower(): number {
    return (this.#buyingPower ??= this.#reckonBuyingPower())
  }

  commission(quantity: number): number {
    const instrument = this.#instrument!
    const fill: CommissionFill = {
      instrument,
      price: this.price,
      units: Math.round(quantity * instrument.scale.unitsPerOne),
      unitsBefore: 0,
      valueBefore: NOTHING,
      chargedBefore: NOTHING,
      // Nobody knows yet what it will be: it is reckoned as a taker's, and as the first of its month.
      liquidity: 'taker',
      monthQuantity: 0,
      monthValue: 0,
    }
    this.#commission.charge(fill, this.#charged)
    return this.#charged.toNumber() * this.fx
  }

  /** What not every sizer is given, of what this one has been; undefined where that is nothing. */
  particulars(reason: string | undefined, scale = 1): SizingParticulars | undefined {
    const { stopPrice, confidence, atr } = this
    const buyingPower = this.#buyingPower
    const trades = this.#trades
    if (
      stopPrice === undefined &&
      confidence === undefined &&
      atr === undefined &&
      buyingPower === undefined &&
      trades === undefined &&
      reason === undefined &&
      scale === 1 &&
      this.fx === 1
    )
      return undefined
    return {
      ...(stopPrice === undefined ? {} : { stopPrice }),
      ...(confidence === undefined ? {} : { confidence }),
      ...(this.fx === 1 ? {} : { fx: this.fx }),
      ...(atr === undefined ? {} : { atr }),
      ...(trades === undefined ? {} : { trades: copyOf(trades) }),
      ...(buyingPower === undefined ? {} : { buyingPower }),
      ...(scale === 1 ? {} : { scale }),
      ...(reason === undefined ? {} : { reason }),
    }
  }

  #record(): TradeRecord {
    const known = this.#records.get(this.#strategy) ?? new TradeRecord(this.#tripMoney, this.#strategy)
    this.#records.set(this.#strategy, known)
    return known
  }

  #reckonBuyingPower(): number {
    const { price, multiplier, fx } = this
    const left = this.#room.buyingPower(this.#strategy, this.#index, this.side === 'buy' ? 1 : -1, price)
    return Math.max(0, left + this.#heldTowards * price * multiplier * fx)
  }
}

function copyOf({ count, wins, losses, averageWin, averageLoss }: TradeStatistics): TradeStatistics {
  return { count, wins, losses, averageWin, averageLoss }
}
