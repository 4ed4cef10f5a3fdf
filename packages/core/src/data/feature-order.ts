/** A feature, and the columns that feed it, by the options that name them. */
interface Linked {
  readonly name: string
  readonly inputs: Readonly<Record<string, string>>
}

/** The features that a feature is fed by; prices are none. */
function sourcesOf<F extends Linked>({ inputs }: F, features: readonly F[]): readonly F[] {
  return Object.values(inputs).flatMap((input) => features.filter(({ name }) => name === input.split('.')[0]))
}

/** The features, each after those that feed it, else as they are listed. They have no cycle. */
export function inOrder<F extends Linked>(features: readonly F[]): readonly F[] {
  const ordered = new Set<F>()
  const add = (feature: F): void => {
    for (const source of sourcesOf(feature, features)) if (!ordered.has(source)) add(source)
    ordered.add(feature)
  }
  for (const feature of features) add(feature)
  return [...ordered]
}

/** The cycles of features that feed each other, as the names on the way round; each once. */
export function findCycles(features: readonly Linked[]): readonly (readonly string[])[] {
  const cycles: string[][] = []
  const done = new Set<Linked>()
  const way: Linked[] = []
  const follow = (feature: Linked): void => {
    const begins = way.indexOf(feature)
    if (begins >= 0) cycles.push([...way.slice(begins), feature].map(({ name }) => name))
    if (begins >= 0 || done.has(feature)) return
    way.push(feature)
    for (const source of sourcesOf(feature, features)) follow(source)
    way.pop()
    done.add(feature)
  }
  for (const feature of features) follow(feature)
  return cycles
}
