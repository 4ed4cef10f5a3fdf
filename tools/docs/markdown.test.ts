import { describe, expect, it } from 'vitest'
import { codeModules, runnable, shownFiles } from './code.js'
import { parsePage } from './markdown.js'

const page = [
  '# The life of an *order*',
  'See [fills](fills.md#opens) and `[not](a-link)`.',
  '',
  '```ts',
  'const a: number = 1',
  '```',
  '```ts continue',
  'console.log(a)',
  '```',
  '```text output',
  '1',
  '```',
  '```csv file=bars.csv',
  'date,close',
  '```',
  '````ts no-run',
  'const fence = "```"',
  '````',
  '[d]: ./d.md',
].join('\n')

describe('a page', () => {
  const { fences, links, anchors } = parsePage(page)

  it('has its links, those in code left out', () => {
    expect(links).toEqual([
      { target: 'fills.md#opens', line: 2 },
      { target: './d.md', line: 19 },
    ])
  })

  it('has the anchors of its headings', () => {
    expect([...anchors]).toEqual(['the-life-of-an-order'])
  })

  it('has modules whose lines are the lines of the page', () => {
    expect(codeModules(fences)).toEqual([
      { text: '\n\n\n\nconst a: number = 1\n\n\nconsole.log(a)\n', line: 5, runs: true, output: '1\n' },
      { text: `${'\n'.repeat(16)}const fence = "\`\`\`"\n`, line: 17, runs: false, output: undefined },
    ])
  })

  it('has files for its code to read', () => {
    expect(shownFiles(fences)).toEqual([{ name: 'bars.csv', text: 'date,close\n' }])
  })

  it('is refused with a block that is never closed, or a mark that means nothing', () => {
    expect(() => parsePage('```ts\n')).toThrow('line 1')
    expect(() => codeModules(parsePage('```ts norun\n```').fences)).toThrow('no such mark as norun')
  })

  it('becomes JavaScript by taking the types out', () => {
    expect(runnable('const a: number = 1\n')).toBe('const a = 1;\n')
  })
})
