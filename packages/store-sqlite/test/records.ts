import { Decimal, type CashRecord, type FillRecord, type JournalEntry } from '@tradewright/core'

export const TIME = Date.UTC(2024, 0, 2, 14, 30)

export function entry(sequence: number, data = `{"n":${String(sequence)}}`): JournalEntry {
  return { sequence, at: TIME + sequence, kind: 'bar', data }
}

export function cash(number: number, amount: string): CashRecord {
  return {
    ...{ number, time: TIME + number, strategy: 'alpha', currency: 'USD', kind: 'deposit' },
    ...{ amount: new Decimal(amount), fill: undefined, symbol: undefined, rate: undefined },
  }
}

export function fill(id: string): FillRecord {
  return {
    ...{ id, clientOrderId: `o-${id}`, strategy: 'alpha', symbol: 'ACME', side: 'buy', currency: 'USD' },
    ...{ quantity: new Decimal(2), price: 10.1, value: new Decimal('20.2'), commission: new Decimal('0.01') },
    ...{ occurredAt: TIME, receivedAt: TIME, internal: false },
  }
}

export const ACCOUNT = { account: 'DU1', currency: 'USD', metadata: {}, savedAt: TIME }
