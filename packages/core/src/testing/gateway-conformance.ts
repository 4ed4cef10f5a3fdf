import { barCases } from './gateway-bar-cases.js'
import type { OpenedGateway } from './gateway-check.js'
import { feedCases } from './gateway-feed-cases.js'
import { gatewayMarket, type GatewayMarket } from './gateway-market.js'
import { streamCases } from './gateway-stream-cases.js'
import { tickCases } from './gateway-tick-cases.js'
import type { ConformanceCase } from './conformance.js'

/** How a gateway is put before its conformance suite. */
export interface GatewayHarness {
  /** A new gateway over a source that has this market and nothing else. Its streams play the market's series and trades from the beginning on. */
  open(market: GatewayMarket): OpenedGateway | Promise<OpenedGateway>
  /** How many bars its source gives at once: the suite asks for three pages and a half. Default 10. */
  readonly pageBars?: number
}

/**
 * What every `DataGateway` must do, as cases for any test runner:
 * `for (const { name, skip, run } of await dataGatewayCases(harness)) it.skipIf(skip)(name, run)`. What a gateway does not declare in its `capabilities` is left out, with
 * the reason in `skip`.
 */
export async function dataGatewayCases(harness: GatewayHarness): Promise<readonly ConformanceCase[]> {
  const market = gatewayMarket(harness.pageBars ?? 10)
  const sample = await harness.open(market)
  const cases = [...barCases, ...tickCases, ...streamCases, ...feedCases].map((check) => ({
    name: check.name,
    skip: check.skip?.(sample),
    run: async () => {
      const opened = await harness.open(market)
      try {
        await check.run({ ...opened, market })
      } finally {
        await opened.close?.()
      }
    },
  }))
  await sample.close?.()
  return cases
}
