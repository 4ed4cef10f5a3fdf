/** What something comes to, as a promise: what it throws is what the promise rejects with. */
export function answer<T>(run: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(run())
  })
}
