import {
  ConstantRateArrivals,
  FlowMeasurement,
  type LoadClock,
  OpenLoopSource,
  SequenceAudit,
  type SourceWatch,
} from '@sigbed/load-generator'
import { ApplicationServerProcessRole, SignallingGatewayRole } from '@sigbed/m3ua-peer'
import { NumberedPayload, readNumberedPayload, writeNumberedPayload } from '@sigbed/measurement'
import type { AssociationObserver } from '@sigbed/peer-bindings'
import type { ProtocolParameters } from '@sigbed/sctp-core'
import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import type { Lab } from '@sigbed/testbed'
import { FailoverWatch } from './failover-watch.js'
import { type FlowPlan, livePaths, type RunFlow } from './run-flow.js'
import type { RunHistory } from './run-history.js'

/** M3UA DATA from an ASP on the west node to a gateway on the east: numbered payloads, in order per SLS. */
export function m3uaFlow(
  lab: Lab,
  clock: LoadClock,
  history: RunHistory,
  plan: FlowPlan,
  parameters: Partial<ProtocolParameters>,
  sourceWatch: SourceWatch,
): RunFlow {
  const west = lab.node('west')
  const east = lab.node('east')
  const watch = new FailoverWatch({ flow: 'm3ua', node: west.name, association: ASSOCIATION, cutAddress: west.addresses[0]!, parameters })
  const outgoing = new NumberedPayload()
  const incoming = new NumberedPayload()
  const octets = new Uint8Array(USER_DATA_OCTETS)
  const audit = new SequenceAudit('m3ua', { orderKeys: SIGNALLING_LINKS })
  outgoing.flowNumber = FLOW_NUMBER
  let accepted: OneToOneSocket | null = null

  const gateway = new SignallingGatewayRole(east, {
    surroundings: lab.surroundings,
    routingContext: ROUTING_CONTEXT,
    parameters,
    observer: {
      onSocket: (socket) => {
        accepted = socket
      },
      onNotification: (_, notification) => history.noteNotification(east.name, ASSOCIATION, notification),
    },
    onEvent: (kind, detail) => history.note(east.name, kind, detail),
    onUserData: (received, offset, length, signallingLinkSelection, arrivedFrom) => {
      const nowMs = clock.now()
      const fault = readNumberedPayload(received, offset, length, incoming)
      if (fault !== null || incoming.flowNumber !== FLOW_NUMBER || incoming.orderKey !== signallingLinkSelection) {
        audit.recordCorruption()
        return
      }
      if (watch.awaitsAlternate && accepted !== null) watch.noteDelivery(accepted.addressText(arrivedFrom), nowMs)
      if (!audit.recordDelivery(incoming.sequence, signallingLinkSelection)) return
      measurement.recordDelivery(incoming.intendedAtMs, nowMs)
      watch.noteArrival(incoming.intendedAtMs, nowMs)
    },
  })

  const observer: AssociationObserver = {
    onSocket: (socket) => {
      watch.sender = socket
    },
    onNotification: (_, notification) => {
      watch.noteNotification(notification, clock.now())
      history.noteNotification(west.name, ASSOCIATION, notification)
      if (notification.kind === 'send-buffer-available') source.resume()
    },
  }
  const asp = new ApplicationServerProcessRole(west, {
    surroundings: lab.surroundings,
    gatewayAddresses: east.addresses,
    routingContext: ROUTING_CONTEXT,
    originatingPointCode: WEST_POINT_CODE,
    destinationPointCode: EAST_POINT_CODE,
    parameters,
    observer,
    onEvent: (kind, detail) => history.note(west.name, kind, detail),
  })

  const source: OpenLoopSource = new OpenLoopSource(
    clock,
    new ConstantRateArrivals(plan.offeredPerSecond, plan.durationMs),
    (sequence, intendedAtMs) => {
      outgoing.sequence = sequence
      outgoing.orderKey = sequence % SIGNALLING_LINKS
      outgoing.intendedAtMs = intendedAtMs
      writeNumberedPayload(octets, 0, octets.length, outgoing)
      return asp.send(octets, 0, octets.length, outgoing.orderKey) === 'sent'
    },
    { watch: sourceWatch },
  )
  const measurement = new FlowMeasurement('m3ua', plan, source)

  return {
    name: 'm3ua',
    offeredPerSecond: plan.offeredPerSecond,
    source,
    measurement,
    watches: [watch],
    start: async () => {
      await gateway.start()
      await asp.start()
    },
    outstanding: () => source.taken - audit.delivered,
    stop: async () => {
      await asp.stop()
      await gateway.stop()
    },
    audit: () => audit.finish(source.offered, source.refused),
    paths: () => livePaths(ASSOCIATION, { [west.name]: watch.sender, [east.name]: accepted }),
  }
}

const ASSOCIATION = 'm3ua'
const FLOW_NUMBER = 1
/** SLS values in use; ITU-T Q.704 §2.2.4 has 16. */
const SIGNALLING_LINKS = 16
/** About what an ISUP or TCAP message has. */
const USER_DATA_OCTETS = 100
const ROUTING_CONTEXT = 100
const WEST_POINT_CODE = 1
const EAST_POINT_CODE = 2
