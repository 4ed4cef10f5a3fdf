/**
 * Which folder of packages/core/src may import which (types count too). A folder may always import its own files.
 * To change this table, write a decision in docs/decisions/; look first for the type that belongs in domain/.
 */
const deciding = [
  'domain',
  'calendar',
  'indicators',
  'costs',
  'data',
  'portfolio',
  'execution',
  'sizing',
  'risk',
  'strategy',
] as const

const everythingBelowEngine = [
  ...deciding,
  'ports',
  'kernel',
  'simulation',
  'gateways',
  'store',
  'quality',
  'analytics',
] as const

export const coreFolders: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  ports: ['domain'],
  calendar: ['domain'],
  indicators: ['domain'],
  costs: ['domain'],
  data: ['domain', 'calendar', 'indicators'],
  portfolio: ['domain'],
  execution: ['domain'],
  sizing: ['domain'],
  risk: ['domain', 'calendar', 'indicators', 'costs'],
  strategy: ['domain', 'calendar', 'data', 'indicators', 'portfolio'],
  kernel: deciding,
  simulation: ['domain', 'ports', 'calendar', 'costs', 'data', 'portfolio'],
  gateways: ['domain', 'ports', 'calendar', 'data'],
  store: ['domain', 'ports', 'calendar', 'data'],
  quality: ['domain', 'ports', 'calendar', 'data'],
  analytics: ['domain'],
  engine: everythingBelowEngine,
  node: [...everythingBelowEngine, 'engine'],
  testing: [...everythingBelowEngine, 'engine', 'node'],
}

/** What packages/core/src/index.ts may list: the subpaths node and testing have entries of their own. */
export const coreIndexImports: readonly string[] = [...everythingBelowEngine, 'engine']

/** npm packages that every folder of core may import. */
export const coreExternalsAnywhere: readonly string[] = ['decimal.js', 'zod']

/** npm packages (and `node:` modules) that single folders of core may import besides. */
export const coreExternals: Readonly<Record<string, readonly string[]>> = {
  kernel: ['pure-rand'],
  simulation: ['pure-rand'],
  engine: ['eventemitter3', 'croner', '@opentelemetry/api'],
  node: ['yaml', 'piscina', 'node:'],
  testing: ['node:'],
}

/** What every other package may import besides its own files. */
export const packageExternals: Readonly<Record<string, readonly string[]>> = {
  'store-sqlite': ['@tradewright/core', 'better-sqlite3', 'node:'],
  'data-files': [
    '@tradewright/core',
    '@tradewright/core/node',
    'csv-parse',
    'hyparquet',
    'hyparquet-compressors',
    'hyparquet-writer',
    'node:',
  ],
}

/** Folders of core that may read a clock, set timers and see the process. All others are pure. */
export const impureFolders: readonly string[] = ['engine', 'node', 'testing']

/** Folders of core whose results are part of the run's hash: arithmetic whose last bit engines may choose is out. */
export const exactFolders: readonly string[] = [
  'domain',
  'costs',
  'portfolio',
  'execution',
  'sizing',
  'risk',
  'kernel',
  'simulation',
  'indicators',
]

/** The entries of the packages, from their src folder: the only index.ts files. */
export const entryFiles: readonly string[] = ['index.ts', 'node/index.ts', 'testing/index.ts']
