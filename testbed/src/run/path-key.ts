import type { PathSample } from '@sigbed/measurement'

/** Tells the paths of a run from one another: equal for all that is said of one path by the same node. */
export function pathKey({ node, association, localAddress, remoteAddress }: PathOfRun): string {
  return `${node} ${association} ${localAddress} ${remoteAddress}`
}

export type PathOfRun = Pick<PathSample, 'node' | 'association' | 'localAddress' | 'remoteAddress'>
