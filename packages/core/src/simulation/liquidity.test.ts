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

describe('a limit that is linked', () => {
  it('gives liquidity as one that stands alone: where it has rested, and the market opens through it', () => {
    const bracket = (venue: TestVenue): void => {
      venue.bracket('buy limit 98', { stopLoss: 'stop 90' })
    }
    expect(liquidityOf(['100/101/99/100', '97/98/96/97'], bracket)).toEqual(['maker'])
  })

  it('takes it where its entry has filled at its price or better', () => {
    const triggered = (venue: TestVenue): void => {
      venue.oto('buy limit 98', ['sell limit 98'])
    }
    expect(liquidityOf(['100/101/97/99'], triggered)).toEqual(['maker', 'taker'])
  })

  it('gives it where the price comes to it in the bar of its entry', () => {
    const bracket = (venue: TestVenue): void => {
      venue.bracket('buy stop 102', { takeProfit: ['limit 104'] })
    }
    expect(liquidityOf(['100/105/99/104.5'], bracket)).toEqual(['taker', 'maker'])
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
