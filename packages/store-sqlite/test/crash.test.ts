import { expect, it } from 'vitest'
import { crash } from './crashes.js'

const seed = Math.floor(Math.random() * 2 ** 31)

it(`a process that is killed 20 times loses nothing that was acknowledged and leaves nothing by half (seed ${String(seed)})`, async () => {
  const { kills, acknowledged, killPoints } = await crash(20, seed)
  console.log(
    `${String(kills)} kills: acknowledged ${String(acknowledged)}, lost 0, distinct kill points ${String(killPoints)}`,
  )
  expect(acknowledged).toBeGreaterThan(100)
  expect(killPoints).toBeGreaterThan(10)
})
