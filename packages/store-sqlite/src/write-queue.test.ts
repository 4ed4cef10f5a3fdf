import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TradewrightError } from '@tradewright/core'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../test/temporary-folder.js'
import { WriteQueue } from './write-queue.js'

interface Setup {
  readonly database: Database.Database
  readonly queue: WriteQueue
  readonly path: string
  readonly add: (text: string) => void
  readonly texts: () => unknown[]
}

function setup(waitMs = 60_000): Setup {
  const path = join(temporaryFolder(), 'queue.db')
  const database = new Database(path, { timeout: 0 })
  database.pragma('journal_mode = WAL')
  database.exec('CREATE TABLE texts (text TEXT NOT NULL UNIQUE) STRICT')
  const insert = database.prepare('INSERT INTO texts VALUES (?)')
  onTestFinished(() => {
    database.close()
  })
  return {
    ...{ database, path, queue: new WriteQueue({ database, path, waitMs }) },
    add: (text) => insert.run(text),
    texts: () => database.prepare('SELECT text FROM texts ORDER BY rowid').pluck().all(),
  }
}

/** How many transactions a write-ahead log holds: frames that say how large the database is after them end one (sqlite.org/fileformat2.html, 4.1). */
function commitsIn(path: string): number {
  const log = readFileSync(`${path}-wal`)
  const frame = 24 + log.readUInt32BE(8)
  let commits = 0
  for (let at = 32; at + frame <= log.length; at += frame) if (log.readUInt32BE(at + 4) > 0) commits++
  return commits
}

describe('writes that are asked for at once', () => {
  it('are one transaction, done in their order', async () => {
    const { queue, path, add, texts } = setup()
    const before = commitsIn(path)
    await Promise.all(
      ['a', 'b', 'c'].map((text) =>
        queue.do('durable', () => {
          add(text)
        }),
      ),
    )
    expect(commitsIn(path) - before).toBe(1)
    expect(texts()).toEqual(['a', 'b', 'c'])
  })

  it('do not share their failures', async () => {
    const { queue, add, texts } = setup()
    const results = await Promise.allSettled([
      queue.do('durable', () => {
        add('a')
      }),
      queue.do('durable', () => {
        add('b')
        throw new TradewrightError('RECORD_CONFLICT', 'b')
      }),
      queue.do('durable', () => {
        add('a')
      }),
      queue.do('durable', () => {
        add('c')
        return 7
      }),
    ])
    expect(results).toEqual([
      { status: 'fulfilled', value: undefined },
      { status: 'rejected', reason: expect.objectContaining({ code: 'RECORD_CONFLICT' }) as unknown },
      { status: 'rejected', reason: expect.objectContaining({ code: 'STORE_FAILED' }) as unknown },
      { status: 'fulfilled', value: 7 },
    ])
    expect(texts()).toEqual(['a', 'c'])
  })

  it('are done one by one where the whole cannot be', async () => {
    const { database, queue, add, texts } = setup()
    const results = await Promise.allSettled([
      queue.do('durable', () => {
        add('a')
      }),
      queue.do('durable', () => {
        // What a full disk does to a transaction.
        database.exec('ROLLBACK')
        throw new TradewrightError('STORE_FULL', 'no room')
      }),
      queue.do('durable', () => {
        add('c')
      }),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(texts()).toEqual(['a', 'c'])
  })
})

it('reads see the writes that were asked for before them, and not those after', async () => {
  const { queue, add, texts } = setup()
  const add_ = (text: string): Promise<void> =>
    queue.do('write', () => {
      add(text)
    })
  const [, first, , second] = await Promise.all([
    add_('a'),
    queue.do('read', texts),
    add_('b'),
    queue.do('read', texts),
  ])
  expect([first, second]).toEqual([['a'], ['a', 'b']])
})

it('only a transaction with something durable waits for the disk', async () => {
  const { database, queue } = setup()
  const synced = (): unknown => database.pragma('synchronous', { simple: true })
  const [FULL, NORMAL] = [2, 1]
  expect(await queue.do('write', synced)).toBe(NORMAL)
  expect(await queue.do('durable', synced)).toBe(FULL)
  expect(await Promise.all([queue.do('write', synced), queue.do('durable', synced)])).toEqual([FULL, FULL])
  expect(await queue.do('write', synced)).toBe(NORMAL)
})

describe('a file that another process keeps', () => {
  it('is waited for while the program goes on', async () => {
    const { queue, path, add, texts } = setup()
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    let isDone = false
    const written = queue.do('durable', () => {
      add('a')
      isDone = true
    })
    const later = queue.do('read', texts)
    await new Promise(setImmediate)
    expect(isDone).toBe(false)
    other.exec('COMMIT')
    other.close()
    await written
    expect(await later).toEqual(['a'])
  })

  it('is STORE_BUSY once it was waited for long enough, and nothing was written', async () => {
    const { queue, path, add, texts } = setup(0)
    const other = new Database(path)
    other.exec('BEGIN IMMEDIATE')
    await expect(
      queue.do('durable', () => {
        add('a')
      }),
    ).rejects.toMatchObject({ code: 'STORE_BUSY', recoverable: true })
    other.exec('COMMIT')
    other.close()
    await queue.do('durable', () => {
      add('b')
    })
    expect(texts()).toEqual(['b'])
  })
})
