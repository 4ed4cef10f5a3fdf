import { describe, expect, it } from 'vitest'
import { systemClock } from './system-clock.js'

describe('the clock of the host', () => {
  const clock = systemClock()

  it('has come to a time when a wait for it is over', async () => {
    const due = clock.now() + 3
    await clock.until(due)
    expect(clock.now()).toBeGreaterThanOrEqual(due)
    await clock.until(due - 1000)
  })

  it('ends a wait with RUN_ABORTED when the signal is given, however far off the time is', async () => {
    const abort = new AbortController()
    const waiting = clock.until(clock.now() + 1e12, abort.signal)
    abort.abort()
    await expect(waiting).rejects.toThrow('RUN_ABORTED')
    await expect(clock.until(clock.now() + 1e12, abort.signal)).rejects.toThrow('RUN_ABORTED')
  })
})
