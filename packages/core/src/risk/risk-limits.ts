import type { Instrument } from '../domain/instrument.js'
import type { PositionScope } from './exposure-limit.js'
import { accountOwner, bookOwner, limitsOf, needsOf, openMeasure, symbolOwner, type LimitOwner } from './limit-list.js'
import { LimitSheet } from './limit-sheet.js'
import type { LimitView } from './limit-view.js'
import type { RiskSettings } from './risk-settings.js'
import { MEASURE_CELLS, type MeasureNeeds, type ScopeMeasure } from './scope-measure.js'

/** Owners whose limits look at the same positions: they are measured once for all of them. */
interface Shared {
  readonly owners: LimitOwner[]
  needs: MeasureNeeds
}

/** All limits of a risk configuration: for an order those of its symbol, of its strategy and of the account, in this order. */
export class RiskLimits {
  /** The most limits that an order can meet. */
  readonly width: number
  /** By strategy and instrument. */
  readonly #sheets: readonly (readonly LimitSheet[])[]

  constructor({
    settings,
    view,
    instruments,
    strategies,
  }: {
    readonly settings: RiskSettings
    readonly view: LimitView & { readonly account: PositionScope; strategy(strategy: number): PositionScope }
    readonly instruments: readonly Instrument[]
    readonly strategies: readonly string[]
  }) {
    const books = strategies.map((_, strategy) => view.strategy(strategy))
    const parts = { settings, instruments, strategies, view, account: view.account, books }
    const account = accountOwner(parts)
    const ofBooks = strategies.map((_, strategy) => bookOwner(parts, strategy))
    const ofSymbols = instruments.map((_, instrument) => symbolOwner(parts, instrument))
    const shared = share([account, ...ofBooks, ...ofSymbols])
    const cells = new Float64Array(shared.length * MEASURE_CELLS)
    const measures = shared.map(({ owners, needs }, place) => {
      const own = cells.subarray(place * MEASURE_CELLS, (place + 1) * MEASURE_CELLS)
      return openMeasure(parts, { ...needs, scope: owners[0]!.scope, cells: own })
    })
    const placeOf = (owner: LimitOwner): number => shared.findIndex(({ owners }) => owners.includes(owner))
    const rateOf = (currency: string): number => view.rateOf(currency)
    this.#sheets = ofBooks.map((book) =>
      ofSymbols.map((symbol) => {
        const owners = [symbol, book, account].filter((owner) => needsOf(owner).limited.size > 0)
        const met = new Set<ScopeMeasure>(owners.map((owner) => measures[placeOf(owner)]!))
        const limits = owners.flatMap((owner) => {
          const place = placeOf(owner)
          return limitsOf(parts, owner, measures[place]!, place * MEASURE_CELLS)
        })
        return new LimitSheet({ limits, measures: [...met], cells, rateOf })
      }),
    )
    this.width = Math.max(0, ...this.#sheets.flat().map(({ limits }) => limits.length))
  }

  /** What an order of a strategy in an instrument meets. */
  of(strategy: number, instrument: number): LimitSheet {
    return this.#sheets[strategy]![instrument]!
  }
}

function share(owners: readonly LimitOwner[]): readonly Shared[] {
  const shared: Shared[] = []
  for (const owner of owners) {
    const needs = needsOf(owner)
    const alike = shared.find((one) => one.owners[0]!.scope === owner.scope && correlateAlike(one.needs, needs))
    if (alike === undefined) shared.push({ owners: [owner], needs })
    else {
      alike.owners.push(owner)
      alike.needs = both(alike.needs, needs)
    }
  }
  return shared
}

/** A measure looks at one number of bars. */
function correlateAlike(a: MeasureNeeds, b: MeasureNeeds): boolean {
  return a.correlationBars === 0 || b.correlationBars === 0 || a.correlationBars === b.correlationBars
}

function both(a: MeasureNeeds, b: MeasureNeeds): MeasureNeeds {
  return {
    limited: new Set([...a.limited, ...b.limited]),
    ordersMost: Math.max(a.ordersMost, b.ordersMost),
    symbolOrdersMost: Math.max(a.symbolOrdersMost, b.symbolOrdersMost),
    correlationBars: Math.max(a.correlationBars, b.correlationBars),
  }
}
