import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { bindError } from './transport-error.js'

export type DatagramListener = (octets: Uint8Array, from: RemoteInfo) => void

export interface UdpSocketOptions {
  /** An IP address in text; its form decides between IPv4 and IPv6. */
  readonly address: string
  /** 0 for one the system chooses. */
  readonly port: number
  /** Octets asked of the system; it may grant less (net.core.rmem_max, net.core.wmem_max). */
  readonly receiveBuffer: number
  readonly sendBuffer: number
}

/**
 * Binds one UDP socket to exactly one address.
 *
 * @throws TransportError (rejects) with the code of what went wrong; nothing is left open then.
 */
export function openUdpSocket(options: UdpSocketOptions): Promise<Socket> {
  const isIpv6 = options.address.includes(':')
  const socket = createSocket({
    type: isIpv6 ? 'udp6' : 'udp4',
    // An IPv6 socket that also took IPv4 would stand in the way of the IPv4 ones, and show their peers as ::ffff:…
    ipv6Only: isIpv6,
    recvBufferSize: options.receiveBuffer,
    sendBufferSize: options.sendBuffer,
    lookup: answerAtOnce,
  })
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => {
      const error = bindError(options.address, options.port, cause)
      void closeUdpSocket(socket).then(() => reject(error))
    }
    socket.once('error', fail)
    try {
      // exclusive: in a cluster worker, the socket is this process's own.
      socket.bind({ address: options.address, port: options.port, exclusive: true }, () => {
        socket.off('error', fail)
        resolve(socket)
      })
    } catch (cause) {
      fail(cause)
    }
  })
}

/** Resolves when the socket is closed; nothing arrives and no callback of a send is called afterwards. */
export function closeUdpSocket(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', resolve)
    try {
      socket.close()
    } catch {
      // It is closed already.
      resolve()
    }
  })
}

/**
 * Takes the place of the name service. Ours are addresses, never names; asked about one, the usual lookup would answer in a later
 * microtask, and each datagram would be copied to the kernel when its octets may have changed already (and cost a tenth more).
 */
function answerAtOnce(
  address: string,
  family: unknown,
  answer: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
) {
  answer(null, address, typeof family === 'number' ? family : address.includes(':') ? 6 : 4)
}
