import { describe, expect, it } from 'vitest'
import {
  latencyBars,
  Strategy,
  type AccountEvent,
  type BacktestResult,
  type Bar,
  type Fill,
  type Order,
} from '../src/index.js'
import { daily, day, engineOf, type Bars } from './engine-setup.js'

const heard: string[] = []

/** Writes down every call; buys one share at each of its bars that `buys` names, and at each of its timers. */
class Recorder extends Strategy {
  protected buys: readonly number[] = []
  override onStart(): void {
    this.hear('start')
    this.schedule.every('tick', 2 * 86_400_000)
  }
  override onBar({ close }: Bar): void {
    this.hear(`bar ${String(close)}`)
    if (this.buys.includes(close)) this.buy('X', { quantity: 1 })
  }
  override onTimer(name: string): void {
    this.hear(name)
  }
  override onFill({ side, quantity }: Fill): void {
    this.hear(`${side} ${quantity.toFixed()}`)
  }
  override onStop(): void {
    this.hear('stop')
  }
  protected hear(what: string): void {
    heard.push(`${this.name} ${String(new Date(this.now).getUTCDate())}: ${what}`)
  }
}

/** Eight days; the price is the day at whose midnight it closes. */
const week: Bars = { X: daily(2, 3, 4, 5, 6, 7, 8, 9) }
const source = { data: week }
const at = (number: number, kind: 'start' | 'pause', strategy = 'S'): AccountEvent => ({
  ...{ kind, at: day(number), strategy },
})
const stop = (number: number, flatten?: boolean): AccountEvent => ({
  ...{ kind: 'stop', at: day(number), strategy: 'S', ...(flatten === undefined ? {} : { flatten }) },
})

async function run(strategy: typeof Recorder, events: readonly AccountEvent[], extra: object = {}) {
  heard.length = 0
  return engineOf(strategy, source.data, { strategies: [{ strategy, name: 'S', ...extra }], events }).run()
}
const changes = ({ events }: BacktestResult): string[] =>
  events.map(({ time, event, status, message }) => {
    return `${String(new Date(time).getUTCDate())} ${event.kind} ${status}: ${message}`
  })
const ends = ({ orders }: BacktestResult): string[] =>
  orders.map(({ side, type, quantity, status, outcome }) =>
    [side, type, quantity.toFixed(), status, ...(outcome ? [outcome.code] : [])].join(' '),
  )
const held = ({ portfolio }: BacktestResult): string[] =>
  portfolio.children.flatMap(({ children }) =>
    children.flatMap(({ isCash, quantity }) => (isCash ? [] : [quantity.toFixed()])),
  )

describe('a strategy', () => {
  it('that is paused is told of no bar and no timer until it is started again; what closed meanwhile is no news then', async () => {
    const result = await run(Recorder, [at(3, 'pause'), at(6, 'start')])
    expect(heard).toEqual([
      ...['S 1: start', 'S 2: bar 2', 'S 3: bar 3', 'S 3: tick'],
      ...['S 7: bar 7', 'S 7: tick', 'S 8: bar 8', 'S 9: bar 9', 'S 9: tick', 'S 9: stop'],
    ])
    expect(changes(result)).toEqual(['3 pause applied: running -> paused', '6 start applied: paused -> running'])
  })

  it('that is stopped is told so, and of nothing more; started again it is told that it starts', async () => {
    const result = await run(Recorder, [stop(3), at(6, 'start'), stop(8)])
    expect(heard).toEqual([
      ...['S 1: start', 'S 2: bar 2', 'S 3: bar 3', 'S 3: tick', 'S 3: stop'],
      ...['S 6: start', 'S 7: bar 7', 'S 8: bar 8', 'S 8: tick', 'S 8: stop'],
    ])
    expect(changes(result)).toEqual([
      '3 stop applied: running -> stopped',
      '6 start applied: stopped -> running',
      '8 stop applied: running -> stopped',
    ])
  })

  it('that does not start by itself waits for its event, and for ever without one', async () => {
    await run(Recorder, [at(6, 'start')], { autoStart: false })
    expect(heard).toEqual([...['S 6: start', 'S 7: bar 7', 'S 8: bar 8', 'S 8: tick', 'S 9: bar 9', 'S 9: stop']])
    const result = await run(Recorder, [], { autoStart: false })
    expect([heard, result.orders]).toEqual([[], []])
  })

  it.each([
    ['start', { autoStart: false }, 'waiting -> running', ['S 1: start', 'S 2: bar 2']],
    ['pause', {}, 'running -> waiting', []],
    ['stop', {}, 'running -> stopped', []],
    ['params', {}, 'running -> running', ['S 1: start', 'S 2: bar 2']],
  ])('whose %s came before the run begins is told of it once, as it begins', async (kind, extra, message, first) => {
    const event = { kind, at: '2023-12-01', strategy: 'S', ...(kind === 'params' ? { params: undefined } : {}) }
    const result = await run(Recorder, [event as AccountEvent], extra)
    expect(changes(result)).toEqual([`1 ${kind} applied: ${message}`])
    expect(heard.slice(0, 2)).toEqual(first)
    expect(heard.filter((line) => line.endsWith('start'))).toHaveLength(first.length / 2)
  })

  it('that was paused before the run began is told that it starts when it does', async () => {
    await run(Recorder, [{ kind: 'pause', at: '2023-12-01', strategy: 'S' }, at(8, 'start')])
    expect(heard).toEqual(['S 8: start', 'S 9: bar 9', 'S 9: stop'])
  })

  it('is not moved by what it is already, and the list says so', async () => {
    const result = await run(Recorder, [
      at(3, 'start'),
      at(4, 'pause'),
      at(5, 'pause'),
      stop(6),
      stop(7),
      at(8, 'pause'),
    ])
    expect(changes(result).map((line) => line.split(': ')[1])).toEqual([
      ...['running -> running', 'running -> paused', 'paused -> paused'],
      ...['paused -> stopped', 'stopped -> stopped', 'stopped -> stopped'],
    ])
  })
})

describe('the orders of a strategy', () => {
  class Trader extends Recorder {
    override buys = [2, 3, 4]
    override onFill(fill: Fill): void {
      super.onFill(fill)
      if (this.position('X').size === 2) this.sell('X', { quantity: 2, type: 'limit', limitPrice: 7 })
    }
  }

  it('that is paused work on, and it is told of their fills; it may close, and open nothing', async () => {
    class Answers extends Trader {
      override onFill(fill: Fill): void {
        super.onFill(fill)
        if (fill.side === 'sell') this.buy('X', { quantity: 1 })
      }
      override onOrder({ status, side, quantity }: Order): void {
        if (status === 'DENIED') this.close('X', { quantity: Math.min(1, this.position('X').size) })
        if (status === 'DENIED') this.hear(`${side} ${quantity.toFixed()} denied`)
      }
    }
    const result = await run(Answers, [at(3, 'pause')])
    // Bought at 3 and 4 by orders of the 2nd and 3rd; the limit of 7 fills in the bar of the 6th.
    expect(heard.slice(5)).toEqual(['S 3: buy 1', 'S 6: sell 2', 'S 6: buy 1 denied', 'S 9: stop'])
    expect(ends(result)).toEqual([
      ...['buy market 1 FILLED', 'buy market 1 FILLED', 'sell limit 2 FILLED', 'buy market 1 DENIED STRATEGY_PAUSED'],
    ])
  })

  it('that is stopped are cancelled, and what it holds stays', async () => {
    const result = await run(Trader, [stop(5)])
    expect(ends(result)).toEqual([
      ...['buy market 1 FILLED', 'buy market 1 FILLED', 'sell limit 2 CANCELED CANCELED', 'buy market 1 FILLED'],
    ])
    expect([held(result), heard.at(-1)]).toEqual([['3'], 'S 5: stop'])
  })

  it('that is stopped and flattened close all it holds at the next open, and it hears nothing of that', async () => {
    const result = await run(Trader, [stop(5, true)])
    expect(result.fills.at(-1)).toMatchObject({ occurredAt: day(5), price: 6, side: 'sell' })
    expect(result.orders.at(-1)).toMatchObject({ reason: 'strategy stopped', status: 'FILLED' })
    expect([held(result), result.cash.USD!.toFixed(), heard.at(-1)]).toEqual([[], '100006', 'S 5: stop'])
  })

  it('that close are cancelled with all others, and flattening makes up for them', async () => {
    class ClosesThen extends Trader {
      override onBar(bar: Bar): void {
        super.onBar(bar)
        if (bar.close === 5) this.close('X')
      }
    }
    expect(held(await run(ClosesThen, [stop(5)]))).toEqual(['3'])
    const result = await run(ClosesThen, [stop(5, true)])
    expect(held(result)).toEqual([])
    expect(ends(result).slice(-2)).toEqual(['sell market 3 CANCELED CANCELED', 'sell market 3 FILLED'])
  })

  it.each([
    ['all', undefined, [[], []]],
    ['a part', 1, [['2'], []]],
  ])('that close %s as it stops go out, and flattening adds what they leave', async (_, quantity, [left, flat]) => {
    class Leaves extends Trader {
      override onStop(): void {
        this.close('X', quantity === undefined ? {} : { quantity })
        this.buy('X', { quantity: 7 })
      }
    }
    const stopped = await run(Leaves, [stop(5)])
    expect(held(stopped)).toEqual(left)
    expect(ends(stopped).at(-1)).toBe('buy market 7 DENIED STRATEGY_PAUSED')
    expect(held(await run(Leaves, [stop(5, true)]))).toEqual(flat)
  })

  it('that fill while their cancel is on its way leave nothing to flatten', async () => {
    const late = { costs: { latency: latencyBars(1) } }
    class Guarded extends Recorder {
      override buys = [2]
      override onFill(fill: Fill): void {
        super.onFill(fill)
        this.sell('X', { quantity: 1, type: 'limit', limitPrice: 6 })
      }
    }
    const result = await engineOf(Guarded, week, {
      strategies: [{ strategy: Guarded, name: 'S' }],
      events: [stop(5, true)],
      ...late,
    }).run()
    expect(ends(result).map((end) => end.split(' ')[3])).toEqual(['FILLED', 'FILLED', 'CANCELED'])
    expect(held(result)).toEqual([])
  })

  it('of another one are not touched', async () => {
    const strategies = ['S', 'T'].map((name) => ({ strategy: Trader, name }))
    const result = await engineOf(Trader, week, { strategies, events: [stop(5, true)] }).run()
    const [first, second] = result.portfolio.children.map(({ children }) => children.length)
    expect([first, second]).toEqual([1, 2])
    expect(result.orders.filter(({ strategy, type }) => strategy === 'T' && type === 'limit')).toMatchObject([
      { status: 'FILLED' },
    ])
  })
})
