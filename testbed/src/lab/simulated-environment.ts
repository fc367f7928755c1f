import type { Environment } from '@sigbed/sctp-core'
import { SystemEnvironment } from '@sigbed/sctp-transport'

/** Chance and secrets of an endpoint in virtual time: all of it drawn from a seed, so that equal seeds give equal octets. */
export function simulatedEnvironment(chance: { randomUint32(): number }): Environment {
  const system = new SystemEnvironment()
  return {
    randomUint32: () => chance.randomUint32(),
    hmacSha256: (key, octets) => system.hmacSha256(key, octets),
    hmacSha1: (key, octets) => system.hmacSha1(key, octets),
  }
}
