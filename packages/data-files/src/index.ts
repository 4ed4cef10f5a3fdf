export { CsvDataGateway } from './csv-data-gateway.js'
export type { CsvDataGatewayOptions } from './csv-data-gateway.js'
export type { CsvField } from './csv-columns.js'
