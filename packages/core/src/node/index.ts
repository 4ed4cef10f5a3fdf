// Files: what is read from them before a run.
export { readRiskConfig } from './risk-file.js'

// Files: what is written to them, whole or not at all.
export { exportCsv } from './export-csv.js'
export { writeWhole } from './write-whole.js'
export type { AppendPart, WriteOptions } from './write-whole.js'
