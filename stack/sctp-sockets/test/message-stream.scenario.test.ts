import { Transform, Writable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { describe, expect, it } from 'vitest'
import { AssociationLostError, type KeptMessage, MessageStream } from '../src/index.js'
import { octetsOf, SimulatedScene, textOf } from './simulated-scene.js'

describe('MessageStream', () => {
  it('echoes as a pipeline of one socket into itself, streams and identifiers kept', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ } = await scene.associate()
    const echo = new MessageStream(socketOfZ)
    const echoing = pipeline(echo, echo)
    const client = new MessageStream(socketOfA, { sendOptions: { stream: 5, payloadProtocolId: 46 } })
    const heard: KeptMessage[] = []
    client.on('data', (message: KeptMessage) => {
      heard.push(message)
      if (heard.length === 3) client.end()
    })
    client.write(octetsOf('octets'))
    client.write({ payload: octetsOf('a message'), stream: 6 })
    client.write({ payload: octetsOf('unordered'), unordered: true, payloadProtocolId: 3 })
    await scene.run(Promise.all([finished(client), echoing.catch(() => {})]))
    const seen = heard.map(({ payload, stream, payloadProtocolId }) => `${textOf(payload)} ${stream} ${payloadProtocolId}`)
    expect(seen.sort()).toEqual(['a message 6 46', 'octets 5 46', 'unordered 5 3'])
    expect(socketOfZ.state).toBe('CLOSED')
    await scene.close()
  })

  it('is held up by a slow reader at the far end, and takes no more than it may', async () => {
    const scene = new SimulatedScene()
    const parameters = { sendBufferOctets: 8000 }
    const { socketOfA, socketOfZ } = await scene.associate({ parameters }, { receiveBufferOctets: 8000 })
    const source = new MessageStream(socketOfA, { writableHighWaterMark: 4 })
    const sink = new MessageStream(socketOfZ, { readableHighWaterMark: 4 })
    let written = 0
    const writing = (async () => {
      for (let i = 0; i < 200; i++) {
        if (!source.write(new Uint8Array(1000).fill(i))) await new Promise((resolve) => source.once('drain', resolve))
        written++
      }
      source.end()
    })()
    await scene.pass(60_000)
    // 4 messages and one more at each stream's edge, 8 of send buffer, 8 of receive buffer.
    expect(written).toBeGreaterThan(10)
    expect(written).toBeLessThan(32)
    const heard: number[] = []
    const slow = new Writable({
      objectMode: true,
      highWaterMark: 1,
      write: ({ payload }: KeptMessage, _encoding, done) => {
        heard.push(payload[0]!)
        scene.clock.startTimer(5, done)
      },
    })
    await scene.run(Promise.all([writing, pipeline(sink, slow)]))
    expect(heard).toEqual(Array.from({ length: 200 }, (_, i) => i & 0xff))
    await scene.close()
  })

  it('runs through transforms', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ } = await scene.associate()
    const upper = new Transform({
      objectMode: true,
      transform: (message: KeptMessage, _encoding, done) =>
        done(null, { ...message, payload: octetsOf(textOf(message.payload).toUpperCase()) }),
    })
    const server = new MessageStream(socketOfZ)
    void pipeline(server, upper, server).catch(() => {})
    socketOfA.send(octetsOf('quietly'))
    const { value } = await scene.run(socketOfA.messages().next())
    expect(textOf(value.payload)).toBe('QUIETLY')
    await scene.close()
  })

  it('ends on both sides when either closes', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ } = await scene.associate()
    const [a, z] = [new MessageStream(socketOfA), new MessageStream(socketOfZ)]
    a.resume()
    z.resume()
    const both = Promise.all([finished(a), finished(z)])
    a.end(octetsOf('the last'))
    await scene.run(both)
    expect([socketOfA.state, socketOfZ.state]).toEqual(['CLOSED', 'CLOSED'])
    expect(z.destroyed).toBe(true)
    await scene.close()
  })

  it('is destroyed with the reason when the association is lost; destroy() aborts it with one', async () => {
    const scene = new SimulatedScene()
    const { socketOfA, socketOfZ } = await scene.associate()
    const z = new MessageStream(socketOfZ)
    z.resume()
    const ended = finished(z).catch((error: unknown) => error)
    const a = new MessageStream(socketOfA)
    a.on('error', () => {})
    a.destroy(new Error('out of patience'))
    const error = await scene.run(ended)
    expect(error).toBeInstanceOf(AssociationLostError)
    expect((error as AssociationLostError).detail).toContain('out of patience')
    await scene.close()
  })

  it('refuses what is no message', async () => {
    const scene = new SimulatedScene()
    const { socketOfA } = await scene.associate()
    const stream = new MessageStream(socketOfA)
    const failed = new Promise((resolve) => stream.once('error', resolve))
    stream.write('text')
    expect(await scene.run(failed)).toBeInstanceOf(TypeError)
    await scene.close()
  })
})
