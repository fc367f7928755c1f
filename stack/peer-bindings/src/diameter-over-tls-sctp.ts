import type { ConnectOptions, ListenOptions, OneToOneSocket, SctpEndpoint } from '@sigbed/sctp-sockets'
import type { AssociationObserver } from './association-observer.js'
import type { StreamOpener } from './diameter-over-octet-stream.js'
import type { OpenedStream } from './octet-stream-layer.js'
import { SctpOctetStream } from './sctp-octet-stream.js'
import { secureAsClient, secureAsServer, type TransportLayerSecurity } from './transport-layer-security.js'

/** Opens associations to one peer, each secured by TLS before the first message. Failover among the paths stays SCTP's. */
export function overTlsOnSctp(
  endpoint: SctpEndpoint,
  options: Omit<ConnectOptions, 'onSocket'>,
  security: TransportLayerSecurity,
  remoteHost?: string,
  observer: AssociationObserver = {},
): StreamOpener {
  return (opened, failed) => {
    let over = false
    let socket: OneToOneSocket | null = null
    const fail = (reason: string): void => {
      if (over) return
      over = true
      socket?.abort(reason)
      failed(reason)
    }
    endpoint
      .connect({
        ...options,
        onSocket: (made) => {
          socket = made
          observe(made, observer)
        },
      })
      .then(
        (connected) => {
          if (over) return
          const stream = new SctpOctetStream(connected)
          stream.once('error', (error: Error) => fail(error.message))
          const secured = secureAsClient(stream, security, remoteHost, whereOf(connected), (made) => {
            if (over) return
            over = true
            opened(made)
          })
          secured.once('error', (error: Error) => fail(error.message))
          secured.once('close', () => fail('closed by the peer'))
        },
        (error: unknown) => fail(error instanceof Error ? error.message : String(error)),
      )
    return () => {
      if (over) return
      over = true
      socket?.abort('given up')
    }
  }
}

/** Accepts associations and secures them. @throws SctpError when the port is taken */
export function listenOverTlsOnSctp(
  endpoint: SctpEndpoint,
  port: number,
  security: TransportLayerSecurity,
  onConnection: (accepted: OpenedStream) => void,
  onRefused: (reason: string) => void = () => {},
  parameters: ListenOptions['parameters'] = {},
  observer: AssociationObserver = {},
): void {
  endpoint.listen(port, {
    parameters,
    onAssociation: (socket) => {
      observe(socket, observer)
      const stream = new SctpOctetStream(socket)
      stream.on('error', () => {})
      secureAsServer(stream, security, whereOf(socket), onConnection, onRefused)
    },
  })
}

function observe(socket: OneToOneSocket, observer: AssociationObserver): void {
  observer.onSocket?.(socket)
  if (observer.onNotification !== undefined) {
    socket.onNotification = (notification) => observer.onNotification?.(socket, notification)
  }
}

function whereOf(socket: OneToOneSocket): string {
  return `SCTP ${socket.peer}`
}
