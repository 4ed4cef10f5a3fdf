import { xnys } from '@tradewright/core'
import { generateMarket, type ShareSpec } from './generated-market.js'

/** Eight shares of a market that does not exist. A drift of 0.0004 a session is about 10 % a year. */
const SHARES: readonly ShareSpec[] = [
  { symbol: 'ALDER', cents: 4_150, drift: 0.0004, beta: 0.9, volatility: 0.009 },
  {
    symbol: 'BIRCH',
    cents: 6_280,
    drift: 0.0005,
    beta: 0.7,
    volatility: 0.008,
    dividend: { fraction: 0.007, firstMonth: 3, day: 10 },
  },
  {
    symbol: 'CEDAR',
    cents: 8_840,
    drift: 0.0009,
    beta: 1.2,
    volatility: 0.013,
    split: { on: '2014-05-12', ratio: 1.5 },
  },
  { symbol: 'ELM', cents: 2_370, drift: 0, beta: 1.1, volatility: 0.012 },
  {
    symbol: 'FIR',
    cents: 3_520,
    drift: 0.0008,
    beta: 1.3,
    volatility: 0.016,
    delisted: { after: '2016-08-12', recovery: 0.75 },
  },
  { symbol: 'HAZEL', cents: 2_000, drift: 0.001, beta: 1.1, volatility: 0.015, listed: '2013-06-03' },
  { symbol: 'LARCH', cents: 5_460, drift: 0.0003, beta: 1, volatility: 0.011 },
  {
    symbol: 'OAK',
    cents: 11_730,
    drift: 0.0006,
    beta: 0.8,
    volatility: 0.009,
    dividend: { fraction: 0.005, firstMonth: 2, day: 1 },
  },
]

export const calendar = xnys()

export const market = generateMarket({ calendar, from: '2010-01-04', to: '2019-12-31', seed: 1, shares: SHARES })
