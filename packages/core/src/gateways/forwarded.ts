import type { DataGateway } from '../ports/data-gateway.js'

/** What a gateway says of instruments, for one that stands in front of it. */
export function forwarded(source: DataGateway): Pick<DataGateway, 'calendar' | 'instruments'> {
  return {
    ...(source.calendar && { calendar: (instrument) => source.calendar!(instrument) }),
    ...(source.instruments && { instruments: (query) => source.instruments!(query) }),
  }
}
