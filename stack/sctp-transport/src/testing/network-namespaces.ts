import { execFileSync } from 'node:child_process'

/**
 * Network namespaces of this process, for tests with real links between real network stacks: made by iproute2, and gone with
 * `remove`. Wants root.
 */
export class NetworkNamespaces {
  private readonly made: string[] = []

  /** Makes one with its loopback up. The short name stands for it in all the calls below. */
  add(name: string): void {
    ip('netns', 'add', this.nameOf(name))
    this.made.push(name)
    this.ip(name, 'link', 'set', 'lo', 'up')
    // Else a link that goes down takes its IPv6 addresses with it, and unlike those of IPv4 they do not come back.
    this.set(name, 'ipv6/conf/all/keep_addr_on_down', 1)
  }

  /** For RawIp's option of that name. */
  fileOf(name: string): string {
    return `/run/netns/${this.nameOf(name)}`
  }

  /**
   * A cable between two of them: an interface called `name` at either end, up, with the addresses given (in text, with prefix length),
   * each usable at once.
   */
  connect(name: string, a: string, aAddresses: readonly string[], z: string, zAddresses: readonly string[], mtu = 1500): void {
    this.ip(a, 'link', 'add', name, 'type', 'veth', 'peer', 'name', name, 'netns', this.nameOf(z))
    for (const [end, addresses] of [
      [a, aAddresses],
      [z, zAddresses],
    ] as const) {
      // An IPv6 address is not usable before it is known to be nobody else's; on a cable with two ends it is.
      for (const address of addresses) this.ip(end, 'address', 'add', address, 'dev', name, ...(address.includes(':') ? ['nodad'] : []))
      this.ip(end, 'link', 'set', name, 'mtu', `${mtu}`, 'up')
    }
  }

  /** Runs `ip` inside one. @throws Error with what it wrote when it fails. */
  ip(name: string, ...commandArguments: readonly string[]): void {
    ip('-netns', this.nameOf(name), ...commandArguments)
  }

  /** Lets one pass packets on that are not for itself. */
  forward(name: string): void {
    this.set(name, 'ipv4/ip_forward', 1)
    this.set(name, 'ipv6/conf/all/forwarding', 1)
  }

  /** Sockets that are still open in one keep it alive, out of sight, until they are closed. */
  remove(): void {
    for (const name of this.made.splice(0)) ip('netns', 'delete', this.nameOf(name))
  }

  private set(name: string, setting: string, value: number): void {
    ip('netns', 'exec', this.nameOf(name), 'sh', '-c', `echo ${value} > /proc/sys/net/${setting}`)
  }

  private nameOf(name: string): string {
    return `sigbed-${process.pid}-${name}`
  }
}

function ip(...commandArguments: readonly string[]): void {
  execFileSync('ip', commandArguments, { stdio: 'pipe' })
}
