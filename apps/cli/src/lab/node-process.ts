import { scenarioNodeProgram } from '@sigbed/load-generator'
import { formatIpAddress, parseIpAddress } from '@sigbed/octets'
import type { TransportAddressTable } from '@sigbed/sctp-core'
import { type OpenTransport, SctpEndpoint } from '@sigbed/sctp-sockets'
import { EventLoopSurroundings, FaultInjector, machineClockOffsetMs, RawIp, UdpEncapsulation } from '@sigbed/sctp-transport'
import {
  applyLinkState,
  BOTH_ENDS_COMMENT,
  type ImpairedNode,
  LabCapture,
  LineReader,
  type NodeCommand,
  type NodePlace,
  type NodeProcessStart,
  type NodeProgram,
  type NodeReport,
  nodeLine,
  nodeView,
  readNodeCommand,
  readNodeProcessStart,
  readScenario,
  type Scenario,
} from '@sigbed/testbed'
import { ROLE_KINDS } from './role-catalogue.js'

/** What the process of a node needs of the process it is. */
export interface NodeStreams {
  readonly input: NodeJS.ReadableStream
  /** Written synchronously, as pipes are: what was written before a SIGKILL arrives. */
  readonly output: NodeJS.WritableStream
  /** Halts the whole program until it is killed, or until nobody has come to do it. */
  haltForDeath(): void
}

/**
 * `sigbed lab node`: the process of one node of a lab, until its standard input closes. Its first line says who it is; the others are
 * commands. It never outlives the lab that started it.
 *
 * @throws (rejects) what is wrong with the lines, or kept the node from opening; that has been reported
 */
export async function runNodeProcess(streams: NodeStreams): Promise<void> {
  const process = new NodeProcess(streams)
  try {
    await process.untilInputCloses()
  } finally {
    await process.close()
  }
}

class NodeProcess {
  private opening: Promise<void> | null = null
  private opened: OpenedNode | null = null
  /** Commands that came while the node opened. */
  private waiting: NodeCommand[] = []

  constructor(private readonly streams: NodeStreams) {}

  untilInputCloses(): Promise<void> {
    const { input } = this.streams
    return new Promise((resolve, reject) => {
      const attempt = (work: () => void) => {
        try {
          work()
        } catch (error) {
          reject(error)
        }
      }
      const lines = new LineReader(
        (line) => attempt(() => this.takeLine(line, reject)),
        () => reject(new Error('a line of commands has no end')),
      )
      input.on('data', (chunk: Buffer) => lines.push(chunk))
      input.once('error', reject)
      input.once('close', resolve)
      input.once('end', resolve)
    })
  }

  async close(): Promise<void> {
    await this.opening?.catch(() => {})
    const { opened } = this
    if (opened === null) return
    opened.program.abandon()
    await opened.endpoint.close(CLOSING_GRACE_MS)
    opened.capture?.close()
  }

  private takeLine(line: string, onFailure: (error: unknown) => void): void {
    if (this.opening === null) {
      this.opening = this.open(readNodeProcessStart(line)).catch((error: unknown) => {
        this.report({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) })
        onFailure(error)
      })
      return
    }
    const command = readNodeCommand(line)
    if (this.opened === null) this.waiting.push(command)
    else this.carryOut(command, this.opened)
  }

  private async open(start: NodeProcessStart): Promise<void> {
    this.opened = await openNode(start, (report) => this.report(report))
    const { waiting } = this
    this.waiting = []
    for (const command of waiting) this.carryOut(command, this.opened)
  }

  private carryOut(command: NodeCommand, { program, impaired, capture }: OpenedNode): void {
    if (command.kind === 'link') applyLinkState(impaired, command)
    else program.handle(command)
    if (command.kind !== 'sample') return
    // What becomes of this process with the fault that follows, nobody knows.
    capture?.flush()
    if (!command.last) return
    capture?.close()
    this.streams.haltForDeath()
  }

  private report(report: NodeReport): void {
    this.streams.output.write(nodeLine(report))
  }
}

interface OpenedNode {
  readonly endpoint: SctpEndpoint
  readonly impaired: ImpairedNode
  readonly program: NodeProgram
  readonly capture: LabCapture | null
}

/** @throws (rejects) ConfigurationError, TransportError; nothing is open then */
async function openNode(start: NodeProcessStart, report: (report: NodeReport) => void): Promise<OpenedNode> {
  const scenario = readScenario({ file: 'scenario', text: start.scenario }, ROLE_KINDS)
  const plan = scenario.nodes.find(({ name }) => name === start.node)
  const place = start.places.find(({ node }) => node === start.node)
  if (plan === undefined || place === undefined) throw new Error(`the scenario has no node ${start.node}`)
  const surroundings = new EventLoopSurroundings()
  const sharedClockOffsetMs = machineClockOffsetMs()
  const capture = openCapture(start, surroundings, sharedClockOffsetMs)
  const networks = networksByAddress(start.places, scenario)
  const view = nodeView(start.node, ({ text, encapsulationPort }) => networks.get(`${text} ${encapsulationPort}`) ?? null)
  let impaired: ImpairedNode | null = null
  const endpoint = await SctpEndpoint.open({
    localAddresses: place.addresses,
    surroundings,
    openTransport: (table) => openTransport(start, place, table),
    wrapTransport: (transport, addresses, localAddresses) => {
      const faults = new FaultInjector(transport, addresses, surroundings)
      impaired = { faults, addresses, localAddresses }
      return capture?.wrap(faults, addresses, view) ?? faults
    },
  })
  try {
    const program = scenarioNodeProgram(ROLE_KINDS)({
      scenario,
      plan,
      node: { name: plan.name, addresses: place.addresses, endpoint },
      whereIs: (node) => placeOf(node, start.places),
      surroundings,
      sharedClockOffsetMs,
      realTime: true,
      report,
    })
    return { endpoint, impaired: impaired!, program, capture }
  } catch (error) {
    await endpoint.close(0)
    throw error
  }
}

function openTransport({ carrier }: NodeProcessStart, place: NodePlace, addresses: TransportAddressTable): Promise<OpenTransport> {
  const local = place.addresses
  return carrier === 'udp' ? UdpEncapsulation.open({ addresses, local, port: place.encapsulationPort }) : RawIp.open({ addresses, local })
}

function openCapture({ capture }: NodeProcessStart, surroundings: EventLoopSurroundings, sharedClockOffsetMs: number): LabCapture | null {
  if (capture === null) return null
  // Where this process began on the clock that all nodes share.
  const startedAtEpochNs = BigInt(capture.epochNsAtZero) + BigInt(Math.round(sharedClockOffsetMs * 1e6))
  return new LabCapture({ path: capture.file, surroundings, startedAtEpochNs, comment: BOTH_ENDS_COMMENT })
}

/** By address and port: on loopback several nodes may have one address, on ports of their own. */
function networksByAddress(places: readonly NodePlace[], scenario: Scenario): ReadonlyMap<string, string> {
  return new Map(
    scenario.nodes.flatMap(({ name, interfaces }) => {
      const { addresses, encapsulationPort } = placeOf(name, places)
      return interfaces.map(({ network }, i) => [`${formatIpAddress(parseIpAddress(addresses[i]!)!)} ${encapsulationPort}`, network])
    }),
  )
}

function placeOf(node: string, places: readonly NodePlace[]): NodePlace {
  const place = places.find((candidate) => candidate.node === node)
  if (place === undefined) throw new Error(`nobody said where node ${node} is`)
  return place
}

/** Its role took leave before, where it could. */
const CLOSING_GRACE_MS = 100
