import { readU32, writeU32 } from '@sigbed/octets'
import type { Notification, OneToOneSocket } from '@sigbed/sctp-sockets'
import type { TimerHandle } from '@sigbed/sctp-transport'
import type { NodeProgram, NodeProgramContext } from '../node-program.js'
import type { NodeCommand } from '../node-protocol.js'

/** Settings of the role `sender`; the role `receiver` has none. */
export interface SenderSettings {
  readonly to: string
  readonly everyMs: number
}

/**
 * The smallest program worth breaking paths under, for the tests of labs: a sender numbers its messages, begins anew whenever it loses
 * the association, and a receiver tells each message that it gets as the event `message`, `7 from 10.132.1.11`.
 */
export class NumberedMessages implements NodeProgram {
  private readonly payload = new Uint8Array(100)
  private readonly sockets = new Set<OneToOneSocket>()
  private readonly timers = new Set<TimerHandle>()
  private number = 0
  private sending = false
  private stalled = false

  constructor(private readonly context: NodeProgramContext) {
    context.report({ kind: 'opened', addresses: context.node.addresses })
  }

  handle(command: NodeCommand): void {
    const { plan, report } = this.context
    switch (command.kind) {
      case 'prepare':
        if (plan.role === 'sender') this.associate()
        else this.listen()
        break
      case 'traffic':
        if (plan.role === 'sender') this.send()
        break
      case 'stall':
        this.stalled = command.stalled
        for (const socket of this.sockets) {
          if (this.stalled) socket.pauseReceiving()
          else socket.resumeReceiving()
        }
        break
      case 'sample':
        report({ kind: 'sampled' })
        break
      case 'settle':
        this.sending = false
        report({ kind: 'stopped' })
        break
      case 'end':
        this.abandon()
        report({ kind: 'ended' })
    }
  }

  abandon(): void {
    for (const timer of this.timers) this.context.surroundings.stopTimer(timer)
    this.timers.clear()
  }

  private get settings(): SenderSettings {
    return this.context.plan.settings as SenderSettings
  }

  private listen(): void {
    const { node, scenario, report } = this.context
    node.endpoint.listen(PORT, { parameters: scenario.parameters, onAssociation: (socket) => this.adopt(socket) })
    report({ kind: 'ready' })
  }

  private associate(): void {
    const { node, whereIs, scenario, report } = this.context
    node.endpoint
      .connect({ ...whereIs(this.settings.to), port: PORT, parameters: scenario.parameters, onSocket: (socket) => this.adopt(socket) })
      .then(
        () => report({ kind: 'ready' }),
        () => {},
      )
  }

  private adopt(socket: OneToOneSocket): void {
    this.sockets.add(socket)
    if (this.stalled) socket.pauseReceiving()
    socket.onMessage = (message) =>
      this.tell('message', `${readU32(message.octets, message.offset)} from ${socket.addressText(message.remoteAddress)}`)
    socket.onNotification = (notification) => this.notified(socket, notification)
  }

  private notified(socket: OneToOneSocket, notification: Notification): void {
    if (notification.kind === 'path-change') this.tell('path', `${notification.remoteAddress} ${notification.state}`)
    if (notification.kind !== 'communication-lost') return
    this.sockets.delete(socket)
    this.tell('lost', notification.reason)
    if (this.context.plan.role === 'sender') this.after(ASSOCIATE_AGAIN_AFTER_MS, () => this.associate())
  }

  private send(): void {
    this.sending = true
    const { everyMs } = this.settings
    const next = () => {
      if (!this.sending) return
      writeU32(this.payload, 0, this.number)
      for (const socket of this.sockets) if (socket.state === 'ESTABLISHED' && socket.send(this.payload) === 'queued') this.number++
      this.after(everyMs, next)
    }
    next()
  }

  private tell(kind: string, detail: string): void {
    const { surroundings, plan, report } = this.context
    report({ kind: 'event', event: { atMs: surroundings.now(), node: plan.name, kind, detail } })
  }

  private after(delayMs: number, expired: () => void): void {
    const timer = this.context.surroundings.startTimer(delayMs, () => {
      this.timers.delete(timer)
      expired()
    })
    this.timers.add(timer)
  }
}

const PORT = 2905
const ASSOCIATE_AGAIN_AFTER_MS = 200
