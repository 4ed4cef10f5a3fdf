import { BuiltInIndicator } from './built-in-indicator.js'

/** An indicator of this folder that takes whole bars; it reads them and keeps none. */
export abstract class BarFedIndicator extends BuiltInIndicator {
  readonly input = 'bar'
}
