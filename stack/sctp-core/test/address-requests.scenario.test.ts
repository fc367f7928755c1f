import { ASCONF_ACK, HEARTBEAT } from '@sigbed/sctp-codec'
import { describe, expect, it } from 'vitest'
import { setPeerPrimary } from '../src/address-configuration/asconf-request.js'
import { A_PORT, add, asconfs, ask, DYNAMIC, established, locals, remotes, remove, request, THIRD } from './address-change.js'
import { A_ADDRESSES, PORT, SimulatedPair } from './simulated-pair.js'

describe('requests of a peer to change its addresses (RFC 5061)', () => {
  it('§5.2 E2, E5: a lost ASCONF-ACK is sent again from memory; numbers ahead of their time are nothing', () => {
    const pair = established()
    pair.z.loseNext(ASCONF_ACK, 2)
    add(pair.a, THIRD)
    pair.runFor(20_000)
    const sent = asconfs(pair.a)
    expect(sent).toHaveLength(3)
    // §5.1 B4: the very same chunk, another way if possible.
    expect(new Set(sent.map(({ chunk }) => JSON.stringify(chunk))).size).toBe(1)
    expect(new Set(sent.map(({ to }) => to)).size).toBe(2)
    expect(pair.z.eventsOf('peer-address-change')).toHaveLength(1)
    expect(locals(pair.a)).toContain(THIRD)
    const configuration = pair.a.association!.addressConfiguration!
    configuration.nextSequenceNumber += 5
    const before = pair.z.association!.statistics.chunksDiscarded
    expect(ask(pair, [request('delete-ip-address', A_ADDRESSES[1])])).toBeUndefined()
    expect(pair.z.association!.statistics.chunksDiscarded).toBe(before + 1)
    expect(remotes(pair.z)).toHaveLength(3)
  })

  it('§5.3 F5, F7, F8: the last address and the source of the packet stay', () => {
    const single = established(1)
    expect(remove(single.a, A_ADDRESSES[0])).toBe('last-address')
    expect(ask(single, [request('delete-ip-address', A_ADDRESSES[0])])).toEqual([[1, [0xa0]]])
    expect(ask(single, [request('delete-ip-address', '0.0.0.0')])).toEqual([])
    expect(remotes(single.z)).toEqual([A_ADDRESSES[0]])
    const pair = established()
    expect(ask(pair, [request('delete-ip-address', A_ADDRESSES[0], 77)])).toEqual([[77, [0xa2]]])
    expect(remotes(pair.z)).toEqual([...A_ADDRESSES])
    expect(ask(pair, [request('delete-ip-address', '10.7.7.7')])).toEqual([[1, [5]]])
  })

  it('§4.2.1, §4.2.2, §4.2.4: zeroes stand for the source of the packet', () => {
    const pair = established()
    pair.a.openAddress(THIRD)
    expect(ask(pair, [request('add-ip-address', '0.0.0.0')], THIRD)).toEqual([])
    expect(remotes(pair.z)).toContain(THIRD)
    pair.runFor(2000)
    expect(ask(pair, [request('set-primary-address', '0.0.0.0')], THIRD)).toEqual([])
    expect(pair.z.association!.paths.primaryPath.addresses.remoteText).toBe(THIRD)
    expect(ask(pair, [request('delete-ip-address', '0.0.0.0')], THIRD)).toEqual([])
    expect(remotes(pair.z)).toEqual([THIRD])
  })

  it('§5.2 V1, V2 and §5.3 F9, F11: requests are done in their order, and each refusal has its Correlation ID', () => {
    const pair = established()
    const unknown = { kind: 'unknown', correlationId: 2, octets: Uint8Array.of(0xc0, 0x77, 0, 8, 0, 0, 0, 2) } as const
    expect(
      ask(pair, [
        request('add-ip-address', THIRD, 1),
        unknown,
        request('delete-ip-address', A_ADDRESSES[1], 3),
        request('add-ip-address', '224.0.0.1', 4),
        request('add-ip-address', '127.0.0.9', 5),
        request('set-primary-address', '10.8.8.8', 6),
      ]),
    ).toEqual([
      [2, [8]],
      [3, 'success'],
      [4, [0xa4]],
      [5, [0xa4]],
      [6, [5]],
    ])
    expect(remotes(pair.z)).toEqual([A_ADDRESSES[0], THIRD])
    const many = Array.from({ length: 20 }, (_, i) => request('add-ip-address', `10.1.0.${i + 1}`, i))
    const answers = ask(pair, [...many, request('delete-ip-address', THIRD, 99)])!
    expect(remotes(pair.z)).toHaveLength(16)
    expect(answers.map(([, said]) => said)).toEqual(new Array(7).fill([0xa1]))
    expect(remotes(pair.z)).toContain(THIRD)
  })

  it('§5.4: the peer sends where it is asked to, and to a new address once it is confirmed', () => {
    const pair = established()
    expect(setPeerPrimary(pair.a.association!, pair.a.addressIndex(A_ADDRESSES[1]), pair.clock.now())).toBe('requested')
    pair.a.drain()
    pair.runFor(500)
    expect(pair.z.association!.paths.primaryPath.addresses.remoteText).toBe(A_ADDRESSES[1])
    expect(pair.z.eventsOf('peer-address-change')).toMatchObject([{ change: 'made-primary', text: A_ADDRESSES[1] }])
    pair.a.openAddress(THIRD)
    pair.z.loseNext(HEARTBEAT, 1)
    expect(ask(pair, [request('add-ip-address', THIRD, 1), request('set-primary-address', THIRD, 2)])).toEqual([])
    expect(pair.z.association!.paths.primaryPath.addresses.remoteText).toBe(A_ADDRESSES[1])
    pair.runFor(5000)
    expect(pair.z.association!.paths.primaryPath.addresses.remoteText).toBe(THIRD)
    expect(setPeerPrimary(pair.a.association!, 12_345, 0)).toBe('no-change')
  })

  it('an address that is another peer of this endpoint is not to be had', () => {
    const pair = established(1)
    const other = new SimulatedPair(2, DYNAMIC, 1)
    expect(other.a.localTexts).toHaveLength(1)
    const { z } = pair
    // A second association of Z, with a peer at 10.0.5.5 on the same ports.
    z.associate(['10.0.5.5'], A_PORT, DYNAMIC, PORT)
    z.association = [...z.endpoint.table].find((association) => association.state === 'ESTABLISHED')!
    expect(ask(pair, [request('add-ip-address', '10.0.5.5')])).toEqual([[1, [0xa4]]])
    expect(remotes(z)).toEqual([A_ADDRESSES[0]])
  })
})
