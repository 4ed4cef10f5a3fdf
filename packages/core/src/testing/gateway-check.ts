import type { DataGateway } from '../ports/data-gateway.js'
import type { GatewayMarket } from './gateway-market.js'

/** A gateway under test and the strings that its case pulls. */
export interface OpenedGateway {
  readonly gateway: DataGateway
  /** From here on no read of its source succeeds, as where it cannot be reached. Left out where a gateway has no source that could fail. */
  readonly breakSource?: () => void | Promise<void>
  /** Ends all that it holds. */
  readonly close?: () => void | Promise<void>
}

/** What is asked of one case. */
export interface GatewayTrial extends OpenedGateway {
  readonly market: GatewayMarket
}

export interface GatewayCheck {
  readonly name: string
  /** Why a gateway is not asked for this; undefined where it is. */
  skip?(opened: OpenedGateway): string | undefined
  run(trial: GatewayTrial): Promise<void>
}
