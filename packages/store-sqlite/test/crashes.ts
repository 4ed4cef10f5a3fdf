import { join } from 'node:path'
import { expectWhole, killAfter, NOTHING } from './crash-trial.js'
import { temporaryFolder } from './temporary-folder.js'

export interface CrashReport {
  readonly kills: number
  /** What was acknowledged over all lives. */
  readonly acknowledged: number
  /** Where processes were when they were killed: what they had said last, each counted once. */
  readonly killPoints: number
}

/** Kills a program that writes to one store again and again, and looks after each time whether all is there. Points are drawn from a seed. */
export async function crash(kills: number, seed: number): Promise<CrashReport> {
  const path = join(temporaryFolder(), 'store.db')
  const random = dice(seed)
  const points = new Set<string>()
  let acknowledged = NOTHING
  let count = 0
  for (let kill = 0; kill < kills; kill++) {
    const [lines, microseconds] = [1 + Math.floor(random() * 90), Math.floor(random() * 800)]
    const killed = await killAfter(path, acknowledged, { lines, microseconds })
    acknowledged = killed.acknowledged
    count += killed.count
    points.add(killed.at)
    await expectWhole(path, acknowledged)
  }
  return { kills, acknowledged: count, killPoints: points.size }
}

/** Numbers from 0 to 1: mulberry32, which is in the public domain. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
