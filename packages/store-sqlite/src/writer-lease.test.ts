import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startChild } from '../test/children.js'
import { ACCOUNT, cash, entry } from '../test/records.js'
import { temporaryFolder } from '../test/temporary-folder.js'
import { SqliteStore } from './sqlite-store.js'

async function madeStore(): Promise<string> {
  const path = join(temporaryFolder(), 'store.db')
  const store = await SqliteStore.open(path)
  await store.saveAccount(ACCOUNT)
  await store.close()
  return path
}

it('a second process is refused with who the first one is, reads, and may write once the first was killed', async () => {
  const path = await madeStore()
  const child = startChild('./lease-child.ts', path, 'night shift')
  for await (const line of child.lines) if (line === 'claimed') break
  const store = await SqliteStore.open(path)
  const refused = await store.record('DU1', { cash: [cash(1, '1')] }).catch((error: unknown) => error)
  expect(refused).toMatchObject({
    code: 'STORE_LOCKED',
    recoverable: true,
    details: { path, holder: { owner: 'night shift', pid: child.process.pid, host: hostname() } },
  })
  expect(String(refused)).toContain(
    `store.db is written by night shift (process ${String(child.process.pid)} on ${hostname()}, since 20`,
  )
  await expect(store.appendJournal('DU1', [entry(1)])).rejects.toMatchObject({ code: 'STORE_LOCKED' })
  expect(await store.accounts()).toEqual([ACCOUNT])
  await child.kill()
  await store.record('DU1', { cash: [cash(1, '1')] })
  expect((await store.balances('DU1')).map(({ amount }) => amount.toString())).toEqual(['1'])
  await store.close()
})

it('a writer with a name of its own keeps the right, and the name that it claimed, while it writes', async () => {
  const path = await madeStore()
  const [first, second] = [await SqliteStore.open(path, { owner: 'bot' }), await SqliteStore.open(path)]
  const holder = async (): Promise<unknown> =>
    second.record('DU1', {}).catch((error: unknown) => (error as { details: { holder: unknown } }).details.holder)
  await first.record('DU1', {})
  const before = await holder()
  expect(before).toMatchObject({ owner: 'bot' })
  for (let number = 1; number <= 3; number++) await first.record('DU1', { cash: [cash(number, '1')] })
  expect(await holder()).toEqual(before)
  await first.claim('DU1', 'night bot')
  await first.record('DU1', { cash: [cash(4, '1')] })
  expect(await holder()).toMatchObject({ owner: 'night bot' })
  await first.close()
  await second.close()
})

it('two stores of one process are two writers', async () => {
  const path = await madeStore()
  const [first, second] = [await SqliteStore.open(path), await SqliteStore.open(path)]
  await first.record('DU1', {})
  await expect(second.record('DU1', {})).rejects.toThrow('STORE_LOCKED: store.db is written by a store (process')
  await first.claim('DU1', 'day shift')
  await expect(second.claim('DU1', 'night shift')).rejects.toThrow('store.db is written by day shift (process')
  await first.close()
  await second.claim('DU1', 'night shift')
  await second.close()
})

it('whoever only keeps bars, runs and settings is no writer of trading', async () => {
  const path = await madeStore()
  const [bot, research] = [await SqliteStore.open(path), await SqliteStore.open(path)]
  await bot.claim('DU1', 'bot')
  await research.saveSetting('a', 1)
  await research.writeBars({ source: 'v', symbol: 'A', timeframe: '1d' }, { from: 0, to: 1 }, NO_BARS)
  expect(await bot.setting('a')).toBe(1)
  expect(await bot.coverage({ source: 'v', symbol: 'A', timeframe: '1d' })).toEqual([{ from: 0, to: 1 }])
  await bot.close()
  await research.close()
})

const EMPTY = new Float64Array(0)
const NO_BARS = {
  ...{ length: 0, openTime: EMPTY, closeTime: EMPTY },
  ...{ open: EMPTY, high: EMPTY, low: EMPTY, close: EMPTY },
}
