import { execFileSync } from 'node:child_process'
import { loadRawIpAddon } from '@sigbed/sctp-transport'

/**
 * Two network namespaces, one for our stack and one for the other, with two cables between them: SCTP straight on IP needs a kernel of
 * its own at either end, since every raw socket gets every packet for its address. Made by iproute2, which wants root.
 *
 * Each test makes its own. A namespace into which a link was cut is not what the next test expects.
 */
export class CabledNamespaces {
  /** Our addresses, one on each cable. */
  readonly ourAddresses = ['10.77.1.1', '10.77.2.1'] as const
  /** Theirs, in the same order. */
  readonly theirAddresses = ['10.77.1.2', '10.77.2.2'] as const
  readonly ours: string
  readonly theirs: string

  /** @throws Error with what `ip` wrote; nothing is left of them then. */
  static make(): CabledNamespaces {
    const made = new CabledNamespaces(`sigbed-interop-${process.pid}-${++CabledNamespaces.count}`)
    try {
      made.build()
      return made
    } catch (error) {
      made.remove()
      throw error
    }
  }

  private static count = 0

  private constructor(name: string) {
    this.ours = `${name}-ours`
    this.theirs = `${name}-theirs`
  }

  /** For RawIp's option of that name. */
  get ourFile(): string {
    return `/run/netns/${this.ours}`
  }

  /** Takes a cable down at one end, or up again. The other end loses its carrier, and keeps sending into nothing. */
  setLink(cable: 0 | 1, state: 'up' | 'down', end: 'ours' | 'theirs' = 'theirs'): void {
    ip('-netns', this[end], 'link', 'set', CABLES[cable], state)
  }

  /** Packets that the raw sockets at their end found no room for. */
  get theirDrops(): number {
    const table = ip('netns', 'exec', this.theirs, 'cat', '/proc/net/raw')
    const drops = table
      .split('\n')
      .slice(1)
      .map((line) => Number(line.trim().split(/\s+/).at(-1)))
    return drops.reduce((sum, count) => sum + count, 0)
  }

  /** The cables go with them. */
  remove(): void {
    for (const name of [this.ours, this.theirs]) {
      try {
        ip('netns', 'delete', name)
      } catch {
        // It was not there yet when its making failed.
      }
    }
  }

  private build(): void {
    const { ours, theirs } = this
    for (const name of [ours, theirs]) {
      ip('netns', 'add', name)
      ip('-netns', name, 'link', 'set', 'lo', 'up')
    }
    for (const [i, cable] of CABLES.entries()) {
      ip('-netns', ours, 'link', 'add', cable, 'type', 'veth', 'peer', 'name', cable, 'netns', theirs)
      ip('-netns', ours, 'address', 'add', `${this.ourAddresses[i]}/24`, 'dev', cable)
      ip('-netns', theirs, 'address', 'add', `${this.theirAddresses[i]}/24`, 'dev', cable)
      for (const name of [ours, theirs]) ip('-netns', name, 'link', 'set', cable, 'up')
    }
  }
}

/** Why there can be none here with our stack in one of them, or null when there can. */
export function namespacesObstacle(): string | null {
  const loading = loadRawIpAddon()
  if (!loading.loaded) return `raw IP is not available (${loading.reason}: ${loading.detail})`
  if (process.getuid?.() !== 0) return 'network namespaces and raw sockets want root'
  try {
    // Root in a container may lack what it takes.
    CabledNamespaces.make().remove()
    return null
  } catch (error) {
    return `network namespaces cannot be made: ${error instanceof Error ? error.message : String(error)}`
  }
}

function ip(...commandArguments: readonly string[]): string {
  return execFileSync('ip', commandArguments, { stdio: 'pipe', encoding: 'utf8', timeout: COMMAND_LIMIT_MS })
}

const CABLES = ['cable1', 'cable2'] as const
const COMMAND_LIMIT_MS = 5000
