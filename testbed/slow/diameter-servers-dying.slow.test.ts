import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DiameterNode, type DiameterPeer, NO_CAPABILITIES, nodeConfiguration, RequestRouting } from '@sigbed/diameter'
import { DiameterOverOctetStream, DiameterOverSctp, overTcp } from '@sigbed/peer-bindings'
import { SctpEndpoint } from '@sigbed/sctp-sockets'
import { EventLoopSurroundings, findFreeUdpPort } from '@sigbed/sctp-transport'
import { SeededRandom } from '@sigbed/simulated-network'
import { ResultCode, RFC6733 } from 'diameter-codec'
import { afterEach, describe, expect, it } from 'vitest'

/**
 * Two Diameter servers in processes of their own, 5,000 requests a second among them, and one of them is killed now and then, whichever
 * chance picks while both are in use. RFC 6733 §5.5.4: what had no answer goes to the other, marked. Whoever was killed comes back a
 * second later, and is used again when three watchdog answers have proved it (RFC 3539 §3.4.1): that sets the pace of the killing.
 */
describe('two Diameter servers, one killed at random under 5,000 requests a second', () => {
  let scene: Scene | null = null
  afterEach(async () => {
    await scene?.clear()
    scene = null
  })

  for (const transport of ['tcp', 'sctp'] as const) {
    it(`over ${transport.toUpperCase()}: every request is answered once, resent ones are marked, the servers' notes agree`, async () => {
      scene = await Scene.open(transport)
      const { answers, failures, sent, killings, resent } = await scene.run(LENGTH_MS)
      const seed = `seed ${scene.seed}`
      expect(killings, seed).toBeGreaterThanOrEqual(2)
      // A machine with other work to do sends fewer in the time; nothing of what follows depends on how many.
      expect(sent, seed).toBeGreaterThan(100_000)
      expect(failures, seed).toEqual([])
      expect(answers.length, seed).toBe(sent)
      expect(
        answers.every((count) => count === 1),
        seed,
      ).toBe(true)
      expect(resent, seed).toBeGreaterThan(0)

      const notes = scene.notes()
      const carriedOut = new Uint8Array(sent)
      const unmarked = new Uint8Array(sent)
      for (const { number, marked } of notes) {
        carriedOut[number]!++
        if (!marked) unmarked[number]!++
      }
      // Each was carried out by somebody; by both only where the second knew that it might be the second.
      expect(
        carriedOut.every((count) => count >= 1),
        seed,
      ).toBe(true)
      expect(
        unmarked.every((count) => count <= 1),
        seed,
      ).toBe(true)
      expect(notes.filter(({ marked }) => marked).length, seed).toBeLessThanOrEqual(resent)
      console.log(`${transport}: ${sent} requests, ${killings} killings, ${resent} resent, ${notes.length - sent} carried out twice`)
    }, 150_000)
  }
})

interface Outcome {
  readonly sent: number
  /** By request, how often it was answered with success. */
  readonly answers: Uint8Array
  readonly failures: readonly string[]
  readonly killings: number
  readonly resent: number
}

class Scene {
  readonly seed = (Math.random() * 2 ** 31) | 0
  private readonly random = new SeededRandom(this.seed)
  private readonly surroundings = new EventLoopSurroundings()
  private readonly folder = mkdtempSync(join(tmpdir(), 'sigbed-dying-'))
  private readonly servers: Server[] = []
  private readonly bindings: (DiameterOverOctetStream | DiameterOverSctp)[] = []
  private readonly counts: number[] = []
  private readonly failures: string[] = []
  private readonly routing: RequestRouting
  private readonly node: DiameterNode
  private endpoint: SctpEndpoint | null = null

  static async open(transport: 'tcp' | 'sctp'): Promise<Scene> {
    const scene = new Scene()
    const port = await findFreeUdpPort({ addresses: ['127.0.0.1'], from: 27_000, mostTries: 1_000 })
    if (transport === 'sctp')
      scene.endpoint = await SctpEndpoint.open({ localAddresses: ['127.0.31.1', '127.0.32.1'], encapsulationPort: 0 })
    for (const [index, name] of SERVERS.entries()) {
      const addresses = transport === 'tcp' ? ['127.0.0.1'] : [`127.0.31.${index + 2}`, `127.0.32.${index + 2}`]
      const server = new Server(transport, name, addresses, port + index, join(scene.folder, name))
      scene.servers.push(server)
      await server.start()
      scene.connect(transport, server)
    }
    await scene.until(() => scene.usable() === SERVERS.length, 'both servers')
    return scene
  }

  private constructor() {
    const capabilities = {
      ...NO_CAPABILITIES,
      originHost: 'client.example.net',
      originRealm: 'clients.example.net',
      hostIpAddresses: ['127.0.0.1'],
      productName: 'Sigbed',
      authApplicationIds: [CREDIT_CONTROL],
    } as const
    this.node = new DiameterNode(nodeConfiguration(capabilities, { timers: { watchdogMs: 6_000, reconnectMs: 500 } }), () =>
      this.surroundings.randomUint32(),
    )
    const servers = SERVERS.map((originHost) => ({ originHost, priority: 1, weight: 1 }))
    this.routing = new RequestRouting(
      this.node,
      { routes: [{ realm: REALM, applicationId: 'any', action: 'RELAY', servers }] },
      {
        onEvent: () => {},
        onRequest: (_header, _avps, request, peer) => {
          peer.beginAnswer(request, ResultCode.DIAMETER_UNABLE_TO_COMPLY)
          peer.endAnswer(request, this.surroundings.now())
        },
        onAnswer: (number, _header, avps) => {
          const good = avps.find(RESULT_CODE.code) && avps.octets[avps.valueAt + 2] === 0x07 && avps.octets[avps.valueAt + 3] === 0xd1
          if (good) this.counts[number]!++
          else this.failures.push(`request ${number}: an answer without success`)
        },
        onRequestFailed: (number, _endToEndId, failure) => this.failures.push(`request ${number}: ${failure}`),
      },
      () => this.surroundings.now(),
    )
  }

  /** Sends for so long, kills meanwhile, and waits for what is still under way. */
  async run(lengthMs: number): Promise<Outcome> {
    const begun = performance.now()
    let killings = 0
    let nextKilling = begun + FIRST_KILLING_MS
    for (let elapsed = 0; elapsed < lengthMs; elapsed = performance.now() - begun) {
      // An open loop: what the time demands is sent, whatever has been answered.
      while (this.counts.length < (elapsed * PER_SECOND) / 1_000) this.ask()
      if (performance.now() >= nextKilling && this.usable() === SERVERS.length) {
        nextKilling = performance.now() + KILLING_PAUSE_MS + (this.random.uint32() % KILLING_PAUSE_MS)
        this.servers[this.random.uint32() % this.servers.length]!.killAndRestart()
        killings++
      }
      await pause(2)
    }
    await this.until(() => this.routing.pendingMessageCount() === 0, 'the last answers')
    return {
      sent: this.counts.length,
      answers: Uint8Array.from(this.counts),
      failures: this.failures.slice(0, 20),
      killings,
      resent: this.routing.counters.resent,
    }
  }

  /** What the servers carried out. */
  notes(): { readonly number: number; readonly marked: boolean }[] {
    return this.servers.flatMap(({ file }) => {
      const octets = readFileSync(file)
      return Array.from({ length: octets.length / 4 }, (_, i) => {
        const entry = octets.readUInt32BE(4 * i)
        return { number: entry & 0x7fff_ffff, marked: entry >= 2 ** 31 }
      })
    })
  }

  async clear(): Promise<void> {
    for (const binding of this.bindings) {
      binding.peer.stop('REBOOTING', this.surroundings.now())
      binding.settle()
    }
    await pause(200)
    await this.endpoint?.close(200)
    await Promise.all(this.servers.map((server) => server.stop()))
    rmSync(this.folder, { recursive: true, force: true })
  }

  private connect(transport: 'tcp' | 'sctp', { name, addresses, port }: Server): void {
    const listenerFor = () => this.routing
    const binding =
      transport === 'tcp'
        ? DiameterOverOctetStream.initiator(this.node, overTcp({ addresses, port }), this.surroundings, listenerFor, {}, name)
        : DiameterOverSctp.initiator(
            this.node,
            this.endpoint!,
            { addresses, port: 3868, encapsulationPort: port, parameters: FAST },
            'streams',
            this.surroundings,
            listenerFor,
            {},
            name,
          )
    this.bindings.push(binding)
    binding.peer.start(this.surroundings.now())
    binding.settle()
  }

  private usable(): number {
    return this.bindings.filter(({ peer }: { peer: DiameterPeer }) => peer.isUsable()).length
  }

  private ask(): void {
    const number = this.counts.push(0) - 1
    const { routing } = this
    const writer = routing.beginRequest(272, CREDIT_CONTROL)
    writer.writeUtf8String(SESSION_ID, `client.example.net;1;${number}`)
    routing.writeOrigin(writer)
    writer.writeUtf8String(DESTINATION_REALM, REALM)
    const outcome = routing.endRequest(number)
    if (outcome !== 'sent') this.failures.push(`request ${number}: ${outcome}`)
    for (const binding of this.bindings) binding.settle()
  }

  private async until(condition: () => boolean, what: string): Promise<void> {
    const end = performance.now() + 30_000
    while (!condition()) {
      if (performance.now() > end) throw new Error(`waited 30 s in vain for ${what} (seed ${this.seed})`)
      await pause(5)
    }
  }
}

/** A server process, started again after it was killed. */
class Server {
  private child: ChildProcess | null = null
  private restarting: Promise<void> = Promise.resolve()

  constructor(
    private readonly transport: 'tcp' | 'sctp',
    readonly name: string,
    readonly addresses: readonly string[],
    readonly port: number,
    readonly file: string,
  ) {}

  start(): Promise<void> {
    const words = [this.transport, this.name, this.addresses.join(','), String(this.port), this.file]
    const child = spawn(process.execPath, [join(import.meta.dirname, 'dying-diameter-server.js'), ...words], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.child = child
    return new Promise((resolve, reject) => {
      child.stdout!.once('data', () => resolve())
      child.once('exit', () => reject(new Error(`${this.name} ended before it was ready`)))
    })
  }

  killAndRestart(): void {
    const { child } = this
    this.restarting = new Promise<void>((resolve) => child!.once('exit', () => resolve())).then(() => pause(1_000)).then(() => this.start())
    child!.kill('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.restarting.catch(() => {})
    const { child } = this
    if (child === null || child.exitCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

const SERVERS = ['one.servers.example.net', 'two.servers.example.net']
const REALM = 'servers.example.net'
const CREDIT_CONTROL = 4
const PER_SECOND = 5_000
const LENGTH_MS = 50_000
const FIRST_KILLING_MS = 3_000
/** At least this between two, and at most twice as much. */
const KILLING_PAUSE_MS = 2_000
/** SCTP has nobody to tell it that a process is gone: it finds out by itself, within about two seconds. */
const FAST = {
  rtoInitialMs: 100,
  rtoMinMs: 100,
  rtoMaxMs: 400,
  pathMaxRetrans: 2,
  associationMaxRetrans: 4,
  heartbeatIntervalMs: 500,
  sackDelayMs: 20,
}
const SESSION_ID = RFC6733.avp('Session-Id')
const DESTINATION_REALM = RFC6733.avp('Destination-Realm')
const RESULT_CODE = RFC6733.avp('Result-Code')
