import type { RunWarning, WarningCode } from '../domain/warning.js'

/** Collects what a careful reader should know: each code and first message once, with a count. */
export class Warnings {
  readonly #found = new Map<string, { code: WarningCode; message: string; count: number }>()

  /** `about` tells apart warnings of one code that are about different things, such as two files. */
  add(code: WarningCode, message: string, options: { readonly about?: string; readonly count?: number } = {}): void {
    const key = `${code} ${options.about ?? ''}`
    const known = this.#found.get(key)
    if (known) known.count += options.count ?? 1
    else this.#found.set(key, { code, message, count: options.count ?? 1 })
  }

  list(): readonly RunWarning[] {
    return [...this.#found.values()].map((warning) => ({ ...warning }))
  }
}
