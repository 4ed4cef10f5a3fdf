/** How prices are adjusted: not at all, for splits, or for splits and dividends. */
export const ADJUSTMENTS = ['raw', 'split', 'total'] as const
export type Adjustment = (typeof ADJUSTMENTS)[number]
