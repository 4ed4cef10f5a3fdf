/** Resolves once what follows from what has happened by promises alone has happened. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
