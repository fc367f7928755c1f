/**
 * What a run calls an association, the same at both of its ends: `asp-1 - sg`, the node that has set it up first. Names of nodes have no
 * spaces.
 */
export function associationName(initiator: string, acceptor: string): string {
  return `${initiator}${BETWEEN_ENDS}${acceptor}`
}

export interface AssociationEnds {
  /** That has set it up. */
  readonly initiator: string
  /** That has accepted it. Where it is none of the scenario's, its address. */
  readonly acceptor: string
}

export function associationEnds(name: string): AssociationEnds {
  const [initiator = '', acceptor = ''] = name.split(BETWEEN_ENDS)
  return { initiator, acceptor }
}

export function isAssociationBetween(name: string, one: string, other: string): boolean {
  return name === associationName(one, other) || name === associationName(other, one)
}

/** The node at the other end. */
export function peerIn(name: string, node: string): string {
  const { initiator, acceptor } = associationEnds(name)
  return initiator === node ? acceptor : initiator
}

const BETWEEN_ENDS = ' - '
