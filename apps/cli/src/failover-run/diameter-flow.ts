import { DiameterClientRole, EquipmentIdentityRegisterRole, sampleImei, sampleRegister } from '@sigbed/diameter-peer'
import {
  ConstantRateArrivals,
  FlowMeasurement,
  type LoadClock,
  OpenLoopSource,
  SequenceAudit,
  type SourceWatch,
} from '@sigbed/load-generator'
import type { ProtocolParameters } from '@sigbed/sctp-core'
import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import type { Lab } from '@sigbed/testbed'
import { FailoverWatch } from './failover-watch.js'
import { type FlowPlan, livePaths, type RunFlow } from './run-flow.js'
import type { RunHistory } from './run-history.js'

/**
 * S13 ME-Identity-Check from a client on the west node to an equipment identity register on the east. A message counts as delivered
 * when its answer is back and says what the register says; requests and answers both have to keep their order.
 */
export function diameterFlow(
  lab: Lab,
  clock: LoadClock,
  history: RunHistory,
  plan: FlowPlan,
  parameters: Partial<ProtocolParameters>,
  sourceWatch: SourceWatch,
): RunFlow {
  const west = lab.node('west')
  const east = lab.node('east')
  const register = sampleRegister(EQUIPMENTS)
  const requests = new FailoverWatch({
    flow: 'diameter',
    node: west.name,
    association: ASSOCIATION,
    cutAddress: west.addresses[0]!,
    parameters,
  })
  const answers = new FailoverWatch({
    flow: 'diameter',
    node: east.name,
    association: ASSOCIATION,
    cutAddress: east.addresses[0]!,
    parameters,
  })
  const requestAudit = new SequenceAudit('diameter', { orderKeys: MOST_STREAMS })
  const answerAudit = new SequenceAudit('diameter', { orderKeys: MOST_STREAMS })
  const schedule = new ConstantRateArrivals(plan.offeredPerSecond, plan.durationMs)
  let failed = 0

  const server = new EquipmentIdentityRegisterRole(east, {
    surroundings: lab.surroundings,
    originHost: 'eir.east.sigbed.test',
    originRealm: 'east.sigbed.test',
    register,
    parameters,
    observer: {
      onSocket: (socket) => {
        answers.sender = socket
      },
      onNotification: (_, notification) => {
        answers.noteNotification(notification, clock.now())
        history.noteNotification(east.name, ASSOCIATION, notification)
      },
    },
    onEvent: (kind, detail) => history.note(east.name, `diameter-${kind}`, detail),
    onRequest: (session, stream, arrivedFrom) => {
      const nowMs = clock.now()
      if (requests.awaitsAlternate && answers.sender !== null) requests.noteDelivery(answers.sender.addressText(arrivedFrom), nowMs)
      if (requestAudit.recordDelivery(session, stream)) requests.noteArrival(schedule.intendedAtMs(session), nowMs)
    },
  })

  const client = new DiameterClientRole(west, {
    surroundings: lab.surroundings,
    originHost: 'mme.west.sigbed.test',
    originRealm: 'west.sigbed.test',
    destinationRealm: 'east.sigbed.test',
    serverAddresses: east.addresses,
    parameters,
    observer: {
      onSocket: (socket: OneToOneSocket) => {
        requests.sender = socket
      },
      onNotification: (_, notification) => {
        requests.noteNotification(notification, clock.now())
        history.noteNotification(west.name, ASSOCIATION, notification)
        if (notification.kind === 'send-buffer-available') source.resume()
      },
    },
    onEvent: (kind, detail) => history.note(west.name, `diameter-${kind}`, detail),
    onAnswer: (context, session, status, stream, arrivedFrom) => {
      const nowMs = clock.now()
      if (session !== context || status !== register.lookUp(sampleImei(context % EQUIPMENTS))) {
        answerAudit.recordCorruption()
        return
      }
      if (answers.awaitsAlternate && requests.sender !== null) answers.noteDelivery(requests.sender.addressText(arrivedFrom), nowMs)
      if (!answerAudit.recordDelivery(context, stream)) return
      measurement.recordDelivery(schedule.intendedAtMs(context), nowMs)
      answers.noteArrival(schedule.intendedAtMs(context), nowMs)
    },
    onFailure: (context, failure) => {
      failed++
      history.note(west.name, 'request-failed', `request ${context}: ${failure}`)
    },
  })

  const source: OpenLoopSource = new OpenLoopSource(
    clock,
    schedule,
    (sequence) => client.check(sampleImei(sequence % EQUIPMENTS), sequence, sequence) === 'sent',
    { watch: sourceWatch },
  )
  const measurement = new FlowMeasurement('diameter', plan, source)

  return {
    name: 'diameter',
    offeredPerSecond: plan.offeredPerSecond,
    source,
    measurement,
    watches: [requests, answers],
    start: async () => {
      await server.start()
      await client.start()
    },
    outstanding: () => source.taken - answerAudit.delivered - failed,
    stop: async () => {
      await client.stop()
      await server.stop()
    },
    paths: () => livePaths(ASSOCIATION, { [west.name]: requests.sender, [east.name]: answers.sender }),
    audit: () => {
      const account = answerAudit.finish(source.offered, source.refused)
      // A request that came twice, or behind a later one of its stream, is as much a fault as an answer that did.
      const duplicated = account.duplicated + requestAudit.duplicated
      return { ...account, duplicated, reordered: account.reordered + requestAudit.reordered }
    },
  }
}

const ASSOCIATION = 'diameter'
const EQUIPMENTS = 10_000
const MOST_STREAMS = 65_536
