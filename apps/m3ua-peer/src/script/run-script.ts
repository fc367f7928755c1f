import type { M3uaMessage, SignallingNetworkManagementMessage } from '@sigbed/m3ua-codec'
import { durationText } from '@sigbed/measurement'
import type { OneToOneSocket } from '@sigbed/sctp-sockets'
import type { Answer, M3uaNode } from '../m3ua-node.js'
import { sendData } from '../peer/data-sending.js'
import { messageText } from '../peer/message-text.js'
import type { OwnAsp } from '../peer/role-engine.js'
import type { AimStep, MessageStep, RegisterStep, SendDataStep, Step, StepOutcome, UntilStep } from './step.js'

/**
 * Does the steps in order, each told when it is over; a step that is not good ends the script. Resolves with whether all were.
 *
 * @param givenUp ends the step at hand at once
 */
export async function runScript(steps: readonly Step[], node: M3uaNode, givenUp: AbortSignal): Promise<boolean> {
  const { tell, surroundings } = node.options
  for (const step of steps) {
    const startedAt = surroundings.now()
    node.forgetAnswers()
    const { good, text } = await perform(step, node, givenUp)
    const elapsedMs = surroundings.now() - startedAt
    tell({
      kind: 'step',
      peer: null,
      text: `${good ? 'ok' : 'FAILED'} ${step.text}: ${text}`,
      details: { step: step.text, good, answer: text, elapsedMs: Math.round(elapsedMs * 1000) / 1000 },
    })
    if (!good) return false
  }
  return true
}

async function perform(step: Step, node: M3uaNode, givenUp: AbortSignal): Promise<StepOutcome> {
  switch (step.action) {
    case 'aim':
      return aim(step, node, givenUp)
    case 'register':
      return register(step, node, givenUp)
    case 'send-data':
      return send(step, node, givenUp)
    case 'message':
      return tellAll(step, node, givenUp)
    case 'octets':
      return sendOctets(step.octets, step.streamId, node, givenUp)
    case 'beat':
      return beat(step.waits, node, givenUp)
    case 'wait':
      await node.expectation.until(() => null, step.milliseconds, givenUp)
      return givenUp.aborted ? INTERRUPTED : { good: true, text: `waited ${step.milliseconds} ms` }
    case 'until':
      return until(step, node, givenUp)
    case 'block':
      node.engine.block(step.blocked)
      return { good: true, text: step.blocked ? 'ASPUP and ASPAC are refused from now on' : 'ASPUP and ASPAC are taken again' }
    default:
      return step satisfies never
  }
}

async function aim({ target, waits }: Step & AimStep, node: M3uaNode, givenUp: AbortSignal): Promise<StepOutcome> {
  const { engine, expectation } = node
  const associated = () => (engine.asps.length > 0 && engine.asps.every(({ socket }) => socket?.state === 'ESTABLISHED') ? true : null)
  if ((await expectation.until(associated, ASSOCIATION_PATIENCE_MS, givenUp)) === null)
    return givenUp.aborted ? INTERRUPTED : NO_ASSOCIATION
  const before = engine.asps.map(({ process }) => process.state)
  for (const asp of engine.asps) order(asp, target, node.options.surroundings.now())
  engine.settle()
  if (!waits) return { good: true, text: 'not waited for' }
  const { acknowledgementMs, requestAttempts } = node.options.configuration.timers
  const settled = () => {
    const failed = engine.asps.find(({ failure }) => failure !== null)
    if (failed !== undefined) return { good: false, text: failed.failure! }
    return engine.asps.every((asp) => isAt(asp, target)) ? { good: true, text: '' } : null
  }
  const outcome = await expectation.until(settled, 3 * acknowledgementMs * (requestAttempts + 1), givenUp)
  if (givenUp.aborted) return INTERRUPTED
  if (outcome === null) return { good: false, text: `not ${stateName(target)}, nor refused: ${heard(node)}` }
  if (!outcome.good) return outcome
  const unchanged = engine.asps.every(({ process }, i) => process.state === before[i])
  return { good: true, text: unchanged ? `is ${stateName(target)} already` : heard(node) }
}

function order(asp: OwnAsp, target: AimStep['target'], now: number): void {
  asp.failure = null
  if (target === 'active') asp.process.activate(now)
  else if (target === 'inactive') asp.process.deactivate(now)
  else asp.process.down(now)
}

function isAt({ process, isActive }: OwnAsp, target: AimStep['target']): boolean {
  if (process.isRequesting) return false
  return target === 'active' ? isActive : process.state === stateName(target)
}

async function register({ registered, waits }: Step & RegisterStep, node: M3uaNode, givenUp: AbortSignal): Promise<StepOutcome> {
  const request = registered ? 'REG REQ' : 'DEREG REQ'
  const before = node.sentOf(request)
  for (const asp of node.engine.asps) asp.register(registered, node.options.surroundings.now())
  node.engine.settle()
  if (node.sentOf(request) === before) return { good: true, text: `no ${request} is needed` }
  if (!waits) return { good: true, text: 'sent' }
  return answered(node, givenUp, ({ message }) => message.kind === (registered ? 'REG RSP' : 'DEREG RSP'))
}

async function send(step: Step & SendDataStep, node: M3uaNode, givenUp: AbortSignal): Promise<StepOutcome> {
  const { configuration, surroundings } = node.options
  const routingContext = step.routingContext ?? node.engine.usualRoutingContext
  const { taken, refusal, elapsedMs } = await sendData(
    step,
    configuration.traffic,
    surroundings,
    (protocolData) => node.engine.sendData(protocolData, routingContext),
    givenUp,
  )
  if (givenUp.aborted) return INTERRUPTED
  const sent = `${taken.toLocaleString('en')} of ${step.count.toLocaleString('en')} DATA sent in ${durationText(elapsedMs)}`
  if (refusal !== null) return { good: false, text: `${sent}, then ${refusal}` }
  if (!step.waits) return { good: true, text: sent }
  const drained = () => (node.engine.audience.every(({ bufferedOctets }) => bufferedOctets === 0) ? true : null)
  const poll = surroundingsPoll(node, drained)
  const acknowledged = await node.expectation.until(drained, DELIVERY_PATIENCE_MS, givenUp)
  poll.stop()
  if (givenUp.aborted) return INTERRUPTED
  return acknowledged === null
    ? { good: false, text: `${sent}, but the peer's SCTP has not acknowledged all` }
    : { good: true, text: `${sent}, all acknowledged by SCTP` }
}

async function tellAll({ message, waits, throughNetwork }: Step & MessageStep, node: M3uaNode, givenUp: AbortSignal): Promise<StepOutcome> {
  if (throughNetwork) return tellOfNetwork(message as SignallingNetworkManagementMessage, node)
  const { audience, asps } = node.engine
  const sent =
    // Its ASP has to know of it: else it would answer the response with ERR.
    message.kind === 'REG REQ' || message.kind === 'DEREG REQ'
      ? asps.filter((asp) => asp.sendRegistration(message)).length
      : audience.filter((socket) => node.sendMessage(socket, message)).length
  if (sent === 0) return NOBODY_TO_TELL
  const answers = ANSWERS[message.kind]
  if (answers === undefined || !waits) return { good: true, text: `sent to ${sent}` }
  return answered(node, givenUp, (answer) => answers.includes(answer.message.kind))
}

/** A gateway remembers what it tells, and answers DAUD by it. */
function tellOfNetwork(message: SignallingNetworkManagementMessage, node: M3uaNode): StepOutcome {
  const before = node.sentOf(message.kind)
  if (!node.engine.tellOfNetwork(message))
    return { good: false, text: `no Application Server has Network Appearance ${message.networkAppearance}` }
  const told = node.sentOf(message.kind) - before
  return { good: true, text: told === 0 ? 'kept; no ASP is active to be told' : `kept, and told to ${told}` }
}

async function beat(waits: boolean, node: M3uaNode, givenUp: AbortSignal): Promise<StepOutcome> {
  const heartbeatData = new Uint8Array(8)
  new DataView(heartbeatData.buffer).setUint32(4, node.options.surroundings.randomUint32())
  const sent = node.engine.audience.filter((socket) => node.sendMessage(socket, { kind: 'BEAT', heartbeatData }))
  if (sent.length === 0) return NOBODY_TO_TELL
  if (!waits) return { good: true, text: `sent to ${sent.length}` }
  return answered(
    node,
    givenUp,
    ({ message }) => message.kind === 'BEAT ACK' && Buffer.from(message.heartbeatData ?? []).equals(heartbeatData),
  )
}

async function sendOctets(octets: Uint8Array, streamId: number, node: M3uaNode, givenUp: AbortSignal): Promise<StepOutcome> {
  const established = (): OneToOneSocket | null => node.engine.audience[0] ?? null
  const socket = await node.expectation.until(established, ASSOCIATION_PATIENCE_MS, givenUp)
  if (socket === null) return givenUp.aborted ? INTERRUPTED : NO_ASSOCIATION
  return node.sendOctets(socket, octets, streamId)
    ? { good: true, text: `${octets.length} octets sent on stream ${streamId}` }
    : { good: false, text: `the association did not take them: it has ${socket.outboundStreams} outbound streams` }
}

async function until({ state, patienceMs }: Step & UntilStep, node: M3uaNode, givenUp: AbortSignal): Promise<StepOutcome> {
  const reached = await node.expectation.until(() => (node.engine.stateIs(state) ? true : null), patienceMs, givenUp)
  if (givenUp.aborted) return INTERRUPTED
  return reached === null ? { good: false, text: `not ${state} within ${patienceMs} ms` } : { good: true, text: `is ${state}` }
}

/** Waits for an answer within T(ack); an ERR is one, too, and none that is good. */
async function answered(node: M3uaNode, givenUp: AbortSignal, fits: (answer: Answer) => boolean): Promise<StepOutcome> {
  const { configuration } = node.options
  const find = () => node.answers.find((answer) => answer.message.kind === 'ERR' || fits(answer)) ?? null
  const answer = await node.expectation.until(find, configuration.timers.acknowledgementMs, givenUp)
  if (givenUp.aborted) return INTERRUPTED
  if (answer === null) return { good: false, text: `no answer within ${configuration.timers.acknowledgementMs} ms` }
  return { good: isGood(answer.message), text: messageText(answer.message, configuration.pointCodeForm) }
}

function isGood(message: M3uaMessage): boolean {
  if (message.kind === 'REG RSP') return message.registrationResults.every(({ status }) => status === 0)
  if (message.kind === 'DEREG RSP') return message.deregistrationResults.every(({ status }) => status === 0)
  return message.kind !== 'ERR'
}

/** What came in since the step began, in words. */
function heard(node: M3uaNode): string {
  const texts = node.answers.map(({ message }) => messageText(message, node.options.configuration.pointCodeForm))
  return texts.length === 0 ? 'no answer' : texts.join('; ')
}

function stateName(target: AimStep['target']): string {
  return `ASP-${target.toUpperCase()}`
}

/** SCTP does not tell when a buffer has emptied: it is looked at now and then. */
function surroundingsPoll(node: M3uaNode, holds: () => true | null): { stop(): void } {
  const { surroundings } = node.options
  let stopped = false
  const look = (): void => {
    if (stopped) return
    if (holds() === true) node.expectation.changed()
    else surroundings.startTimer(LOOK_EVERY_MS, look)
  }
  surroundings.startTimer(LOOK_EVERY_MS, look)
  return {
    stop: () => {
      stopped = true
    },
  }
}

const ANSWERS: Readonly<Partial<Record<M3uaMessage['kind'], readonly M3uaMessage['kind'][]>>> = {
  DAUD: ['DAVA', 'DUNA', 'DRST'],
  'REG REQ': ['REG RSP'],
  'DEREG REQ': ['DEREG RSP'],
}
const NO_ASSOCIATION: StepOutcome = { good: false, text: 'there is no association: nobody answers at the configured addresses and ports' }
const NOBODY_TO_TELL: StepOutcome = { good: false, text: 'nobody is there to be told' }
const INTERRUPTED: StepOutcome = { good: false, text: 'interrupted' }
const ASSOCIATION_PATIENCE_MS = 10_000
const DELIVERY_PATIENCE_MS = 10_000
const LOOK_EVERY_MS = 5
