import { describe, expect, it } from 'vitest'
import type { CommissionModel, Liquidity } from '../costs/commission.js'
import { TestVenue } from './test-venue.js'

/** What each fill over some bars gave or took. */
function liquidityOf(bars: readonly string[], send: (venue: TestVenue) => void): readonly Liquidity[] {
  const seen: Liquidity[] = []
  const commission: CommissionModel = {
    spec: 'noted',
    charge: ({ liquidity }) => {
      seen.push(liquidity)
    },
  }
  const venue = new TestVenue({ bars, commission })
  send(venue)
  venue.play()
  return seen
}

const one = (text: string) => (venue: TestVenue) => {
  venue.send(text)
}
const reducing = (text: string) => (venue: TestVenue) => {
  venue.send('sell market')
  venue.play(1)
  venue.send(text, { reduceOnly: true })
}

describe('a limit', () => {
  it('gives liquidity where the price comes to it inside a bar', () => {
    expect(liquidityOf(['100/101/97/99'], one('buy limit 98'))).toEqual(['maker'])
  })

  it('takes it where it is marketable when it comes', () => {
    expect(liquidityOf(['97/98/96/97'], one('buy limit 98'))).toEqual(['taker'])
  })

  it('gives it where it has rested, and the market opens through it', () => {
    expect(liquidityOf(['100/101/99/100', '97/98/96/97'], one('buy limit 98'))).toEqual(['maker'])
  })

  it('that only reduces does the same inside a bar, and when it comes', () => {
    const sold = '100/101/99/100'
    expect(liquidityOf([sold, '100/101/97/99'], reducing('buy limit 98'))).toEqual(['taker', 'maker'])
    expect(liquidityOf([sold, '97/98/96/97'], reducing('buy limit 98'))).toEqual(['taker', 'taker'])
  })
})

describe('an order that fills at the market', () => {
  it.each(['buy market', 'buy stop 102', 'buy stopLimit 102 103', 'buy marketIfTouched 98'])(
    'takes it: %s',
    (order) => {
      expect(liquidityOf(['100/103/97/99'], one(order))).toEqual(['taker'])
    },
  )

  it('takes it where it is triggered at an open, after it has waited', () => {
    expect(liquidityOf(['100/101/99/100', '103/104/102/103'], one('buy stop 102'))).toEqual(['taker'])
  })
})
