import { Strategy, type EntryOptions, type StrategyClass } from '../src/index.js'
import { DAY_MS, day } from './engine-setup.js'

/** What is to be asked for X at an instant: 'buy 10', 'sell 5', and the terms where it is no market order. */
export type Deed = string | readonly [string, Partial<EntryOptions>]

/** A strategy that does for X what a table says: 2 is January 2nd, midnight UTC, when the first day closes and the second opens. */
export function dayTrader(deeds: Readonly<Record<number, Deed | readonly Deed[]>>): StrategyClass {
  return class DayTrader extends Strategy {
    override onBar({ symbol }: { readonly symbol: string }): void {
      if (symbol !== 'X') return
      const planned = deeds[(this.now - day(1)) / DAY_MS + 1]
      if (planned === undefined) return
      for (const deed of isList(planned) ? planned : [planned]) this.#do(deed)
    }

    #do(deed: Deed): void {
      const [text, terms] = typeof deed === 'string' ? [deed, {}] : deed
      const [side, quantity] = text.split(' ')
      const options = { quantity: Number(quantity), ...terms } as EntryOptions
      if (side === 'buy') this.buy('X', options)
      else this.sell('X', options)
    }
  }
}

function isList(planned: Deed | readonly Deed[]): planned is readonly Deed[] {
  return (
    Array.isArray(planned) && !(planned.length === 2 && typeof planned[1] === 'object' && !Array.isArray(planned[1]))
  )
}
