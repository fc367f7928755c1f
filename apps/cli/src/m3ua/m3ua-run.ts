import type { ControlSocket, M3uaConfiguration, M3uaRole } from '@sigbed/m3ua-peer'
import type { SctpEndpoint } from '@sigbed/sctp-sockets'
import type { CommandSurroundings, ExitStatus, Flags } from '../command.js'
import { endpointFailure, type TransportOptions } from '../endpoint/endpoint-transport.js'
import type { PacketTrace } from '../endpoint/packet-trace.js'
import { openTracedEndpoint } from '../endpoint/traced-endpoint.js'
import { HappeningLog } from '../happening-log.js'
import { type M3uaOptions, parseM3uaOptions } from './m3ua-options.js'

type NodeSurroundings = Pick<CommandSurroundings, 'output' | 'errors' | 'environment' | 'workingFolder' | 'now' | 'onInterrupt' | 'exit'>

/**
 * Runs one M3UA node until its script is done, or until it is told to stop.
 *
 * @returns 0: stopped, or every step was good; 1: a step was not; 130: interrupted within a script
 * @throws what `failureOf` knows how to tell (rejects)
 */
export async function runM3uaNode(role: M3uaRole, flags: Flags, surroundings: NodeSurroundings): Promise<ExitStatus> {
  const stop = new AbortController()
  const forget = surroundings.onInterrupt(() => {
    // Twice means at once.
    if (stop.signal.aborted) surroundings.exit(130)
    stop.abort()
  })
  try {
    const { timerProfile, TIMER_PROFILES } = await import('@sigbed/sctp-core')
    const options = parseM3uaOptions(
      role,
      flags,
      surroundings.workingFolder,
      TIMER_PROFILES.map(({ name }) => name),
    )
    const parameters = timerProfile(options.configuration.sctpProfile)?.parameters ?? {}
    return await runNode(options, parameters, surroundings, stop.signal)
  } finally {
    forget()
  }
}

async function runNode(options: M3uaOptions, parameters: object, surroundings: NodeSurroundings, stop: AbortSignal): Promise<ExitStatus> {
  const [{ M3uaNode, runScript, ControlSocket: Control }, transport] = await Promise.all([
    import('@sigbed/m3ua-peer'),
    import('@sigbed/sctp-transport'),
  ])
  const { configuration, script } = options
  const log = new HappeningLog({ ...surroundings, json: options.json, now: () => surroundings.now() })
  const eventLoop = new transport.EventLoopSurroundings()
  const transportOptions = transportOptionsOf(options)
  let trace: PacketTrace | null = null
  let endpoint: SctpEndpoint | null = null
  let control: ControlSocket | null = null
  try {
    const opened = await openTracedEndpoint(transportOptions, eventLoop)
    endpoint = opened.endpoint
    trace = opened.trace
    const node = new M3uaNode({ configuration, endpoint, parameters, surroundings: eventLoop, tell: (happening) => log.tell(happening) })
    const names = options.nameWanted ? [configuration.name] : [configuration.name, `${configuration.name}-${process.pid}`]
    control = await Control.openFirst(names, (name) => ({ ...node.status(), name }))
    node.start(script === null ? 'active' : 'down')
    log.ready(readyDetails(control.name, configuration, endpoint), readyText(control.name, configuration, endpoint))
    const good = script === null ? true : await runScript(script, node, stop)
    if (script === null || options.stay) await stopped(stop)
    if (script === null || options.stay) await node.stop()
    else node.leave()
    await endpoint.close(GRACE_MS)
    if (!good) return stop.aborted && !options.stay ? 130 : 1
    return 0
  } catch (error) {
    throw endpointFailure(error, transportOptions)
  } finally {
    await control?.close()
    await endpoint?.close(0)
    trace?.close()
  }
}

function transportOptionsOf({ configuration, traceFile }: M3uaOptions): TransportOptions {
  const { addresses, transport, udpPort } = configuration.local
  return { local: addresses, transport, udpPort, traceFile }
}

function readyDetails(name: string, { role, local }: M3uaConfiguration, { encapsulationPort }: SctpEndpoint) {
  return { name, role, localAddresses: local.addresses, sctpPort: local.sctpPort, udpPort: encapsulationPort }
}

function readyText(name: string, { role, local, remotes }: M3uaConfiguration, { encapsulationPort }: SctpEndpoint): string {
  const port = local.sctpPort === null ? 'any SCTP port' : `SCTP port ${local.sctpPort}`
  const over = local.transport === 'ip' ? 'on IP' : `over UDP port ${encapsulationPort}`
  const towards =
    remotes.length === 0 ? '' : `, towards ${remotes.map(({ addresses, sctpPort }) => `${addresses.join(',')}:${sctpPort}`).join(' and ')}`
  return `${role} ${name} on ${local.addresses.join(', ')}, ${port} ${over}${towards}`
}

function stopped(stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) resolve()
    else stop.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** For a shutdown that the peer answers; one that does not is aborted. */
const GRACE_MS = 250
