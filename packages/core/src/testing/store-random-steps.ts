import type { TradingBatch } from '../domain/trading-records.js'
import type { Store } from '../ports/store.js'
import type { OrderFilter } from '../ports/trading-store.js'
import type { Dice } from './dice.js'
import { ALPHA, hourBars, hoursFrom, span } from './store-bar-samples.js'
import { barsOf } from './store-compare.js'
import {
  account,
  cash,
  checkpoint,
  dec,
  entry,
  fill,
  intent,
  minute,
  order,
  position,
  roundTrip,
  run,
  strategy,
  worth,
} from './store-samples.js'

/** Something that is asked of a store and of its model alike. */
export interface RandomStep {
  readonly what: string
  readonly ask: (store: Store) => Promise<unknown>
}

/** Draws what to ask next, of accounts that both know. */
export type DrawStep = (dice: Dice, model: Store, accounts: readonly string[]) => RandomStep | Promise<RandomStep>

const EXTRAS = ['volume', 'vwap', 'flags'] as const

function step(what: string, given: unknown, ask: (store: Store) => Promise<unknown>): RandomStep {
  return { what: `${what} ${JSON.stringify(given)}`, ask }
}

function barStep(dice: Dice): RandomStep {
  const key = { ...ALPHA, symbol: dice.oneOf(['ALPHA', 'BETA']) }
  const from = dice.below(90)
  const [range, to] = [span(from, from + dice.below(20)), from + dice.below(20)]
  const what = dice.below(10)
  if (what === 0) return step('coverage', key, (store) => store.coverage(key))
  if (what === 1) return step('storedSeries', '', (store) => store.storedSeries())
  if (what === 2 && dice.onceIn(3)) return step('deleteBars', key, (store) => store.deleteBars(key))
  if (what < 6) return step('readBars', [key, range], async (store) => barsOf(await store.readBars(key, range)))
  const [mark, extra] = [1 + dice.below(50), EXTRAS.filter(() => dice.onceIn(2))]
  const hours = hoursFrom(from - dice.below(3), to).filter(() => !dice.onceIn(4))
  const bars = hourBars(hours, mark, extra)
  return step('writeBars', [key, range, hours, mark, extra], (store) => store.writeBars(key, range, bars))
}

function times(dice: Dice): { from?: number; to?: number } {
  const [from, to] = [dice.maybe(() => minute(dice.below(10))), dice.maybe(() => minute(dice.below(20)))]
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

async function journalStep(dice: Dice, model: Store, accounts: readonly string[]): Promise<RandomStep> {
  const of = dice.oneOf(accounts)
  const last = await model.lastSequence(of)
  const what = dice.below(8)
  if (what === 0) return step('saveAccount', of, (store) => store.saveAccount(account(of)))
  if (what === 1) {
    const taken = checkpoint(dice.below(last + 2), `state ${String(dice.below(1000))}`)
    return step('saveCheckpoint', [of, taken], (store) => store.saveCheckpoint(of, taken))
  }
  if (what === 2) return step('latestCheckpoint', of, (store) => store.latestCheckpoint(of))
  if (what === 3) return step('pruneJournal', of, (store) => store.pruneJournal(of))
  if (what === 4) {
    const after = dice.maybe(() => dice.below(last + 2))
    const [kind, limit] = [dice.maybe(() => dice.oneOf(['bar', 'filled'])), dice.maybe(() => dice.below(5))]
    const given = { after, kind, limit, ...times(dice) }
    const filter = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
    return step('readJournal', [of, filter], (store) => store.readJournal(of, filter))
  }
  const first = dice.onceIn(8) ? 1 + dice.below(last + 2) : last + 1
  const more = Array.from({ length: dice.below(5) }, (_, index) =>
    entry(first + index, { kind: dice.oneOf(['bar', 'filled']), at: minute(first + index - dice.below(2)) }),
  )
  return step('appendJournal', [of, more], (store) => store.appendJournal(of, more))
}

/** A batch of few records, whose numbers are right but for one in so many. */
async function batchFor(dice: Dice, model: Store, of: string): Promise<TradingBatch> {
  const kept = [await model.intents(of), await model.cashEntries(of), await model.roundTrips(of)]
  const [intents, moved, trips] = kept.map(({ length }) => length + (dice.onceIn(12) ? 2 : 1))
  const whose = (): { strategy: string; symbol: string } => ({
    strategy: dice.oneOf(['trend', 'carry', 'Trend']),
    symbol: dice.oneOf(['AAPL', 'MSFT']),
  })
  const time = (): number => minute(dice.below(20))
  const amount = (): ReturnType<typeof dec> => dec(dice.below(2_000_001) - 1_000_000).times('0.00000001')
  const many = <T>(make: (index: number) => T): readonly T[] => Array.from({ length: dice.below(3) }, (_, i) => make(i))
  return {
    intents: many((i) => intent(intents! + i, { ...whose(), decidedAt: time() })),
    orders: many(() => {
      // One strategy and one time of creation for each order, as for real ones.
      const id = dice.below(12)
      const status = dice.oneOf(['SUBMITTED', 'ACKED', 'FILLED', 'CANCELED'] as const)
      return order(`o${id}`, {
        symbol: id % 2 ? 'A' : 'B',
        status,
        createdAt: minute(id),
        updatedAt: minute(id + dice.below(9)),
      })
    }),
    fills: many(() => {
      const id = dice.below(400)
      return fill(`f${id}`, { price: dice.onceIn(12) ? 2 : 1, symbol: id % 2 ? 'A' : 'B', occurredAt: minute(id % 20) })
    }),
    positions: many(() => position({ ...whose(), time: time(), quantity: dec(dice.below(5) - 2) })),
    cash: many((i) =>
      cash(moved! + i, { ...whose(), time: time(), amount: amount(), currency: dice.oneOf(['USD', 'EUR']) }),
    ),
    equity: many(() => worth('1', { strategy: dice.maybe(() => whose().strategy), time: time(), equity: amount() })),
    roundTrips: many((i) => roundTrip(trips! + i, { ...whose(), exitTime: time(), pnl: amount() })),
  }
}

function filterOf(dice: Dice): OrderFilter {
  const given = {
    strategy: dice.maybe(() => dice.oneOf(['trend', 'carry', 'Trend', 'nobody'])),
    symbol: dice.maybe(() => dice.oneOf(['AAPL', 'A', 'B'])),
    limit: dice.maybe(() => dice.below(6)),
    newestFirst: dice.maybe(() => true),
    at: dice.maybe(() => minute(dice.below(20))),
    open: dice.maybe(() => true),
  }
  return Object.fromEntries(Object.entries({ ...given, ...times(dice) }).filter(([, value]) => value !== undefined))
}

const LISTS = [
  ...(['intents', 'orders', 'fills', 'positions', 'positionHistory'] as const),
  ...(['cashEntries', 'balances', 'equity', 'roundTrips'] as const),
]

async function tradingStep(dice: Dice, model: Store, accounts: readonly string[]): Promise<RandomStep> {
  const of = dice.oneOf(accounts)
  const what = dice.below(12)
  const name = dice.oneOf(['trend', 'carry'])
  if (what === 0) return step('deleteStrategy', [of, name], (store) => store.deleteStrategy(of, name, minute(1)))
  if (what === 1) {
    const record = strategy(name, { version: dice.below(9) })
    return step('saveStrategy', [of, record], (store) => store.saveStrategy(of, record))
  }
  if (what === 2) {
    const options = { deleted: dice.onceIn(2) }
    return step('strategies', [of, options], (store) => store.strategies(of, options))
  }
  if (what === 3) return step('strategyHistory', [of, name], (store) => store.strategyHistory(of, name))
  const id = `o${String(dice.below(12))}`
  if (what === 4) return step('orderHistory', [of, id], (store) => store.orderHistory(of, id))
  if (what < 8) {
    const [method, filter] = [dice.oneOf(LISTS), filterOf(dice)]
    return step(method, [of, filter], (store) => store[method](of, filter))
  }
  const batch = await batchFor(dice, model, of)
  return step('record', [of, batch], (store) => store.record(of, batch))
}

async function runStep(dice: Dice, model: Store): Promise<RandomStep> {
  // Stores may count their runs otherwise, so that a run is known by its name.
  const known = (await model.runs({ deleted: true })).map(({ name }) => name)
  const idOf = async (store: Store, name: string): Promise<number> =>
    (await store.runs({ name, deleted: true }))[0]?.id ?? -1
  const [what, name] = [dice.below(6), known.length === 0 ? 'none' : dice.oneOf(known)]
  if (what === 0) return step('deleteRun', name, async (store) => store.deleteRun(await idOf(store, name)))
  if (what === 1)
    return step('loadRun', name, async (store) => ({
      ...(await store.loadRun(await idOf(store, name))),
      id: undefined,
    }))
  if (what < 4) {
    const [tag, limit] = [dice.maybe(() => dice.oneOf(['x', 'y'])), dice.maybe(() => dice.below(6))]
    const given = { tag, limit, deleted: dice.maybe(() => true), ...times(dice) }
    const filter = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
    return step('runs', filter, async (store) => (await store.runs(filter)).map((each) => ({ ...each, id: undefined })))
  }
  const saved = run(`run ${String(known.length)}`, {
    savedAt: minute(dice.below(20)),
    tags: ['x', 'y'].filter(() => dice.onceIn(2)),
    ...(dice.onceIn(10) ? { hash: '' } : {}),
  })
  return step('saveRun', saved.name, async (store) => (await store.saveRun(saved)) > 0)
}

function settingStep(dice: Dice): RandomStep {
  const [what, key] = [dice.below(6), dice.oneOf(['a', 'b', 'A', '__proto__', 'é'])]
  if (what === 0) return step('settings', '', async (store) => Object.entries(await store.settings()))
  if (what === 1) return step('deleteSetting', key, (store) => store.deleteSetting(key))
  if (what < 4) return step('setting', key, (store) => store.setting(key))
  const value = dice.onceIn(8) ? Number.NaN : { of: [dice.below(100) / 7, null, 'x'.repeat(dice.below(9))] }
  return step('saveSetting', [key, value], (store) => store.saveSetting(key, value))
}

/** What to ask at random of each part of a store. */
export const RANDOM_STEPS = {
  bars: barStep,
  journal: journalStep,
  trading: tradingStep,
  runs: runStep,
  settings: settingStep,
} as const satisfies Readonly<Record<string, DrawStep>>
