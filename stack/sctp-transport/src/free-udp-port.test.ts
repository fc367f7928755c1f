import { createSocket, type Socket } from 'node:dgram'
import { afterEach, describe, expect, it } from 'vitest'
import { findFreeUdpPort } from './free-udp-port.js'

const taken: Socket[] = []

function take(address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4')
    taken.push(socket)
    socket.once('error', reject)
    socket.bind(port, address, () => resolve(socket.address().port))
  })
}

afterEach(() => {
  for (const socket of taken.splice(0)) socket.close()
})

describe('free UDP port', () => {
  it('is the wished one when that is free', async () => {
    const from = await take('127.0.0.1', 0)
    taken.pop()!.close()
    expect(await findFreeUdpPort({ addresses: ['127.0.0.1', '127.0.1.1'], from })).toBe(from)
  })

  it('lies above the wished one when that is taken on any of the addresses', async () => {
    const from = await take('127.0.1.1', 0)
    const found = await findFreeUdpPort({ addresses: ['127.0.0.1', '127.0.1.1'], from })
    expect(found).toBeGreaterThan(from)
    expect(found).toBeLessThan(from + 100)
    expect(await take('127.0.0.1', found)).toBe(found)
    expect(await take('127.0.1.1', found)).toBe(found)
  })

  it('is refused after the tries allowed, in words that name ports and addresses', async () => {
    const from = await take('127.0.0.1', 0)
    await expect(findFreeUdpPort({ addresses: ['127.0.0.1'], from, mostTries: 1 })).rejects.toMatchObject({
      code: 'SIGBED_NO_FREE_PORT',
      message: expect.stringContaining(`from ${from} to ${from} is free on 127.0.0.1`),
    })
  })

  it('is not searched for where no port would do', async () => {
    // RFC 5737: documentation addresses are on no interface.
    await expect(findFreeUdpPort({ addresses: ['203.0.113.77'], from: 20_000 })).rejects.toMatchObject({
      code: 'SIGBED_ADDRESS_UNAVAILABLE',
    })
    await expect(findFreeUdpPort({ addresses: ['127.0.0.1'], from: 70_000 })).rejects.toMatchObject({ code: 'SIGBED_ADDRESS_INVALID' })
    await expect(findFreeUdpPort({ addresses: [], from: 20_000 })).rejects.toMatchObject({ code: 'SIGBED_ADDRESS_INVALID' })
  })
})
