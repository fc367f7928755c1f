import { describe, expect, it } from 'vitest'
import { PERFECT_LINK_STATE } from '../scenario/scenario.js'
import { composeDocument } from './compose-document.js'
import { bridgeAddress } from './compose-subnets.js'
import { fakeScenario } from './testing/fake-node.js'

const PLAN = { lab: '7-8-abcdef', machine: 'here', image: 'sigbed-lab:1', sharedFolders: ['/tmp/captures'] }

// biome-ignore lint/suspicious/noExplicitAny: a document is what compose makes of it
function documentOf(more: Parameters<typeof fakeScenario>[1] = {}): any {
  return composeDocument(fakeScenario('', more), PLAN)
}

describe('the compose document of a scenario', () => {
  it('has a container for each node with its fixed addresses, and nothing that is privileged', () => {
    const { services, ...others } = documentOf()
    expect(Object.keys(others)).toEqual(['networks'])
    expect(services.sg).toEqual({
      image: 'sigbed-lab:1',
      container_name: 'sigbed-7-8-abcdef-sg',
      init: true,
      command: ['sleep', 'infinity'],
      cap_add: ['NET_RAW', 'NET_ADMIN'],
      sysctls: { 'net.ipv4.conf.all.rp_filter': '0', 'net.ipv4.conf.default.rp_filter': '0' },
      labels: { 'sigbed.lab': '7-8-abcdef', 'sigbed.machine': 'here' },
      volumes: ['/tmp/captures:/tmp/captures'],
      networks: { 'path-a': { ipv4_address: '10.132.1.10' }, 'path-b': { ipv4_address: '10.132.2.10' } },
    })
    expect(Object.keys(services)).toEqual(['sg', 'asp-1'])
  })

  it('has a bridge without masquerading for each network, labelled as the containers are', () => {
    expect(documentOf().networks['path-b']).toEqual({
      name: 'sigbed-7-8-abcdef-path-b',
      driver: 'bridge',
      driver_opts: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' },
      ipam: { config: [{ subnet: '10.132.2.0/24', gateway: '10.132.2.254' }] },
      labels: { 'sigbed.lab': '7-8-abcdef', 'sigbed.machine': 'here' },
    })
  })

  it('says what IPv6 needs where a network has it', () => {
    const network = { name: 'path-a', subnet: 'fd00:132:1::/64', link: PERFECT_LINK_STATE }
    const interfaces = [{ network: 'path-a', address: 'fd00:132:1::10' }]
    const { services, networks } = documentOf({ networks: [network], nodes: [{ name: 'sg', interfaces, role: '', settings: null }] })
    expect(services.sg.networks).toEqual({ 'path-a': { ipv6_address: 'fd00:132:1::10' } })
    expect(services.sg.sysctls).toMatchObject({ 'net.ipv6.conf.default.keep_addr_on_down': '1' })
    expect(networks['path-a']).toMatchObject({ enable_ipv6: true, ipam: { config: [{ gateway: 'fd00:132:1:0:ffff:ffff:ffff:fffe' }] } })
  })
})

describe('the address of a bridge', () => {
  const network = (subnet: string) => ({ name: 'path-a', subnet, link: PERFECT_LINK_STATE })

  it.each([
    ['10.132.1.0/24', [], '10.132.1.254'],
    ['10.132.1.0/24', ['10.132.1.254', '10.132.1.253'], '10.132.1.252'],
    ['10.132.0.0/16', [], '10.132.255.254'],
    ['10.132.1.8/29', [], '10.132.1.14'],
    ['fd00:132:2::/64', ['fd00:132:2:0:ffff:ffff:ffff:fffe'], 'fd00:132:2:0:ffff:ffff:ffff:fffd'],
  ])('is the highest of %s that is not taken by %s', (subnet, taken, address) => {
    expect(bridgeAddress(network(subnet), taken)).toBe(address)
  })

  it('is not to be had where the nodes have all of them', () => {
    expect(() => bridgeAddress(network('10.132.1.0/30'), ['10.132.1.1', '10.132.1.2'])).toThrow(
      expect.objectContaining({ code: 'SIGBED_LAB_SCENARIO', message: expect.stringContaining('10.132.1.0/30 leaves no address') }),
    )
  })
})
