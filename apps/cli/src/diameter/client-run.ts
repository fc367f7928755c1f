import type { ApplicationAnswer, ClientProcedure, RunningClient, ServedApplication } from '@sigbed/diameter-peer'
import { LatencyHistogram } from '@sigbed/measurement'
import { nearestWord } from '@sigbed/testbed/nearest-word'
import Table from 'cli-table3'
import { ResultCode } from 'diameter-codec'
import type { CommandSurroundings, ExitStatus, Flags } from '../command.js'
import { switchFlag, textFlag } from '../command.js'
import { UsageError } from '../command-failure.js'
import { endpointFailure } from '../endpoint/endpoint-transport.js'
import { HappeningLog } from '../happening-log.js'
import { harmless } from '../harmless-text.js'
import { advertised, DiameterConnectionError } from './client-node.js'
import { type DiameterOptions, parseDiameterOptions } from './diameter-options.js'
import { RunningNode } from './running-node.js'

type ClientSurroundings = Pick<CommandSurroundings, 'output' | 'errors' | 'environment' | 'workingFolder' | 'now' | 'onInterrupt' | 'exit'>

interface ClientOptions {
  readonly node: DiameterOptions
  readonly procedures: readonly ClientProcedure[]
  readonly count: number
  /** Runs a second, of all procedures together. */
  readonly rate: number
  /** Null: that of the first peer. */
  readonly destinationRealm: string | null
}

/** What became of one procedure's runs. */
interface ProcedureTally {
  readonly word: string
  ok: number
  failed: number
  /** Microseconds. */
  readonly latency: LatencyHistogram
  /** Of the first run that failed. */
  firstFailure: string | null
}

/**
 * `sigbed diameter client`: runs sample procedures against a server and tells how they went. 0 when all went well, 1 when one did not.
 *
 * @throws what `failureOf` knows how to tell (rejects)
 */
export async function runDiameterClient(flags: Flags, surroundings: ClientSurroundings): Promise<ExitStatus> {
  const stop = new AbortController()
  const forget = surroundings.onInterrupt(() => {
    if (stop.signal.aborted) surroundings.exit(130)
    stop.abort()
  })
  try {
    const [{ TIMER_PROFILES }, { CLIENT_PROCEDURES }] = await Promise.all([import('@sigbed/sctp-core'), import('@sigbed/diameter-peer')])
    const profiles = TIMER_PROFILES.map(({ name }) => name)
    const options: ClientOptions = {
      node: parseDiameterOptions('client', flags, surroundings.workingFolder, profiles),
      procedures: chosenProcedures(textFlag(flags, 'do'), CLIENT_PROCEDURES),
      count: numberFlag(flags, 'count', 10, 1_000_000),
      rate: numberFlag(flags, 'rate', 100, 100_000),
      destinationRealm: textFlag(flags, 'destination-realm'),
    }
    const tallies = await runProcedures(options, surroundings, stop.signal)
    const good = tallies.every(({ failed }) => failed === 0) && tallies.some(({ ok }) => ok > 0)
    if (tallies.length > 0) show(tallies, switchFlag(flags, 'json'), surroundings)
    return stop.signal.aborted ? 130 : good ? 0 : 1
  } finally {
    forget()
  }
}

async function runProcedures(options: ClientOptions, surroundings: ClientSurroundings, stop: AbortSignal): Promise<ProcedureTally[]> {
  const { node: nodeOptions, procedures, destinationRealm } = options
  // The table is the output; what happens meanwhile is told beside it.
  const log = new HappeningLog({ ...surroundings, output: surroundings.errors, json: nodeOptions.json, now: () => surroundings.now() })
  const { EventLoopSurroundings } = await import('@sigbed/sctp-transport')
  const { findApplication } = await import('diameter-codec')
  const eventLoop = new EventLoopSurroundings()
  // Its realm is known when the peer is; requests go out only then.
  let realm = destinationRealm ?? ''
  const clients = procedures.map((procedure): readonly [ClientProcedure, () => RunningClient] => {
    let running: RunningClient | null = null
    return [
      procedure,
      () => {
        running ??= procedure.open({
          surroundings: eventLoop,
          originHost: nodeOptions.configuration.settings.originHost,
          destinationRealm: realm,
          onEvent: (kind, text) => log.tell({ kind, peer: null, text: `${procedure.word}: ${text}`, details: {} }),
        })
        return running
      },
    ]
  })
  const applicationIds = [...new Set(procedures.flatMap((procedure) => procedure.applicationIds))]
  const served = applicationIds.map((applicationId) => pushedTo(applicationId, clients))
  const { addresses, carrier, udpPort } = nodeOptions.configuration.local
  const node = await RunningNode.open({
    options: nodeOptions,
    applications: served,
    alsoAdvertised: applicationIds.flatMap((id) => findApplication(id) ?? []).map(advertised),
    tell: (happening) => log.tell(happening),
    now: () => surroundings.now(),
  }).catch((error: unknown) => {
    throw endpointFailure(error, { local: addresses, transport: carrier, udpPort, traceFile: nodeOptions.traceFile })
  })
  try {
    await connected(node, nodeOptions, stop)
    if (stop.aborted) return []
    if (realm === '') realm = node.realms.get(node.role.openPeers()[0] ?? '') ?? ''
    for (const [, client] of clients) client().connect(node.role.sender)
    return await runAll(clients, options, node, stop)
  } finally {
    await node.close()
  }
}

/**
 * What answers the pushes of an application. It is there before its clients are: pushes come only after their first requests. Procedures
 * that share an application are asked in turn, for a session is known to one of them.
 */
function pushedTo(applicationId: number, clients: readonly (readonly [ClientProcedure, () => RunningClient])[]): ServedApplication {
  const concerned = clients.filter(([procedure]) => procedure.applicationIds.includes(applicationId))
  return {
    name: concerned.map(([{ word }]) => word).join(', '),
    advertised: advertised({ applicationId }),
    answer: (header, avps) => {
      let answer = COMMAND_UNSUPPORTED
      for (const [, client] of concerned) {
        const own = client().served.find((application) => application.advertised.applicationId === applicationId)
        if (own === undefined) continue
        answer = own.answer(header, avps)
        if (answer.result !== ResultCode.DIAMETER_UNKNOWN_SESSION_ID) break
      }
      return answer
    },
  }
}

async function runAll(
  clients: readonly (readonly [ClientProcedure, () => RunningClient])[],
  { count, rate }: ClientOptions,
  node: RunningNode,
  stop: AbortSignal,
): Promise<ProcedureTally[]> {
  const tallies = clients.map(
    ([{ word }]): ProcedureTally => ({ word, ok: 0, failed: 0, latency: new LatencyHistogram(), firstFailure: null }),
  )
  const under: Promise<void>[] = []
  const begun = node.surroundings.now()
  const total = count * clients.length
  for (let started = 0; started < total && !stop.aborted; ) {
    // An open loop: what the time demands is begun, whatever has been answered.
    const due = Math.min(total, 1 + Math.floor(((node.surroundings.now() - begun) * rate) / 1_000))
    for (; started < due; started++) {
      const which = started % clients.length
      under.push(runOnce(clients[which]![1](), Math.floor(started / clients.length), tallies[which]!, node))
    }
    await new Promise((over) => setTimeout(over, 1))
  }
  await Promise.race([Promise.all(under), new Promise<void>((over) => stop.addEventListener('abort', () => over(), { once: true }))])
  return tallies
}

async function runOnce(client: RunningClient, index: number, tally: ProcedureTally, node: RunningNode): Promise<void> {
  const begun = node.surroundings.now()
  const { ok, detail } = await client.run(index)
  if (ok) {
    tally.ok++
    tally.latency.record(Math.round((node.surroundings.now() - begun) * 1_000))
  } else {
    tally.failed++
    tally.firstFailure ??= detail
  }
}

async function connected(node: RunningNode, { configuration }: DiameterOptions, stop: AbortSignal): Promise<void> {
  const end = node.surroundings.now() + CONNECT_PATIENCE_MS
  while (node.role.openPeers().length === 0) {
    if (stop.aborted) return
    if (node.surroundings.now() > end || node.trouble.startsWith('capabilities')) {
      const where = configuration.settings.peers.map(({ addresses, port, transport }) => `${addresses.join(',')}:${port} over ${transport}`)
      throw new DiameterConnectionError(
        `no connection to ${where.join(' nor ') || 'anybody: give --to, or peers in the configuration'}: ${node.trouble || 'nobody answered'}. "sigbed diameter server" starts a server.`,
      )
    }
    await new Promise((over) => setTimeout(over, 2))
  }
}

function show(tallies: readonly ProcedureTally[], json: boolean, { output }: ClientSurroundings): void {
  if (json) {
    const procedures = tallies.map(({ word, ok, failed, latency, firstFailure }) => ({
      procedure: word,
      ok,
      failed,
      p50Us: latency.valueAtPercentile(50),
      p99Us: latency.valueAtPercentile(99),
      firstFailure,
    }))
    output.write(`${JSON.stringify({ format: 'sigbed-diameter-client', version: 1, procedures }, null, 2)}\n`)
    return
  }
  const table = new Table({
    head: ['procedure', 'ok', 'failed', 'p50', 'p99'],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'right', 'right', 'right'],
  })
  for (const { word, ok, failed, latency } of tallies) {
    const at = (percentile: number) => (ok === 0 ? '-' : `${(latency.valueAtPercentile(percentile) / 1_000).toFixed(1)} ms`)
    table.push([word, ok.toLocaleString('en'), failed.toLocaleString('en'), at(50), at(99)])
  }
  output.write(`${table.toString()}\n`)
  for (const { word, firstFailure } of tallies)
    if (firstFailure !== null) output.write(`${word}, the first that failed: ${harmless(firstFailure)}\n`)
}

function chosenProcedures(text: string | null, known: readonly ClientProcedure[]): readonly ClientProcedure[] {
  if (text === null) return known
  return text.split(',').map((part) => {
    const word = part.trim()
    const found = known.find((procedure) => procedure.word === word)
    if (found !== undefined) return found
    const words = known.map((procedure) => procedure.word)
    const meant = nearestWord(word, words)
    throw new UsageError(
      `--do: there is no procedure ${JSON.stringify(word)}. ${meant === null ? `There are ${words.join(', ')}.` : `Did you mean ${meant}?`}`,
    )
  })
}

function numberFlag(flags: Flags, name: string, otherwise: number, most: number): number {
  const text = textFlag(flags, name)
  if (text === null) return otherwise
  const value = /^\d{1,7}$/.test(text) ? Number(text) : 0
  if (value >= 1 && value <= most) return value
  throw new UsageError(`--${name} takes a number from 1 to ${most}, not ${JSON.stringify(text)}.`)
}

const CONNECT_PATIENCE_MS = 5_000
const COMMAND_UNSUPPORTED: ApplicationAnswer = {
  result: ResultCode.DIAMETER_COMMAND_UNSUPPORTED,
  isErrorAnswer: true,
  failedAvp: new Uint8Array(0),
  writeAvps: () => {},
}
