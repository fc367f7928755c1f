import { execFile, execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildProgram, pathOf, startProgram } from './built-program.js'
import { connect, EndpointScene, freePort, Heard, listen, QUICK, QUICK_FLAGS, SilentTransport } from './endpoint-scene.js'

describe('sigbed endpoint', () => {
  let folder = ''
  let scene: EndpointScene
  let port = 0

  beforeAll(buildProgram, 60_000)
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sigbed-endpoint-'))
    scene = new EndpointScene(folder)
    port = await freePort()
  })
  afterEach(async () => {
    await scene.clear()
    rmSync(folder, { recursive: true, force: true })
  })

  describe('as a server', () => {
    it('echoes on the same stream with the same identifier and order', async () => {
      await scene.start(['--udp-port', port])
      const heard = await connect(await scene.open(), port)
      heard.socket.send(Buffer.from('one'), { stream: 3, payloadProtocolId: 46 })
      heard.socket.send(Buffer.from('two'), { stream: 2047, payloadProtocolId: 0xffff_ffff, unordered: true })
      heard.socket.send(Buffer.alloc(200_000, 'x'), { stream: 1 })
      await heard.message(3)
      expect(new Set(heard.messages)).toEqual(
        new Set([
          { text: 'one', stream: 3, payloadProtocolId: 46, unordered: false },
          { text: 'two', stream: 2047, payloadProtocolId: 0xffff_ffff, unordered: true },
          { text: 'x'.repeat(200_000), stream: 1, payloadProtocolId: 0, unordered: false },
        ]),
      )
    })

    it('echoes what came with the COOKIE ECHO', async () => {
      await scene.start(['--udp-port', port])
      const endpoint = await scene.open()
      let heard: Heard | null = null
      // RFC 9260 §5.1 D: DATA may travel behind the COOKIE ECHO, in the same packet.
      await endpoint.connect({
        addresses: ['127.0.0.1'],
        port: 7,
        encapsulationPort: port,
        parameters: QUICK,
        onSocket: (socket) => {
          heard = new Heard(socket)
          expect(socket.send(Buffer.from('early'))).toBe('queued')
        },
      })
      expect(await heard!.message(1)).toMatchObject({ text: 'early' })
    })

    it('loses and swaps nothing when its peer takes nothing back for a while', async () => {
      await scene.start(['--udp-port', port, '--receive-window', 65_536, ...QUICK_FLAGS])
      const heard = await connect(await scene.open(), port)
      const { socket } = heard
      socket.pauseReceiving()
      const total = 3000
      for (let i = 0; i < total; i++) expect(socket.send(Buffer.from(textOf(i)), { payloadProtocolId: i })).toBe('queued')
      // Long enough for windows and buffers on both sides to fill: none of the two can be waiting for the network any more.
      await new Promise((resolve) => setTimeout(resolve, 1500))
      expect(heard.messages).toEqual([])
      expect(socket.bufferedOctets).toBeGreaterThan(1_000_000)
      socket.resumeReceiving()
      await heard.message(total)
      expect(heard.messages.map(({ payloadProtocolId }) => payloadProtocolId)).toEqual(Array.from({ length: total }, (_, i) => i))
      expect(heard.messages.every(({ text }, i) => text === textOf(i))).toBe(true)
    }, 60_000)

    it('tells the time of day and ends, though the peer goes on talking', async () => {
      await scene.start(['--service', 'daytime', '--udp-port', port, ...QUICK_FLAGS])
      const endpoint = await scene.open()
      for (let i = 0; i < 2; i++) {
        const heard = await connect(endpoint, port, 13)
        heard.socket.send(Buffer.alloc(50_000))
        const { text } = await heard.message(1)
        expect(Math.abs(Date.parse(text.trim()) - Date.now())).toBeLessThan(5000)
        await heard.notification('shutdown-complete')
        expect(heard.messages).toHaveLength(1)
      }
    })

    it('discards', async () => {
      await scene.start(['--service', 'discard', '--udp-port', port, ...QUICK_FLAGS])
      const heard = await connect(await scene.open(), port, 9)
      for (let i = 0; i < 20; i++) heard.socket.send(Buffer.alloc(10_000))
      await heard.socket.close()
      expect(heard.messages).toEqual([])
      expect(heard.socket.statistics.messagesAcknowledged).toBe(20)
    })

    it('speaks first, then echoes', async () => {
      await scene.start(['--service', 'send-first', '--udp-port', port])
      const heard = await connect(await scene.open(), port)
      await heard.message(1)
      heard.socket.send(Buffer.from('and I second'), { stream: 4 })
      expect(await heard.message(2)).toMatchObject({ text: 'and I second', stream: 4 })
    })

    it('serves several peers on several addresses', async () => {
      await scene.start(['--local', '127.0.0.1,127.0.1.1', '--udp-port', port, '--port', 5001])
      const endpoint = await scene.open({ localAddresses: ['127.0.0.1', '127.0.1.1'] })
      const peers = await Promise.all([
        connect(endpoint, port, 5001),
        connect(endpoint, port, 5001, ['127.0.1.1']),
        connect(await scene.open(), port, 5001, ['127.0.0.1', '127.0.1.1']),
      ])
      expect(peers[0]!.socket.paths()).toHaveLength(2)
      for (const [i, { socket }] of peers.entries()) socket.send(Buffer.from(`peer ${i}`))
      const texts = await Promise.all(peers.map(async (peer) => (await peer.message(1)).text))
      expect(texts).toEqual(['peer 0', 'peer 1', 'peer 2'])
    })

    it.runIf(hasIpv6())('serves IPv6', async () => {
      await scene.start(['--local', '::1', '--udp-port', port])
      const heard = await connect(await scene.open({ localAddresses: ['::1'] }), port, 7, ['::1'])
      heard.socket.send(Buffer.from('six'))
      expect((await heard.message(1)).text).toBe('six')
    })
  })

  describe('as a client', () => {
    const client = async (udpPort: number, words: readonly (string | number)[] = []) =>
      scene.start(['--role', 'client', '--remote', '127.0.0.1', '--remote-udp-port', udpPort, '--udp-port', port, ...QUICK_FLAGS, ...words])

    it('echoes what it is asked, from a port of its own that stays', async () => {
      const endpoint = await scene.open()
      const server = listen(endpoint, 7)
      await client(endpoint.encapsulationPort)
      for (let i = 0; i < 3; i++) {
        const heard = await server.next()
        expect(heard.socket.peer).toBe('127.0.0.1:50007')
        heard.socket.send(Buffer.from('one'), { stream: 1, payloadProtocolId: 8 })
        expect(await heard.message(1)).toMatchObject({ text: 'one', stream: 1, payloadProtocolId: 8 })
        // RFC 9260 §9.1: however it ends, another one comes.
        if (i === 0) heard.socket.abort('enough')
        else await heard.socket.close()
      }
    })

    it('tells the time of day, ends, and comes again after the delay it was given', async () => {
      const endpoint = await scene.open()
      const server = listen(endpoint, 5013)
      await client(endpoint.encapsulationPort, ['--service', 'daytime', '--remote-port', 5013, '--port', 6000, '--reconnect-delay', 300])
      const ends: number[] = []
      for (let i = 0; i < 3; i++) {
        const heard = await server.next()
        expect(heard.socket.peer).toBe('127.0.0.1:6000')
        if (i > 0) expect(performance.now() - ends[i - 1]!).toBeGreaterThan(250)
        expect(Date.parse((await heard.message(1)).text.trim())).not.toBeNaN()
        await heard.notification('shutdown-complete')
        ends.push(performance.now())
      }
    })

    it('discards', async () => {
      const endpoint = await scene.open()
      const server = listen(endpoint, 9)
      await client(endpoint.encapsulationPort, ['--service', 'discard'])
      const heard = await server.next()
      for (let i = 0; i < 20; i++) heard.socket.send(Buffer.alloc(10_000))
      await heard.socket.close()
      expect(heard.messages).toEqual([])
      expect(heard.socket.statistics.messagesAcknowledged).toBe(20)
    })

    it('speaks first, then echoes', async () => {
      const endpoint = await scene.open()
      const server = listen(endpoint, 7)
      await client(endpoint.encapsulationPort, ['--service', 'send-first'])
      const heard = await server.next()
      await heard.message(1)
      heard.socket.send(Buffer.from('and I second'))
      expect((await heard.message(2)).text).toBe('and I second')
    })

    it('is ready at once, and connects when there is somebody to connect to', async () => {
      const later = await freePort()
      await client(later, ['--max-init-retransmits', 0, '--rto-initial', 50])
      const server = listen(await scene.open({ encapsulationPort: later }), 7)
      expect((await server.next()).socket.peer).toBe('127.0.0.1:50007')
    })

    it('comes back after the server was killed and started again', async () => {
      const serverPort = await freePort()
      const words = ['--udp-port', serverPort, '--service', 'daytime', '--port', 5013]
      const first = await scene.start(['--udp-port', serverPort, '--port', 5013])
      const running = await client(serverPort, ['--service', 'discard', '--remote-port', 5013, '--heartbeat-interval', 100, '--verbose'])
      let told = ''
      running.child.stderr!.on('data', (text: string) => {
        told += text
      })
      const until = async (pattern: RegExp): Promise<void> => {
        while (!pattern.test(told)) await new Promise((resolve) => setTimeout(resolve, 10))
      }
      await until(/association up/)
      first.child.kill('SIGKILL')
      await first.end
      told = ''
      await scene.start(words)
      // The new server knows nothing of the old association and aborts it (RFC 9260 §8.4 (8)); or retransmissions run out.
      await until(/association lost[\s\S]*association up[\s\S]*association shut down/)
    })
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 on %s, and tells its peers', async (signal) => {
    const program = await scene.start(['--udp-port', port])
    const heard = await connect(await scene.open(), port)
    program.child.kill(signal)
    expect(await program.end).toEqual({ status: 0, signal: null, output: 'READY\n', errors: '' })
    await heard.notification('shutdown-complete')
  })

  it.each(['server', 'client'])('ends quickly as a %s whose peer has vanished', async (role) => {
    let transport: SilentTransport | null = null
    const endpoint = await scene.open({ wrapTransport: (inner) => (transport = new SilentTransport(inner)) })
    const server = listen(endpoint, 7)
    const client = ['--role', 'client', '--remote', '127.0.0.1', '--remote-udp-port', endpoint.encapsulationPort]
    const program = await scene.start([...(role === 'client' ? client : []), '--service', 'send-first', '--udp-port', port])
    if (role === 'client') await server.next()
    else await connect(endpoint, port)
    transport!.silent = true
    const from = performance.now()
    program.child.kill('SIGTERM')
    expect((await program.end).status).toBe(0)
    expect(performance.now() - from).toBeLessThan(2000)
  })

  it('takes its options from the environment, flags before it', async () => {
    const environment = {
      SIGBED_UDP_PORT: '1',
      SIGBED_PORT: '5005',
      SIGBED_SERVICE: 'send-first',
      SIGBED_VERBOSE: '1',
      SIGBED_RTO_MIN: '500',
    }
    const program = await scene.start(['--udp-port', port], environment)
    const heard = await connect(await scene.open(), port, 5005)
    await heard.message(1)
    program.child.kill('SIGTERM')
    const { output, errors } = await program.end
    expect(output).toBe('READY\n')
    expect(errors).toMatch(/^sigbed: server of send-first on 127\.0\.0\.1, SCTP port 5005 over UDP port \d+\n/)
    expect(errors).toMatch(/sigbed: 127\.0\.0\.1:\d+ association up, \d+ streams out, \d+ in\n/)
    expect(errors).toMatch(/association shut down\n$/)
  })

  it('writes a trace of both directions that can be read while it grows and is whole at the end', async () => {
    const program = await scene.start(['--udp-port', port, '--trace', 'a.pcapng'])
    const heard = await connect(await scene.open(), port)
    heard.socket.send(Buffer.from('one'))
    await heard.message(1)
    const file = join(folder, 'a.pcapng')
    const soon = performance.now() + 5000
    while (packetsIn(file) < 6 && performance.now() < soon) await new Promise((resolve) => setTimeout(resolve, 50))
    // INIT, INIT ACK, COOKIE ECHO, COOKIE ACK, DATA there and back with its SACKs.
    expect(packetsIn(file)).toBeGreaterThanOrEqual(6)
    program.child.kill('SIGTERM')
    expect((await program.end).status).toBe(0)
    const packets = packetsIn(file)
    expect(packets).toBeGreaterThanOrEqual(9)
    const tshark = ['/usr/bin/tshark', '/usr/local/bin/tshark'].find((path) => existsSync(path))
    if (tshark === undefined) return
    const words = ['-r', file, '-o', 'sctp.checksum:TRUE', '-T', 'fields', '-e', 'sctp.chunk_type', '-e', 'sctp.checksum.status']
    const { stdout } = await promisify(execFile)(tshark, words)
    const lines = stdout.trim().split('\n')
    expect(lines).toHaveLength(packets)
    expect(lines.slice(0, 4).map((line) => line.split('\t')[0]!.split(',')[0])).toEqual(['1', '2', '10', '11'])
    for (const line of lines) expect(line.split('\t')[1]).not.toBe('0')
  })

  it('starts from one file, too, once it is bundled', async () => {
    const wasThere = existsSync(pathOf('../dist/bundle'))
    const vite = pathOf('../../../node_modules/vite/bin/vite.js')
    execFileSync(process.execPath, [vite, 'build', '--config', pathOf('../bin/endpoint-bundle.config.js')], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    try {
      await scene.start(['--udp-port', port])
      const heard = await connect(await scene.open(), port)
      heard.socket.send(Buffer.from('one'))
      expect((await heard.message(1)).text).toBe('one')
      const refused = await startProgram(['endpoint', '--rto-min', 'x'], { folder }).end
      expect(refused).toMatchObject({
        status: 2,
        output: '',
        errors: 'sigbed: --rto-min takes a whole number from 1 to 86400000, not "x".\n',
      })
    } finally {
      if (!wasThere) rmSync(pathOf('../dist/bundle'), { recursive: true, force: true })
    }
  })

  it.each<[string, string[], RegExp]>([
    ['an unknown role', ['--role', 'sever'], /--role takes server or client, not "sever"\. Did you mean server\?/],
    ['an unknown flag', ['--prot', '7'], /--prot is no flag of "sigbed endpoint"\. Did you mean --port\?/],
    ['a flag without its value', ['--port'], /--port needs a value/],
    ['a word too many', ['7'], /"7" is one word too many for "sigbed endpoint"/],
    ['a time of letters', ['--rto-min', '1s'], /--rto-min takes a whole number from 1 to 86400000, not "1s"/],
    ['a client without a peer', ['--role', 'client'], /A client needs --remote/],
    ['an address of nobody', ['--local', '192.0.2.1'], /--local 192\.0\.2\.1: .*no interface of this machine has/],
    ['all addresses at once', ['--local', '0.0.0.0'], /--local 0\.0\.0\.0: .*name each one/],
    [
      'a trace that cannot be written',
      ['--udp-port', '0', '--trace', 'no/such/folder/a.pcapng'],
      /--trace .*: .*name a file in a folder you may write to\.$/,
    ],
  ])('ends with 2 and one sentence for %s', async (_, words, message) => {
    const { status, output, errors } = await startProgram(['endpoint', ...words], { folder }).end
    expect([status, output]).toEqual([2, ''])
    expect(errors).toMatch(/^sigbed: [^\n]*\n$/)
    expect(errors.trim()).toMatch(message)
  })

  it('ends with 2 when its UDP port is taken, and leaves the trace of whoever has it alone', async () => {
    const taken = createSocket('udp4')
    taken.bind(port, '127.0.0.1')
    await once(taken, 'listening')
    const words = ['endpoint', '--udp-port', String(port), '--trace', 'a.pcapng']
    const { status, output, errors } = await startProgram(words, { folder }).end
    taken.close()
    expect([status, output]).toEqual([2, ''])
    expect(errors).toMatch(new RegExp(`^sigbed: --udp-port ${port}: UDP 127\\.0\\.0\\.1:${port} is taken by another socket: [^\\n]*\\n$`))
    expect(existsSync(join(folder, 'a.pcapng'))).toBe(false)
  })

  it('runs on IP itself, or says what that would take', async () => {
    const program = startProgram(['endpoint', '--transport', 'ip', '--port', '5999'], { folder })
    const ready = program.hasWritten('READY\n').then(
      () => true,
      () => false,
    )
    if (await ready) program.child.kill('SIGTERM')
    const { status, errors } = await program.end
    if (await ready) expect([status, errors]).toEqual([0, ''])
    else {
      expect(status).toBe(2)
      expect(errors).toMatch(/^sigbed: --transport ip[: ][^\n]*\n$/)
    }
  })
})

function textOf(i: number): string {
  return `${i} `.padEnd(1000, '.')
}

function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'))
}

/** Enhanced Packet Blocks of a pcapng file; each block tells its length. */
function packetsIn(file: string): number {
  const octets = readFileSync(file)
  let packets = 0
  for (let at = 0; at + 12 <= octets.length; at += octets.readUInt32BE(at + 4)) if (octets.readUInt32BE(at) === 6) packets++
  return packets
}
