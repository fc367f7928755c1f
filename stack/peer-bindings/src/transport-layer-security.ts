import type { Duplex } from 'node:stream'
import { checkServerIdentity, connect, createServer, type PeerCertificate, type SecureContextOptions, type TLSSocket } from 'node:tls'
import type { OpenedStream } from './octet-stream-layer.js'

/**
 * What a node needs to speak TLS, as PEM text. Both sides show a certificate, and both check it: RFC 6733 §13.1 demands mutual
 * authentication. The cipher suites §13.1 names are RC4 and 3DES, which RFC 7465 and every TLS library since forbid; what is
 * negotiated is TLS 1.2 or 1.3 with the suites of the library.
 */
export interface TransportLayerSecurity {
  /** The authorities that are trusted; no others are, the system's neither (RFC 6733 §13.2). */
  readonly authorities: string
  /** This node's certificate, with its chain. */
  readonly certificate: string
  readonly privateKey: string
  /** Whether the certificate of the peer must bear the Origin-Host it claims; true when left out. */
  readonly checkOriginHost?: boolean
}

/**
 * Secures a stream from the side that opened it. `secured` is called once the handshake is done and the peer's certificate is good;
 * a failure comes as 'error' and 'close' of the stream that is returned.
 */
export function secureAsClient(
  stream: Duplex,
  security: TransportLayerSecurity,
  remoteHost: string | undefined,
  where: string,
  secured: (stream: OpenedStream) => void,
): TLSSocket {
  const socket = connect({
    socket: stream,
    ...secureContextOptions(security),
    ...(remoteHost !== undefined && { servername: remoteHost }),
    // Whose certificate it is, is checked against the Origin-Host of the CEA: that name counts in Diameter, not one of the DNS.
    checkServerIdentity: () => undefined,
  })
  socket.once('secureConnect', () => secured(openedOf(socket, security, where)))
  return socket
}

/** Secures a stream from the side that accepted it. Calls `secured` or `refused`, once. */
export function secureAsServer(
  stream: Duplex,
  security: TransportLayerSecurity,
  where: string,
  secured: (stream: OpenedStream) => void,
  refused: (reason: string) => void,
): void {
  let over = false
  const refuse = (reason: string): void => {
    if (over) return
    over = true
    stream.destroy()
    refused(`${where}: ${reason}`)
  }
  // A server of this one stream: Node checks a client's certificate in its servers only.
  const server = createServer({
    ...secureContextOptions(security),
    // RFC 6733 §13.1: the server MUST request a certificate from the client.
    requestCert: true,
    // A bad one is refused below, where the reason is still known; Node itself would only hang up.
    rejectUnauthorized: false,
    handshakeTimeout: HANDSHAKE_PATIENCE_MS,
  })
  server.once('secureConnection', (socket) => {
    if (!socket.authorized) {
      refuse(`the certificate of the client is refused: ${String(socket.authorizationError)}`)
      return
    }
    if (over) return
    over = true
    secured(openedOf(socket, security, where))
  })
  server.on('tlsClientError', (error) => refuse(error.message))
  stream.once('close', () => refuse('closed before it was secured'))
  server.emit('connection', stream)
}

function secureContextOptions(security: TransportLayerSecurity): SecureContextOptions {
  return { ca: security.authorities, cert: security.certificate, key: security.privateKey, minVersion: 'TLSv1.2' }
}

function openedOf(socket: TLSSocket, security: TransportLayerSecurity, where: string): OpenedStream {
  const certificate = socket.getPeerCertificate()
  return {
    stream: socket,
    abort: () => socket.destroy(),
    description: `${where}, ${socket.getProtocol() ?? 'TLS'}`,
    mayBe: (originHost) => security.checkOriginHost === false || bearsName(certificate, originHost),
  }
}

/** Whether a certificate may stand for this Origin-Host: by a DNS name in its subjectAltName, wildcards as RFC 6125 has them, or else its Common Name. */
function bearsName(certificate: PeerCertificate, originHost: string): boolean {
  return Object.keys(certificate).length > 0 && checkServerIdentity(originHost, certificate) === undefined
}

const HANDSHAKE_PATIENCE_MS = 10_000
