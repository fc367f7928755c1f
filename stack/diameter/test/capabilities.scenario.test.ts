import { writeU24 } from '@sigbed/octets'
import { describe, expect, it } from 'vitest'
import { TLS_INBAND_SECURITY } from '../src/index.js'
import { openPair, Party, unsigned32In, World } from './two-nodes.js'

type Changes = ConstructorParameters<typeof Party>[2]
type Configuration = ConstructorParameters<typeof Party>[3]

/** A connects to Z; nothing is wrong but what the test makes so. */
function connect(ofA: Changes = {}, ofZ: Changes = {}, configurationOfZ: Configuration = {}, remoteHost?: string) {
  const world = new World()
  const a = new Party('A', world, ofA)
  const z = new Party('Z', world, ofZ, configurationOfZ)
  const near = a.peerTo(z, remoteHost)
  near.start(0)
  world.settle()
  return { world, a, z, near, association: a.associations[0]! }
}

describe('capabilities exchange between two nodes', () => {
  it('opens both sides, each knowing the other and what they have in common', () => {
    const { world, a, z, near, far } = openPair()
    expect(world.log.slice(0, 2)).toEqual(['A -> CER -> Z', 'Z -> CEA -> A'])
    expect([near.isOpen(), far.isOpen(), near.remote?.state, far.remote?.state]).toEqual([true, true, 'I-Open', 'R-Open'])
    expect(a.last('open')).toMatchObject({ commonApplications: [16777252], remote: { originHost: 'z.example.net' } })
    expect(z.last('open')?.remote.hostIpAddresses).toEqual(['127.0.1.1', '127.0.2.1'])
    expect(a.events.filter((event) => event.kind === 'state-change').map((event) => event.to)).toEqual([
      'Wait-Conn-Ack',
      'Wait-I-CEA',
      'I-Open',
    ])
  })

  it('keeps the responder in order until the initiator has proved that it has the CEA (RFC 6733 §2.1.1)', () => {
    const { world, near, far, association } = openPair()
    expect(world.log.slice(2)).toEqual(['Z -> DWR -> A', 'A -> DWA -> Z'])
    expect(association.sent.map((message) => [message.by, message.unordered])).toEqual([
      ['A', false],
      ['Z', false],
      ['Z', false],
      ['A', true],
    ])
    far.stop('BUSY', world.now)
    expect(association.sent.at(-1)).toMatchObject({ by: 'Z', unordered: true })
    expect(near.isOpen()).toBe(true)
  })

  it.each<[string, number, Changes, Changes, Configuration]>([
    ['without a common application', 5010, { vendorSpecificApplications: [], authApplicationIds: [4] }, {}, {}],
    ['from an unknown peer', 3010, {}, {}, { acceptUnknownPeers: false, knownPeers: ['b.example.net'] }],
    ['with TLS as the only security', 5017, { inbandSecurityIds: [TLS_INBAND_SECURITY] }, {}, {}],
  ])('refuses a CER %s with %i and closes', (_, resultCode, ofA, ofZ, configuration) => {
    const { world, a, z, near, association } = connect(ofA, ofZ, configuration)
    expect(world.log).toEqual(['A -> CER -> Z', 'Z -> CEA -> A'])
    const { octets } = association.sent[1]!
    expect(unsigned32In(octets, 268)).toBe(resultCode)
    expect(octets[4]! & 0x20).toBe(resultCode === 3010 ? 0x20 : 0)
    expect(z.last('capabilities-refused')).toMatchObject({ by: 'local', resultCode })
    expect(a.last('capabilities-refused')).toMatchObject({ by: 'remote', resultCode })
    expect([a.last('closed')?.reason, z.last('closed')?.reason]).toEqual(['capabilities-refused', 'capabilities-refused'])
    expect([near.isOpen(), near.remote?.state, z.node.peers.peers().length]).toEqual([false, 'Closed', 0])
  })

  it('accepts a known peer by any case of its name', () => {
    expect(connect({}, {}, { acceptUnknownPeers: false, knownPeers: ['A.Example.NET'] }).near.isOpen()).toBe(true)
  })

  it('hangs up on a CEA from another node than expected', () => {
    const { a, near } = connect({}, {}, {}, 'somebody-else.example.net')
    expect(a.last('capabilities-refused')).toMatchObject({ by: 'local', resultCode: 3010, where: 'Origin-Host' })
    expect(near.isOpen()).toBe(false)
  })

  it('learns the name of an unnamed peer, and makes no second connection to it', () => {
    const world = new World()
    const a = new Party('A', world)
    const z = new Party('Z', world)
    const first = a.peerTo(z, '')
    first.start(0)
    world.settle()
    expect(a.node.peers.find('Z.example.net')).toBe(first.remote)
    const second = a.peerTo(z, '')
    second.start(0)
    world.settle()
    expect([first.isOpen(), second.isOpen()]).toEqual([true, false])
    expect(z.peers.filter((peer) => peer.isOpen()).length).toBe(1)
  })

  it('refuses a node that bears its own name, whoever has connected', () => {
    const world = new World()
    const a = new Party('A', world)
    const twin = new Party('A', world)
    const near = twin.peerTo(a, '')
    near.start(0)
    world.settle()
    expect(a.last('capabilities-refused')).toMatchObject({ by: 'local', resultCode: 3010 })
    expect([near.isOpen(), a.node.peers.peers().length]).toEqual([false, 0])
  })

  it('forgets whom it does not know with the connection, a thousand names and all', () => {
    const { world, a, z, near, association } = openPair()
    const cer = association.sent[0]!.octets.slice()
    const nameAt = 28
    const letter = cer[nameAt]
    expect(letter).toBe('a'.charCodeAt(0))
    near.stop('BUSY', world.now)
    world.run(10_000)
    for (let i = 0; i < 1_000; i++) {
      association.establish()
      cer[nameAt] = 'b'.charCodeAt(0) + (i % 20)
      z.deliver(association.far!, cer)
      expect(association.far!.isOpen()).toBe(true)
      association.far!.connectionLost(world.now)
      z.peers.pop()
    }
    expect(z.node.peers.peers().length).toBe(0)
    expect(a.node.peers.peers().length).toBe(1)
  })

  it('says nothing before its CEA to a peer that waits for an election, not even to what is malformed', () => {
    const world = new World()
    const a = new Party('A', world)
    const z = new Party('Z', world)
    const fromZ = z.peerTo(a)
    z.associations[0]!.held = true
    a.peerTo(z)
    fromZ.start(0)
    a.peers[0]!.start(0)
    world.settle()
    expect(fromZ.remote?.state).toBe('Wait-Conn-Ack/Elect')
    const fromA = a.associations[0]!
    const sent = fromA.sent.length
    const malformed = fromA.sent[0]!.octets.slice()
    writeU24(malformed, 1, malformed.length + 4)
    z.deliver(fromA.far!, malformed)
    expect([fromA.sent.length, z.last('message-discarded')?.reason]).toEqual([sent, 'not-open'])
  })

  it('answers a CER that lacks an AVP with 5005 and an example of it', () => {
    const world = new World()
    const a = new Party('A', world, { hostIpAddresses: [] })
    const z = new Party('Z', world)
    a.peerTo(z).start(0)
    world.settle()
    const cea = a.associations[0]!.sent[1]!.octets
    expect(unsigned32In(cea, 268)).toBe(5005)
    expect(z.last('capabilities-refused')).toMatchObject({ resultCode: 5005, where: 'Host-IP-Address' })
  })

  it.each([
    ['any other message than a CER', (octets: Uint8Array) => writeU24(octets, 5, 324), 'protocol-error'],
    ['another version', (octets: Uint8Array) => (octets[0] = 2), 'protocol-error'],
  ])('closes a connection whose first message is %s', (_, change, reason) => {
    const { world, z, association } = openPair()
    const cer = association.sent[0]!.octets.slice()
    change(cer)
    association.near!.stop('BUSY', world.now)
    world.settle()
    association.connect()
    world.later(() => {
      // The initiator's CER is on its way; this one comes before it.
      z.deliver(association.far!, cer)
    })
    world.settle()
    expect(z.last('closed')?.reason).toBe(reason)
  })

  it('gives up an association on which no CER comes, and one on which no CEA comes', () => {
    const world = new World()
    const a = new Party('A', world)
    const z = new Party('Z', world)
    const near = a.peerTo(z)
    a.associations[0]!.silent = true
    near.start(0)
    world.run(10_001)
    expect([a.last('closed')?.reason, z.last('closed')?.reason]).toEqual(['setup-timeout', 'setup-timeout'])
    expect(near.remote?.state).toBe('Closed')
  })

  it('tells that the peer has restarted, by an Origin-State-Id that has grown (RFC 6733 §8.16)', () => {
    const world = new World()
    const a = new Party('A', world, {}, { knownPeers: ['z.example.net'] })
    const opened: boolean[] = []
    for (const originStateId of [7, 7, 9, 0, 9, 10]) {
      const z = new Party('Z', world, { originStateId })
      z.peerTo(a).start(world.now)
      world.settle()
      opened.push(a.last('open')!.restarted)
      z.peers[0]!.stop('BUSY', world.now)
      world.settle()
    }
    expect(opened).toEqual([false, false, true, false, false, true])
  })

  it('tries again every Tc while nobody listens, and then opens', () => {
    const world = new World()
    const a = new Party('A', world)
    const z = new Party('Z', world)
    const near = a.peerTo(z)
    const association = a.associations[0]!
    association.refused = true
    near.start(0)
    world.run(89_000)
    expect(a.events.filter((event) => event.kind === 'closed')).toEqual(Array(3).fill({ kind: 'closed', reason: 'connect-failed' }))
    association.refused = false
    world.run(2_000)
    expect(near.isOpen()).toBe(true)
  })
})

describe('two nodes that connect to each other at once', () => {
  function both(hold: 'neither' | 'the connection of Z') {
    const world = new World()
    const a = new Party('A', world)
    const z = new Party('Z', world)
    const fromA = a.peerTo(z)
    const fromZ = z.peerTo(a)
    if (hold === 'the connection of Z') z.associations[0]!.held = true
    fromA.start(0)
    fromZ.start(0)
    world.settle()
    return { world, a, z, fromA, fromZ }
  }

  it('keep the one Z has accepted, whose name is higher (RFC 6733 §5.6.4)', () => {
    const { a, z, fromA, fromZ } = both('neither')
    expect([fromA.isOpen(), fromZ.isOpen()]).toEqual([true, false])
    expect([fromA.remote?.state, fromZ.remote?.state]).toEqual(['I-Open', 'R-Open'])
    expect(z.last('election')).toEqual({ kind: 'election', won: true })
    expect(a.events.some((event) => event.kind === 'election' && event.won)).toBe(false)
    expect([...a.peers, ...z.peers].filter((peer) => peer.isOpen()).length).toBe(2)
  })

  it('hold the election when the slower connection comes up', () => {
    const { world, z, fromA, fromZ } = both('the connection of Z')
    // Z has the CER of A and waits for its own connection (Wait-Conn-Ack/Elect).
    expect([fromA.remote?.state, fromZ.remote?.state]).toEqual(['Wait-I-CEA', 'Wait-Conn-Ack/Elect'])
    z.associations[0]!.establish()
    world.settle()
    expect([fromA.remote?.state, fromZ.remote?.state]).toEqual(['I-Open', 'R-Open'])
  })

  it('use the connection there is when the other cannot be made', () => {
    const { world, z, fromA, fromZ } = both('the connection of Z')
    z.associations[0]!.refused = true
    z.associations[0]!.establish()
    world.settle()
    expect([fromA.remote?.state, fromZ.remote?.state]).toEqual(['I-Open', 'R-Open'])
  })

  it.each(['A starts first', 'Z starts first'] as const)('end alike on both sides when %s and both CERs cross', (first) => {
    const world = new World()
    const a = new Party('A', world)
    const z = new Party('Z', world)
    const fromA = a.peerTo(z)
    const fromZ = z.peerTo(a)
    for (const peer of first === 'A starts first' ? [fromA, fromZ] : [fromZ, fromA]) peer.start(0)
    world.settle()
    expect([fromA.remote?.state, fromZ.remote?.state]).toEqual(['I-Open', 'R-Open'])
    expect(world.log.filter((line) => line.includes('CER')).length).toBe(2)
    expect(world.log.filter((line) => line.includes('CEA'))).toEqual(['Z -> CEA -> A'])
    expect(z.events).toContainEqual({ kind: 'closed', reason: 'election-lost' })
  })

  it('hold it anew when both lose the connection and both come back at once, and trust each other after three DWAs', () => {
    const { world, a, z, fromA, fromZ } = both('neither')
    const serving = a.associations[0]!
    serving.near!.connectionLost(world.now)
    serving.far!.connectionLost(world.now)
    expect([fromA.remote?.state, fromZ.remote?.state]).toEqual(['Closed', 'Closed'])
    // Tc is the same for both: they connect in the same instant again.
    world.run(30_001)
    expect([fromA.remote?.state, fromZ.remote?.state]).toEqual(['I-Open', 'R-Open'])
    expect(z.events.filter((event) => event.kind === 'election')).toEqual(Array(2).fill({ kind: 'election', won: true }))
    world.run(70_000)
    expect([fromA.remote?.watchdog.state, fromZ.remote?.watchdog.state]).toEqual(['OKAY', 'OKAY'])
    expect([...a.peers, ...z.peers].filter((peer) => peer.isOpen()).length).toBe(2)
  })

  it('hold it anew when both are restarted, as other processes with the same names', () => {
    const { world, a, z } = both('neither')
    for (const peer of [...a.peers, ...z.peers]) peer.stop('REBOOTING', world.now)
    world.settle()
    expect([...a.peers, ...z.peers].some((peer) => peer.isOpen())).toBe(false)
    const [b, y] = [new Party('A', world, { originStateId: 8 }), new Party('Z', world, { originStateId: 8 })]
    const [fromB, fromY] = [b.peerTo(y), y.peerTo(b)]
    fromY.start(world.now)
    fromB.start(world.now)
    world.settle()
    expect([fromB.remote?.state, fromY.remote?.state, b.last('open')?.remote.originStateId]).toEqual(['I-Open', 'R-Open', 8])
  })

  it('end with one connection between them whatever the order of messages', () => {
    const { world, a, z } = both('neither')
    world.run(200_000)
    const open = [...a.peers, ...z.peers].filter((peer) => peer.isOpen())
    expect(open.map((peer) => peer.role).sort()).toEqual(['initiator', 'responder'])
  })

  it('leave an open connection alone when the peer connects once more', () => {
    const { world, a, z, near, far } = openPair()
    const again = z.peerTo(a)
    again.start(world.now)
    expect(again.remote?.state).toBe('R-Open')
    const stranger = new Party('Z', world)
    stranger.peerTo(a).start(world.now)
    world.settle()
    expect(a.last('closed')).toEqual({ kind: 'closed', reason: 'duplicate-connection' })
    expect([near.isOpen(), far.isOpen()]).toEqual([true, true])
  })
})
