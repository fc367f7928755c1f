import { UsageError } from '../command-failure.js'

/** What kept a TCP port from being listened on, with the flag in front that would cure it; everything else as it came. */
export function listenFailure(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { code, syscall, address, port } = error as NodeJS.ErrnoException & { readonly address?: string; readonly port?: number }
  if (syscall !== 'listen' || code === undefined) return error
  switch (code) {
    case 'EADDRINUSE':
      return new UsageError(
        `--port ${port}: TCP ${address}:${port} is taken by another program: choose another port, or stop what holds it.`,
      )
    case 'EACCES':
      return new UsageError(`--port ${port}: TCP ${address}:${port} may not be opened by this user: choose a port from 1024 on.`)
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
      return new UsageError(`--local ${address}: no interface of this machine has the address: name one that "ip address" shows.`)
    default:
      return error
  }
}
