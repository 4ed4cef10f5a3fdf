/** A fenced block of a page. */
export interface Fence {
  /** The words after the fence: `ts no-run` is ['ts', 'no-run']. */
  readonly info: readonly string[]
  readonly text: string
  /** The page's line, from 1, of the block's first line of text. */
  readonly line: number
}

export interface Link {
  readonly target: string
  readonly line: number
}

export interface Page {
  readonly fences: readonly Fence[]
  readonly links: readonly Link[]
  /** The anchors of its headings, as GitHub makes them. */
  readonly anchors: ReadonlySet<string>
}

interface OpenFence {
  readonly mark: string
  readonly info: readonly string[]
  readonly line: number
  readonly text: string[]
}

export function parsePage(markdown: string): Page {
  const fences: Fence[] = []
  const links: Link[] = []
  const anchors = new Set<string>()
  let open: OpenFence | undefined
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^ {0,3}(`{3,}|~{3,})\s*(.*)$/.exec(line)
    if (open !== undefined) {
      if (fence?.[2] === '' && fence[1]?.startsWith(open.mark)) {
        fences.push({ info: open.info, line: open.line, text: open.text.join('\n') + '\n' })
        open = undefined
      } else {
        open.text.push(line)
      }
    } else if (fence) {
      const info = (fence[2] ?? '').split(/\s+/).filter((word) => word !== '')
      open = { mark: fence[1] ?? '```', info, line: index + 2, text: [] }
    } else {
      links.push(...linksOf(line).map((target) => ({ target, line: index + 1 })))
      const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(line)
      if (heading) addAnchor(anchors, heading[1] ?? '')
    }
  }
  if (open !== undefined) throw new Error(`the block opened in line ${String(open.line - 1)} is never closed`)
  return { fences, links, anchors }
}

function linksOf(line: string): string[] {
  const prose = line.replace(/`[^`]*`/g, '')
  const inline = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)]
  const definition = /^ {0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/.exec(prose)
  return [...inline, ...(definition ? [definition] : [])].map((match) => match[1] ?? '')
}

function addAnchor(anchors: Set<string>, heading: string): void {
  const slug = heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')
  let anchor = slug
  for (let count = 1; anchors.has(anchor); count += 1) anchor = `${slug}-${String(count)}`
  anchors.add(anchor)
}
