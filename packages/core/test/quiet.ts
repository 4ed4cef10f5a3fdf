import { afterAll, beforeAll, expect, vi } from 'vitest'

/** Holds a file's tests to silence: nothing is printed, and no promise is left to reject on its own. */
export function expectSilence(): void {
  const rejections: unknown[] = []
  const take = (reason: unknown): void => void rejections.push(reason)
  const prints = (['log', 'info', 'warn', 'error', 'debug'] as const).map((method) => vi.spyOn(console, method))
  const writes = [vi.spyOn(process, 'emitWarning')]
  beforeAll(() => {
    process.on('unhandledRejection', take)
  })
  afterAll(async () => {
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', take)
    for (const spy of [...prints, ...writes]) {
      expect(spy).not.toHaveBeenCalled()
      spy.mockRestore()
    }
    expect(rejections).toEqual([])
  })
}
