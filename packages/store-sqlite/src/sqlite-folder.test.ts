import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ACCOUNT, cash } from '../test/records.js'
import { temporaryFolder } from '../test/temporary-folder.js'
import { SqliteFolder } from './sqlite-folder.js'
import { SqliteStore } from './sqlite-store.js'

it('has a file for market data, runs and settings, and one for each account', async () => {
  const folder = temporaryFolder()
  const store = await SqliteFolder.open(join(folder, 'made', 'here'))
  await store.saveAccount(ACCOUNT)
  await store.saveAccount({ ...ACCOUNT, account: 'Müller / 2' })
  await store.close()
  expect(readdirSync(store.path).sort()).toEqual(['accounts', 'market-data.db', 'runs.db', 'settings.db'])
  const files = readdirSync(join(store.path, 'accounts')).filter((name) => name.endsWith('.db'))
  expect(files.sort()).toEqual(['DU1.db', 'M%C3%BCller%20%2F%202.db'])
})

it("an account's file is a store of its own", async () => {
  const folder = temporaryFolder()
  const store = await SqliteFolder.open(folder)
  await store.saveAccount(ACCOUNT)
  await store.record('DU1', { cash: [cash(1, '0.1')] })
  await store.close()
  const file = await SqliteStore.open(join(folder, 'accounts', 'DU1.db'))
  expect((await file.balances('DU1')).map(({ amount }) => amount.toString())).toEqual(['0.1'])
  await file.close()
})

it('each account has its own writer', async () => {
  const folder = temporaryFolder()
  const [first, second] = [await SqliteFolder.open(folder), await SqliteFolder.open(folder)]
  await first.saveAccount(ACCOUNT)
  await first.claim('DU1', 'first bot')
  await second.saveAccount({ ...ACCOUNT, account: 'DU2' })
  await second.claim('DU2', 'second bot')
  await expect(second.claim('DU1', 'second bot')).rejects.toThrow('STORE_LOCKED: DU1.db is written by first bot')
  await expect(first.record('DU2', {})).rejects.toThrow('STORE_LOCKED: DU2.db is written by second bot')
  await first.close()
  await second.close()
})

it('an account without a file is not known, by the nearest name', async () => {
  const folder = temporaryFolder()
  const store = await SqliteFolder.open(folder)
  await store.saveAccount({ ...ACCOUNT, account: 'DU123456' })
  await expect(store.fills('DU123465')).rejects.toThrow(
    `UNKNOWN_ACCOUNT: account "DU123465" is not known; expected one of DU123456; did you mean 'DU123456'?`,
  )
  expect(readdirSync(join(folder, 'accounts')).filter((name) => name.startsWith('DU123465'))).toEqual([])
  await store.close()
})

it('other files among the accounts are left alone', async () => {
  const folder = temporaryFolder()
  const store = await SqliteFolder.open(folder)
  writeFileSync(join(folder, 'accounts', 'notes.txt'), 'mine')
  writeFileSync(join(folder, 'accounts', '100%.db'), 'mine')
  await store.saveAccount(ACCOUNT)
  expect((await store.accounts()).map(({ account }) => account)).toEqual(['DU1'])
  await store.close()
})

it('is refused where a file has its place', async () => {
  const path = join(temporaryFolder(), 'file')
  writeFileSync(path, 'mine')
  await expect(SqliteFolder.open(path)).rejects.toMatchObject({ code: 'STORE_NOT_OPENED' })
})
