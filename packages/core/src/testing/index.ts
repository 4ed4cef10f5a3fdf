// Proofs about strategies.
export { assertNoLookahead, proveNoLookahead } from './prove-no-lookahead.js'
export type { LookaheadOptions, LookaheadReport } from './prove-no-lookahead.js'
export type { Finding, ProofCheck } from './finding.js'
export type { ProofReport } from './proof-report.js'
export type { PreparedBacktest, ProofSeries, ProofSubject, ShownSeries } from './subject.js'
export { assertWarmup, proveWarmup } from './prove-warmup.js'
export type { SettledIndicator, WarmupOptions, WarmupReport } from './prove-warmup.js'
export { assertDeterminism, verifyDeterminism } from './verify-determinism.js'
export type { DeterminismReport } from './verify-determinism.js'

// Conformance of adapters.
export { dataGatewayCases } from './gateway-conformance.js'
export type { GatewayHarness } from './gateway-conformance.js'
export type { OpenedGateway } from './gateway-check.js'
export type { GatewayMarket, GatewaySeries } from './gateway-market.js'
export type { ConformanceCase } from './conformance.js'
export { VirtualClock } from './virtual-clock.js'
