/** One thing that an adapter must do. A test runner is not needed: `run` rejects where it does not. */
export interface ConformanceCase {
  /** What must hold, as a sentence whose subject is the adapter. Stable, so that a report can be compared. */
  readonly name: string
  /** Why it is left out for this adapter; undefined where it is not. */
  readonly skip: string | undefined
  run(): Promise<void>
}

/** What did not hold; thrown by the cases of a conformance suite. */
class ConformanceError extends Error {
  override readonly name = 'ConformanceError'
}

export function fail(message: string): never {
  throw new ConformanceError(message)
}

/** Both as JSON would have them, so that what differs can be read in the message. */
export function expectSame(came: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(came), JSON.stringify(expected)]
  if (a !== b) fail(`${what}: ${shortened(a)} came; expected ${shortened(b)}`)
}

/** Which error of this library something fails with; where it does not, `what` says what should have failed. */
export async function expectCode(run: () => Promise<unknown>, codes: readonly string[], what: string): Promise<void> {
  const expected = `expected it to reject with ${codes.join(' or ')}`
  let value: unknown
  try {
    value = await run()
  } catch (error) {
    const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
    if (typeof code === 'string' && codes.includes(code)) return
    fail(`${what}: it rejected with ${String(error)}; ${expected}`)
  }
  fail(`${what}: it gave ${shortened(JSON.stringify(value ?? null))}; ${expected}`)
}

function shortened(text: string | undefined): string {
  const whole = text ?? 'nothing'
  return whole.length <= 300 ? whole : `${whole.slice(0, 300)}…`
}
