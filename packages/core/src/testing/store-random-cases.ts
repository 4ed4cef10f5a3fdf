import type { Store } from '../ports/store.js'
import { MemoryStore } from '../store/memory-store.js'
import { fail } from './conformance.js'
import { Dice } from './dice.js'
import { STORE_LIVES, type StoreCheck, type StoreTrial } from './store-check.js'
import { outcomeOf } from './store-compare.js'
import { RANDOM_STEPS, type DrawStep } from './store-random-steps.js'
import { account, know, MAIN, OTHER } from './store-samples.js'

const STEPS = 300

/** How many steps a store lives. */
const LIFE = 25

/** Asks a store and a MemoryStore the same at random: both must answer alike, or refuse with the same code. */
async function playAtRandom(trial: StoreTrial, part: keyof typeof RANDOM_STEPS): Promise<void> {
  const draw: DrawStep = RANDOM_STEPS[part]
  const seed = 1 + STORE_LIVES.indexOf(trial.life)
  const dice = new Dice(seed)
  const model = new MemoryStore()
  const accounts = part === 'journal' || part === 'trading' ? await knowAll(trial, model) : []
  for (let count = 1; count <= STEPS; count++) {
    const { what, ask } = await draw(dice, model, accounts)
    const [came, expected] = [await outcomeOf(() => ask(trial.store)), await outcomeOf(() => ask(model))]
    const [a, b] = [JSON.stringify(came), JSON.stringify(expected)]
    if (a !== b) fail(`${part}, seed ${String(seed)}, step ${String(count)}, ${what}: ${a} came; expected ${b}`)
    if (count % LIFE === 0) await trial.next()
  }
}

/** Makes two accounts known to both, or one where a store takes no more. */
async function knowAll(trial: StoreTrial, model: Store): Promise<readonly string[]> {
  const names = (await know(trial, MAIN, OTHER)) ? [MAIN, OTHER] : [MAIN]
  for (const name of names) await model.saveAccount(account(name))
  return names
}

const ANSWERS = {
  bars: 'answers whatever is asked at random of bars as a MemoryStore does',
  journal: 'answers whatever is asked at random of journals as a MemoryStore does',
  trading: 'answers whatever is asked at random of trading records as a MemoryStore does',
  runs: 'answers whatever is asked at random of runs as a MemoryStore does',
  settings: 'answers whatever is asked at random of settings as a MemoryStore does',
} as const

export const storeRandomCases: readonly StoreCheck[] = Object.entries(ANSWERS).map(([part, name]) => ({
  name,
  of: part as keyof typeof ANSWERS,
  run: (trial) => playAtRandom(trial, part as keyof typeof ANSWERS),
}))
