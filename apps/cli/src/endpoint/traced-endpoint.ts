import type { SctpEndpoint, Surroundings } from '@sigbed/sctp-sockets'
import { openEndpointTransport, type TransportOptions } from './endpoint-transport.js'
import { PacketTrace } from './packet-trace.js'

/** An endpoint, and the trace of its packets where one was asked for. */
export interface TracedEndpoint {
  readonly endpoint: SctpEndpoint
  /** To be closed after the endpoint. */
  readonly trace: PacketTrace | null
}

/**
 * Opens the SCTP endpoint that the options of a command ask for.
 *
 * @param surroundings the event loop's unless told
 * @throws (rejects) what the transport does; `endpointFailure` puts the flag in front. Nothing is open then
 */
export async function openTracedEndpoint(options: TransportOptions, surroundings?: Surroundings): Promise<TracedEndpoint> {
  const [sockets, transport] = await Promise.all([import('@sigbed/sctp-sockets'), import('@sigbed/sctp-transport')])
  let trace: PacketTrace | null = null
  const endpoint = await sockets.SctpEndpoint.open({
    localAddresses: options.local,
    ...(surroundings !== undefined && { surroundings }),
    // The trace last: a port that is taken leaves the trace of whoever has it alone.
    openTransport: async (addresses) => {
      const opened = await openEndpointTransport(options, addresses, transport)
      try {
        if (options.traceFile !== null) trace = PacketTrace.open(options.traceFile, transport)
      } catch (error) {
        await opened.close()
        throw error
      }
      return opened
    },
    wrapTransport: (inner, addresses) => trace?.around(inner, addresses) ?? inner,
  })
  return { endpoint, trace }
}
