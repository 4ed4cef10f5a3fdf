/** What the plain case and its floor have in common. */
export const BARS = 1_000_000
export const SEED = 42
export const CAPITAL = 1_000_000

/** Runs before measuring, for the compiler, and runs measured. */
const WARMUP_RUNS = 10
const RUNS = 21

/** The median time of a run, and what the last one gave. */
export async function measure(run) {
  const times = []
  let last
  for (let i = -WARMUP_RUNS; i < RUNS; i++) {
    const started = performance.now()
    last = await run()
    if (i >= 0) times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  return { medianMs: times[Math.floor(times.length / 2)], last }
}
