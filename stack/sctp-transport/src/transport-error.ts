/** What stopped a transport from being opened, or a capture from being written. Stable: branch on it. */
export type TransportErrorCode =
  | 'SIGBED_ADDRESS_INVALID'
  | 'SIGBED_ADDRESS_UNAVAILABLE'
  | 'SIGBED_PORT_TAKEN'
  | 'SIGBED_NO_FREE_PORT'
  | 'SIGBED_PERMISSION'
  | 'SIGBED_ADDON_ABSENT'
  | 'SIGBED_SOCKET'
  | 'SIGBED_CAPTURE'

/** Thrown or rejected with on floor 3. Branch on `code`; `message` is for people and says what to do. */
export class TransportError extends Error {
  constructor(
    readonly code: TransportErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.name = 'TransportError'
  }
}

/** The error for a UDP socket that could not be bound: names address and port, keeps the system's own error as its cause. */
export function bindError(address: string, port: number, cause: unknown): TransportError {
  const where = `UDP ${address.includes(':') ? `[${address}]` : address}:${port}`
  switch (systemCodeOf(cause)) {
    case 'EADDRINUSE':
      return new TransportError('SIGBED_PORT_TAKEN', `${where} is taken by another socket: choose another port, or stop what holds it`, {
        cause,
      })
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return new TransportError(
        'SIGBED_ADDRESS_UNAVAILABLE',
        `${where}: no interface of this machine has the address ${address}: add it to one, or name one that "ip address" shows`,
        { cause },
      )
    case 'EACCES':
    case 'EPERM':
      return new TransportError(
        'SIGBED_PERMISSION',
        `${where} may not be bound by this user: choose a port above 1023, or grant the right to`,
        {
          cause,
        },
      )
    default:
      return new TransportError('SIGBED_SOCKET', `${where} could not be bound: ${messageOf(cause)}`, { cause })
  }
}

/** The error for a raw IP socket that could not be opened on an address; the system's own error is its cause. */
export function rawIpError(address: string, cause: unknown): TransportError {
  const where = `raw IP on ${address}`
  switch (systemCodeOf(cause)) {
    case 'EPERM':
    case 'EACCES':
      // setns is what enters a network namespace.
      return new TransportError(
        'SIGBED_PERMISSION',
        messageOf(cause).startsWith('setns')
          ? `${where}: entering a network namespace wants the capability CAP_SYS_ADMIN: run as root, or start the program inside it`
          : `${where} wants the capability CAP_NET_RAW: run as root, grant it ("setcap cap_net_raw+ep" on the node binary), or use UDP encapsulation, which needs no right`,
        { cause },
      )
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
      return new TransportError(
        'SIGBED_ADDRESS_UNAVAILABLE',
        `${where}: no interface has the address ${address}: add it to one, or name one that "ip address" shows`,
        { cause },
      )
    default:
      return new TransportError('SIGBED_SOCKET', `${where} could not be opened: ${messageOf(cause)}`, { cause })
  }
}

/** The system's name of an error, as `EADDRINUSE`; empty for anything else. */
export function systemCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
