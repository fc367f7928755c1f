/** A node that serves a subscriber, as it said of itself. */
export interface ServingNode {
  readonly host: string
  readonly realm: string
  /** The network it serves in, "001-01". */
  readonly network: string
  /** It has forgotten the subscriber since, who has not been seen for long (TS 29.272 §5.2.1.3). */
  readonly purged: boolean
}

/** An MME serves on E-UTRAN, an SGSN on the older radio; a subscriber may be known to one of each. */
export type ServingNodeKind = 'MME' | 'SGSN'

interface ServingNodes {
  MME: ServingNode | null
  SGSN: ServingNode | null
}

/** Which nodes serve whom. One entry a subscriber that has been seen, so it is as bounded as the directory. */
export class LocationRegister {
  private readonly nodes = new Map<string, ServingNodes>()

  servingNode(imsi: string, kind: ServingNodeKind): ServingNode | null {
    return this.nodes.get(imsi)?.[kind] ?? null
  }

  /** The node of this name that serves the subscriber, and as what. */
  findByHost(imsi: string, host: string): { readonly kind: ServingNodeKind; readonly node: ServingNode } | null {
    for (const kind of KINDS) {
      const node = this.servingNode(imsi, kind)
      if (node !== null && sameHost(node.host, host)) return { kind, node }
    }
    return null
  }

  /** @returns the node of this kind that served him until now and is another one; null when there was none, or it had purged him */
  register(imsi: string, kind: ServingNodeKind, node: Omit<ServingNode, 'purged'>): ServingNode | null {
    const previous = this.servingNode(imsi, kind)
    this.set(imsi, kind, { ...node, purged: false })
    return previous === null || previous.purged || sameHost(previous.host, node.host) ? null : previous
  }

  /** @returns the node that served him until now, unless it had purged him */
  deregister(imsi: string, kind: ServingNodeKind): ServingNode | null {
    const previous = this.servingNode(imsi, kind)
    if (previous !== null) this.set(imsi, kind, null)
    return previous === null || previous.purged ? null : previous
  }

  purge(imsi: string, kind: ServingNodeKind): void {
    const node = this.servingNode(imsi, kind)
    if (node !== null) this.set(imsi, kind, { ...node, purged: true })
  }

  forget(imsi: string): void {
    this.nodes.delete(imsi)
  }

  /** Every node that serves anybody, once. */
  all(): ServingNode[] {
    const byHost = new Map<string, ServingNode>()
    for (const { MME, SGSN } of this.nodes.values())
      for (const node of [MME, SGSN]) if (node !== null && !node.purged) byHost.set(node.host.toLowerCase(), node)
    return [...byHost.values()]
  }

  private set(imsi: string, kind: ServingNodeKind, node: ServingNode | null): void {
    const known = this.nodes.get(imsi) ?? { MME: null, SGSN: null }
    known[kind] = node
    this.nodes.set(imsi, known)
  }
}

export const KINDS: readonly ServingNodeKind[] = ['MME', 'SGSN']

/** RFC 6733 §4.3.1: names of hosts are compared without regard to case. */
function sameHost(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
