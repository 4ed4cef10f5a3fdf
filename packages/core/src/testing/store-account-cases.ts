import { expectCode, expectSame } from './conformance.js'
import { notPlain } from './store-bad-records.js'
import { readsOf, writesOf } from './store-calls.js'
import type { StoreCheck, StoreTrial } from './store-check.js'
import { expectKept, spoil } from './store-compare.js'
import {
  account,
  cash,
  fill,
  intent,
  know,
  LAST_TIME,
  MAIN,
  ODD_PLAIN,
  ODD_TEXTS,
  order,
  OTHER,
  position,
  roundTrip,
  strategy,
  wholeBatch,
  worth,
} from './store-samples.js'

/** Holds the accounts that a store knows to those that it must know, in any order. */
async function expectAccounts(trial: StoreTrial, expected: readonly { readonly account: string }[]): Promise<void> {
  const byName = (a: { account: string }, b: { account: string }): number => (a.account < b.account ? -1 : 1)
  expectKept([...(await trial.store.accounts())].sort(byName), [...expected].sort(byName), 'accounts')
}

export const storeAccountCases: readonly StoreCheck[] = [
  {
    name: 'knows an account once it was saved, with the metadata that it was saved with last',
    of: 'trading',
    run: async (trial) => {
      await expectAccounts(trial, [])
      await trial.store.saveAccount(account())
      await trial.store.record(MAIN, wholeBatch())
      const again = account(MAIN, { metadata: ODD_PLAIN, savedAt: LAST_TIME })
      await trial.store.saveAccount(again)
      await trial.next()
      await expectAccounts(trial, [again])
      expectSame((await trial.store.fills(MAIN)).length, 1, 'fills of an account that was saved again')
    },
  },
  {
    name: 'takes any text for the name of an account',
    of: 'trading',
    run: async (trial) => {
      for (const [index, name] of ODD_TEXTS.entries()) {
        if (!(await know(trial, ODD_TEXTS[0]!, name))) break
        await trial.store.record(name, { fills: [fill('f1', { symbol: `S${String(index)}` })] })
      }
      await trial.next()
      for (const { account: name } of await trial.store.accounts()) {
        const symbols = (await trial.store.fills(name)).map(({ symbol }) => symbol)
        expectKept(symbols, [`S${String(ODD_TEXTS.indexOf(name))}`], `symbols of ${name.slice(0, 40)}`)
      }
    },
  },
  {
    name: 'refuses an account in another currency than it had',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      await trial.next()
      const inEuro = account(MAIN, { currency: 'EUR', metadata: null })
      await expectCode(() => trial.store.saveAccount(inEuro), ['ACCOUNT_MISMATCH'], `${MAIN} in EUR`)
      await trial.next()
      await expectAccounts(trial, [account()])
    },
  },
  {
    name: 'refuses an account that cannot be',
    of: 'trading',
    run: async (trial) => {
      const impossible = [
        account(''),
        account('half of \ud83d'),
        account(MAIN, { currency: '' }),
        account(MAIN, { savedAt: -1 }),
        account(MAIN, { metadata: { rate: Number.NaN } }),
        account(MAIN, { metadata: notPlain({ opened: new Date(0) }) }),
      ]
      for (const [index, each] of impossible.entries())
        await expectCode(() => trial.store.saveAccount(each), ['RECORD_INVALID'], `impossible account ${index}`)
      await trial.next()
      await expectAccounts(trial, [])
    },
  },
  {
    name: 'rejects with UNKNOWN_ACCOUNT whatever is asked of an account that was never saved',
    of: 'trading',
    run: async (trial) => {
      await know(trial)
      await trial.next()
      for (const name of ['never saved', OTHER, '', '__proto__', '%']) {
        const calls = [...readsOf(trial.store, name), ...writesOf(trial.store, name)]
        for (const { method, run } of calls)
          await expectCode(run, ['UNKNOWN_ACCOUNT'], `${method} of ${JSON.stringify(name)}`)
      }
      await expectAccounts(trial, [account()])
    },
  },
  {
    name: 'rejects with UNKNOWN_ACCOUNT whatever is asked of a journal of an account that was never saved',
    of: 'journal',
    run: async (trial) => {
      await know(trial)
      await trial.next()
      const calls = [...readsOf(trial.store, OTHER), ...writesOf(trial.store, OTHER)]
      for (const { method, run } of calls) await expectCode(run, ['UNKNOWN_ACCOUNT'], `${method} of ${OTHER}`)
    },
  },
  {
    name: 'keeps the records of accounts apart, those with the same names and numbers too',
    of: 'trading',
    run: async (trial) => {
      // One that takes a single account mixes none.
      if (!(await know(trial, MAIN, OTHER))) return
      const { store } = trial
      await store.record(MAIN, wholeBatch())
      const symbol = 'MSFT'
      await store.record(OTHER, {
        intents: [intent(1, { symbol })],
        orders: [order('trend-1', { symbol })],
        fills: [fill('f1', { symbol })],
        positions: [position({ symbol })],
        cash: [cash(1, { symbol, currency: 'EUR' })],
        equity: [worth('7')],
        roundTrips: [roundTrip(1, { symbol })],
      })
      await store.saveStrategy(MAIN, strategy('trend'))
      await store.saveStrategy(OTHER, strategy('trend', { className: 'Other' }))
      await store.deleteStrategy(OTHER, 'trend', LAST_TIME)
      await trial.next()
      for (const [name, of] of [
        [MAIN, 'AAPL'],
        [OTHER, 'MSFT'],
      ] as const) {
        const lists = {
          intents: await trial.store.intents(name),
          orders: await trial.store.orders(name),
          history: await trial.store.orderHistory(name, 'trend-1'),
          fills: await trial.store.fills(name),
          positions: await trial.store.positions(name),
          changes: await trial.store.positionHistory(name),
          cash: await trial.store.cashEntries(name),
          roundTrips: await trial.store.roundTrips(name),
        }
        for (const [kind, records] of Object.entries(lists))
          expectKept(
            records.map((record) => record.symbol),
            [of],
            `symbols of ${kind} of ${name}`,
          )
      }
      const balances = (await trial.store.balances(MAIN)).map(({ currency }) => currency)
      expectKept(balances, ['USD'], `currencies of ${MAIN}`)
      const equity = (await trial.store.equity(OTHER)).map((point) => point.equity.toFixed())
      expectKept(equity, ['7'], `equity of ${OTHER}`)
      expectSame((await trial.store.strategies(MAIN))[0]?.className, 'TrendStrategy', `the strategy of ${MAIN}`)
      expectSame((await trial.store.strategies(OTHER)).length, 0, `strategies of ${OTHER}`)
      expectSame((await trial.store.strategyHistory(OTHER, 'trend')).length, 1, `what ${OTHER} saved of its strategy`)
    },
  },
  {
    name: 'keeps copies of accounts',
    of: 'trading',
    run: async (trial) => {
      const given = account(MAIN, { metadata: { broker: { name: 'IB', tags: ['a'] } } })
      const kept = account(MAIN, { metadata: { broker: { name: 'IB', tags: ['a'] } } })
      const saved = trial.store.saveAccount(given)
      spoil(given)
      await saved
      await trial.next()
      spoil(await trial.store.accounts())
      await expectAccounts(trial, [kept])
    },
  },
]
