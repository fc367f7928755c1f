import { networkInterfaces } from 'node:os'
import type { Notification, OneToOneSocket, SctpEndpoint } from '@sigbed/sctp-sockets'
import { ANY_ADDRESS, EventLoopSurroundings, FaultInjector } from '@sigbed/sctp-transport'
import { expect, it } from 'vitest'
import { describeWithUsrsctp, type InteropScene, patterned } from './interop-scene.js'

/** An endpoint with several local addresses, each of which can be cut off from the world. */
async function openMultihomed(scene: InteropScene, localAddresses: readonly string[]) {
  const surroundings = new EventLoopSurroundings()
  let cut: (position: number) => void = () => {}
  const endpoint = await scene.open({
    localAddresses,
    surroundings,
    wrapTransport: (transport, addresses, indices) => {
      const injector = new FaultInjector(transport, addresses, surroundings)
      cut = (position) => injector.cut({ local: indices[position]!, remote: ANY_ADDRESS })
      return injector
    },
  })
  return { endpoint, cut }
}

/** Resolves when the path from `local` to `remote` is active. */
async function whenActive(socket: OneToOneSocket, local: string, remote: string): Promise<void> {
  const isActive = () =>
    socket.paths().some((path) => path.localAddress === local && path.remoteAddress === remote && path.state === 'active')
  const limit = performance.now() + 10_000
  while (!isActive()) {
    if (performance.now() > limit) throw new Error(`no active path ${local} > ${remote} among ${JSON.stringify(socket.paths())}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Accepts one association and sends every message back. */
function echoOnce(endpoint: SctpEndpoint): Promise<{ socket: OneToOneSocket; notifications: Notification[] }> {
  return new Promise((resolve) => {
    const notifications: Notification[] = []
    endpoint.listen(SERVER_PORT, {
      parameters: QUICK,
      onAssociation: (socket) => {
        socket.onNotification = (notification) => notifications.push(notification)
        socket.onMessage = (message) =>
          socket.sendMessage(message.octets, message.offset, message.length, 0, message.payloadProtocolId, message.unordered)
        resolve({ socket, notifications })
      },
    })
  })
}

describeWithUsrsctp('several addresses of ours, and usrsctp', (scene) => {
  it('are confirmed by its heartbeats, and it goes on over the second when the primary is cut', async () => {
    const { endpoint, cut } = await openMultihomed(scene, ['127.0.0.1', '127.0.0.2'])
    const accepted = echoOnce(endpoint)
    const { program } = await scene.start('client', (port) => ['127.0.0.1', SERVER_PORT, 0, port, endpoint.encapsulationPort])
    const { socket } = await accepted
    await program.outputMatches(/Peer address 127\.0\.0\.2 is now SCTP_ADDR_CONFIRMED/)
    program.write('before the cut\n')
    await program.outputMatches(/^before the cut$/m)
    cut(0)
    // Sent to 127.0.0.1 first; after its T3-rtx of one second to 127.0.0.2, and our echo comes back from there.
    program.write('after the cut\n')
    await program.outputMatches(/^after the cut$/m)
    expect(socket.state).toBe('ESTABLISHED')
    program.write('still there\n')
    await program.outputMatches(/^still there$/m)
  })

  it('are both used to reach its one address: a cut one is given up for the other', async () => {
    const { endpoint, cut } = await openMultihomed(scene, ['127.0.0.1', '127.0.0.2'])
    // -L: usrsctp has this address only, so that the pair of addresses can differ at our end alone.
    const { program, encapsulationPort } = await scene.start('tsctp', (own) => ['-E', own, '-p', TSCTP_PORT, '-L', '127.0.0.1'])
    const socket = await endpoint.connect({ addresses: ['127.0.0.1'], port: TSCTP_PORT, encapsulationPort, parameters: QUICK })
    expect(socket.paths().map((path) => `${path.localAddress} > ${path.remoteAddress}`)).toEqual(['127.0.0.1 > 127.0.0.1'])
    for (let i = 0; i < 1000; i++) socket.send(patterned(1000, i))
    cut(0)
    await socket.close()
    await program.outputMatches(/^1000, 1000, \d+, 1000000, /m)
    expect(socket.statistics.messagesAcknowledged).toBe(1000)
    expect(socket.paths().map((path) => `${path.localAddress} > ${path.remoteAddress}`)).toEqual(['127.0.0.2 > 127.0.0.1'])
  })

  it('fail over from IPv4 to IPv6 with a megabyte under way', async ({ skip }) => {
    skip(!hasIpv6Loopback(), 'this machine has no ::1')
    const { endpoint, cut } = await openMultihomed(scene, ['127.0.0.1', '::1'])
    const { program, encapsulationPort } = await scene.start('discard_server', (port) => [port])
    const notifications: Notification[] = []
    const socket = await endpoint.connect({
      addresses: ['127.0.0.1'],
      port: DISCARD_PORT,
      encapsulationPort,
      parameters: QUICK,
      onSocket: (made) => {
        made.onNotification = (notification) => notifications.push(notification)
      },
    })
    await whenActive(socket, '::1', '::1')
    for (let i = 0; i < 128; i++) expect(socket.send(patterned(8192, i), { payloadProtocolId: i })).toBe('queued')
    await program.outputHolds(10, DISCARDED)
    cut(0)
    const discarded = await program.outputHolds(128, DISCARDED)
    expect(discarded.map(([, ssn, ppid]) => [ssn, ppid].map(Number))).toEqual(Array.from({ length: 128 }, (_, i) => [i, i]))
    expect(notifications).toContainEqual(
      expect.objectContaining({ kind: 'path-change', remoteAddress: '127.0.0.1', state: 'potentially-failed' }),
    )
    expect(notifications).toContainEqual({ kind: 'data-path-change', localAddress: '::1', remoteAddress: expect.any(String) })
    expect(socket.paths().find((path) => path.carriesData)).toMatchObject({ localAddress: '::1', state: 'active', primary: false })
    await socket.close()
  })
})

function hasIpv6Loopback(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'))
}

/** Our side notices a dead path soon; usrsctp keeps its second. */
const QUICK = { rtoInitialMs: 200, rtoMinMs: 200, rtoMaxMs: 1000, heartbeatIntervalMs: 500 } as const
const SERVER_PORT = 5000
const TSCTP_PORT = 5001
const DISCARD_PORT = 9
const DISCARDED = /Msg of length 8192 received .* with SSN (\d+) and TSN \d+, PPID (\d+), context \d+, complete 1\.$/gm
