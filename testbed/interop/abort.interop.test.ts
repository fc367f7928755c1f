import type { PacketBatch } from '@sigbed/sctp-core'
import type { Notification, OneToOneSocket } from '@sigbed/sctp-sockets'
import type { DatagramTransport, TransportStatistics } from '@sigbed/sctp-transport'
import { expect, it } from 'vitest'
import { describeWithUsrsctp, patterned } from './interop-scene.js'

describeWithUsrsctp('the end of an association with usrsctp', (scene) => {
  it('is its SHUTDOWN when daytime_server has told the time', async () => {
    const { encapsulationPort } = await scene.start('daytime_server', (port) => [port])
    const endpoint = await scene.open({ localAddresses: ['127.0.0.1'] })
    const heard: string[] = []
    const kinds = await lifeOf(
      (onSocket) => endpoint.connect({ addresses: ['127.0.0.1'], port: DAYTIME_PORT, encapsulationPort, onSocket }),
      (socket) => {
        socket.onMessage = (message) => heard.push(`${message.payloadProtocolId} ${new TextDecoder().decode(message.copyPayload())}`)
      },
    )
    expect(kinds.map(({ kind }) => kind)).toEqual(['communication-up', 'peer-shutdown', 'shutdown-complete'])
    expect(heard).toHaveLength(1)
    // 40 is the payload protocol identifier of Daytime; the time is written as ctime(3) does.
    expect(heard[0]).toMatch(/^40 \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\n$/)
  })

  it('is its ABORT when data reaches daytime_server, which closes without reading', async () => {
    const { encapsulationPort } = await scene.start('daytime_server', (port) => [port])
    const endpoint = await scene.open({ localAddresses: ['127.0.0.1'] })
    const notifications = await lifeOf(
      (onSocket) => endpoint.connect({ addresses: ['127.0.0.1'], port: DAYTIME_PORT, encapsulationPort, onSocket }),
      // Queued before there is an association, it arrives about when the server, which never reads, closes: before or after, the
      // data has nobody to go to.
      (socket) => expect(socket.send(patterned(100, 1))).toBe('queued'),
    )
    expect(notifications.at(-1)).toMatchObject({ kind: 'communication-lost', reason: 'aborted-by-peer' })
  })

  it('is its ABORT with the cause when a DATA chunk without user data reaches it', async () => {
    const { encapsulationPort } = await scene.start('discard_server', (port) => [port], 'discarded')
    let emptying: DataEmptier | undefined
    const endpoint = await scene.open({
      localAddresses: ['127.0.0.1'],
      wrapTransport: (transport) => (emptying = new DataEmptier(transport)),
    })
    const notifications = await lifeOf(
      async (onSocket) => {
        const socket = await endpoint.connect({ addresses: ['127.0.0.1'], port: DISCARD_PORT, encapsulationPort, onSocket })
        emptying!.armed = true
        socket.send(patterned(100, 1))
      },
      () => {},
    )
    expect(emptying!.emptied).toBe(1)
    expect(notifications.at(-1)).toMatchObject({ kind: 'communication-lost', reason: 'aborted-by-peer', detail: 'No User Data' })
  })

  it('is seen by nobody when nobody listens: usrsctp keeps silent, and the attempt times out', async () => {
    const { encapsulationPort } = await scene.start('echo_server', (port) => [port])
    const endpoint = await scene.open({ localAddresses: ['127.0.0.1'] })
    const parameters = { rtoInitialMs: 50, rtoMinMs: 50, rtoMaxMs: 50, maxInitRetransmits: 2 }
    const attempt = endpoint.connect({ addresses: ['127.0.0.1'], port: 4711, encapsulationPort, parameters })
    await expect(attempt).rejects.toMatchObject({ code: 'SCTP_CONNECTION_TIMED_OUT' })
  })
})

/** Everything an association notifies of until it is over, changes of paths left out. */
function lifeOf(connect: (onSocket: (socket: OneToOneSocket) => void) => Promise<unknown>, prepare: (socket: OneToOneSocket) => void) {
  return new Promise<Notification[]>((resolve, reject) => {
    const seen: Notification[] = []
    const onSocket = (socket: OneToOneSocket): void => {
      socket.onNotification = (notification) => {
        if (notification.kind !== 'path-change') seen.push(notification)
        if (notification.kind === 'shutdown-complete' || notification.kind === 'communication-lost') resolve(seen)
      }
      prepare(socket)
    }
    connect(onSocket).catch(reject)
  })
}

/** Cuts the user data off the next DATA chunk, and what follows it off the packet: what a faulty stack might send. */
class DataEmptier implements DatagramTransport {
  onReceive: (batch: PacketBatch) => void = () => {}
  armed = false
  emptied = 0

  constructor(private readonly transport: DatagramTransport) {
    transport.onReceive = (batch) => this.onReceive(batch)
  }

  get statistics(): TransportStatistics {
    return this.transport.statistics
  }

  send(batch: PacketBatch): void {
    for (let i = 0; this.armed && i < batch.count; i++) this.empty(batch, i)
    this.transport.send(batch)
  }

  close(): Promise<void> {
    return this.transport.close()
  }

  /** The transport below fills in the checksum. */
  private empty(batch: PacketBatch, packet: number): void {
    const { arena } = batch
    const begin = batch.offset[packet]!
    const end = begin + batch.length[packet]!
    let chunk = begin + COMMON_HEADER_OCTETS
    const chunkLength = () => arena[chunk + 2]! * 256 + arena[chunk + 3]!
    while (chunk < end && arena[chunk] !== DATA_CHUNK_TYPE) chunk += (chunkLength() + 3) & ~3
    if (chunk >= end) return
    arena[chunk + 2] = 0
    arena[chunk + 3] = DATA_HEADER_OCTETS
    batch.length[packet] = chunk + DATA_HEADER_OCTETS - begin
    this.armed = false
    this.emptied++
  }
}

const DAYTIME_PORT = 13
const DISCARD_PORT = 9
const COMMON_HEADER_OCTETS = 12
const DATA_HEADER_OCTETS = 16
const DATA_CHUNK_TYPE = 0
