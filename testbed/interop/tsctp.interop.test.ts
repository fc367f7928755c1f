import type { Notification, OneToOneSocket } from '@sigbed/sctp-sockets'
import { expect, it } from 'vitest'
import { describeWithUsrsctp, patterned } from './interop-scene.js'

/** What is sent in bulk, in both directions. */
const LOADS = [
  { length: 100, unordered: false },
  { length: 100, unordered: true },
  { length: 1400, unordered: false },
  { length: 1400, unordered: true },
] as const

describeWithUsrsctp("usrsctp's tsctp and our discard server", (scene) => {
  for (const { length, unordered } of LOADS) {
    it(`carry 100,000 ${unordered ? 'unordered' : 'ordered'} messages of ${length} octets to us, each once and whole`, async () => {
      const endpoint = await scene.open({ localAddresses: ['127.0.0.1'] })
      const count = new MessageCount()
      let socket: OneToOneSocket | undefined
      const ended = new Promise<Notification['kind']>((resolve) => {
        endpoint.listen(TSCTP_PORT, {
          onAssociation: (accepted) => {
            socket = accepted
            accepted.onMessage = (message) => count.add(message.length, message.octets, message.offset, message.unordered)
            accepted.onNotification = ({ kind }) => {
              if (kind === 'shutdown-complete' || kind === 'communication-lost') resolve(kind)
            }
          },
        })
      })
      const order = unordered ? ['-u'] : []
      const port = endpoint.encapsulationPort
      const argumentsFor = (own: number) => ['-E', own, '-U', port, '-p', TSCTP_PORT, '-l', length, '-n', MESSAGES, ...order, '127.0.0.1']
      const { program } = await scene.start('tsctp', argumentsFor, 'discarded')
      expect(await ended).toBe('shutdown-complete')
      expect(await program.exited()).toBe(0)
      expect(count).toMatchObject({ messages: MESSAGES, octets: MESSAGES * length, spoilt: 0, unordered: unordered ? MESSAGES : 0 })
      expect(socket!.statistics).toMatchObject({ messagesReceived: MESSAGES, chunksDiscarded: 0 })
      report(`tsctp to us, ${length} octets ${unordered ? 'unordered' : 'ordered'}`, length, count.seconds)
    })
  }
})

describeWithUsrsctp("our client and usrsctp's tsctp as server", (scene) => {
  for (const { length, unordered } of LOADS) {
    it(`carry 100,000 ${unordered ? 'unordered' : 'ordered'} messages of ${length} octets to it`, async () => {
      const { program, encapsulationPort } = await scene.start('tsctp', (own) => ['-E', own, '-p', TSCTP_PORT])
      const endpoint = await scene.open({ localAddresses: ['127.0.0.1'] })
      const socket = await endpoint.connect({ addresses: ['127.0.0.1'], port: TSCTP_PORT, encapsulationPort })
      const begun = performance.now()
      await sendAll(socket, length, unordered)
      await socket.close()
      const seconds = (performance.now() - begun) / 1000
      // tsctp prints: length of the first message, messages, calls, octets, seconds, octets per second, notifications.
      const [, first, messages, , octets] = await program.outputMatches(/^(\d+), (\d+), (\d+), (\d+), [\d.]+, [\d.]+, \d+$/m)
      expect([first, messages, octets].map(Number)).toEqual([length, MESSAGES, MESSAGES * length])
      expect(socket.statistics.messagesAcknowledged).toBe(MESSAGES)
      report(`us to tsctp, ${length} octets ${unordered ? 'unordered' : 'ordered'}`, length, seconds)
    })
  }
})

/** Counts what tsctp sends: messages full of the letter b. */
class MessageCount {
  messages = 0
  octets = 0
  unordered = 0
  /** Messages that hold anything else. */
  spoilt = 0
  private firstAt = 0
  private lastAt = 0

  add(length: number, octets: Uint8Array, offset: number, unordered: boolean): void {
    this.lastAt = performance.now()
    if (this.messages === 0) this.firstAt = this.lastAt
    this.messages++
    this.octets += length
    if (unordered) this.unordered++
    for (let at = offset; at < offset + length; at++) {
      if (octets[at] === LETTER_B) continue
      this.spoilt++
      break
    }
  }

  get seconds(): number {
    return (this.lastAt - this.firstAt) / 1000
  }
}

/** As fast as the send buffer takes it. */
function sendAll(socket: OneToOneSocket, length: number, unordered: boolean): Promise<void> {
  const payload = patterned(length, 1)
  let left = MESSAGES
  return new Promise((resolve, reject) => {
    const fill = (): void => {
      for (; left > 0; left--) {
        const outcome = socket.sendMessage(payload, 0, length, 0, 0, unordered)
        if (outcome === 'send-buffer-full') return
        if (outcome !== 'queued') reject(new Error(outcome))
      }
      resolve()
    }
    socket.onNotification = (notification) => {
      if (notification.kind === 'send-buffer-available') fill()
      if (notification.kind === 'communication-lost') reject(new Error(notification.detail))
    }
    fill()
  })
}

function report(what: string, length: number, seconds: number): void {
  const perSecond = MESSAGES / seconds
  const megabits = (perSecond * length * 8) / 1e6
  console.log(`${what}: ${Math.round(perSecond)} messages/s, ${megabits.toFixed(0)} Mbit/s`)
}

const MESSAGES = 100_000
const TSCTP_PORT = 5001
const LETTER_B = 'b'.charCodeAt(0)
