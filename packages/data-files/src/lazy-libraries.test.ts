import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

it('the libraries for Parquet are imported by no module, but when a file is read or written', () => {
  const folder = new URL('.', import.meta.url)
  const modules = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  const imports = modules.flatMap((name) =>
    [...readFileSync(new URL(name, folder), 'utf8').matchAll(/^(?:import|export) .*'(hyparquet[^']*)'/gm)]
      .filter(([statement]) => !statement.startsWith('import type '))
      .map(([statement]) => `${name}: ${statement}`),
  )
  expect(imports).toEqual([])
  expect(modules.length).toBeGreaterThan(20)
})
