import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { format, readProject } from './project.js'
import { rules } from './rules.js'

const files = readProject(fileURLToPath(new URL('../..', import.meta.url)))

describe('the source of the packages', () => {
  it('is found', () => {
    expect(files.length).toBeGreaterThan(0)
  })

  for (const [fact, rule] of Object.entries(rules)) {
    it(fact, () => {
      expect(format(rule(files))).toBe('')
    })
  }
})
