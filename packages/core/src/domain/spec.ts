/** Plain data that describes a model or a setting: what a run's hash covers and a report shows. */
export type Spec = string | number | boolean | null | readonly Spec[] | { readonly [key: string]: Spec }
