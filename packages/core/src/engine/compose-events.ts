import { zoneDays } from '../calendar/zone-days.js'
import type { AccountEvent, CorporateAction, HaltEvent, ResumeEvent, TradingEvent } from '../domain/account-event.js'
import type { Adjustment } from '../domain/adjustment.js'
import { Decimal } from '../domain/decimal.js'
import { TradewrightError } from '../domain/errors.js'
import type { Instrument } from '../domain/instrument.js'
import { parseIsoTime } from '../domain/iso-time.js'
import { money } from '../domain/money.js'
import type { AccountChange } from '../kernel/account-change.js'
import { ACCOUNT, type StateTarget } from '../risk/trading-states.js'
import { parseRatio } from './account-config.js'

/** What account events may name. */
export interface EventNames {
  readonly instruments: readonly Instrument[]
  readonly strategies: readonly string[]
  readonly currencies: readonly string[]
  /** By instrument: how the prices of its bars are adjusted. */
  readonly adjustments: readonly Adjustment[]
  /** Checks new parameters of a strategy. Throws PARAMS_INVALID. */
  parseParams(strategy: number, params: unknown): unknown
}

/**
 * Account events in the order in which they happen, with everything that they name found. Where prices are adjusted for splits already, splits are left out and
 * dividends are per share as it is now. Throws EVENT_INVALID, UNKNOWN_SYMBOL, PARAMS_INVALID.
 */
export function composeEvents(events: readonly AccountEvent[], names: EventNames): readonly AccountChange[] {
  return events
    .map((event) => ({ at: timeOf(event, names), event }))
    .sort((a, b) => a.at - b.at)
    .flatMap(({ at, event }) => resolve(event, at, { names, events }) ?? [])
}

interface Resolving {
  readonly names: EventNames
  readonly events: readonly AccountEvent[]
}

function resolve(event: AccountEvent, at: number, { names, events }: Resolving): AccountChange | undefined {
  if (isTradingEvent(event)) return resolveTrading(event, at, names)
  if ('symbol' in event) return resolveAction(event, at, { names, events })
  switch (event.kind) {
    case 'deposit':
    case 'withdrawal': {
      const amount = money(event.kind === 'deposit' ? event.amount : new Decimal(event.amount).negated())
      return {
        kind: 'cash',
        at,
        event,
        book: bookOf(event, event.strategy, names),
        currency: currencyOf(event, names),
        amount,
      }
    }
    case 'transfer': {
      const [from, to] = [bookOf(event, event.from, names), bookOf(event, event.to, names)]
      if (from === to) throw invalid(event, 'from and to are one book; expected two')
      return { kind: 'transfer', at, event, from, to, currency: currencyOf(event, names), amount: money(event.amount) }
    }
    case 'start':
    case 'pause':
      return { kind: event.kind, at, event, strategy: strategyOf(event, event.strategy, names) }
    case 'stop':
      return {
        kind: 'stop',
        at,
        event,
        strategy: strategyOf(event, event.strategy, names),
        flatten: event.flatten ?? false,
      }
    case 'params': {
      const strategy = strategyOf(event, event.strategy, names)
      return { kind: 'params', at, event, strategy, params: names.parseParams(strategy, event.params) }
    }
  }
}

function isTradingEvent(event: AccountEvent): event is TradingEvent {
  return event.kind === 'halt' || event.kind === 'resume' || event.kind === 'killSwitch'
}

function resolveTrading(event: TradingEvent, at: number, names: EventNames): AccountChange {
  if (event.kind === 'killSwitch') {
    const reason = event.reason ?? 'the kill switch was used'
    const halt = {
      target: ACCOUNT,
      cause: 'killSwitch',
      state: 'HALTED',
      cancelEntries: true,
      flatten: true,
      reason,
    } as const
    return { kind: 'halt', at, event, halt }
  }
  const target = targetOf(event, names)
  if (event.kind === 'resume') return { kind: 'resume', at, event, target, killSwitch: event.killSwitch ?? false }
  const { state = 'HALTED', cancelEntries = true, flatten = false, reason = 'halted by hand' } = event
  return { kind: 'halt', at, event, halt: { target, cause: 'manual', state, cancelEntries, flatten, reason } }
}

function targetOf(event: HaltEvent | ResumeEvent, names: EventNames): StateTarget {
  const { strategy, symbol } = event
  if (strategy !== undefined && symbol !== undefined)
    throw invalid(event, `strategy '${strategy}' and symbol '${symbol}' came; expected one of them, or none`)
  if (strategy !== undefined) return { scope: 'book', index: strategyOf(event, strategy, names), name: strategy }
  if (symbol !== undefined) return { scope: 'symbol', index: instrumentOf(event, symbol, names), name: symbol }
  return ACCOUNT
}

function resolveAction(event: CorporateAction, at: number, { names, events }: Resolving): AccountChange | undefined {
  const instrument = instrumentOf(event, event.symbol, names)
  const adjustment = names.adjustments[instrument]!
  switch (event.kind) {
    case 'split':
      return adjustment === 'raw'
        ? { kind: 'split', at, event, instrument, ratio: parseRatio(event.ratio)! }
        : undefined
    case 'dividend': {
      if (adjustment === 'total')
        throw invalid(
          event,
          `${event.symbol} has total-return prices, in which dividends are paid already; expected raw or split-adjusted ones`,
        )
      const since = adjustment === 'raw' ? new Decimal(1) : splitsAfter(event.symbol, at, { names, events })
      return { kind: 'dividend', at, event, instrument, perShare: new Decimal(event.amount).div(since).toNumber() }
    }
    case 'merger':
    case 'delisting':
      return {
        kind: 'ending',
        at,
        event,
        instrument,
        price: event.price === undefined ? Number.NaN : new Decimal(event.price).toNumber(),
      }
    case 'symbolChange':
    case 'roll': {
      const to = instrumentOf(event, event.to, names)
      if (to === instrument) throw invalid(event, 'a symbol becomes itself; expected another one')
      requireAlike(event, names.instruments[instrument]!, names.instruments[to]!)
      return { kind: event.kind, at, event, instrument, to }
    }
  }
}

/** What one share of then has become since, by the splits in the list. */
function splitsAfter(symbol: string, at: number, { names, events }: Resolving): Decimal {
  let shares = new Decimal(1)
  for (const event of events) {
    if (event.kind !== 'split' || event.symbol !== symbol || timeOf(event, names) < at) continue
    const { numerator, denominator } = parseRatio(event.ratio)!
    shares = shares.times(numerator).div(denominator)
  }
  return shares
}

function requireAlike(event: CorporateAction, before: Instrument, after: Instrument): void {
  for (const field of ['currency', 'multiplier', 'quantityStep', 'payment'] as const) {
    const [one, other] = [before[field].toString(), after[field].toString()]
    if (one !== other)
      throw invalid(event, `${before.symbol} has the ${field} ${one}, ${after.symbol} ${other}; expected the same`)
  }
}

function timeOf(event: AccountEvent, { instruments }: Pick<EventNames, 'instruments'>): number {
  const { at } = event
  const time = typeof at === 'number' ? at : parseIsoTime(at)
  if (!Number.isFinite(time))
    throw invalid(event, `its time is ${String(at)}; expected epoch milliseconds or an ISO 8601 date or time`)
  if (typeof at === 'number' || at.length > 10 || !('source' in event)) return time
  const instrument = instruments.find(({ symbol }) => symbol === event.symbol)
  const calendar = instrument?.calendar ?? zoneDays(instrument?.zone ?? 'UTC')
  // A day without a session: the first one that opens after it has begun anywhere.
  return (calendar.session(at) ?? calendar.nextSession(time)).open
}

function bookOf(event: AccountEvent, strategy: string | undefined, names: EventNames): number {
  return strategy === undefined ? names.strategies.length : strategyOf(event, strategy, names)
}

function strategyOf(event: AccountEvent, name: string, { strategies }: EventNames): number {
  const strategy = strategies.indexOf(name)
  if (strategy >= 0) return strategy
  throw invalid(event, `strategy '${name}' came; expected one of ${strategies.join(', ')}`)
}

function currencyOf(event: AccountEvent & { readonly currency?: string }, { currencies }: EventNames): number {
  const currency = currencies.indexOf(event.currency ?? currencies[0]!)
  if (currency >= 0) return currency
  throw invalid(event, `currency ${event.currency!} came; expected one of ${currencies.join(', ')}`)
}

function instrumentOf(event: AccountEvent, symbol: string, { instruments }: EventNames): number {
  const instrument = instruments.findIndex((one) => one.symbol === symbol)
  if (instrument >= 0) return instrument
  const known = instruments.map((one) => one.symbol)
  throw new TradewrightError(
    'UNKNOWN_SYMBOL',
    `events: ${event.kind} of '${symbol}'; expected one of ${known.join(', ')}`,
    {
      details: { symbol, known },
    },
  )
}

function invalid(event: AccountEvent, message: string): TradewrightError {
  return new TradewrightError('EVENT_INVALID', `${event.kind} at ${String(event.at)}: ${message}`, {
    details: { kind: event.kind, at: event.at },
  })
}
