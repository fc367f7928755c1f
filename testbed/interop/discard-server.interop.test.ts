import { expect, it } from 'vitest'
import { describeWithUsrsctp, patterned } from './interop-scene.js'

interface DiscardedMessage {
  readonly length: number
  readonly stream: number
  readonly ssn: number
  readonly tsn: number
  readonly ppid: number
}

describeWithUsrsctp("our client and usrsctp's discard_server", (scene) => {
  it('has every message understood as it was meant: length, stream, order, identifier', async () => {
    const { program, encapsulationPort } = await scene.start('discard_server', (port) => [port])
    const endpoint = await scene.open({ localAddresses: ['127.0.0.1'] })
    const socket = await endpoint.connect({ addresses: ['127.0.0.1'], port: DISCARD_PORT, encapsulationPort })
    const sent = Array.from({ length: 1000 }, (_, i) => ({ length: 1 + ((i * 37) % 4000), stream: i % 32, ppid: i * 4_294_967 }))
    for (const [i, { length, stream, ppid }] of sent.entries()) {
      // The outcomes matter: 2 MB stand below the 4 MB of the send buffer.
      expect(socket.send(patterned(length, i), { stream, payloadProtocolId: ppid })).toBe('queued')
    }
    await socket.close()
    const discarded = (await program.outputHolds(1000, DISCARDED)).map(readDiscarded)
    for (let stream = 0; stream < 32; stream++) {
      const there = sent.filter((message) => message.stream === stream)
      const understood = discarded.filter((message) => message.stream === stream)
      expect(understood.map(({ length, ppid, ssn }) => ({ length, ppid, ssn }))).toEqual(
        there.map(({ length, ppid }, ssn) => ({ length, ppid, ssn })),
      )
    }
    expect(discarded).toHaveLength(1000)
  })

  it('keeps the stream sequence numbers of ordered messages apart from unordered ones', async () => {
    const { program, encapsulationPort } = await scene.start('discard_server', (port) => [port])
    const endpoint = await scene.open({ localAddresses: ['127.0.0.1'] })
    const socket = await endpoint.connect({ addresses: ['127.0.0.1'], port: DISCARD_PORT, encapsulationPort })
    for (let i = 0; i < 90; i++) socket.send(patterned(50, i), { stream: 5, unordered: i % 3 === 0, payloadProtocolId: i })
    await socket.close()
    const discarded = (await program.outputHolds(90, DISCARDED)).map(readDiscarded)
    const ordered = discarded.filter(({ ppid }) => ppid % 3 !== 0)
    expect(ordered.map(({ ssn }) => ssn)).toEqual(Array.from({ length: 60 }, (_, i) => i))
    expect(discarded.map(({ ppid }) => ppid).sort((a, b) => a - b)).toEqual(Array.from({ length: 90 }, (_, i) => i))
  })
})

function readDiscarded(match: RegExpExecArray): DiscardedMessage {
  const [length, stream, ssn, tsn, ppid] = match.slice(1).map(Number)
  return { length: length!, stream: stream!, ssn: ssn!, tsn: tsn!, ppid: ppid! }
}

const DISCARD_PORT = 9
const DISCARDED =
  /Msg of length (\d+) received from \S+ on stream (\d+) with SSN (\d+) and TSN (\d+), PPID (\d+), context \d+, complete 1\.$/gm
