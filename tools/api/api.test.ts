import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { publicPackages } from '../packages.js'
import { publicApi } from './public-api.js'

describe('the public API', () => {
  it.each(publicPackages())(
    'of $name is the one on record; if the change is meant: npm run api:update',
    async (each) => {
      const file = join(import.meta.dirname, `${each.name.replace(/^@.*\//, '')}.api.txt`)
      await expect(publicApi(each), 'the public API changed: if that is meant, npm run api:update').toMatchFileSnapshot(
        file,
      )
    },
  )
})
