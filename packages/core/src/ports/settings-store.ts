import type { Spec } from '../domain/spec.js'

/** Plain data under names, for programs to keep what they are set to. */
export interface SettingsStore {
  /** Keeps a value in place of the one before. Rejects with RECORD_INVALID for what is not plain data. */
  saveSetting(key: string, value: Spec): Promise<void>
  /** Undefined for one that is not kept. */
  setting(key: string): Promise<Spec | undefined>
  /** All of them, in order of their names. */
  settings(): Promise<Readonly<Record<string, Spec>>>
  /** Says whether it was there. */
  deleteSetting(key: string): Promise<boolean>
}
