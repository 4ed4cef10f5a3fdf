import { describe, expect, it } from 'vitest'
import { DENIAL_CODES } from './denial.js'
import { ERROR_CODES, type ErrorCode } from './error-codes.js'
import { formatTime, invariant, isTradewrightError, TradewrightError } from './errors.js'
import { WARNING_CODES } from './warning.js'

const codes = Object.keys(ERROR_CODES) as ErrorCode[]

describe('TradewrightError', () => {
  it.each(codes)('%s names its kind, says whether it is recoverable and begins its message with the code', (code) => {
    const error = new TradewrightError(code, 'what came')
    const { kind, recoverable } = ERROR_CODES[code]
    expect([error.code, error.message, error.recoverable]).toEqual([code, `${code}: what came`, recoverable])
    expect(error.name).toBe(`${kind[0]!.toUpperCase()}${kind.slice(1)}Error`)
  })

  it('carries its details and its cause', () => {
    const cause = new Error('disk')
    const error = new TradewrightError('FILE_NOT_FOUND', 'a.csv', { details: { file: 'a.csv' }, cause })
    expect([error.details, error.cause]).toEqual([{ file: 'a.csv' }, cause])
    expect('cause' in new TradewrightError('NO_DATA', 'none')).toBe(false)
  })

  it('is recognised by its code, whichever build threw it', () => {
    const foreign = Object.assign(new Error('x'), { code: 'NO_DATA', recoverable: true })
    expect([isTradewrightError(new TradewrightError('NO_DATA', 'x')), isTradewrightError(foreign)]).toEqual([
      true,
      true,
    ])
  })

  it.each([
    ['an error of Node', Object.assign(new Error('x'), { code: 'ENOENT', recoverable: false })],
    [
      'an error whose code is a method of every object',
      Object.assign(new Error('x'), { code: 'toString', recoverable: false }),
    ],
    ['an error without recoverable', Object.assign(new Error('x'), { code: 'NO_DATA' })],
    ['what is not an Error', { code: 'NO_DATA', recoverable: true }],
    ['undefined', undefined],
  ])('is not %s', (_, value) => {
    expect(isTradewrightError(value)).toBe(false)
  })
})

describe('invariant', () => {
  it('throws INVARIANT with its details where the condition does not hold', () => {
    invariant(true, 'never shown')
    expect(() => {
      invariant(false, 'an order has no number', { order: 3 })
    }).toThrow(
      expect.objectContaining({
        code: 'INVARIANT',
        message: 'INVARIANT: an order has no number',
        details: { order: 3 },
      }),
    )
  })
})

describe('formatTime', () => {
  it.each([
    [Date.UTC(2024, 2, 11, 13, 31), '2024-03-11T13:31:00Z'],
    [Date.UTC(2024, 2, 11, 13, 31, 0, 5), '2024-03-11T13:31:00.005Z'],
    [-1000, '1969-12-31T23:59:59Z'],
    [Number.NaN, 'NaN'],
    [8.64e15 + 2, '8640000000000002'],
  ])('writes %d as %s', (time, text) => {
    expect(formatTime(time)).toBe(text)
  })
})

describe('the tables of codes', () => {
  it.each([
    ['errors', Object.entries(ERROR_CODES).map(([code, { meaning }]) => [code, meaning] as const)],
    ['denials', Object.entries(DENIAL_CODES)],
    ['warnings', Object.entries(WARNING_CODES)],
  ])('of %s name each code in capitals and say in a sentence what it means', (_, entries) => {
    for (const [code, meaning] of entries) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/)
      expect(meaning).toMatch(/^[A-Zg].*[^ ]\.$/)
      expect(meaning).not.toContain('|')
    }
  })
})
