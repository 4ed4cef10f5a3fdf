import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { ACCOUNT, cash, entry, TIME } from '../test/records.js'
import { temporaryFolder } from '../test/temporary-folder.js'
import { SqliteStore } from './sqlite-store.js'

/** A file system of two megabytes; undefined where this machine makes none. */
function smallDisk(): string | undefined {
  const folder = temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return undefined
  }
  onTestFinished(() => {
    execFileSync('umount', ['-l', folder])
  })
  return folder
}

it('a disk without room is STORE_FULL: the program goes on, all that was acknowledged is there, and writes succeed once there is room', async (context) => {
  const folder = smallDisk()
  if (folder === undefined) return context.skip('only who may mount file systems can make a small one')
  const path = join(folder, 'store.db')
  const store = await SqliteStore.open(path)
  await store.saveAccount(ACCOUNT)
  await store.record('DU1', { cash: [cash(1, '0.1'), cash(2, '0.2')] })
  writeFileSync(join(folder, 'ballast'), Buffer.alloc(700_000))
  let acknowledged = 0
  let failure: unknown
  while (failure === undefined)
    await store.appendJournal('DU1', [entry(acknowledged + 1, 'x'.repeat(5000))]).then(
      () => acknowledged++,
      (error: unknown) => (failure = error),
    )
  expect(failure).toMatchObject({ code: 'STORE_FULL', recoverable: true })
  expect(acknowledged).toBeGreaterThan(10)
  expect(await store.lastSequence('DU1')).toBe(acknowledged)
  await expect(store.backup(join(folder, 'copy.db'))).rejects.toMatchObject({ code: 'FILE_NOT_WRITTEN' })

  rmSync(join(folder, 'ballast'))
  await store.saveCheckpoint('DU1', { sequence: acknowledged, at: TIME, data: '' })
  await store.appendJournal('DU1', [entry(acknowledged + 1)])
  expect((await store.integrityCheck()).problems).toEqual([])
  await store.close()
  const again = await SqliteStore.open(path)
  expect(await again.lastSequence('DU1')).toBe(acknowledged + 1)
  expect((await again.balances('DU1')).map(({ amount }) => amount.toString())).toEqual(['0.3'])
  await again.close()
})
