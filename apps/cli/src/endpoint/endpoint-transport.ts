import type { TransportAddressTable } from '@sigbed/sctp-core'
import type { OpenTransport } from '@sigbed/sctp-sockets'
import { UsageError } from '../command-failure.js'
import type { EndpointOptions } from './endpoint-options.js'

type Transport = typeof import('@sigbed/sctp-transport')

/** What of the options decides on the transport and its trace. */
export type TransportOptions = Pick<EndpointOptions, 'local' | 'traceFile' | 'transport' | 'udpPort'>

/** Binds what the options ask for. Rejects with what `endpointFailure` can tell. */
export async function openEndpointTransport(
  options: TransportOptions,
  addresses: TransportAddressTable,
  transport: Transport,
): Promise<OpenTransport> {
  const { local, udpPort } = options
  if (options.transport === 'udp') return transport.UdpEncapsulation.open({ addresses, local, port: udpPort })
  return transport.RawIp.open({ addresses, local })
}

/**
 * What kept an endpoint from being opened, with the flag in front that would cure it; everything else as it came. The messages of the
 * transport say what to do, and know nothing of flags.
 */
export function endpointFailure(error: unknown, { local, traceFile, transport, udpPort }: TransportOptions): unknown {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return error
  const flag = flagAgainst(error.code, transport)
  if (flag === null) return error
  const values = { local: local.join(','), trace: traceFile, transport, 'udp-port': udpPort }
  const message = `--${flag} ${values[flag]}: ${error.message.replace(/\.$/, '')}`
  return new UsageError(`${message}${flag === 'trace' ? ': name a file in a folder you may write to' : ''}.`)
}

function flagAgainst(code: string, transport: EndpointOptions['transport']): 'local' | 'trace' | 'transport' | 'udp-port' | null {
  switch (code) {
    case 'SIGBED_PORT_TAKEN':
      return 'udp-port'
    case 'SIGBED_ADDON_ABSENT':
      return 'transport'
    case 'SIGBED_PERMISSION':
      return transport === 'ip' ? 'transport' : 'udp-port'
    case 'SIGBED_ADDRESS_INVALID':
    case 'SIGBED_ADDRESS_UNAVAILABLE':
      return 'local'
    case 'SIGBED_CAPTURE':
      return 'trace'
    default:
      return null
  }
}
