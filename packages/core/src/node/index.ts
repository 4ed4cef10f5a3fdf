// Files: what is read from them before a run.
export { readRiskConfig } from './risk-file.js'
