import { counted, type DiameterNodeUse, type RunningSample, type SampleApplication } from '@sigbed/diameter-peer'
import type { CommandSurroundings, ExitStatus, Flags } from '../command.js'
import { endpointFailure } from '../endpoint/endpoint-transport.js'
import { HappeningLog } from '../happening-log.js'
import { type DiameterOptions, parseDiameterOptions } from './diameter-options.js'
import { listenFailure } from './listen-failure.js'
import { RunningNode, tableReader } from './running-node.js'

type Running = readonly [SampleApplication, RunningSample]
type NodeSurroundings = Pick<CommandSurroundings, 'output' | 'errors' | 'environment' | 'workingFolder' | 'now' | 'onInterrupt' | 'exit'>

/**
 * `sigbed diameter server` and `relay`: runs a node until it is told to stop.
 *
 * @throws what `failureOf` knows how to tell (rejects)
 */
export async function runDiameterNode(
  use: Exclude<DiameterNodeUse, 'client'>,
  flags: Flags,
  surroundings: NodeSurroundings,
): Promise<ExitStatus> {
  const stop = new AbortController()
  const forget = surroundings.onInterrupt(() => {
    // Twice means at once.
    if (stop.signal.aborted) surroundings.exit(130)
    stop.abort()
  })
  try {
    const { TIMER_PROFILES } = await import('@sigbed/sctp-core')
    const profiles = TIMER_PROFILES.map(({ name }) => name)
    await serve(use, parseDiameterOptions(use, flags, surroundings.workingFolder, profiles), surroundings, stop.signal)
    return 0
  } finally {
    forget()
  }
}

async function serve(use: DiameterNodeUse, options: DiameterOptions, surroundings: NodeSurroundings, stop: AbortSignal): Promise<void> {
  const { configuration, folder } = options
  const { EventLoopSurroundings } = await import('@sigbed/sctp-transport')
  const log = new HappeningLog({ ...surroundings, json: options.json, now: () => surroundings.now() })
  const { originHost, originRealm } = configuration.settings
  const eventLoop = new EventLoopSurroundings()
  const running = configuration.applications.map(
    ({ sample, settings }): Running => [
      sample,
      sample.open(settings as never, {
        surroundings: eventLoop,
        originHost,
        originRealm,
        readTable: tableReader(folder),
        onEvent: (kind, text) => log.tell({ kind, peer: null, text: `${sample.word}: ${text}`, details: { application: sample.word } }),
      }),
    ],
  )
  const node = await open(options, running, log, surroundings)
  try {
    for (const [, sample] of running) sample.connect(node.role.sender)
    const details = { use, originHost, originRealm, listening: node.role.listeningOn, udpPort: node.udpPort }
    log.ready(details, readyText(use, options, running, node))
    await counting(node, log, stop)
  } finally {
    await node.close()
  }
}

async function open(
  options: DiameterOptions,
  running: readonly Running[],
  log: HappeningLog,
  surroundings: NodeSurroundings,
): Promise<RunningNode> {
  const { addresses, carrier, udpPort } = options.configuration.local
  try {
    return await RunningNode.open({
      options,
      applications: running.flatMap(([, { served, companions = [] }]) => [served, ...companions]),
      alsoAdvertised: [],
      tell: (happening) => log.tell(happening),
      now: () => surroundings.now(),
    })
  } catch (error) {
    throw endpointFailure(listenFailure(error), { local: addresses, transport: carrier, udpPort, traceFile: options.traceFile })
  }
}

/** Tells how many requests there were, each second in which there were any, until `stop`. */
async function counting(node: RunningNode, log: HappeningLog, stop: AbortSignal): Promise<void> {
  let told = 0
  const look = (): void => {
    const { counters } = node.role.routing
    const count = node.role.served.served + counters.forwarded
    if (count === told) return
    const text = `${counted(count - told, 'request')}, ${count.toLocaleString('en')} in all`
    log.tell({
      kind: 'traffic',
      peer: null,
      text,
      details: { requests: count - told, total: count, pending: node.role.routing.pendingMessageCount() },
    })
    told = count
  }
  const timer = setInterval(look, 1_000)
  await new Promise<void>((resolve) => {
    if (stop.aborted) resolve()
    else stop.addEventListener('abort', () => resolve(), { once: true })
  })
  clearInterval(timer)
  look()
}

function readyText(use: DiameterNodeUse, { configuration }: DiameterOptions, running: readonly Running[], node: RunningNode): string {
  const { originHost, peers, routes } = configuration.settings
  const parts = [
    `${use} ${originHost} on ${node.role.listeningOn.join(' and ')}${node.udpPort === 0 ? '' : `, SCTP over UDP port ${node.udpPort}`}`,
    running.length === 0 ? '' : `serves ${running.map(([sample, { summary }]) => `${wordsOf(sample)} (${summary})`).join(', ')}`,
    peers.length === 0 ? '' : `connects to ${peers.map(({ originHost: name, addresses }) => name || addresses.join(',')).join(', ')}`,
    routes.length === 0 ? '' : counted(routes.length, 'route'),
  ]
  return parts.filter((part) => part !== '').join('; ')
}

/** "gx with rx" */
function wordsOf({ word, companionWords = [] }: SampleApplication): string {
  return [word, ...companionWords].join(' with ')
}
