import type { ScenarioNode } from '../scenario/scenario.js'

/** The address of this machine that stands for one of a scenario: 10.132.1.10 becomes 127.132.1.10, every IPv6 address ::1, the only one. */
export function loopbackAddress(address: string): string {
  return address.includes(':') ? '::1' : address.replace(/^\d+/, '127')
}

/** Those of a node that would be one and the same; empty when all stay apart. */
export function addressesAlikeOnLoopback({ interfaces }: ScenarioNode): readonly string[] {
  const mapped = interfaces.map(({ address }) => loopbackAddress(address))
  const twice = mapped.find((address, i) => mapped.indexOf(address) < i)
  return twice === undefined ? [] : interfaces.filter((_, i) => mapped[i] === twice).map(({ address }) => address)
}
