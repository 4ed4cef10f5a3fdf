import { thousands } from '../domain/thousands.js'

/** '1 bar', '2,000 bars'. */
export function counted(count: number, noun: string): string {
  return `${thousands(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** A price or a factor to six significant digits, without zeros at its end. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(6)))
}

/** A fraction as a percentage with one decimal. */
export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`
}

/** A signed change of a price: '+12.3 %', '-50.0 %'. */
export function change(from: number, to: number): string {
  return `${to >= from ? '+' : ''}${percent(to / from - 1)}`
}
