import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Notification, OneToOneSocket, PathStatus, ReceivedMessage, SctpEndpoint } from '@sigbed/sctp-sockets'
import { RawIp } from '@sigbed/sctp-transport'
import { expect, it, vi } from 'vitest'
import { CabledNamespaces, namespacesObstacle } from './cabled-namespaces.js'
import { describeWithUsrsctp, digest, type InteropScene, patterned } from './interop-scene.js'

function makeCables(scene: InteropScene): CabledNamespaces {
  const cables = CabledNamespaces.make()
  scene.removeAfterwards(() => cables.remove())
  return cables
}

/** Our endpoint on raw IP, at our end of the first cable unless told. */
async function openOnIp(scene: InteropScene, cables: CabledNamespaces, local: readonly string[] = [cables.ourAddresses[0]]) {
  let transport: RawIp | undefined
  const endpoint = await scene.open({
    localAddresses: local,
    openTransport: async (addresses) => {
      transport = await RawIp.open({ addresses, local, networkNamespace: cables.ourFile })
      return transport
    },
  })
  return { endpoint, transport: transport! }
}

/** Accepts one association, tells each message, and resolves with how it ended. */
function serveOnce(endpoint: SctpEndpoint, port: number, onMessage: (message: ReceivedMessage) => void) {
  return new Promise<Notification['kind']>((resolve) => {
    endpoint.listen(port, {
      onAssociation: (socket) => {
        socket.onMessage = onMessage
        socket.onNotification = ({ kind }) => {
          if (kind === 'shutdown-complete' || kind === 'communication-lost') resolve(kind)
        }
      },
    })
  })
}

/** `sigbed endpoint`, serving echo on raw IP in our namespace. It is killed with the rest of the scene. */
async function startSigbed(scene: InteropScene, cables: CabledNamespaces, port: number): Promise<ChildProcess> {
  const flags = ['--transport', 'ip', '--local', cables.ourAddresses[0], '--port', `${port}`, '--service', 'echo']
  const child = spawn('ip', ['netns', 'exec', cables.ours, process.execPath, SIGBED, 'endpoint', ...flags], { stdio: 'pipe' })
  scene.removeAfterwards(() => void child.kill('SIGKILL'))
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  await vi.waitFor(() => expect(said).toContain('READY\n'), { timeout: 10_000, interval: 10 })
  return child
}

/** Sends a numbered message every few milliseconds until it is told to stop. */
class NumberedMessages {
  sent = 0
  /** Anything but 'queued'. */
  readonly refusals: string[] = []
  private readonly timer: NodeJS.Timeout

  constructor(private readonly socket: OneToOneSocket) {
    this.timer = setInterval(() => this.sendOne(), 5)
  }

  /** What the messages so far look like, the first first. */
  get digests(): string[] {
    return Array.from({ length: this.sent }, (_, i) => digest([patterned(NUMBERED_OCTETS, i)]))
  }

  stop(): void {
    clearInterval(this.timer)
  }

  private sendOne(): void {
    const outcome = this.socket.send(patterned(NUMBERED_OCTETS, this.sent))
    if (outcome === 'queued') this.sent++
    else this.refusals.push(outcome)
  }
}

vi.setConfig({ testTimeout: 30_000 })

const IP = 'SCTP straight on IP'

describeWithUsrsctp(
  `${IP}, with usrsctp in another network namespace`,
  (scene) => {
    it('carries a megabyte to its echo_server and back intact', async () => {
      const cables = makeCables(scene)
      const program = await scene.startOnIp(cables.theirs, 'echo_server', [0])
      const { endpoint, transport } = await openOnIp(scene, cables)
      const echoes: Uint8Array[][] = Array.from({ length: 10 }, () => [])
      let octetsBack = 0
      const socket = await endpoint.connect({
        addresses: [cables.theirAddresses[0]],
        port: ECHO_PORT,
        onSocket: (made) => {
          made.onMessage = (message) => {
            echoes[message.streamId]!.push(message.copyPayload())
            octetsBack += message.length
          }
        },
      })
      const sent = Array.from({ length: 128 }, (_, i) => patterned(8192, i))
      for (const [i, octets] of sent.entries()) expect(socket.send(octets, { stream: i % 10 })).toBe('queued')
      await vi.waitFor(() => expect(octetsBack).toBe(MEGABYTE), WITHIN_10_S)
      for (const [stream, back] of echoes.entries()) expect(digest(back)).toBe(digest(sent.filter((_, i) => i % 10 === stream)))
      await socket.close()
      await program.outputHolds(128, /^Msg of length 8192 .* complete 1\.$/gm)
      expect(transport.statistics).toMatchObject({ sendFailures: 0, receiveDiscards: 0 })
      expect(transport.kernelDrops).toBe(0)
    })

    it('carries a megabyte from its client to `sigbed endpoint` and back intact', async ({ skip }) => {
      skip(!existsSync(SIGBED_BUILT) && process.env['CI'] !== 'true', 'sigbed is not built: npm run build')
      const cables = makeCables(scene)
      const sigbed = await startSigbed(scene, cables, SERVER_PORT)
      const program = await scene.startOnIp(cables.theirs, 'client', [cables.ourAddresses[0], SERVER_PORT, 0, 0, 0])
      await program.outputMatches(/Association change SCTP_COMM_UP/)
      // It reads 79 octets at a time, and each time is a message.
      const lines = Array.from({ length: Math.ceil(MEGABYTE / 79) }, (_, i) => `${Buffer.from(patterned(39, i)).toString('hex')}\n`)
      for (let i = 0; i < lines.length; i += LINES_AT_ONCE) {
        program.write(lines.slice(i, i + LINES_AT_ONCE).join(''))
        const least = Math.min(i + LINES_AT_ONCE, lines.length) * 79
        await vi.waitFor(() => expect(program.output.length).toBeGreaterThan(least), { timeout: 5000, interval: 5 })
      }
      program.endInput()
      expect(await program.exited()).toBe(0)
      const back = program.output.match(/^[0-9a-f]{78}\n/gm) ?? []
      expect(back.length).toBe(lines.length)
      expect(back.join('') === lines.join('')).toBe(true)
      expect(program.output).toMatch(/Association change SCTP_SHUTDOWN_COMP/)
      expect(sigbed.exitCode).toBeNull()
    })

    it('carries 10,000 messages of tsctp to us, each once and whole', async () => {
      const cables = makeCables(scene)
      const { endpoint, transport } = await openOnIp(scene, cables)
      let messages = 0
      let spoilt = 0
      const ended = serveOnce(endpoint, TSCTP_PORT, ({ octets, offset, length }) => {
        messages++
        if (length !== 1000 || octets.subarray(offset, offset + length).some((octet) => octet !== LETTER_B)) spoilt++
      })
      const load = ['-E', 0, '-p', TSCTP_PORT, '-l', 1000, '-n', MESSAGES, cables.ourAddresses[0]]
      const program = await scene.startOnIp(cables.theirs, 'tsctp', load)
      expect(await ended).toBe('shutdown-complete')
      expect(await program.exited()).toBe(0)
      expect({ messages, spoilt }).toEqual({ messages: MESSAGES, spoilt: 0 })
      expect(transport.kernelDrops).toBe(0)
    })

    it('carries 10,000 messages of ours to tsctp', async () => {
      const cables = makeCables(scene)
      const program = await scene.startOnIp(cables.theirs, 'tsctp', ['-E', 0, '-p', TSCTP_PORT, '-R', WINDOW_OCTETS])
      const { endpoint } = await openOnIp(scene, cables)
      const socket = await endpoint.connect({
        addresses: [cables.theirAddresses[0]],
        port: TSCTP_PORT,
        parameters: { sendBufferOctets: 32 * MEGABYTE },
      })
      for (let i = 0; i < MESSAGES; i++) expect(socket.send(patterned(1000, i))).toBe('queued')
      await socket.close()
      // It prints: length of the first message, messages, calls, octets, seconds, octets per second, notifications.
      await program.outputMatches(/^1000, 10000, \d+, 10000000, /m)
      expect(socket.statistics.messagesAcknowledged).toBe(MESSAGES)
      expect(cables.theirDrops).toBe(0)
    })
  },
  namespacesObstacle,
)

describeWithUsrsctp(
  `${IP}, over two cables between two hosts`,
  (scene) => {
    // As a sender usrsctp is slow to leave a dead primary path: new messages keep going there while its timer doubles from one second,
    // and only what is repeated goes the other way. Where the dead end is its own, its kernel has no route any more and nothing of what
    // it had to send was seen on either cable. So what it sends has to be here only once the cable is mended, and both cables are cut
    // in turn for a server that sends nothing.
    it.each([
      ['echo_server', 'ours', true],
      ['discard_server', 'ours', false],
      ['discard_server', 'theirs', false],
    ] as const)('loses no message to its %s when cables are cut and mended, at one end: %s', async (name, end, sends) => {
      const cables = makeCables(scene)
      const program = await scene.startOnIp(cables.theirs, name, [0])
      const { endpoint } = await openOnIp(scene, cables, cables.ourAddresses)
      const back: string[] = []
      const ends: Notification[] = []
      const socket = await endpoint.connect({
        addresses: cables.theirAddresses,
        port: sends ? ECHO_PORT : DISCARD_PORT,
        parameters: QUICK,
        onSocket: (made) => {
          made.onMessage = (message) => back.push(digest([message.copyPayload()]))
          made.onNotification = (notification) => {
            if (notification.kind === 'restart' || notification.kind === 'communication-lost') ends.push(notification)
          }
        },
      })
      const until = (cable: 0 | 1, expected: Partial<PathStatus>) =>
        vi.waitFor(() => {
          const path = socket.paths().find(({ remoteAddress }) => remoteAddress === cables.theirAddresses[cable])
          expect(path).toMatchObject(expected)
        }, WITHIN_10_S)
      /** Until so many more have been acknowledged than now. */
      const more = (count: number) => {
        const enough = socket.statistics.messagesAcknowledged + count
        return vi.waitFor(() => expect(socket.statistics.messagesAcknowledged).toBeGreaterThanOrEqual(enough), WITHIN_10_S)
      }
      await until(0, { state: 'active', carriesData: true })
      await until(1, { state: 'active', carriesData: false })

      const messages = new NumberedMessages(socket)
      try {
        await more(100)
        cables.setLink(0, 'down', end)
        await until(0, { state: 'inactive' })
        await until(1, { state: 'active', carriesData: true })
        await more(100)
        cables.setLink(0, 'up', end)
        await until(0, { state: 'active', carriesData: true })
        await more(100)
        if (!sends) {
          cables.setLink(1, 'down', end)
          await until(1, { state: 'inactive' })
          await more(100)
          cables.setLink(1, 'up', end)
          await until(1, { state: 'active' })
        }
      } finally {
        messages.stop()
      }
      expect(messages.refusals).toEqual([])
      await vi.waitFor(() => expect(socket.statistics.messagesAcknowledged).toBe(messages.sent), WITHIN_10_S)
      const heard = await program.outputHolds(messages.sent, HEARD)
      expect(heard.map(([, sequenceNumber]) => Number(sequenceNumber))).toEqual(messages.digests.map((_, i) => i))
      if (sends) {
        await vi.waitFor(() => expect(back.length).toBe(messages.sent), WITHIN_10_S)
        expect(back).toEqual(messages.digests)
      }
      expect(socket.state).toBe('ESTABLISHED')
      expect(ends).toEqual([])
    })

    it('is heard by its client over the second cable, once the first is cut', async () => {
      const cables = makeCables(scene)
      const { endpoint } = await openOnIp(scene, cables, cables.ourAddresses)
      endpoint.listen(SERVER_PORT, {
        parameters: QUICK,
        onAssociation: (socket) => {
          socket.onMessage = ({ octets, offset, length, payloadProtocolId, unordered }) =>
            socket.sendMessage(octets, offset, length, 0, payloadProtocolId, unordered)
        },
      })
      const program = await scene.startOnIp(cables.theirs, 'client', [cables.ourAddresses[0], SERVER_PORT, 0, 0, 0])
      await program.outputMatches(/Peer address 10\.77\.2\.1 is now SCTP_ADDR_CONFIRMED/)
      await program.outputMatches(/^Peer addresses: 10\.77\.1\.1, 10\.77\.2\.1\.$/m)
      program.write('before the cut\n')
      await program.outputMatches(/^before the cut$/m)
      cables.setLink(0, 'down', 'ours')
      program.write('after the cut\n')
      await program.outputMatches(/^after the cut$/m, 10_000)
      cables.setLink(0, 'up', 'ours')
      program.write('after the mending\n')
      await program.outputMatches(/^after the mending$/m, 10_000)
    })
  },
  namespacesObstacle,
)

/** Impatient with paths, patient with the association. */
const QUICK = {
  rtoInitialMs: 200,
  rtoMinMs: 120,
  rtoMaxMs: 800,
  pathMaxRetrans: 2,
  associationMaxRetrans: 30,
  heartbeatIntervalMs: 200,
} as const
const SIGBED = fileURLToPath(new URL('../../apps/cli/bin/sigbed.js', import.meta.url))
const SIGBED_BUILT = fileURLToPath(new URL('../../apps/cli/dist/main.js', import.meta.url))
const ECHO_PORT = 7
const DISCARD_PORT = 9
const SERVER_PORT = 5000
const TSCTP_PORT = 5001
const MESSAGES = 10_000
const MEGABYTE = 1_048_576
/**
 * Less than usrsctp's raw socket holds, 128 KiB, of which a packet of 1,000 octets takes the room of two. With its usual window a burst
 * overflows it, and the kernel answers that nobody there speaks SCTP: the end of the association (RFC 9260 §10).
 */
const WINDOW_OCTETS = 40_000
/** Half of what usrsctp's send buffer takes: the client does not look whether it did. */
const LINES_AT_ONCE = 1600
const NUMBERED_OCTETS = 100
const LETTER_B = 'b'.charCodeAt(0)
const HEARD = /Msg of length 100 received from \S+ on stream 0 with SSN (\d+) .* complete 1\.$/gm
const WITHIN_10_S = { timeout: 10_000, interval: 10 }
