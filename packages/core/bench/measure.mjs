/** What the plain case and its floor have in common. */
export const BARS = 1_000_000
export const SEED = 42
export const CAPITAL = 1_000_000

/** Runs before measuring, for the compiler, and runs measured. */
const WARMUP_RUNS = 10
const RUNS = 21

/** The median time of a run, and what the last one gave. */
export async function measure(run) {
  return (await measureInTurns([run]))[0]
}

/** The same of several, which take turns: what slows the machine down for a while slows all of them. */
export async function measureInTurns(runs) {
  const measured = runs.map(() => ({ times: [], last: undefined }))
  for (let i = -WARMUP_RUNS; i < RUNS; i++)
    for (const [j, run] of runs.entries()) {
      const started = performance.now()
      measured[j].last = await run()
      if (i >= 0) measured[j].times.push(performance.now() - started)
    }
  return measured.map(({ times, last }) => {
    times.sort((a, b) => a - b)
    return { medianMs: times[Math.floor(times.length / 2)], last }
  })
}
