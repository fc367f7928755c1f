import type { Notification, OneToOneSocket, SctpEndpoint } from '@sigbed/sctp-sockets'
import type { CommandSurroundings, ExitStatus, Flags } from '../command.js'
import { AssociationLog } from './association-log.js'
import { associationService } from './association-service.js'
import { type EndpointOptions, parseEndpointOptions } from './endpoint-options.js'
import { endpointFailure } from './endpoint-transport.js'
import type { PacketTrace } from './packet-trace.js'
import { openTracedEndpoint } from './traced-endpoint.js'

/** What an endpoint needs of the surroundings of its command. */
export type EndpointSurroundings = Pick<CommandSurroundings, 'output' | 'errors' | 'environment' | 'workingFolder' | 'now' | 'onInterrupt'>

/** `sigbed endpoint`, once its words are flags. Rejects with what `failureOf` knows how to tell. */
export async function runEndpointCommand(flags: Flags, surroundings: EndpointSurroundings): Promise<ExitStatus> {
  // Before anything that takes time: whoever starts and stops at once is heard, too.
  const stop = new AbortController()
  const forget = surroundings.onInterrupt(() => stop.abort())
  try {
    await runEndpoint(parseEndpointOptions(flags, surroundings), surroundings, stop.signal)
    return 0
  } finally {
    forget()
  }
}

/**
 * Runs one endpoint until `stop`: opens it, says READY, serves every association it accepts or keeps one up. Resolves when all
 * sockets are closed and the trace is whole.
 *
 * @throws UsageError (rejects) for what cannot be bound or written, naming the flag; TransportError for a trace that broke off
 */
async function runEndpoint(options: EndpointOptions, surroundings: EndpointSurroundings, stop: AbortSignal): Promise<void> {
  const log = new AssociationLog(surroundings.errors, options.verbose)
  let trace: PacketTrace | null = null
  try {
    const opened = await openTracedEndpoint(options)
    const { endpoint } = opened
    trace = opened.trace
    const serve = (socket: OneToOneSocket, onEnd: () => void): void => serveAssociation(socket, options, surroundings, log, onEnd)
    if (options.role === 'server')
      endpoint.listen(options.port, { parameters: options.parameters, onAssociation: (socket) => serve(socket, () => {}) })
    surroundings.output.write('READY\n')
    log.say(`${options.role} of ${options.service} on ${options.local.join(', ')}, ${portsOf(options, endpoint)}`)
    if (options.role === 'client') void keepConnected(endpoint, options, serve, log, stop)
    await stopped(stop)
    await endpoint.close(GRACE_MS)
  } catch (error) {
    throw endpointFailure(error, options)
  } finally {
    trace?.close()
  }
}

function serveAssociation(
  socket: OneToOneSocket,
  { service: name }: EndpointOptions,
  surroundings: EndpointSurroundings,
  log: AssociationLog,
  onEnd: () => void,
): void {
  const { peer } = socket
  const service = associationService(name, socket, {
    afterTurn: (callback) => setImmediate(callback),
    now: () => surroundings.now(),
    onUnanswered: (streamId, outcome) => log.unanswered(peer, streamId, outcome),
  })
  socket.onMessage = (message) => service.onMessage(message)
  socket.onNotification = (notification: Notification) => {
    log.notification(peer, notification)
    service.onNotification(notification)
    if (notification.kind === 'communication-lost' || notification.kind === 'shutdown-complete') onEnd()
  }
}

/** One association after the other, for ever, each from the same port: whatever ended it, the next attempt is one delay away. */
async function keepConnected(
  endpoint: SctpEndpoint,
  options: EndpointOptions,
  serve: (socket: OneToOneSocket, onEnd: () => void) => void,
  log: AssociationLog,
  stop: AbortSignal,
): Promise<void> {
  const { remote, remotePort, remoteUdpPort, port, parameters, transport, reconnectDelayMs } = options
  while (!stop.aborted) {
    try {
      await new Promise<void>((resolve, reject) => {
        const connecting = endpoint.connect({
          addresses: remote,
          port: remotePort,
          // RFC 6951 §5.1: port 0 in the table of addresses stands for SCTP on IP itself.
          encapsulationPort: transport === 'ip' ? 0 : remoteUdpPort,
          localPort: port,
          parameters,
          onSocket: (socket) => serve(socket, resolve),
        })
        connecting.catch(reject)
      })
    } catch (error) {
      log.say(error instanceof Error ? error.message : String(error))
    }
    await pause(reconnectDelayMs, stop)
  }
}

function portsOf({ port, transport }: EndpointOptions, { encapsulationPort }: SctpEndpoint): string {
  return transport === 'ip' ? `SCTP port ${port} on IP` : `SCTP port ${port} over UDP port ${encapsulationPort}`
}

function stopped(stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) resolve()
    else stop.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** At most `ms`; less when it is to stop. */
function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      clearTimeout(timer)
      stop.removeEventListener('abort', over)
      resolve()
    }
    const timer = setTimeout(over, ms)
    stop.addEventListener('abort', over)
  })
}

/** For a shutdown that the peer answers; one that does not is aborted. */
const GRACE_MS = 250
