import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { findFreeUdpPort } from '@sigbed/sctp-transport'
import { describe, expect, it } from 'vitest'
import { UsageError } from './command-failure.js'
import { freeEncapsulationPort } from './encapsulation-port.js'

const ADDRESSES = ['127.0.0.1']

describe('the encapsulation port', () => {
  it('is the wished one while that is free', async () => {
    const port = await findFreeUdpPort({ addresses: ADDRESSES, from: 40_100 })
    for (const given of [true, false]) expect(await portFor(port, given)).toBe(port)
  })

  it('is the next free one when it is taken and nobody asked for it', async () => {
    await withTakenPort(async (port) => {
      expect(await portFor(port, false)).toBeGreaterThan(port)
    })
  })

  it('is an error of usage when it is taken and was asked for', async () => {
    await withTakenPort(async (port) => {
      await expect(portFor(port, true)).rejects.toThrow(UsageError)
      await expect(portFor(port, true)).rejects.toThrow(`UDP port ${port} (--encapsulation-port) is taken`)
    })
  })

  it('is free on a simulated network in any case', async () => {
    await withTakenPort(async (port) => {
      const options = { network: 'simulated', encapsulationPort: port, encapsulationPortGiven: true } as const
      expect(await freeEncapsulationPort(options, ADDRESSES, findFreeUdpPort)).toBe(port)
    })
  })

  it('leaves other failures as they are', async () => {
    const failing = () => Promise.reject(new TypeError('broken'))
    const options = { network: 'loopback', encapsulationPort: 9899, encapsulationPortGiven: true } as const
    await expect(freeEncapsulationPort(options, ADDRESSES, failing)).rejects.toThrow(TypeError)
  })
})

function portFor(encapsulationPort: number, encapsulationPortGiven: boolean): Promise<number> {
  return freeEncapsulationPort({ network: 'loopback', encapsulationPort, encapsulationPortGiven }, ADDRESSES, findFreeUdpPort)
}

async function withTakenPort(work: (port: number) => Promise<void>): Promise<void> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  try {
    await work(socket.address().port)
  } finally {
    socket.close()
  }
}
