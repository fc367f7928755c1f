import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DiameterNodeUse, readDiameterConfiguration } from '@sigbed/diameter-peer'
import { type M3uaRole, readConfiguration } from '@sigbed/m3ua-peer'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const CONFIGURATIONS = join(ROOT, 'testbed', 'images', 'compose')

interface Service {
  readonly command?: string
  readonly networks: Readonly<Record<string, { readonly ipv4_address?: string }>>
}

const SERVICES: Readonly<Record<string, Service>> = parse(readFileSync(join(ROOT, 'compose.yaml'), 'utf8'), { merge: true }).services
const PROFILES = ['telecom']

/** Own addresses and those of its peers, as the file has them; its reader refuses what is wrong with it. */
function addressesIn(file: string): { readonly own: readonly string[]; readonly peers: readonly (readonly string[])[] } {
  const text = readFileSync(join(CONFIGURATIONS, file), 'utf8')
  const { role } = parse(text) as { readonly role?: M3uaRole }
  const source = { file, text, changes: {}, nameOfChange: () => null, profiles: PROFILES }
  if (role === undefined) {
    const { local, settings } = readDiameterConfiguration(source, useOf(file))
    return { own: local.addresses, peers: settings.peers.map(({ addresses }) => addresses) }
  }
  const { local, remotes } = readConfiguration(source, role)
  return { own: local.addresses, peers: role === 'sg' ? [] : remotes.map(({ addresses }) => addresses) }
}

function useOf(file: string): DiameterNodeUse {
  if (file.includes('server')) return 'server'
  return file.includes('relay') ? 'relay' : 'client'
}

function addressesOf({ networks }: Service): readonly string[] {
  return Object.values(networks).flatMap(({ ipv4_address }) => ipv4_address ?? [])
}

/** The service that runs with the file, or is meant to run it by hand. */
function serviceOf(file: string): Service {
  const name = Object.keys(SERVICES).find((service) => SERVICES[service]!.command?.includes(`--config ${file}`))
  return SERVICES[name ?? 'load-generator']!
}

describe('compose.yaml', () => {
  it.each(readdirSync(CONFIGURATIONS))('gives the addresses that %s has, for itself and its peers', (file) => {
    const { own, peers } = addressesIn(file)
    expect(addressesOf(serviceOf(file))).toEqual(own)
    const there = Object.values(SERVICES).map(addressesOf)
    for (const peer of peers) expect(there).toContainEqual(peer)
  })

  it('has every peer on two signalling networks', () => {
    for (const service of Object.values(SERVICES)) expect(addressesOf(service)).toHaveLength(2)
  })
})
