import type { NodeStatus } from '@sigbed/m3ua-peer'
import { createColors } from 'picocolors'

/** One node for people: its Application Servers, its associations with their paths, and what it counted. */
export function nodeStatusText(node: NodeStatus, colour: boolean): string {
  const paint = createColors(colour)
  const { name, role, processId, upForMs, localAddresses, sctpPort, udpPort } = node
  const ports = [...(sctpPort === null ? [] : [`SCTP port ${sctpPort}`]), udpPort === 0 ? 'on IP' : `UDP port ${udpPort}`].join(', ')
  const head = `${paint.bold(name)}  ${role}, process ${processId}, up for ${durationText(upForMs)}, on ${localAddresses.join(' ')}, ${ports}`
  const { sent, received } = node.messages
  const names = [...new Set([...Object.keys(received), ...Object.keys(sent)])].sort()
  const { passed, refused, unroutable } = node.passedOn
  const sections = [
    table(
      paint,
      ['APPLICATION SERVER', 'context', 'mode', 'state', 'sent', 'waiting', 'refused'],
      node.applicationServers.map(({ name: as, routingContext, trafficMode, state, data }) => [
        as,
        shown(routingContext),
        trafficMode ?? 'open',
        state ?? '–',
        data === null ? '–' : count(data.sent),
        data === null ? '–' : count(data.queued - data.replayed - data.replayRefused - data.discarded),
        data === null ? '–' : count(data.refusedNotActive + data.refusedQueueFull + data.refusedSendBufferFull + data.refusedNoDataStream),
      ]),
    ),
    table(
      paint,
      ['ASSOCIATION', 'state', 'ASP', 'ASP states', 'sent', 'received', 'again'],
      node.associations.map((association) => [
        association.name === null ? association.peer : `${association.name} ${association.peer}`,
        association.state,
        shown(association.aspIdentifier),
        statesText(association.asps),
        count(association.messagesSent),
        count(association.messagesReceived),
        count(association.retransmissions),
      ]),
    ),
    table(
      paint,
      ['PATH', 'state', 'data', 'RTT ms', 'RTO ms', 'errors'],
      node.associations.flatMap(({ paths }) =>
        paths.map((path) => [
          `${path.localAddress} - ${path.remoteAddress}`,
          path.state,
          [path.carriesData ? 'here' : '', path.primary ? 'primary' : ''].filter((word) => word !== '').join(', '),
          millisecondsText(path.smoothedRoundTripMs),
          millisecondsText(path.rtoMs),
          count(path.errorCount),
        ]),
      ),
    ),
    table(
      paint,
      ['MESSAGE', 'received', 'sent'],
      names.map((message) => [message, count(received[message] ?? 0), count(sent[message] ?? 0)]),
    ),
    passed + refused + unroutable === 0
      ? ''
      : `  DATA passed on: ${count(passed)}; refused: ${count(refused)}; for no Application Server: ${count(unroutable)}\n`,
  ]
  return `${[head, '', ...sections.filter((section) => section !== '')].join('\n')}\n`
}

function statesText(asps: NodeStatus['associations'][number]['asps']): string {
  const both = new Set(asps.map(({ end }) => end)).size > 1
  return asps
    .map(({ end, routingContext, state }) => `${both ? `${end} ` : ''}${shown(routingContext)}:${state.replace('ASP-', '')}`)
    .join(' ')
}

/** Nothing for no rows. */
function table(paint: ReturnType<typeof createColors>, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]!.length)))
  const isNumeric = heads.map((_, i) => rows.every((row) => /^[\d,.–]*$/.test(row[i]!)))
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, i) => (isNumeric[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  ')}`.trimEnd()
  return `${[paint.dim(line(heads)), ...rows.map(line)].join('\n')}\n`
}

function shown(value: number | null): string {
  return value === null ? '–' : String(value)
}

function count(value: number): string {
  return value.toLocaleString('en')
}

/** JSON has null for what was never measured. */
function millisecondsText(value: number | null): string {
  return value === null ? '–' : value.toFixed(value < 10 ? 2 : 0)
}

function durationText(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  return seconds < 3600
    ? `${Math.floor(seconds / 60)} min ${seconds % 60} s`
    : `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}
