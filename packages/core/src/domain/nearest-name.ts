/** How many names a message lists. */
const LISTED_MAX = 24

/** What was expected where a name came: the known ones, and the nearest of them if one is near. */
export function expectedNames(name: string, known: readonly string[]): string {
  const rest = known.length - LISTED_MAX
  const list = known.slice(0, LISTED_MAX).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
  const nearest = nearestName(name, known)
  return `expected one of ${list}${nearest === undefined ? '' : `; did you mean '${nearest}'?`}`
}

/** The known name that a misspelt one is likely to mean: at most a third of its letters differ, upper and lower case being alike. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  let nearest: string | undefined
  let fewest = Math.max(1, Math.floor(name.length / 3)) + 1
  for (const each of known) {
    const edits = editDistance(name.toLowerCase(), each.toLowerCase())
    if (edits < fewest) [nearest, fewest] = [each, edits]
  }
  return nearest
}

/** Letters to insert, delete, replace, or swap with the next one, by which one word becomes the other (optimal string alignment). */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const replaced = last[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1)
      let edits = Math.min(replaced, last[column]! + 1, current[column - 1]! + 1)
      // Before the first letter of a word there is none that could be alike.
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      if (isSwap) edits = Math.min(edits, beforeLast[column - 2]! + 1)
      current.push(edits)
    }
    beforeLast = last
    last = current
  }
  return last[to.length]!
}
