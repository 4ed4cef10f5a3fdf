import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml'

interface TextError {
  readonly line: number
  readonly message: string
}

/** A value written as JSON or YAML, and the lines it is written in. */
export class ConfigText {
  readonly value: unknown
  /** Why it can't be read, if it can't. */
  readonly errors: readonly TextError[]

  readonly #lines = new LineCounter()
  readonly #document: Document.Parsed

  constructor(text: string, isJson: boolean) {
    const withoutMark = text.replace(/^\uFEFF/, '')
    // JSON is YAML too, nearly: its lines and repeated keys are found the same way.
    this.#document = parseDocument(withoutMark, { lineCounter: this.#lines, prettyErrors: false })
    const read = isJson ? parseJson(withoutMark) : this.#toValue()
    this.value = read.value
    const faults = [...this.#document.errors, ...this.#document.warnings]
      .filter(({ code }) => !isJson || code === 'DUPLICATE_KEY')
      .map(({ pos, message }) => ({ line: this.#lineAt(pos[0]), message }))
    this.errors = faults.length > 0 || read.error === undefined ? faults : [this.#located(read.error)]
  }

  /** The line, from 1, of what is at a path, or of the innermost object around it. */
  lineOf(path: readonly string[]): number {
    let node: unknown = this.#document.contents
    let offset = 0
    for (const key of path) {
      if (isAlias(node)) node = node.resolve(this.#document)
      const pair = isMap(node)
        ? node.items.find((each) => isScalar(each.key) && String(each.key.value) === key)
        : undefined
      const item: unknown = isSeq(node) ? node.items[Number(key)] : pair?.key
      if (!isNode(item)) break
      offset = item.range?.[0] ?? offset
      node = pair === undefined ? item : pair.value
    }
    return this.#lineAt(offset)
  }

  #toValue(): Reading {
    if (this.#document.errors.length > 0) return { value: undefined }
    try {
      return { value: this.#document.toJS() }
    } catch (error) {
      return { value: undefined, error: { offset: 0, message: (error as Error).message } }
    }
  }

  #located({ offset, message }: { readonly offset: number; readonly message: string }): TextError {
    return { line: this.#lineAt(offset), message }
  }

  #lineAt(offset: number): number {
    return Math.max(1, this.#lines.linePos(offset).line)
  }
}

interface Reading {
  readonly value: unknown
  readonly error?: { readonly offset: number; readonly message: string }
}

function parseJson(text: string): Reading {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    const { message } = error as Error
    const position = /at position (\d+)/.exec(message)?.[1]
    return { value: undefined, error: { offset: position === undefined ? text.length : Number(position), message } }
  }
}
