import { SeededRandom, SimulatedNetwork, VirtualClock } from '@sigbed/simulated-network'
import { describe, expect, it } from 'vitest'
import { SimulatedSockets } from './simulated-sockets.js'

/** Sockets at A1 and A2, and Z beside them on the network. */
function setUp(bufferOctets?: number) {
  const random = new SeededRandom(1)
  const clock = new VirtualClock(random)
  const network = new SimulatedNetwork(clock, random)
  const sockets = new SimulatedSockets(network, bufferOctets)
  const received: string[] = []
  for (const address of ['A1', 'A2']) sockets.attach(address, (octets, from, to) => received.push(`${octets[0]} ${from}>${to}`))
  const answers: number[] = []
  network.attach('Z', (octets) => answers.push(octets[0]!))
  const send = (to: string, fill: number, length = 100) => {
    network.send(new Uint8Array(length).fill(fill), 0, length, 'Z', to)
    clock.runUntil(clock.now())
  }
  return { clock, network, sockets, received, answers, send }
}

describe('sockets of a simulated node', () => {
  it('pass packets on in both directions', () => {
    const { clock, sockets, received, answers, send } = setUp()
    send('A1', 1)
    sockets.send(Uint8Array.of(7), 0, 1, 'A2', 'Z')
    clock.runUntil(1)
    expect([received, answers]).toEqual([['1 Z>A1'], [7]])
  })

  it('keep what comes while the node stands still, unharmed and in order', () => {
    const { sockets, received, send } = setUp()
    sockets.standStill()
    send('A1', 1)
    send('A2', 2)
    send('A1', 3)
    expect(received).toEqual([])
    sockets.goOn()
    expect(received).toEqual(['1 Z>A1', '2 Z>A2', '3 Z>A1'])
    send('A1', 4)
    expect(received.at(-1)).toBe('4 Z>A1')
  })

  it('drop and count what the buffer of one socket has no room for, each time anew', () => {
    const { sockets, received, send } = setUp(250)
    for (let round = 1; round <= 2; round++) {
      sockets.standStill()
      for (const fill of [1, 2, 3]) send('A1', fill)
      send('A1', 4, 50)
      send('A2', 5)
      sockets.goOn()
      expect(received.splice(0)).toEqual(['1 Z>A1', '2 Z>A1', '4 Z>A1', '5 Z>A2'])
      expect(sockets.drops).toBe(round)
    }
  })

  it('hold as many octets as Linux gives a socket', () => {
    const { sockets, received, send } = setUp()
    sockets.standStill()
    for (let i = 0; i < 220; i++) send('A1', i, 1000)
    sockets.goOn()
    expect([received.length, sockets.drops]).toEqual([212, 8])
  })

  it('are closed when the node is gone: nothing comes, nothing leaves, and the addresses are free', () => {
    const { clock, network, sockets, received, answers, send } = setUp()
    sockets.standStill()
    send('A1', 1)
    sockets.vanish()
    sockets.goOn()
    send('A1', 2)
    sockets.send(Uint8Array.of(7), 0, 1, 'A2', 'Z')
    clock.runUntil(10)
    expect([received, answers]).toEqual([[], []])
    expect(() => network.attach('A1', () => {})).not.toThrow()
  })
})
