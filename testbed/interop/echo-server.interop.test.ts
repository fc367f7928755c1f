import type { OneToOneSocket, ReceivedMessage } from '@sigbed/sctp-sockets'
import { expect, it } from 'vitest'
import { describeWithUsrsctp, digest, type InteropScene, patterned } from './interop-scene.js'

interface Echo {
  readonly streamId: number
  readonly streamSequenceNumber: number
  readonly payloadProtocolId: number
  readonly unordered: boolean
  readonly octets: Uint8Array
}

/** A socket to usrsctp's echo_server, which sends every message back on its stream, and what came back so far. */
async function connectToEcho(scene: InteropScene) {
  const { program, encapsulationPort } = await scene.start('echo_server', (port) => [port])
  const endpoint = await scene.open({ localAddresses: ['127.0.0.1'] })
  const echoes: Echo[] = []
  let arrived = (): void => {}
  const onMessage = (message: ReceivedMessage): void => {
    const { streamId, streamSequenceNumber, payloadProtocolId, unordered } = message
    echoes.push({ streamId, streamSequenceNumber, payloadProtocolId, unordered, octets: message.copyPayload() })
    arrived()
  }
  const onSocket = (socket: OneToOneSocket): void => {
    socket.onMessage = onMessage
  }
  const socket = await endpoint.connect({ addresses: ['127.0.0.1'], port: ECHO_PORT, encapsulationPort, onSocket })
  const whenEchoed = (count: number): Promise<void> =>
    new Promise((resolve) => {
      arrived = () => echoes.length >= count && resolve()
      arrived()
    })
  return { program, socket, echoes, whenEchoed }
}

describeWithUsrsctp("our client and usrsctp's echo_server", (scene) => {
  it('grants as many streams as both sides allow', async () => {
    const { socket } = await connectToEcho(scene)
    // usrsctp offers 10 streams out and 2048 in.
    expect([socket.outboundStreams, socket.inboundStreams]).toEqual([32, 10])
  })

  it('carries a megabyte there and back intact, over ten streams', async () => {
    const { socket, echoes, whenEchoed } = await connectToEcho(scene)
    const sent = Array.from({ length: 128 }, (_, i) => patterned(8192, i))
    for (const [i, octets] of sent.entries()) expect(socket.send(octets, { stream: i % 10 })).toBe('queued')
    await whenEchoed(128)
    for (let stream = 0; stream < 10; stream++) {
      const there = sent.filter((_, i) => i % 10 === stream)
      const back = echoes.filter((echo) => echo.streamId === stream)
      expect(digest(back.map(({ octets }) => octets))).toBe(digest(there))
      expect(back.map((echo) => echo.streamSequenceNumber)).toEqual(there.map((_, i) => i))
    }
    expect(echoes.reduce((sum, { octets }) => sum + octets.length, 0)).toBe(1_048_576)
  })

  it('carries messages of every size around padding and fragmentation', async () => {
    const { program, socket, echoes, whenEchoed } = await connectToEcho(scene)
    // A packet of 1472 octets takes 1444 of user data; echo_server reads 10240 at a time.
    const lengths = [
      ...Array.from({ length: 40 }, (_, i) => i + 1),
      1443,
      1444,
      1445,
      1446,
      1447,
      1448,
      2887,
      2888,
      2889,
      4333,
      10_239,
      10_240,
    ]
    const sent = lengths.map((length, i) => patterned(length, i))
    for (const octets of sent) expect(socket.send(octets, { stream: 3 })).toBe('queued')
    await whenEchoed(lengths.length)
    expect(echoes.map(({ octets }) => octets.length)).toEqual(lengths)
    expect(echoes.map(({ octets }) => digest([octets]))).toEqual(sent.map((octets) => digest([octets])))
    expect(socket.statistics.dataChunksSent).toBeGreaterThan(lengths.length)
    await program.outputHolds(lengths.length, /^Msg of length \d+ .* complete 1\.$/gm)
  })

  it('keeps payload protocol identifiers and the unordered flag in both directions', async () => {
    const { socket, echoes, whenEchoed } = await connectToEcho(scene)
    socket.send(patterned(10, 1), { stream: 1, payloadProtocolId: 3 })
    socket.send(patterned(10, 2), { stream: 2, payloadProtocolId: 0xfeed_beef, unordered: true })
    socket.send(patterned(5000, 3), { stream: 2, payloadProtocolId: 46, unordered: true })
    await whenEchoed(3)
    const seen = echoes.map(({ streamId, payloadProtocolId, unordered }) => ({ streamId, payloadProtocolId, unordered }))
    expect(seen.sort((a, b) => a.payloadProtocolId - b.payloadProtocolId)).toEqual([
      { streamId: 1, payloadProtocolId: 3, unordered: false },
      { streamId: 2, payloadProtocolId: 46, unordered: true },
      { streamId: 2, payloadProtocolId: 0xfeed_beef, unordered: true },
    ])
  })

  it('ends gracefully with everything delivered', async () => {
    const { program, socket, echoes } = await connectToEcho(scene)
    for (let i = 0; i < 200; i++) socket.send(patterned(3000, i))
    await socket.close()
    expect(socket.state).toBe('CLOSED')
    await program.outputHolds(200, /^Msg of length 3000 .* complete 1\.$/gm)
    // What echo_server had sent by then has come as well: a shutdown loses nothing in either direction.
    expect(echoes.every(({ octets }, i) => digest([octets]) === digest([patterned(3000, i)]))).toBe(true)
    expect(socket.statistics.messagesAcknowledged).toBe(200)
  })
})

const ECHO_PORT = 7
